/**
 * A good list without proof: the lazy greedy choice (Minoux 1978, doi:10.1007/BFb0006528; at least 1 − 1/e of the best where only the
 * size is limited, Nemhauser 1978, doi:10.1007/BF01588971, and half of it under a matroid), then exchanges of one for one.
 */
import { gainOf, openWeights, Places, type SelectionProblem, sumsOf, worthOf } from './problem.js';

/** Differences below this share are rounding. */
export const roundingShare = 1e-12;

/** Items in the order they were taken: the largest gain first, of equal ones the better ranked. */
export function greedyOrder(problem: SelectionProblem, among?: readonly number[]): readonly number[] {
  const places = new Places(problem);
  const taken: number[] = [];
  let open = problem.weights;
  let waiting = (among ?? Array.from({ length: problem.count }, (_, item) => item)).map((item) => ({
    item,
    gain: gainOf(problem, item, open),
  }));
  while (places.left > 0 && waiting.length > 0) {
    waiting = waiting.filter(({ item }) => places.has(item)).sort(byGain);
    const best = settle(problem, waiting, open);
    if (best === null) break;
    places.take(best.item);
    taken.push(best.item);
    waiting = waiting.filter((entry) => entry !== best);
    open = openWeights(problem, sumsOf(problem, taken));
  }
  return taken;
}

interface Waiting {
  readonly item: number;
  /** As it was when last asked; it can only have fallen since. */
  gain: number;
}

function byGain(a: Waiting, b: Waiting): number {
  return b.gain - a.gain || a.item - b.item;
}

/** Asks gains anew, largest first, until none below can be larger. */
function settle(problem: SelectionProblem, waiting: readonly Waiting[], open: Float64Array): Waiting | null {
  let best: Waiting | null = null;
  for (const entry of waiting) {
    if (best !== null && isLess(entry.gain, best.gain)) break;
    entry.gain = gainOf(problem, entry.item, open);
    if (
      best === null ||
      isLess(best.gain, entry.gain) ||
      (!isLess(entry.gain, best.gain) && entry.item < best.item)
    )
      best = entry;
  }
  return best;
}

function isLess(a: number, b: number): boolean {
  return a < b - roundingShare * b;
}

/** The set after exchanges of one for one, each time the one that gains most, until none gains anything. */
export function improved(problem: SelectionProblem, items: readonly number[]): readonly number[] {
  const set = new Set(items);
  const places = new Places(problem, items);
  let worth = worthOf(problem, set);
  // Each round gains more than rounding, so it ends; the bound keeps a hard case from being slow.
  for (let round = 0; round < 4 * problem.size; round++) {
    const swap = bestSwap(problem, { set, places, least: worth * (1 + roundingShare) });
    if (swap === null) break;
    places.free(swap.out);
    places.take(swap.in);
    set.delete(swap.out);
    set.add(swap.in);
    worth = worthOf(problem, set);
  }
  return [...set].sort((a, b) => a - b);
}

function bestSwap(
  problem: SelectionProblem,
  state: { readonly set: ReadonlySet<number>; readonly places: Places; readonly least: number },
): { readonly out: number; readonly in: number } | null {
  const { set, places } = state;
  let { least } = state;
  let best: { readonly out: number; readonly in: number } | null = null;
  for (const out of [...set].sort((a, b) => a - b)) {
    const rest = [...set].filter((item) => item !== out);
    const open = openWeights(problem, sumsOf(problem, rest));
    const base = worthOf(problem, rest);
    for (let item = 0; item < problem.count; item++) {
      if (set.has(item) || !places.hasInstead(item, out)) continue;
      const worth = base + gainOf(problem, item, open);
      if (worth <= least) continue;
      least = worth;
      best = { out, in: item };
    }
  }
  return best;
}
