/** The order of a construct's elements: exact where it can be, else with a certified bound. */
import { branchAndBound } from './branch-and-bound.js';
import { heldKarp } from './held-karp.js';
import {
  type CombinedCost,
  combine,
  type OrderProblem,
  type OrderResult,
  type OrderValue,
  orderValue,
  withoutRiskAbove,
} from './problem.js';
import { tourCost } from './tours.js';

export type { OrderProblem, OrderResult, OrderValue } from './problem.js';

export interface OrderLimits {
  /** Up to so many elements by dynamic programming over all subsets, where branch and bound leaves a gap. */
  readonly exactCount: number;
  /** Nodes that one search by branch and bound may open. */
  readonly nodeLimit: number;
}

/** Tables of 2^count × count numbers: up to 210 MB at 20 elements, and more than twice that for each one more. */
export const mostExactElements = 20;

/**
 * The order with the lowest value: the levels one after the other, then the worst risk, then the total risk. Equal inputs give equal
 * orders. Branch and bound proves most of them in milliseconds; where it does not, dynamic programming does up to `exactCount` elements,
 * and beyond the bound is stated. Over subsets an order that is proven already would come out the same, a second later for 20 elements.
 */
export function orderElements(problem: OrderProblem, limits: OrderLimits): OrderResult {
  const { count } = problem;
  if (count === 0) return { ...trivial(problem), order: [] };
  if (count === 1) return trivial(problem);
  const searched = searchedOrder(problem, limits.nodeLimit);
  if (searched.isProven || count > Math.min(limits.exactCount, mostExactElements)) return searched;
  return exactOrder(problem, searched.order);
}

function trivial(problem: OrderProblem): OrderResult {
  const order = problem.count === 0 ? [] : [0];
  const value = orderValue(problem, order);
  return { order, value, bound: value, isProven: true, method: 'held-karp', work: problem.count };
}

/** The smallest levels of any order, from which it is told whether all seams can be clear. */
export function smallestLevels(problem: OrderProblem, nodeLimit: number): readonly number[] {
  if (problem.count < 2) return trivial(problem).value.levels;
  const { cost, levelsOf } = combine(problem);
  const found = branchAndBound({
    cost,
    width: problem.count + 1,
    nodeLimit,
    cutoff: Number.POSITIVE_INFINITY,
  });
  return levelsOf(found.value);
}

/**
 * The order proven over all subsets. Two passes: the levels and the worst risk first, then the total risk among the orders that reach both. The largest of a path's arcs may
 * be carried through the subsets together with a sum that stands before it; a sum after it may not, because a part of a path that is
 * worse in the largest can be better in the sum and lose nothing in the end. `known`, any order, is the ceiling only: whether anything lies
 * below it is told by the subsets.
 */
export function exactOrder(problem: OrderProblem, known: readonly number[]): OrderResult {
  const { count, risk } = problem;
  const combined = combine(problem);
  const levelsOnly = combined.cost.map((each) => Math.floor(each / combined.unit));
  const ladder = ladderOf(risk);
  const rankOf = new Map(ladder.map((each, rank) => [each, rank]));
  const first = heldKarp({
    count,
    cost: levelsOnly,
    riskRank: Uint16Array.from(risk, (each) => rankOf.get(each) ?? 0),
    ceiling: costOf(known, levelsOnly, count),
  });
  const { worstRisk } = orderValue(problem, first.order ?? known);
  const allowed = withoutRiskAbove(combined.cost, risk, worstRisk);
  const ceiling = Math.min(costOf(known, allowed, count), costOf(first.order ?? known, allowed, count));
  const second = heldKarp({ count, cost: allowed, riskRank: new Uint16Array(risk.length), ceiling });
  const order = second.order ?? known;
  const value = orderValue(problem, order);
  const work = first.states + second.states;
  return { order, value, bound: value, isProven: true, method: 'held-karp', work };
}

function ladderOf(risk: Float64Array): readonly number[] {
  return [...new Set(risk)].sort((a, b) => a - b);
}

function costOf(order: readonly number[], cost: Float64Array, count: number): number {
  return tourCost([count, ...order], cost);
}

function searchedOrder(problem: OrderProblem, nodeLimit: number): OrderResult {
  const { count, risk } = problem;
  const width = count + 1;
  const combined = combine(problem);
  const first = branchAndBound({
    cost: combined.cost,
    width,
    nodeLimit,
    cutoff: Number.POSITIVE_INFINITY,
  });
  let best = (first.tour ?? []).slice(1);
  let bound = first.bound;
  let work = first.nodes;
  const levelCost = Math.floor(first.value / combined.unit);
  const ladder = ladderOf(risk);
  // Invariants: an order at ladder[high] is known; none is at or below ladder[refuted].
  let low = 0;
  let high = ladder.indexOf(orderValue(problem, best).worstRisk);
  let refuted = -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = branchAndBound({
      cost: withoutRiskAbove(combined.cost, risk, ladder[middle] ?? 0),
      width,
      nodeLimit,
      cutoff: (levelCost + 1) * combined.unit,
    });
    work += found.nodes;
    if (found.tour === null) {
      if (found.bound >= (levelCost + 1) * combined.unit) refuted = Math.max(refuted, middle);
      low = middle + 1;
      continue;
    }
    best = found.tour.slice(1);
    bound = found.bound;
    high = ladder.indexOf(orderValue(problem, best).worstRisk);
  }
  const value = orderValue(problem, best);
  const stated = statedBound({
    levels: combined.levelsOf(first.bound),
    areLevelsProven: Math.floor(first.bound / combined.unit) === levelCost,
    worstRisk: ladder[refuted + 1] ?? 0,
    lastBound: bound,
    combined,
    value,
  });
  const isProven =
    stated.worstRisk === value.worstRisk &&
    stated.totalRisk === value.totalRisk &&
    stated.levels.every((level, index) => level === value.levels[index]);
  return { order: best, value, bound: stated, isProven, method: 'branch-and-bound', work };
}

/** What is certain: a level below is bounded only where those before it are proven. */
function statedBound(known: {
  readonly levels: readonly number[];
  readonly areLevelsProven: boolean;
  readonly worstRisk: number;
  readonly lastBound: number;
  readonly combined: CombinedCost;
  readonly value: OrderValue;
}): OrderValue {
  const { levels, areLevelsProven, worstRisk, lastBound, combined, value } = known;
  if (!areLevelsProven) return { levels, worstRisk: 0, totalRisk: 0 };
  if (worstRisk !== value.worstRisk) return { levels: value.levels, worstRisk, totalRisk: 0 };
  return { levels: value.levels, worstRisk, totalRisk: combined.riskOf(lastBound) };
}
