/** The hashes of training/results/leakage made anew from the tables, by the splits' definitions and not by the training code. */
import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import {
  class1Rows,
  coresOf,
  isHeldOut,
  type Row,
  readClass2,
  readNaturalPeptides,
  readPatients,
  readWeekly,
  sharesCore,
} from '../../../bench/predictor/tables.js';
import { readLeakageRecord, readSetFile } from '../../support/leakage-record.js';
import { peptideHash, readPeptideSet } from '../../support/peptide-set.js';

// A million hashes: seconds on an idle machine, more on a busy one.
vi.setConfig({ testTimeout: 120_000 });

const { trainingSets, testSets, comparisons } = readLeakageRecord();
const peptidesOf = (...tables: readonly (readonly Row[])[]): ReadonlySet<string> =>
  new Set(tables.flatMap((rows) => rows.map((row) => row('peptide'))));

const variants = Object.keys(trainingSets)
  .filter((name) => name.startsWith('class1-'))
  .map((name) => name.slice('class1-'.length));
const class1 = (variant: string, isWanted: (peptide: string) => boolean): ReadonlySet<string> => {
  const { ligands, affinities } = class1Rows(variant, isWanted);
  return peptidesOf(ligands, affinities);
};

function expectStored(file: string, peptides: ReadonlySet<string>): void {
  const stored = readPeptideSet(readSetFile(file));
  expect(stored.peptides).toBe(peptides.size);
  expect(stored.values).toEqual(Float64Array.from(new Set([...peptides].map(peptideHash))).sort());
}

describe('stored hashes are those of the tables', () => {
  it.each(variants)('class I training and held-out peptides, variant %s', (variant) => {
    expectStored(
      `class1-${variant}.bin`,
      class1(variant, (peptide) => !isHeldOut(peptide)),
    );
    expectStored(`class1-${variant}-held-out.bin`, class1(variant, isHeldOut));
  });

  it('patients, IEDB weekly', () => {
    expectStored('patients-dev.bin', peptidesOf(readPatients()));
    expectStored('iedb-weekly-dev.bin', peptidesOf(readWeekly()));
  });

  it('class II splits 1-4 and 5', () => {
    const { training, test } = readClass2();
    expectStored('class2.bin', peptidesOf(training));
    expectStored('class2-split-5.bin', peptidesOf(test));
  });

  it('decoys have the recorded digest, and no benchmark peptide is among them', () => {
    const decoys = readNaturalPeptides().filter((peptide) => !isHeldOut(peptide));
    const listing = [...new Set(decoys)].sort().map((peptide) => `${peptide}\n`);
    const digest = createHash('sha256').update(listing.join('')).digest('hex');
    for (const variant of variants)
      expect(trainingSets[`class1-${variant}`]?.decoys.sha256OfList).toBe(digest);
    const benchmark = peptidesOf(readPatients(), readWeekly());
    expect(decoys.filter((peptide) => benchmark.has(peptide))).toEqual([]);
  });
});

it('class II: as many rows of split 5 without a shared core as recorded', () => {
  const { training, test } = readClass2();
  const cores = coresOf(peptidesOf(training), 9);
  const recorded = comparisons.find((each) => each.test === 'class2-split-5');
  expect(test.length).toBe(testSets['class2-split-5']?.rows);
  expect(test.filter((row) => !sharesCore(row('peptide'), cores, 9)).length).toBe(
    recorded?.rowsWithoutSharedCore,
  );
});
