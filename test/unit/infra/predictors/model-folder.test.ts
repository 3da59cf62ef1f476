import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../../../infra/package-root.js';
import { BUNDLED_CLASS1_MODEL } from '../../../../infra/predictors/bundled/index.js';
import { readModelFolder } from '../../../../infra/predictors/bundled/model-folder.js';

describe('readModelFolder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'antigraph-model-'));
    cpSync(join(packageRoot(), 'models', BUNDLED_CLASS1_MODEL), folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads an untouched copy', () => {
    expect(readModelFolder(folder).alleles.listed.size).toBeGreaterThan(10_000);
  });

  it('refuses a model in which one byte was changed', () => {
    const path = join(folder, 'model.bin');
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    writeFileSync(path, bytes);
    expect(() => readModelFolder(folder)).toThrow(expect.objectContaining({ code: 'MODEL_DIGEST_MISMATCH' }));
  });

  it.each(['card.json', 'model.bin', 'alleles.csv.gz'])('says that %s is missing', (name) => {
    rmSync(join(folder, name));
    expect(() => readModelFolder(folder)).toThrow(expect.objectContaining({ code: 'MODEL_MISSING' }));
  });

  it('refuses a card that is not JSON', () => {
    writeFileSync(join(folder, 'card.json'), '<html>');
    expect(() => readModelFolder(folder)).toThrow(expect.objectContaining({ code: 'MODEL_MISSING' }));
  });
});
