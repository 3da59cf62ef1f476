import { describe, expect, it } from 'vitest';
import { knotPosition, valueAt } from '../../../../infra/predictors/bundled/calibration.js';

describe('a percentile rank', () => {
  const knots = Float32Array.of(4, 2, 2, 0, -4);
  const logs = Float64Array.of(0.01, 0.1, 1, 10, 100).map(Math.log);

  const rankOf = (score: number): number => Math.exp(valueAt(knotPosition(score, knots), logs));

  it('is exact at a knot and geometric half-way between two', () => {
    expect(rankOf(0)).toBeCloseTo(10, 10);
    expect(rankOf(3)).toBeCloseTo(Math.sqrt(0.01 * 0.1), 10);
    expect(rankOf(-2)).toBeCloseTo(Math.sqrt(10 * 100), 8);
  });

  it('stays within the first and last percentile', () => {
    expect(rankOf(50)).toBeCloseTo(0.01, 10);
    expect(rankOf(-50)).toBeCloseTo(100, 10);
  });

  it('never rises with the score, also over equal knots', () => {
    let previous = Number.POSITIVE_INFINITY;
    for (let score = -5; score <= 5; score += 0.01) {
      const rank = rankOf(score);
      expect(rank).toBeLessThanOrEqual(previous);
      previous = rank;
    }
  });
});

describe('a score on another scale', () => {
  const own = Float32Array.of(5, 3, 1);
  const other = Float32Array.of(10, 0, -40);

  it('stands at the same place between the other knots', () => {
    expect(valueAt(knotPosition(4, own), other)).toBeCloseTo(5, 10);
    expect(valueAt(knotPosition(1.5, own), other)).toBeCloseTo(-30, 10);
  });

  it('stays within the ends', () => {
    expect(valueAt(knotPosition(9, own), other)).toBe(10);
    expect(valueAt(knotPosition(-9, own), other)).toBe(-40);
  });
});
