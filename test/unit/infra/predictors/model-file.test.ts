import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openClass1Predictor } from '../../../../infra/predictors/bundled/index.js';
import { randomClass1 } from '../../../support/random-class1.js';
import { type ModelContent, type Net, writeCard, writeModelFolder } from '../../../support/random-model.js';

const { content } = randomClass1();
const net0: Net = content.nets['net0'] ?? {};
const { heads: _, ...headless } = net0;

const withHeader = (header: ModelContent['header']): ModelContent => ({
  ...content,
  header: { ...content.header, ...header },
});
const withNet = (net: Net): ModelContent => ({ ...content, nets: { ...content.nets, net0: net } });

describe('a model whose content does not fit together is refused', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'antigraph-model-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const refusal = (says: RegExp) =>
    expect.objectContaining({ code: 'MODEL_MISSING', message: expect.stringMatching(says) });

  it.each<readonly [string, ModelContent, RegExp]>([
    ['a net less than it says', withHeader({ nets: 3, headWeights: undefined }), /no tensor "net2\.hidden"/],
    ['weights for another number of nets', withHeader({ headWeights: [[1, 1]] }), /headWeights is not 2 × 2/],
    [
      'weights that sum to less than 1',
      withHeader({
        headWeights: [
          [0.5, 0.5],
          [0.25, 0.5],
        ],
      }),
      /weights of head 0 sum to 0\.75/,
    ],
    ['a screen at no percentile', withHeader({ screen: { percentile: 3 } }), /screen\.percentile 3 is none/],
    ['a layer missing', withNet(headless), /no tensor "net0\.heads"/],
    [
      'a layer of another height',
      withNet({ ...net0, first: (net0['first'] ?? []).slice(1) }),
      /"net0\.first" has shape 226 × 64, not 227 × 64/,
    ],
    [
      'a layer of no multiple of 32 units',
      withNet({ ...net0, hidden: (net0['hidden'] ?? []).slice(1) }),
      /the layers of net0 are not multiples of 32/,
    ],
    [
      'fewer calibrated alleles than listed',
      { ...content, alleles: [...content.alleles, `HLA-B*01:01,${'A'.repeat(34)},0,0`] },
      /"calibrationLigand" has shape 70 × 7, not 71 × 7/,
    ],
    ['no side', withHeader({ side: undefined }), /side/],
    ['another class', withHeader({ mhcClass: 'III' }), /mhcClass/],
  ])('%s', (_name, wrong, says) => {
    writeModelFolder(folder, wrong);
    expect(() => openClass1Predictor(folder)).toThrow(refusal(says));
  });

  it.each<readonly [string, (model: Buffer) => Buffer, RegExp]>([
    ['an empty file', () => Buffer.alloc(0), /begins with ""/],
    ['another file', () => Buffer.from('GGUF, a model of something else'), /begins with "GGUF, a /],
    ['the beginning alone', (model) => model.subarray(0, 10), /not a usable model file/],
    ['a header that is cut off', (model) => model.subarray(0, 200), /not a usable model file/],
    ['tensors that are cut off', (model) => model.subarray(0, model.length - 40_000), /is cut off/],
    [
      'a header length beyond the file',
      (model) => {
        const wrong = Buffer.from(model);
        wrong.writeUInt32LE(0xffff_fff0, 8);
        return wrong;
      },
      /not a usable model file/,
    ],
  ])('%s, even if the card names its digest', (_name, change, says) => {
    writeModelFolder(folder, content);
    const model = change(readFileSync(join(folder, 'model.bin')));
    writeFileSync(join(folder, 'model.bin'), model);
    writeCard(folder, {
      'model.bin': model,
      'alleles.csv.gz': readFileSync(join(folder, 'alleles.csv.gz')),
    });
    expect(() => openClass1Predictor(folder)).toThrow(refusal(says));
  });

  it('a changed byte, told by the card', () => {
    writeModelFolder(folder, content);
    const path = join(folder, 'model.bin');
    const model = readFileSync(path);
    model.writeUInt8(model.readUInt8(model.length - 40) ^ 1, model.length - 40);
    writeFileSync(path, model);
    expect(() => openClass1Predictor(folder)).toThrow(
      expect.objectContaining({ code: 'MODEL_DIGEST_MISMATCH' }),
    );
  });
});
