import type { CandidateFacts } from './facts.js';

interface Scored {
  readonly facts: CandidateFacts;
  readonly score: number | null;
}

/**
 * The candidates that lie in the best stretch of `length` residues of one mutant protein: the stretch with the largest sum of scores,
 * the first of equal ones. Where the protein is not known, or null is asked for, all of them.
 */
export function withinBestWindow<Row extends Scored>(
  candidates: readonly Row[],
  length: number | null,
): readonly Row[] {
  if (length === null || candidates.some(({ facts }) => facts.window === '')) return candidates;
  let best: readonly Row[] = [];
  let bestSum = -1;
  for (const window of new Set(candidates.map(({ facts }) => facts.window))) {
    for (const inside of stretches(window, candidates, length)) {
      const sum = inside.reduce((total, { score }) => total + (score ?? 0), 0);
      if (sum > bestSum) {
        best = inside;
        bestSum = sum;
      }
    }
  }
  return best.length === 0 ? candidates : best;
}

/** The candidates inside each stretch of the window in turn. */
function* stretches<Row extends Scored>(
  window: string,
  candidates: readonly Row[],
  length: number,
): Generator<readonly Row[]> {
  const places = candidates.flatMap((candidate) => {
    const start = window.indexOf(candidate.facts.peptide);
    return start < 0 ? [] : [{ candidate, start, end: start + candidate.facts.peptide.length }];
  });
  for (let from = 0; from <= Math.max(0, window.length - length); from += 1) {
    yield places
      .filter(({ start, end }) => start >= from && end <= from + length)
      .map(({ candidate }) => candidate);
  }
}
