import { describe, expect, it } from 'vitest';
import { phbr } from '../../../../../stages/compute-features/variant-features/phbr.js';

const ranks = (given: Readonly<Record<string, number | null>>) => new Map(Object.entries(given));

describe('PHBR', () => {
  it('is the harmonic mean of the best ranks of six alleles', () => {
    // 6 / (1/0.5 + 1/1 + 1/2 + 1/4 + 1/5 + 1/20) = 6 / 4.
    const six = {
      'HLA-A*01:01': 0.5,
      'HLA-A*02:01': 1,
      'HLA-B*07:02': 2,
      'HLA-B*08:01': 4,
      'HLA-C*07:01': 5,
      'HLA-C*07:02': 20,
    };
    expect(phbr(ranks(six))).toBe(1.5);
  });

  it('counts an allele twice that is the only one of its gene', () => {
    // (2 + 1 + 1) / (2/0.5 + 1/2 + 1/2).
    expect(phbr(ranks({ 'HLA-A*02:01': 0.5, 'HLA-B*07:02': 2, 'HLA-B*08:01': 2 }))).toBe(0.8);
  });

  it('is unknown without alleles, or where one has no rank', () => {
    expect(phbr(new Map())).toBeNull();
    expect(phbr(ranks({ 'HLA-A*02:01': 0.5, 'HLA-B*07:02': null }))).toBeNull();
  });
});
