import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  auroc,
  averagePrecision,
  precisionAtPositives,
  type Scored,
} from '../../../../bench/predictor/metrics.js';

const rows = (...pairs: readonly (readonly [number, 0 | 1])[]): Scored[] =>
  pairs.map(([score, label]) => ({ score, isPositive: label === 1 }));

/** The example in scikit-learn's pages of roc_auc_score and average_precision_score: 0.75 and 0.83. */
const documented = rows([0.1, 0], [0.4, 0], [0.35, 1], [0.8, 1]);

describe('AUROC', () => {
  it('is 0.75 where three of four pairs are in order', () => {
    expect(auroc(documented)).toBe(0.75);
  });

  it('counts a tie between a positive and a negative as half', () => {
    // Pairs: 2>1 won, 2=2 half, 1=1 half, 1<2 lost.
    expect(auroc(rows([2, 1], [1, 1], [2, 0], [1, 0]))).toBe(0.5);
    expect(auroc(rows([3, 1], [2, 1], [2, 0]))).toBe(0.75);
  });

  it('is null without both classes', () => {
    expect(auroc(rows([1, 1], [2, 1]))).toBeNull();
    expect(auroc(rows([1, 0]))).toBeNull();
  });

  it('refuses a row without a score', () => {
    expect(() => auroc(rows([Number.NaN, 1], [2, 0]))).toThrow(/no score/);
  });

  it('equals counting all pairs, whatever the ties', () => {
    const row = fc.record({ score: fc.integer({ min: 0, max: 5 }), isPositive: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (some) => {
        const positives = some.filter(({ isPositive }) => isPositive);
        const negatives = some.filter(({ isPositive }) => !isPositive);
        const wins = positives.flatMap((p) =>
          negatives.map((n) => (p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0)),
        );
        const expected =
          wins.length === 0 ? null : wins.reduce((sum: number, win) => sum + win, 0) / wins.length;
        const found = auroc(some);
        if (expected === null) expect(found).toBeNull();
        else expect(found).toBeCloseTo(expected, 12);
      }),
    );
  });
});

describe('average precision', () => {
  it('is 5/6 where the positives are first and third', () => {
    // Recall 1/2 at precision 1/1, recall 1 at precision 2/3.
    expect(averagePrecision(documented)).toBeCloseTo(5 / 6, 12);
  });

  it('lets tied rows enter together, so that their order cannot help', () => {
    expect(averagePrecision(rows([1, 1], [1, 0]))).toBe(0.5);
    expect(averagePrecision(rows([1, 0], [1, 1]))).toBe(0.5);
  });
});

describe('PPV among as many rows as there are positives', () => {
  it('is one half where one of the best two is positive', () => {
    expect(precisionAtPositives(documented)).toBe(0.5);
  });

  it('takes the expected share of a tie across the line', () => {
    // Two positives: the best row is one; the second place is one of three tied rows, one of them positive.
    expect(precisionAtPositives(rows([9, 1], [5, 1], [5, 0], [5, 0]))).toBeCloseTo((1 + 1 / 3) / 2, 12);
  });
});
