import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clonesOf, partCarrying } from '../../stages/select-shortlist/clones.js';
import { bestSet } from '../../stages/select-shortlist/search/branch-and-bound.js';
import { greedyOrder } from '../../stages/select-shortlist/search/greedy.js';
import { preferringRank } from '../../stages/select-shortlist/search/prefer-rank.js';
import {
  lossOf,
  Places,
  type SelectionProblem,
  worthOf,
} from '../../stages/select-shortlist/search/problem.js';
import { relax } from '../../stages/select-shortlist/search/relaxation.js';
import { problemOfVariants, syntheticVariants } from '../support/selection-patients.js';

/** Few items and columns, coarse probabilities (so that ties are common), tight limits. */
const smallProblem = fc
  .record({
    rows: fc.array(
      fc.record({
        probabilities: fc.array(fc.constantFrom(0, 0, 0.01, 0.1, 0.3, 0.5, 0.9, 1), {
          minLength: 4,
          maxLength: 4,
        }),
        gene: fc.integer({ min: 0, max: 4 }),
        product: fc.integer({ min: 0, max: 2 }),
      }),
      { minLength: 1, maxLength: 10 },
    ),
    weights: fc.array(fc.constantFrom(0, 0.25, 0.5, 1), { minLength: 4, maxLength: 4 }),
    size: fc.integer({ min: 0, max: 7 }),
    perGene: fc.integer({ min: 0, max: 3 }),
  })
  .map(
    ({ rows, weights, size, perGene }): SelectionProblem => ({
      count: rows.length,
      columns: 4,
      weights: Float64Array.from(weights),
      losses: Float64Array.from(rows.flatMap(({ probabilities }) => probabilities.map(lossOf))),
      bonuses: new Float64Array(rows.length),
      genes: Int32Array.from(rows, ({ gene }) => gene),
      geneLimits: new Int32Array(5).fill(perGene),
      products: Int32Array.from(rows, ({ gene, product }) => gene * 3 + product),
      productCount: 15,
      size,
    }),
  );

/** Every permitted set. */
function* permittedSets(problem: SelectionProblem): Generator<readonly number[]> {
  for (let bits = 0; bits < 1 << problem.count; bits++) {
    const places = new Places(problem);
    const items: number[] = [];
    for (let item = 0; item < problem.count; item++) {
      if ((bits & (1 << item)) === 0) continue;
      if (!places.has(item)) break;
      places.take(item);
      items.push(item);
    }
    if (items.length === popCount(bits)) yield items;
  }
}

function popCount(bits: number): number {
  return bits.toString(2).replaceAll('0', '').length;
}

/** Straight from SCIENCE "Selection": Σ w·[1 − Π(1 − p)]. */
function objective(problem: SelectionProblem, items: readonly number[]): number {
  return problem.weights.reduce((sum, weight, column) => {
    const missed = items.reduce(
      (product, item) => product * Math.exp(-(problem.losses[item * problem.columns + column] ?? 0)),
      1,
    );
    return sum + weight * (1 - missed);
  }, 0);
}

function isPermitted(problem: SelectionProblem, items: readonly number[]): boolean {
  const places = new Places(problem);
  return items.every((item) => {
    const has = places.has(item);
    if (has) places.take(item);
    return has;
  });
}

describe('the search for the best list', () => {
  it('finds what trying every permitted list finds, and proves it', () => {
    fc.assert(
      fc.property(smallProblem, (problem) => {
        let best = 0;
        for (const items of permittedSets(problem)) best = Math.max(best, objective(problem, items));
        const found = bestSet(problem, 100_000);
        expect(isPermitted(problem, found.items)).toBe(true);
        expect(objective(problem, found.items)).toBeCloseTo(found.worth, 9);
        expect(Math.abs(found.worth - best)).toBeLessThanOrEqual(2e-9 * best + 1e-12);
        expect(found.isProven).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('states a bound that no permitted list exceeds, however early it stops', () => {
    fc.assert(
      fc.property(smallProblem, fc.integer({ min: 0, max: 3 }), (problem, nodes) => {
        const { bound } = bestSet(problem, nodes);
        for (const items of permittedSets(problem))
          expect(objective(problem, items)).toBeLessThanOrEqual(bound * (1 + 2e-9) + 1e-12);
      }),
      { numRuns: 200 },
    );
  });

  it('bounds every list by the tangent wherever the relaxation is left off', () => {
    fc.assert(
      fc.property(smallProblem, fc.integer({ min: 0, max: 20 }), (problem, maxSteps) => {
        const places = new Places(problem);
        const free = Array.from({ length: problem.count }, (_, item) => item).filter((item) =>
          places.has(item),
        );
        const start = new Float64Array(problem.count).fill(0.3);
        const { bound } = relax(problem, { fixed: [], free, start, enough: 0, maxSteps });
        for (const items of permittedSets(problem))
          expect(objective(problem, items)).toBeLessThanOrEqual(bound + 1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('is never worth less than the greedy list, which reaches half of it', () => {
    fc.assert(
      fc.property(smallProblem, (problem) => {
        const greedy = worthOf(problem, greedyOrder(problem));
        const { worth } = bestSet(problem, 100_000);
        expect(greedy).toBeLessThanOrEqual(worth * (1 + 1e-12));
        expect(greedy).toBeGreaterThanOrEqual(worth / 2 - 1e-12);
      }),
      { numRuns: 200 },
    );
  });

  it('gives up no more than the share allowed for better ranks', () => {
    fc.assert(
      fc.property(smallProblem, fc.constantFrom(0.001, 0.01, 0.1), (problem, share) => {
        const { worth } = bestSet(problem, 100_000);
        const { items } = bestSet(preferringRank(problem, { worth, share }), 100_000);
        expect(isPermitted(problem, items)).toBe(true);
        expect(worthOf(problem, items)).toBeGreaterThanOrEqual(worth * (1 - share) - 1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same list twice', () => {
    const problem = problemOfVariants(syntheticVariants(120, 5), 20);
    expect(bestSet(problem, 500)).toEqual(bestSet(problem, 500));
  });

  it.each([1, 2, 3])('proves 20 of 60 variants of a patient best (seed %i)', (seed) => {
    expect(bestSet(problemOfVariants(syntheticVariants(60, seed), 20), 2000).isProven).toBe(true);
  });
});

describe('clones', () => {
  it('share out exactly the fraction of cells that carry a variant', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
        fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { maxLength: 5 }),
        (fractions, steps) => {
          const clones = clonesOf(steps, fractions);
          expect(clones.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
          for (const fraction of fractions) {
            const shared = clones.reduce(
              (sum, clone) => sum + clone.weight * partCarrying(clone, fraction),
              0,
            );
            expect(shared).toBeCloseTo(fraction, 9);
          }
        },
      ),
    );
  });
});
