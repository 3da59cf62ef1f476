/** What an order of elements costs: a tour through the elements and one node more, which stands for both ends of the construct. */
import { defect } from '../../../schemas/errors.js';

/** Tables are row-major (count + 1)²: row = left neighbour, column = right neighbour; index `count` is the end of the construct. */
export interface OrderProblem {
  readonly count: number;
  /** Added up along the order, the most important first; non-negative integers. */
  readonly levels: readonly Float64Array[];
  /** The largest along the order is made small after the levels, then their sum; non-negative integers. */
  readonly risk: Float64Array;
}

export interface OrderValue {
  readonly levels: readonly number[];
  readonly worstRisk: number;
  readonly totalRisk: number;
}

export interface OrderResult {
  readonly order: readonly number[];
  readonly value: OrderValue;
  /** No order has a lower value, compared level by level, then the worst risk, then the total. */
  readonly bound: OrderValue;
  readonly isProven: boolean;
  readonly method: 'held-karp' | 'branch-and-bound';
  /** Subsets or nodes looked at. */
  readonly work: number;
}

/** All levels in one number, so that its order is their lexicographic order. */
export interface CombinedCost {
  readonly cost: Float64Array;
  /** Σ levels × unit + total risk. */
  readonly unit: number;
  levelsOf(combined: number): readonly number[];
  riskOf(combined: number): number;
}

/** Beyond the limit a seam counts as a strong binder, which an earlier level holds: only the fine order below it is wanted here. */
const largestCountedRisk = 2000;

export function countedRisk(risk: number): number {
  return Math.min(risk, largestCountedRisk);
}

/** Sum of the rows' largest entries: a tour leaves every node once, so it costs no more. */
function largestTour(table: Float64Array, width: number): number {
  let total = 0;
  for (let row = 0; row < width; row++) {
    let most = 0;
    for (let column = 0; column < width; column++) {
      if (row !== column) most = Math.max(most, table[row * width + column] ?? 0);
    }
    total += most;
  }
  return total;
}

/** @throws INVARIANT_BROKEN where the levels do not fit 53 bits together: some thousand strong binders at every seam */
export function combine({ count, levels, risk }: OrderProblem): CombinedCost {
  const width = count + 1;
  const counted = risk.map(countedRisk);
  const unit = largestTour(counted, width) + 1;
  const weights: number[] = [];
  let weight = unit;
  for (const level of [...levels].reverse()) {
    weights.unshift(weight);
    weight *= largestTour(level, width) + 1;
  }
  if (weight > Number.MAX_SAFE_INTEGER) throw defect('the levels of the order do not fit one number');
  const cost = new Float64Array(width * width);
  for (let arc = 0; arc < cost.length; arc++) {
    let sum = counted[arc] ?? 0;
    for (const [index, level] of levels.entries()) sum += (level[arc] ?? 0) * (weights[index] ?? 0);
    cost[arc] = sum;
  }
  for (let node = 0; node < width; node++) cost[node * width + node] = Number.POSITIVE_INFINITY;
  return {
    cost,
    unit,
    levelsOf(combined) {
      let rest = combined;
      return weights.map((each) => {
        const value = Math.floor(rest / each);
        rest -= value * each;
        return value;
      });
    },
    riskOf: (combined) => combined % unit,
  };
}

/** The value of an order, by adding up. */
export function orderValue({ count, levels, risk }: OrderProblem, order: readonly number[]): OrderValue {
  const width = count + 1;
  const arcs = [count, ...order].map((node, index) => node * width + (order[index] ?? count));
  return {
    levels: levels.map((level) => arcs.reduce((sum, arc) => sum + (level[arc] ?? 0), 0)),
    worstRisk: arcs.reduce((worst, arc) => Math.max(worst, risk[arc] ?? 0), 0),
    totalRisk: arcs.reduce((sum, arc) => sum + countedRisk(risk[arc] ?? 0), 0),
  };
}

/** The cost table without the arcs whose risk is above the limit. */
export function withoutRiskAbove(cost: Float64Array, risk: Float64Array, limit: number): Float64Array {
  return cost.map((each, arc) => ((risk[arc] ?? 0) > limit ? Number.POSITIVE_INFINITY : each));
}
