import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openClass1Predictor } from '../../../../infra/predictors/bundled/class1-predictor.js';
import { defaultAnchorOffsets } from '../../../../stages/compute-features/core-features.js';
import { anchorOffsets, contributionsOf } from '../../../../stages/find-anchors/contributions.js';

/** Contributions of each position as packaged with pVACtools, an ensemble of eight predictors (Xia 2023, doi:10.1126/sciimmunol.abg2200). */
const folder = '../shared/data/pvacseq/reference_tables';
const share = 0.8;
const predictor = openClass1Predictor(join('models', 'antigraph-class1-2'));

function published(length: number): ReadonlyMap<string, readonly number[]> {
  const [, ...lines] = readFileSync(`${folder}/Normalized_anchor_predictions_${length}_mer.tsv`, 'utf8')
    .trimEnd()
    .split('\n');
  return new Map(
    lines.map((line) => {
      const [allele = '', ...cells] = line.split('\t');
      return [allele, cells.map(Number)];
    }),
  );
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    x.reduce((sum, value, index) => sum + (value - mx) * ((y[index] ?? 0) - my), 0);
  return product(a, meanA, b, meanB) / Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB));
}

/** F1 of the anchors chosen against the published ones, positions of all alleles together. */
function agreement(pairs: readonly (readonly [readonly number[], readonly number[]])[]): number {
  const shared = pairs.reduce((sum, [a, b]) => sum + a.filter((offset) => b.includes(offset)).length, 0);
  return (2 * shared) / pairs.reduce((sum, [a, b]) => sum + a.length + b.length, 0);
}

describe('anchors of the bundled model against the published ones', () => {
  // The lengths of most ligands, and every 12th allele: all take 10 s (docs/validation/features.md has their figures).
  it.each([9, 10])(
    'at length %i: contributions correlate by 0.88, and anchors agree better than positions 1, 2 and the last two',
    async (length) => {
      const theirs = published(length);
      const known = [...theirs.keys()].filter((allele) => predictor.supportFor(allele).kind === 'supported');
      const alleles = known.filter((_, index) => index % 12 === 1);
      expect(alleles.length).toBeGreaterThan(20);
      const ours = await contributionsOf(predictor, alleles, length);
      const rows = alleles.map((allele, index) => ({
        our: ours[index] ?? [],
        their: theirs.get(allele) ?? [],
      }));
      const correlations = rows.map(({ our, their }) => correlation(our, their));
      expect(correlations.reduce((sum, value) => sum + value, 0) / rows.length).toBeGreaterThan(0.88);
      const byModel = agreement(
        rows.map(({ our, their }) => [anchorOffsets(our, share), anchorOffsets(their, share)]),
      );
      const byDefault = agreement(
        rows.map(({ their }) => [defaultAnchorOffsets(length), anchorOffsets(their, share)]),
      );
      expect(byModel).toBeGreaterThan(byDefault + 0.05);
    },
  );

  it('of HLA-A*02:01 are positions 2 and 9, of HLA-B*08:01 also 5', async () => {
    // Falk 1991, doi:10.1038/351290a0; Sutton 1993, doi:10.1002/eji.1830230226 (position 3 of B*08:01 is its third, by less).
    const [a0201, b0801] = await contributionsOf(predictor, ['HLA-A*02:01', 'HLA-B*08:01'], 9);
    expect(anchorOffsets(a0201 ?? [], share)).toEqual([1, 8]);
    expect(anchorOffsets(b0801 ?? [], share)).toEqual(expect.arrayContaining([4, 8]));
  });
});
