/** The list itself: by the objective with proof, or by rank; pinned antigens first of all. */
import type { Antigen } from './antigens.js';
import { productOf } from './board.js';
import { type Columns, problemOf, wholeProblem } from './build-problem.js';
import type { SelectParams } from './params.js';
import { bestSet, type SearchResult } from './search/branch-and-bound.js';
import { greedyOrder } from './search/greedy.js';
import { preferringRank } from './search/prefer-rank.js';
import { Places, type SelectionProblem, worthOf } from './search/problem.js';

export interface Choice {
  /** In the order of the shortlist. */
  readonly picks: readonly Antigen[];
  readonly objective: number;
  readonly bound: number;
  readonly bestFound: number;
  readonly isProven: boolean;
  readonly search: {
    readonly algorithm: 'all-fit' | 'branch-and-bound';
    readonly nodes: number;
    readonly nodeLimit: number;
    readonly openCount: number;
  };
  readonly byRank: { readonly objective: number; readonly sharedCount: number };
}

/** `open` and `pinned` in rank order. */
export function choose(
  open: readonly Antigen[],
  pinned: readonly Antigen[],
  columns: Columns,
  params: SelectParams,
): Choice {
  const taken = new Set(pinned.map(({ ranked }) => productOf(ranked)));
  const candidates = open.filter(({ ranked }) => !taken.has(productOf(ranked)));
  const { size, perGene, searchNodes } = params;
  const problem = problemOf(candidates, columns, { size, perGene, pinned });
  const antigensOf = (items: readonly number[]) => [
    ...pinned,
    ...items.flatMap((item) => candidates[item] ?? []),
  ];
  const worthOfList = (list: readonly Antigen[]) => worthOf(wholeProblem(list, columns), list.keys());
  const pinnedWorth = worthOfList(pinned);

  const byRank = firstThatFit(problem);
  const found = bestSet(problem, searchNodes);
  const items = params.method === 'rank' ? byRank : rankedTies(problem, found, params);
  const list = antigensOf(items);
  const rankList = antigensOf(byRank);
  const objective = worthOfList(list);
  const picks = params.method === 'rank' ? inRankOrder(list) : inOrderOfGain(list, columns);
  return {
    picks,
    objective,
    bestFound: Math.max(objective, pinnedWorth + found.worth),
    bound: Math.max(objective, pinnedWorth + found.bound),
    isProven: found.isProven,
    search: {
      algorithm: items.length === candidates.length ? 'all-fit' : 'branch-and-bound',
      nodes: found.nodes,
      nodeLimit: searchNodes,
      openCount: found.openCount,
    },
    byRank: {
      objective: worthOfList(rankList),
      sharedCount: rankList.filter((antigen) => list.includes(antigen)).length,
    },
  };
}

/** The best list but for a small worth of better ranks; where there is nothing to choose, or no tolerance, the best list. */
function rankedTies(
  problem: SelectionProblem,
  { items, worth }: SearchResult,
  { tieTolerance, searchNodes }: SelectParams,
): readonly number[] {
  if (tieTolerance === 0 || items.length === problem.count) return items;
  return bestSet(preferringRank(problem, { worth, share: tieTolerance }), searchNodes).items;
}

/** The best-ranked items that have a place, one after the other. */
function firstThatFit(problem: SelectionProblem): readonly number[] {
  const places = new Places(problem);
  const items: number[] = [];
  for (let item = 0; item < problem.count && places.left > 0; item++) {
    if (!places.has(item)) continue;
    places.take(item);
    items.push(item);
  }
  return items;
}

function inRankOrder(list: readonly Antigen[]): readonly Antigen[] {
  return [...list].sort((a, b) => a.ranked.rank - b.ranked.rank);
}

/** The largest marginal gain first; of equal ones the better ranked. */
function inOrderOfGain(list: readonly Antigen[], columns: Columns): readonly Antigen[] {
  const ranked = inRankOrder(list);
  return greedyOrder(wholeProblem(ranked, columns)).flatMap((item) => ranked[item] ?? []);
}
