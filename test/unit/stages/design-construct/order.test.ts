import { describe, expect, it } from 'vitest';
import {
  exactOrder,
  type OrderProblem,
  type OrderResult,
  type OrderValue,
  orderElements,
} from '../../../../stages/design-construct/order/index.js';
import { orderValue } from '../../../../stages/design-construct/order/problem.js';

/** Small generator of test cases (Park & Miller 1988, doi:10.1145/63039.63042). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function randomProblem(count: number, seed: number, clearShare: number): OrderProblem {
  const next = random(seed);
  const size = (count + 1) ** 2;
  const risk = Float64Array.from({ length: size }, () => Math.floor(next() * 900));
  const strong = Float64Array.from({ length: size }, () =>
    next() < clearShare ? 0 : 1 + Math.floor(next() * 4),
  );
  const self = Float64Array.from({ length: size }, () => (next() < 0.95 ? 0 : 1));
  const residues = Float64Array.from({ length: size }, () => (next() < 0.6 ? 0 : 3 + Math.floor(next() * 3)));
  return { count, levels: [strong, self, residues], risk };
}

function* permutations(items: readonly number[]): Generator<readonly number[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries())
    for (const rest of permutations([...items.slice(0, index), ...items.slice(index + 1)]))
      yield [item, ...rest];
}

function compare(a: OrderValue, b: OrderValue): number {
  const left = [...a.levels, a.worstRisk, a.totalRisk];
  const right = [...b.levels, b.worstRisk, b.totalRisk];
  const first = left.findIndex((each, index) => each !== right[index]);
  return first < 0 ? 0 : (left[first] ?? 0) - (right[first] ?? 0);
}

function bruteForce(problem: OrderProblem): OrderValue {
  const elements = Array.from({ length: problem.count }, (_, index) => index);
  let best: OrderValue | null = null;
  for (const order of permutations(elements)) {
    const value = orderValue(problem, order);
    if (best === null || compare(value, best) < 0) best = value;
  }
  if (best === null) throw new Error('no order');
  return best;
}

const searched = { exactCount: 0, nodeLimit: 20_000 };

/** By subsets alone: the ceiling is an order as good as any other. */
function bySubsets(problem: OrderProblem): OrderResult {
  return exactOrder(
    problem,
    Array.from({ length: problem.count }, (_, index) => index),
  );
}

describe('the order of elements', () => {
  it.each([1, 2, 3, 4, 5, 6, 7])('is the best of all orders of %i elements', (count) => {
    for (let seed = 1; seed <= 6; seed++) {
      const problem = randomProblem(count, seed * 101 + count, seed / 8);
      const best = bruteForce(problem);
      for (const found of [bySubsets(problem), orderElements(problem, searched)]) {
        expect([...found.order].sort((a, b) => a - b)).toEqual(
          Array.from({ length: count }, (_, index) => index),
        );
        expect(found.value).toEqual(best);
        expect(found.isProven).toBe(true);
        expect(found.bound).toEqual(best);
      }
    }
  });

  it('is the best of all 40,320 orders of 8 elements', () => {
    const problem = randomProblem(8, 4711, 0.2);
    const best = bruteForce(problem);
    expect(bySubsets(problem).value).toEqual(best);
    expect(orderElements(problem, searched).value).toEqual(best);
  });

  it('is the same value by dynamic programming and by branch and bound, for 12 elements', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const problem = randomProblem(12, seed, 0.15 * seed);
      expect(orderElements(problem, searched).value).toEqual(bySubsets(problem).value);
    }
  });

  it('never falls below its bound where the search is cut short', () => {
    const problem = randomProblem(9, 5, 0.1);
    const optimum = bySubsets(problem).value;
    const found = orderElements(problem, { exactCount: 0, nodeLimit: 1 });
    expect(compare(found.bound, optimum)).toBeLessThanOrEqual(0);
    expect(compare(found.value, optimum)).toBeGreaterThanOrEqual(0);
  });

  it('is closed by the subsets where the search is cut short, up to the number of elements allowed', () => {
    const problem = randomProblem(9, 5, 0.1);
    const closed = orderElements(problem, { exactCount: 9, nodeLimit: 1 });
    expect(closed).toMatchObject({ method: 'held-karp', isProven: true });
    expect(orderElements(problem, { exactCount: 8, nodeLimit: 1 }).isProven).toBe(false);
  });

  it('takes a longer chain of safe seams over one dangerous seam with a lower sum', () => {
    // Elements 0 and 1: 0→1 is free of strong binders but risky in sum, 1→0 holds one strong binder and nothing else.
    const strong = new Float64Array(9);
    strong[1 * 3 + 0] = 1;
    const risk = new Float64Array(9).fill(0);
    risk[0 * 3 + 1] = 999;
    expect(orderElements({ count: 2, levels: [strong], risk }, searched).order).toEqual([0, 1]);
  });
});
