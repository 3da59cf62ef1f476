import { describe, expect, it } from 'vitest';
import {
  amplitude,
  differentialAgretopicity,
} from '../../../../../stages/compute-features/neoantigen-scores/differential-binding.js';
import { class1Immunogenicity } from '../../../../../stages/compute-features/neoantigen-scores/immunogenicity.js';

describe('class I immunogenicity', () => {
  it('sums enrichment × importance off the anchors, worked by hand', () => {
    // W at 3 to 8: 0.719 × (0.1 + 0.31 + 0.3 + 0.29 + 0.26 + 0.18).
    expect(class1Immunogenicity('AAWWWWWWA', 'HLA-A*02:01')).toBeCloseTo(0.719 * 1.44, 9);
  });

  it("masks the allele's anchors", () => {
    // HLA-A*24:02 masks 2, 7 and 9, HLA-B*08:01 2, 5 and 9.
    expect(class1Immunogenicity('GGGGGGWGG', 'HLA-A*24:02')).toBeCloseTo(0.11 * 1.18, 9);
    expect(class1Immunogenicity('GGGGWGGGG', 'HLA-B*08:01')).toBeCloseTo(0.11 * 1.14, 9);
  });

  it('weighs added middle positions 0.3, and masks the last residue of alleles that are not listed', () => {
    // Ten residues: 0, 0, 0.1, 0.31, 0.3, 0.3, 0.29, 0.26, 0.18, 0.
    expect(class1Immunogenicity('AAWWWWWWWA', 'HLA-C*07:02')).toBeCloseTo(0.719 * 1.74, 9);
    expect(class1Immunogenicity('AAAAAAAW', 'HLA-C*07:02')).toBeCloseTo(0.127 * 1.26, 9);
  });

  it('is not known for fewer than eight residues, or a residue without a value', () => {
    expect(class1Immunogenicity('AAAAAAA', 'HLA-A*02:01')).toBeNull();
    expect(class1Immunogenicity('AAAAXAAAA', 'HLA-A*02:01')).toBeNull();
  });
});

describe('binding gained over the wild type', () => {
  it('is a difference in nM, and a ratio damped for wild types that hardly bind', () => {
    expect(differentialAgretopicity(50, 5050)).toBe(5000);
    expect(amplitude(50, 50)).toBeCloseTo(1 / 1.015, 9);
    expect(amplitude(50, 50_000)).toBeCloseTo(1000 / 16, 9);
  });
});
