import { createRandom } from './random.js';

/** A mean over groups with its 95 % bootstrap interval. */
export interface Mean {
  readonly mean: number;
  readonly interval95: readonly [number, number];
  readonly groups: number;
}

/** Percentile bootstrap over groups, 10,000 draws, seed fixed (Efron & Tibshirani 1993, ch. 13). Null without a group. */
export function meanOf(values: readonly number[], draws = 10_000): Mean | null {
  if (values.length === 0) return null;
  const random = createRandom(1);
  const means = Float64Array.from({ length: draws }, () => {
    let sum = 0;
    for (let n = 0; n < values.length; n += 1) sum += values[random(values.length)] ?? Number.NaN;
    return sum / values.length;
  }).sort();
  const at = (share: number): number => round(means[Math.round(share * (draws - 1))] ?? Number.NaN);
  return {
    mean: round(values.reduce((sum, value) => sum + value, 0) / values.length),
    interval95: [at(0.025), at(0.975)],
    groups: values.length,
  };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}

/** The values that are there. */
export function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

/** Rows by a key, keys in order of first appearance. */
export function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
