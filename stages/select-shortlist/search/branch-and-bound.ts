/** The best permitted set with proof, or the best found and a bound on all, by opening the most promising part of the choice first. */
import { greedyOrder, improved } from './greedy.js';
import { NodeHeap, type SearchNode } from './node-heap.js';
import { Places, type SelectionProblem, worthOf } from './problem.js';
import { relax } from './relaxation.js';

export interface SearchResult {
  /** Ascending. */
  readonly items: readonly number[];
  readonly worth: number;
  /** No permitted set is worth more. */
  readonly bound: number;
  readonly isProven: boolean;
  readonly nodes: number;
  /** Items that could not be ruled in or out before the first branch. */
  readonly openCount: number;
}

/** Steps of exchange in the first bound, which rules most items out, and in each later one, which begins where its parent's ended. */
const rootSteps = 3000;
const nodeSteps = 60;

/** Sets nearer than this share of their worth are taken for equally good: probabilities are known to five decimals. */
const equalShare = 1e-9;

/** `nodeLimit` bounds the work in nodes: equal inputs give equal lists on every machine, which a time limit would not. */
export function bestSet(problem: SelectionProblem, nodeLimit: number): SearchResult {
  return new Search(problem).run(nodeLimit);
}

class Search {
  readonly #problem: SelectionProblem;
  #best: readonly number[];
  #worth: number;
  #serial = 0;

  constructor(problem: SelectionProblem) {
    this.#problem = problem;
    this.#best = improved(problem, greedyOrder(problem));
    this.#worth = worthOf(problem, this.#best);
  }

  run(nodeLimit: number): SearchResult {
    const open = new NodeHeap();
    const root = this.#root();
    const openCount = root?.free.length ?? 0;
    if (root !== null) open.push(root);
    let nodes = 0;
    while (nodes < nodeLimit) {
      const node = open.pop();
      if (node === null) return this.#result(this.#worth, { nodes, openCount });
      nodes += 1;
      for (const child of this.#children(node)) open.push(child);
      open.dropBelow(this.#enough());
    }
    return this.#result(Math.max(this.#worth, open.largestBound()), { nodes, openCount });
  }

  #result(bound: number, work: { readonly nodes: number; readonly openCount: number }): SearchResult {
    const isProven = bound <= this.#enough();
    return {
      items: this.#best,
      worth: this.#worth,
      bound: isProven ? this.#worth : bound,
      isProven,
      ...work,
    };
  }

  /** Sets worth no more than this are no better than the best known. */
  #enough(): number {
    return this.#worth * (1 + equalShare);
  }

  #offer(items: readonly number[]): void {
    const worth = worthOf(this.#problem, items);
    if (worth <= this.#enough()) return;
    this.#best = [...items].sort((a, b) => a - b);
    this.#worth = worth;
  }

  #root(): SearchNode | null {
    const { count } = this.#problem;
    const start = new Float64Array(count);
    for (const item of this.#best) start[item] = 1;
    const places = new Places(this.#problem);
    const free = Array.from({ length: count }, (_, item) => item).filter((item) => places.has(item));
    const first = this.#bounded({ fixed: [], free, start, maxSteps: rootSteps });
    if (first === null) return null;
    return this.#reduced(first);
  }

  #children(node: SearchNode): readonly SearchNode[] {
    const item = branchItem(node);
    if (item === null) return [];
    const { fixed, relaxation } = node;
    const rest = node.free.filter((each) => each !== item);
    const drafts = [
      { fixed: [...fixed, item], free: rest },
      { fixed, free: rest },
    ];
    return drafts.flatMap((draft) => {
      const places = new Places(this.#problem, draft.fixed);
      const free = draft.free.filter((each) => places.has(each));
      const child = this.#bounded({ fixed: draft.fixed, free, start: relaxation.parts, maxSteps: nodeSteps });
      if (child === null) return [];
      const reduced = this.#reduced(child);
      return reduced === null ? [] : [reduced];
    });
  }

  /** A node with its bound; null where it holds nothing better than the best known. Its tangent's set is tried as a list. */
  #bounded(task: {
    readonly fixed: readonly number[];
    readonly free: readonly number[];
    readonly start: Float64Array;
    readonly maxSteps: number;
  }): SearchNode | null {
    const { fixed, free } = task;
    const relaxation = relax(this.#problem, { ...task, enough: this.#enough() });
    this.#offer([...fixed, ...relaxation.heaviest.items]);
    if (relaxation.bound <= this.#enough()) return null;
    this.#serial += 1;
    return { fixed, free, relaxation, serial: this.#serial };
  }

  /**
   * Rules items out that no better list has, and in that every better list has: the tangent's value falls by at least the difference of
   * slopes when an item is forced in or out.
   */
  #reduced(node: SearchNode): SearchNode | null {
    const { fixed, relaxation } = node;
    const slack = relaxation.bound - this.#enough();
    const { slopes, heaviest } = relaxation;
    const inside = new Set(heaviest.items);
    const yields = yieldsFor(this.#problem, node);
    const outside = node.free.filter((item) => !inside.has(item));
    const free = outside.filter((item) => yields(item) - (slopes[item] ?? 0) <= slack);
    const bestOutside = free.reduce((most, item) => Math.max(most, slopes[item] ?? 0), 0);
    const forced = heaviest.items.filter((item) => (slopes[item] ?? 0) - bestOutside > slack);
    const isForced = new Set(forced);
    const allFixed = [...fixed, ...forced];
    const places = new Places(this.#problem, allFixed);
    const left = [...heaviest.items.filter((item) => !isForced.has(item)), ...free]
      .filter((item) => places.has(item))
      .sort((a, b) => a - b);
    if (left.length === 0) {
      this.#offer(allFixed);
      return null;
    }
    return { ...node, fixed: allFixed, free: left };
  }
}

/** The slope that the tangent's set gives up where it has to make place for an item outside: of the same product, gene, or any. */
function yieldsFor(problem: SelectionProblem, { fixed, relaxation }: SearchNode): (item: number) => number {
  const { slopes, heaviest } = relaxation;
  const places = new Places(problem, [...fixed, ...heaviest.items]);
  return (item) => {
    if (places.has(item)) return 0;
    let least = Number.POSITIVE_INFINITY;
    for (const member of heaviest.items)
      if (places.hasInstead(item, member)) least = Math.min(least, slopes[member] ?? 0);
    return least;
  };
}

/** The item taken nearest to one half; of equal ones the better ranked. */
function branchItem({ free, relaxation }: SearchNode): number | null {
  let best: number | null = null;
  let distance = Number.POSITIVE_INFINITY;
  for (const item of free) {
    const each = Math.abs((relaxation.parts[item] ?? 0) - 0.5);
    if (each >= distance) continue;
    distance = each;
    best = item;
  }
  return best;
}
