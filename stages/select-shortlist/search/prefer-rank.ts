/**
 * Lists whose worth differs by less than the probabilities are known to: the better-ranked antigens decide. A small bonus for rank does it, so
 * that the choice stays the optimum of one function. Exchanging the best list step by step until a share of its worth is spent was measured
 * to be less stable (docs/decisions/0016).
 */
import type { SelectionProblem } from './problem.js';

/** The problem with bonuses that fall evenly with rank; together they are never more than `share` of `worth`. */
export function preferringRank(
  problem: SelectionProblem,
  { worth, share }: { readonly worth: number; readonly share: number },
): SelectionProblem {
  const { count, size } = problem;
  const first = (share * worth) / Math.max(1, Math.min(size, count));
  return {
    ...problem,
    bonuses: Float64Array.from({ length: count }, (_, item) => first * (1 - item / count)),
  };
}
