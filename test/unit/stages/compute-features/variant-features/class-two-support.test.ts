import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../../../../schemas/rows.js';
import { classTwoSupport } from '../../../../../stages/compute-features/variant-features/class-two-support.js';

const alleles = ['HLA-DRB1*01:01', 'HLA-DRB1*15:01'];
const row = (peptide: string, ...mutatedOffsets: readonly number[]) => ({
  peptide,
  mutatedOffsets: [...mutatedOffsets],
});
const predicted = (
  ranks: Readonly<Record<string, readonly (number | null)[]>>,
  cores: Readonly<Record<string, readonly (number | null)[]>> = {},
): ReadonlyMap<string, Prediction> =>
  new Map(
    Object.entries(ranks).map(([peptide, percentileRank]) => [
      peptide,
      {
        peptide,
        affinityNm: [null, null],
        percentileRank: [...percentileRank],
        presentationScore: [null, null],
        ...(cores[peptide] === undefined ? {} : { coreOffset: [...cores[peptide]] }),
      },
    ]),
  );

describe('class II support', () => {
  it.each([
    [1.99, 'strong'],
    [2, 'weak'],
    [9.99, 'weak'],
    [10, 'none'],
  ])('at rank %d is %s', (rank, strength) => {
    const support = classTwoSupport([row('PEPTIDE', 1)], predicted({ PEPTIDE: [rank, 50] }), alleles);
    expect(support).toEqual({ strength, allele: alleles[0], peptide: 'PEPTIDE', percentileRank: rank });
  });

  it('is of the best peptide and allele', () => {
    const support = classTwoSupport(
      [row('PEPTIDEA', 1), row('PEPTIDEB', 1)],
      predicted({ PEPTIDEA: [4, 3], PEPTIDEB: [2.5, null] }),
      alleles,
    );
    expect(support).toMatchObject({ peptide: 'PEPTIDEB', allele: alleles[0], percentileRank: 2.5 });
  });

  it('leaves out a core that holds no mutated residue', () => {
    const peptides = [row('ACDEFGHIKLMNPQR', 10)];
    const ranks = { ACDEFGHIKLMNPQR: [0.5, 8] };
    // Residues 1 to 9 and 3 to 11, the mutation is 11.
    expect(classTwoSupport(peptides, predicted(ranks, { ACDEFGHIKLMNPQR: [0, 2] }), alleles)).toMatchObject({
      strength: 'weak',
      allele: alleles[1],
    });
  });

  it('is unknown without class II alleles, without ranks, and without peptides', () => {
    expect(classTwoSupport([row('PEPTIDE', 1)], predicted({ PEPTIDE: [1, 1] }), [])).toBeNull();
    expect(classTwoSupport([row('PEPTIDE', 1)], new Map(), alleles)).toBeNull();
    expect(classTwoSupport([], predicted({ PEPTIDE: [1, 1] }), alleles)).toBeNull();
  });
});
