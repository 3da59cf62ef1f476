import { describe, expect, it } from 'vitest';
import { groupBy, meanOf } from '../../../../bench/predictor/mean.js';

describe('mean with a bootstrap interval', () => {
  it('has an interval of one point where all groups are equal', () => {
    expect(meanOf([0.5, 0.5, 0.5])).toEqual({ mean: 0.5, interval95: [0.5, 0.5], groups: 3 });
  });

  it('is as wide as the normal approximation for many groups', () => {
    // 400 values, half 0 and half 1: standard error 0.5 / 20 = 0.025, so 0.5 ± 1.96 × 0.025.
    const { interval95: [low, high] = [0, 0] } =
      meanOf(Array.from({ length: 400 }, (_, index) => index % 2)) ?? {};
    expect(low).toBeCloseTo(0.451, 2);
    expect(high).toBeCloseTo(0.549, 2);
  });

  it('is null of nothing', () => {
    expect(meanOf([])).toBeNull();
  });
});

it('groups keep their order of first appearance, and rows theirs', () => {
  expect([...groupBy(['b1', 'a1', 'b2'], (row) => row.charAt(0))]).toEqual([
    ['b', ['b1', 'b2']],
    ['a', ['a1']],
  ]);
});
