import { describe, expect, it } from 'vitest';
import { aucDifference, figuresOf, type ScoredPair } from '../../../../bench/ranking/figures.js';
import { apartFrom, coreGroups } from '../../../../bench/ranking/label-sets.js';

/** Ten pairs of an allele: five positives with the given scores, five negatives scoring 1 to 5. */
const allele = (name: string, scores: readonly number[]): ScoredPair[] => [
  ...scores.map((score) => ({ allele: name, isPositive: true, score })),
  ...[1, 2, 3, 4, 5].map((score) => ({ allele: name, isPositive: false, score })),
];

describe('figures of a ranking', () => {
  it('count each allele by its positives, and leave out alleles with fewer than five of a label', () => {
    const pairs = [
      ...allele('A', [9, 9, 9, 9, 9]),
      ...allele('B', [0, 0, 0, 0, 0]),
      ...allele('C', [9, 9, 9, 9]),
    ];
    const figures = figuresOf(pairs);
    // AUC 1 in A, 0 in B.
    expect(figures.aucWithinAllele.value).toBe(0.5);
    expect(figures.aucPerAllele.value).toBe(0.5);
    expect(figures.prevalenceWithinAllele).toBe(0.5);
    expect(figures.aucWithinAllele.interval95).toEqual([0, 1]);
  });

  it('see no skill in a score that only tells alleles apart, which pooled figures do', () => {
    const pairs = [
      ...allele('A', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]).map((pair) => ({ ...pair, score: 2 })),
      ...allele('B', [1, 1, 1, 1, 1]).map((pair) => ({ ...pair, score: 1 })),
    ];
    const figures = figuresOf(pairs);
    expect(figures.aucWithinAllele.value).toBe(0.5);
    expect(figures.apOverPrevalenceWithinAllele.value).toBe(1);
    // 15 positives, 10 above; 10 negatives, 5 above: (10·5 + (10·5 + 5·5)/2) / 150.
    expect(figures.pooledAuc.value).toBeCloseTo((50 + 37.5) / 150, 4);
  });

  it('are paired when two scores are compared', () => {
    const better = [...allele('A', [9, 9, 9, 9, 9]), ...allele('B', [2.5, 2.5, 2.5, 2.5, 2.5])];
    const worse = [...allele('A', [4.5, 4.5, 4.5, 4.5, 4.5]), ...allele('B', [1.5, 1.5, 1.5, 1.5, 1.5])];
    // AUC 1 against 0.8, and 0.4 against 0.2.
    expect(aucDifference(better, worse)).toEqual({ value: 0.2, interval95: [0.2, 0.2] });
  });
});

describe('peptides that share eight residues', () => {
  it('are one group, also over a third', () => {
    const groups = coreGroups(['AAAAAAAAC', 'AAAAAAACD', 'KLMNPQRST', 'AAAAAACDE']);
    expect(new Set(['AAAAAAAAC', 'AAAAAAACD', 'AAAAAACDE'].map((peptide) => groups.get(peptide))).size).toBe(
      1,
    );
    expect(groups.get('KLMNPQRST')).not.toBe(groups.get('AAAAAAAAC'));
  });

  it('are dropped when a set is crossed with another', () => {
    const pair = (peptide: string) => ({ peptide, allele: 'A', isPositive: true });
    expect(apartFrom([pair('ACDEFGHIK'), pair('KLMNPQRST')], [pair('LACDEFGHI')])).toEqual([
      pair('KLMNPQRST'),
    ]);
  });
});
