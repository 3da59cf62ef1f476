import { describe, expect, it } from 'vitest';
import {
  granthamDistance,
  meanGranthamDistance,
} from '../../../../stages/summarise-biomarkers/hla/grantham.js';

/** Composition, polarity and volume of each residue: Grantham 1974, doi:10.1126/science.185.4154.862, table 1. */
const properties: Readonly<Record<string, readonly [number, number, number]>> = {
  S: [1.42, 9.2, 32],
  R: [0.65, 10.5, 124],
  L: [0, 4.9, 111],
  P: [0.39, 8, 32.5],
  T: [0.71, 8.6, 61],
  A: [0, 8.1, 31],
  V: [0, 5.9, 84],
  G: [0.74, 9, 3],
  I: [0, 5.2, 111],
  F: [0, 5.2, 132],
  Y: [0.2, 6.2, 136],
  C: [2.75, 5.5, 55],
  H: [0.58, 10.4, 96],
  Q: [0.89, 10.5, 85],
  N: [1.33, 11.6, 56],
  K: [0.33, 11.3, 119],
  D: [1.38, 13, 54],
  E: [0.92, 12.3, 83],
  M: [0, 5.7, 105],
  W: [0.13, 5.4, 170],
};
const residues = Object.keys(properties);

/** Equation 1 of the paper with the constants of its text. */
function byFormula(a: string, b: string): number {
  const [c1, p1, v1] = properties[a] ?? [0, 0, 0];
  const [c2, p2, v2] = properties[b] ?? [0, 0, 0];
  return 50.723 * Math.sqrt(1.833 * (c1 - c2) ** 2 + 0.1018 * (p1 - p2) ** 2 + 0.000399 * (v1 - v2) ** 2);
}

describe('Grantham distance', () => {
  it('is that of the paper’s formula, but for its rounded constants and the printed 181 of D and W', () => {
    for (const a of residues) {
      for (const b of residues) {
        const isPrintedOtherwise = [a, b].sort().join('') === 'DW';
        const difference = Math.abs((granthamDistance(a, b) ?? Number.NaN) - byFormula(a, b));
        if (isPrintedOtherwise) expect(granthamDistance(a, b)).toBe(181);
        else expect(difference, `${a}${b}`).toBeLessThan(1.2);
      }
    }
  });

  it('spans 5 (I and L) to 215 (C and W), as the paper says', () => {
    expect(granthamDistance('L', 'I')).toBe(5);
    expect(granthamDistance('W', 'C')).toBe(215);
    const all = residues.flatMap((a) => residues.map((b) => granthamDistance(a, b) ?? Number.NaN));
    expect(Math.max(...all)).toBe(215);
    expect(Math.min(...all.filter((distance) => distance > 0))).toBe(5);
  });

  it('is not known for a letter that is no residue', () => {
    expect(granthamDistance('X', 'A')).toBeNull();
    expect(granthamDistance('', 'A')).toBeNull();
  });

  it('is averaged over the positions that both sequences have', () => {
    // S-R 110, A-A 0, X left out: (110 + 0) / 2.
    expect(meanGranthamDistance('SAX', 'RAK')).toBe(55);
    expect(meanGranthamDistance('XX', 'AA')).toBeNull();
    expect(meanGranthamDistance('SA', 'SAA')).toBeNull();
  });
});
