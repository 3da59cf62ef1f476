/**
 * Exact order by dynamic programming over subsets (Held & Karp 1962, doi:10.1137/0110015; Bellman 1962, doi:10.1145/321105.321111):
 * the best way through a set of elements that ends in one of them is the best way through the set without it, and one step more.
 */

interface Tables {
  readonly count: number;
  /** (count + 1)², Infinity = not allowed; node `count` is both ends. */
  readonly cost: Float64Array;
  /** Rank of the arc's risk; the largest along the way is made small after the cost. */
  readonly riskRank: Uint16Array;
  /** Cost of an order that is known: ways that cannot end at or below it are not followed, which proves as much and takes a tenth of the time. */
  readonly ceiling: number;
}

export interface HeldKarpResult {
  /** null: none is allowed at or below the ceiling. */
  readonly order: readonly number[] | null;
  /** Ways kept: pairs of a set and its last element. */
  readonly states: number;
}

/** Least that it costs to enter all elements outside a set, and the end. */
function restOf({ count, cost }: Tables): Float64Array {
  const width = count + 1;
  const entry = Array.from({ length: width }, (_, node) => {
    let least = Number.POSITIVE_INFINITY;
    for (let from = 0; from < width; from++) {
      if (from !== node) least = Math.min(least, cost[from * width + node] ?? 0);
    }
    return least;
  });
  const rest = new Float64Array(1 << count);
  rest[rest.length - 1] = entry[count] ?? 0;
  for (let set = rest.length - 2; set >= 0; set--) {
    const missing = ~set & -~set;
    rest[set] = (rest[set | missing] ?? 0) + (entry[31 - Math.clz32(missing)] ?? 0);
  }
  return rest;
}

/** Cheapest order, the smallest largest risk among the cheapest; the first by number where several are equal. */
export function heldKarp(tables: Tables): HeldKarpResult {
  const { count, cost, riskRank, ceiling } = tables;
  const width = count + 1;
  const sets = 1 << count;
  const rest = restOf(tables);
  const costs = new Float64Array(sets * count);
  const ranks = new Uint16Array(sets * count);
  /** By set: the elements that a way kept ends in. */
  const ends = new Int32Array(sets);
  let states = 0;
  const best = { cost: 0, rank: 0, node: -1 };
  const findBest = (set: number, next: number) => {
    let bestCost = Number.POSITIVE_INFINITY;
    let bestRank = 0;
    let bestNode = -1;
    const base = set * count;
    for (let left = ends[set] ?? 0; left !== 0; left &= left - 1) {
      const node = 31 - Math.clz32(left & -left);
      const arc = node * width + next;
      const total = (costs[base + node] ?? 0) + (cost[arc] ?? 0);
      if (total > bestCost || total === Number.POSITIVE_INFINITY) continue;
      const rank = Math.max(ranks[base + node] ?? 0, riskRank[arc] ?? 0);
      if (total === bestCost && rank >= bestRank) continue;
      bestCost = total;
      bestRank = rank;
      bestNode = node;
    }
    best.cost = bestCost;
    best.rank = bestRank;
    best.node = bestNode;
  };
  const keep = (set: number, node: number, total: number, rank: number) => {
    if (total + (rest[set] ?? 0) > ceiling) return;
    costs[set * count + node] = total;
    ranks[set * count + node] = rank;
    ends[set] = (ends[set] ?? 0) | (1 << node);
    states += 1;
  };
  for (let set = 1; set < sets; set++) {
    for (let left = set; left !== 0; left &= left - 1) {
      const node = 31 - Math.clz32(left & -left);
      const before = set & ~(1 << node);
      if (before === 0) {
        keep(set, node, cost[count * width + node] ?? 0, riskRank[count * width + node] ?? 0);
      } else if (ends[before] !== 0) {
        findBest(before, node);
        if (best.node >= 0) keep(set, node, best.cost, best.rank);
      }
    }
  }
  const order: number[] = [];
  let set = sets - 1;
  for (let next = count; set !== 0; ) {
    findBest(set, next);
    if (best.node < 0) return { order: null, states };
    next = best.node;
    order.unshift(next);
    set &= ~(1 << next);
  }
  return { order, states };
}
