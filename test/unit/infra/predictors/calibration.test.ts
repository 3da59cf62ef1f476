import { describe, expect, it } from 'vitest';
import { percentileRank } from '../../../../infra/predictors/bundled/calibration.js';

describe('percentileRank', () => {
  const knots = Float32Array.of(4, 2, 2, 0, -4);
  const logs = Float64Array.of(0.01, 0.1, 1, 10, 100).map(Math.log);

  it('is exact at a knot and geometric half-way between two', () => {
    expect(percentileRank(0, knots, logs)).toBeCloseTo(10, 10);
    expect(percentileRank(3, knots, logs)).toBeCloseTo(Math.sqrt(0.01 * 0.1), 10);
    expect(percentileRank(-2, knots, logs)).toBeCloseTo(Math.sqrt(10 * 100), 8);
  });

  it('stays within the first and last percentile', () => {
    expect(percentileRank(50, knots, logs)).toBeCloseTo(0.01, 10);
    expect(percentileRank(-50, knots, logs)).toBeCloseTo(100, 10);
  });

  it('never rises with the score, also over equal knots', () => {
    let previous = Number.POSITIVE_INFINITY;
    for (let score = -5; score <= 5; score += 0.01) {
      const rank = percentileRank(score, knots, logs);
      expect(rank).toBeLessThanOrEqual(previous);
      previous = rank;
    }
  });
});
