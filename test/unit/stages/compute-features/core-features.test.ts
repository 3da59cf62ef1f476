import { describe, expect, it } from 'vitest';
import {
  anchorClass,
  aromaticFraction,
  coreHydropathy,
} from '../../../../stages/compute-features/core-features.js';

describe('anchorClass (anchors 1, 2, L−1, L; at most two mutated residues: pVACseq)', () => {
  const base = { length: 9, wildtypePeptide: 'AAAAAAAAA', wildtypeAffinityNm: 40 };
  it.each([
    ['a residue at position 5', [4], 40, 'non_anchor'],
    ['position 2, wild type binds', [1], 40, 'anchor_shared'],
    ['position 9, wild type binds', [8], 499, 'anchor_shared'],
    ['position 2, wild type does not bind', [1], 500, 'anchor_new'],
    ['positions 2 and 9', [1, 8], 40, 'anchor_shared'],
    ['positions 2 and 5', [1, 4], 40, 'non_anchor'],
    ['three anchor residues', [0, 1, 8], 40, 'non_anchor'],
  ] as const)('%s', (_name, mutatedOffsets, wildtypeAffinityNm, expected) => {
    expect(anchorClass({ ...base, mutatedOffsets, wildtypeAffinityNm })).toBe(expected);
  });

  it('is unknown where there is no wild-type counterpart', () => {
    expect(
      anchorClass({ ...base, mutatedOffsets: [1], wildtypePeptide: null, wildtypeAffinityNm: null }),
    ).toBe('unknown');
  });
});

describe('core features, P4 to P(L−1)', () => {
  it('averages the Kyte-Doolittle hydropathy of the core', () => {
    // Core of SLYNTVATL is NTVAT: (−3.5 − 0.7 + 4.2 + 1.8 − 0.7) / 5 = 0.22 (Kyte & Doolittle 1982, table 2).
    expect(coreHydropathy('SLYNTVATL')).toBe(0.22);
  });

  it('counts F, W and Y in the core only', () => {
    // Core of GILGFVFTL is GFVFT: two of five.
    expect(aromaticFraction('GILGFVFTL')).toBe(0.4);
    expect(aromaticFraction('FFWAAAAAY')).toBe(0);
  });
});
