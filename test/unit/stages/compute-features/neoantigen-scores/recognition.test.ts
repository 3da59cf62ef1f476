import { describe, expect, it } from 'vitest';
import {
  bestUngapped,
  residueCodes,
} from '../../../../../stages/compute-features/neoantigen-scores/blosum62.js';
import {
  recognition,
  selfRecognition,
} from '../../../../../stages/compute-features/neoantigen-scores/recognition.js';
import { selfSimilarity } from '../../../../../stages/compute-features/neoantigen-scores/self-similarity.js';

const align = (a: string, b: string) => bestUngapped(residueCodes(a), residueCodes(b));
const likeness = (peptide: string, epitopes: readonly string[]) =>
  recognition(peptide, epitopes.map(residueCodes));

describe('the best ungapped alignment', () => {
  it.each([
    // W 11, C 9, H 8.
    ['WCH', 'WCH', 28],
    // Shifted by one, and the ends left out: PWL against PWL, 7 + 11 + 4.
    ['APWLD', 'PWLKK', 22],
    // F-F 6, L-I 2, W-W 11: a stretch goes on through a weak pair.
    ['FLW', 'FIW', 19],
    ['WWW', 'GGG', 0],
    ['XX', 'XX', 0],
  ])('of %s and %s scores %i half bits', (a, b, expected) => {
    expect(align(a, b)).toBe(expected);
    expect(align(b, a)).toBe(expected);
  });
});

// R = Σ e^(−k(a − s)) / (1 + Σ …), a = 26, k = 4.86936 (Łuksza 2017).
describe('likeness to known epitopes', () => {
  it.each([
    // Scores 26, 28 and 27: 1/(1 + e^(k(26 − s))).
    ['WWAA', 'WWAG', 0.5],
    ['WCH', 'WCH', 0.99994],
    ['WWT', 'WWT', 0.99238],
  ])('of %s to %s follows the logistic of the alignment score', (peptide, epitope, expected) => {
    expect(likeness(peptide, [epitope])).toBeCloseTo(expected, 5);
  });

  it('adds epitopes up: two at the midpoint give 2/3', () => {
    // W 11, W 11, A 4 = 26.
    expect(likeness('WWA', ['WWA'])).toBeCloseTo(1 / 2, 9);
    expect(likeness('WWA', ['WWA', 'KWWAK'])).toBeCloseTo(2 / 3, 9);
  });

  it('is 0 without epitopes, and 1 for a long equal stretch', () => {
    expect(likeness('SLYNTVATL', [])).toBe(0);
    const long = 'W'.repeat(25);
    expect(likeness(long, [long])).toBe(1);
  });

  it('asks for more of a self peptide: midpoint 32', () => {
    expect(recognition('WWA', [residueCodes('WWA')], selfRecognition)).toBeLessThan(1e-12);
  });
});

describe('self-similarity', () => {
  const kernel = (a: string, b: string) => (a === b ? 1 : 0.5);

  it('is 1 for equal peptides and the same both ways', () => {
    expect(selfSimilarity('SLYN', 'SLYN', kernel)).toBeCloseTo(1, 12);
    expect(selfSimilarity('SLYN', 'SLFN', kernel)).toBeCloseTo(selfSimilarity('SLFN', 'SLYN', kernel), 12);
  });

  it('gives the kernel worked by hand for two residues', () => {
    // AC against AG: pairs A-A 1, A-G, C-A, C-G 0.5 each; the stretch of two 1 × 0.5: 3 in all.
    // AC against itself: 1 + 0.5 + 0.5 + 1, the stretch of two 1: 4; AG likewise.
    expect(selfSimilarity('AC', 'AG', kernel)).toBeCloseTo(3 / 4, 12);
  });
});
