/** The heaviest permitted set by item weights: greedy, which is exact under a matroid (Edmonds 1971, doi:10.1007/BF01584082). */
import { Places, type SelectionProblem } from './problem.js';

export interface HeaviestSet {
  /** Taken on top of `fixed`. */
  readonly items: readonly number[];
  readonly weight: number;
}

/** `values` by item, none negative; of `free` only those that still have a place beside `fixed`. Of equal values the better ranked. */
export function heaviestSet(
  problem: SelectionProblem,
  given: {
    readonly fixed: readonly number[];
    readonly free: readonly number[];
    readonly values: Float64Array;
  },
): HeaviestSet {
  const { fixed, free, values } = given;
  const places = new Places(problem, fixed);
  const items: number[] = [];
  let weight = 0;
  for (const item of [...free].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b)) {
    if (places.left === 0) break;
    if (!places.has(item)) continue;
    places.take(item);
    items.push(item);
    weight += values[item] ?? 0;
  }
  return { items, weight };
}
