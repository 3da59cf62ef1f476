/** No peptide that a shipped model is measured on was one it was trained on; on hashes, because the peptides may not lie in the repository. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../../infra/package-root.js';
import { readLeakageRecord, readSetFile } from '../../support/leakage-record.js';
import { type PeptideSet, peptideHash, readPeptideSet } from '../../support/peptide-set.js';

const { trainingSets, testSets, comparisons } = readLeakageRecord();
const models = join(packageRoot(), 'models');
const cardSchema = z.object({
  name: z.string(),
  training: z.object({
    peptideSet: z.object({ file: z.string(), sha256: z.string(), peptides: z.number() }),
  }),
});

function common(a: PeptideSet, b: PeptideSet): number {
  const values = new Set(a.values);
  return b.values.filter((value) => values.has(value)).length;
}

describe('sets of peptides', () => {
  it.each(Object.entries({ ...trainingSets, ...testSets }))(
    '%s has the recorded digest and number of peptides',
    (name, { file, sha256, peptides }) => {
      const content = readSetFile(file);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
      const set = readPeptideSet(content);
      expect(set.name).toBe(name);
      expect(set.peptides).toBe(peptides);
      expect(
        set.values.every((value, index) => index === 0 || value > (set.values[index - 1] ?? value)),
      ).toBe(true);
    },
  );

  it('takes the first five bytes of SHA-256 as hash', () => {
    // FIPS 180-4's example: SHA-256("abc") = ba7816bf 8f01cfea …
    expect(peptideHash('abc')).toBe(0xba7816bf8f);
  });

  it('reads differences of several bytes', () => {
    const header = '{"format":"antigraph-peptide-set-1","name":"x","peptides":2,"hashes":2,"hashBytes":5}\n';
    // LEB128's usual example: 624485 = e5 8e 26.
    const content = Buffer.concat([Buffer.from(header), Buffer.from([0xe5, 0x8e, 0x26, 0x01])]);
    expect([...readPeptideSet(content).values]).toEqual([624_485, 624_486]);
  });
});

describe.each(readdirSync(models))('the card of %s', (folder) => {
  const card = cardSchema.parse(JSON.parse(readFileSync(join(models, folder, 'card.json'), 'utf8')));

  it('names the digest of the set of peptides it was trained on', () => {
    const named = Object.values(trainingSets).find(({ file }) => file === card.training.peptideSet.file);
    expect(named).toMatchObject(card.training.peptideSet);
  });

  it('has none of the peptides it is measured on in that set', () => {
    const training = readPeptideSet(readSetFile(card.training.peptideSet.file));
    const tests = Object.values(testSets).filter(
      ({ mhcClass }) => mhcClass === (card.name.endsWith('class2') ? 'II' : 'I'),
    );
    const ofOtherVariants = tests.filter(
      ({ file }) => file.endsWith('-held-out.bin') && file !== `${training.name}-held-out.bin`,
    );
    const own = tests.filter((test) => !ofOtherVariants.includes(test));
    expect(own.length).toBeGreaterThan(0);
    for (const { file } of own) expect(common(training, readPeptideSet(readSetFile(file)))).toBe(0);
  });
});

it('would notice a benchmark peptide among those trained on', () => {
  const [training, test] = [readSetFile('class2.bin'), readSetFile('class2-split-5.bin')].map(readPeptideSet);
  if (training === undefined || test === undefined) throw new Error('two sets are read');
  const leaked = { ...training, values: Float64Array.of(...training.values, test.values[7] ?? 0) };
  expect(common(leaked, test)).toBe(1);
});

it('every comparison by the peptides themselves found none in common, among labels, decoys and what is read without a label', () => {
  expect(comparisons.length).toBeGreaterThanOrEqual(4);
  for (const { exact, exactDecoys, exactUnlabelled } of comparisons)
    expect([exact, exactDecoys, exactUnlabelled]).toEqual([0, 0, 0]);
});
