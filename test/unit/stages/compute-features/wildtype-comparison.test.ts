import { describe, expect, it } from 'vitest';
import {
  againstWildtype,
  recognitionPotential,
} from '../../../../stages/compute-features/wildtype-comparison.js';

describe('the mutant against its wild type', () => {
  it('gives agretopicity, DAI, amplitude and whether it binds better', () => {
    // Amplitude (Łuksza 2017): 5000 / 50 / (1 + 0.0003 × 5000) = 100 / 2.5.
    expect(
      againstWildtype(
        { affinityNm: 50, percentileRank: 0.5 },
        { wildtypeAffinityNm: 5000, wildtypePercentileRank: 12 },
      ),
    ).toEqual({ agretopicity: 0.01, differentialAffinityNm: 4950, amplitude: 40, isImprovedBinder: true });
  });

  it.each([
    [1, 1.2, true],
    [1, 1.19, false],
    [2, 1, false],
  ])(
    'mutant rank %d, wild-type rank %d: improved binder is %s (Bjerregaard 2017: ratio 1.2)',
    (rank, wildtype, expected) => {
      const pair = { affinityNm: null, percentileRank: rank };
      const of = { wildtypeAffinityNm: null, wildtypePercentileRank: wildtype };
      expect(againstWildtype(pair, of).isImprovedBinder).toBe(expected);
    },
  );

  it('is unknown where there is no wild type', () => {
    expect(
      againstWildtype(
        { affinityNm: 50, percentileRank: 0.5 },
        { wildtypeAffinityNm: null, wildtypePercentileRank: null },
      ),
    ).toEqual({ agretopicity: null, differentialAffinityNm: null, amplitude: null, isImprovedBinder: null });
  });

  it('has a recognition potential where amplitude and likeness are known', () => {
    expect(recognitionPotential(40, 0.5)).toBe(20);
    expect(recognitionPotential(null, 0.5)).toBeNull();
    expect(recognitionPotential(40, null)).toBeNull();
  });
});
