/** Figures of a ranking. Scores: higher is meant to be positive; no score may be NaN. Ties count as drawn at random, so that no order of rows helps. */

export interface Scored {
  readonly score: number;
  readonly isPositive: boolean;
}

interface Tie {
  readonly size: number;
  readonly positives: number;
}

/** Rows of equal score together, best first. */
function ties(rows: readonly Scored[]): readonly Tie[] {
  if (rows.some(({ score }) => Number.isNaN(score))) throw new Error('a row has no score');
  const sorted = [...rows].sort((a, b) => b.score - a.score);
  const found: { score: number; size: number; positives: number }[] = [];
  for (const { score, isPositive } of sorted) {
    let last = found.at(-1);
    if (last === undefined || last.score !== score) {
      last = { score, size: 0, positives: 0 };
      found.push(last);
    }
    last.size += 1;
    last.positives += Number(isPositive);
  }
  return found;
}

function positivesOf(rows: readonly Scored[]): number {
  return rows.reduce((sum, { isPositive }) => sum + Number(isPositive), 0);
}

/** Area under the ROC curve: the chance that a positive scores above a negative, a tie counting half (Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747). Null without both. */
export function auroc(rows: readonly Scored[]): number | null {
  const positives = positivesOf(rows);
  const negatives = rows.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let negativesBelow = negatives;
  let wins = 0;
  for (const tie of ties(rows)) {
    const tied = tie.size - tie.positives;
    negativesBelow -= tied;
    wins += tie.positives * (negativesBelow + tied / 2);
  }
  return wins / (positives * negatives);
}

/** Average precision: Σ (recall step) × precision over the distinct thresholds, tied rows entering together. Null without a positive. */
export function averagePrecision(rows: readonly Scored[]): number | null {
  const positives = positivesOf(rows);
  if (positives === 0) return null;
  let taken = 0;
  let hits = 0;
  let sum = 0;
  for (const tie of ties(rows)) {
    taken += tie.size;
    hits += tie.positives;
    sum += (tie.positives / positives) * (hits / taken);
  }
  return sum;
}

/** Positive predictive value among the best n rows, n the number of positives; of a tie across the line, the share expected. Null without a positive. */
export function precisionAtPositives(rows: readonly Scored[]): number | null {
  const wanted = positivesOf(rows);
  if (wanted === 0) return null;
  let left = wanted;
  let hits = 0;
  for (const tie of ties(rows)) {
    const taken = Math.min(left, tie.size);
    hits += (tie.positives * taken) / tie.size;
    left -= taken;
    if (left === 0) break;
  }
  return hits / wanted;
}
