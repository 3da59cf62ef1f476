/** Ordering by declared keys. Rank sums need all rows at once, so keys are made first and rows compared by them. */
import { type Tier, tiers } from '../../schemas/candidates.js';
import { compareText } from '../shared/compare-text.js';
import type { CandidateFacts } from './facts.js';
import type { OrderKey, RankedFact } from './policies/policy.js';

export interface Orderable {
  readonly facts: CandidateFacts;
  readonly tier: Tier;
  readonly gateCount: number;
  /** null: no score could be made. */
  readonly score: number | null;
}

/** Tiers that no shortlist takes by default: a certain peptide there is no reason to hide a likely one. */
const hopeless = new Set<Tier>(['Poor', 'NoExpr']);

type Key = readonly (number | string)[];

/** The rows, first first; equal ones keep their order. */
export function ordered<Row extends Orderable>(rows: readonly Row[], keys: readonly OrderKey[]): Row[] {
  if (rows.length < 2) return [...rows];
  const columns = keys.map((key) => columnOf(key, rows));
  return rows
    .map((row, index) => ({ row, key: columns.map((column) => column[index] ?? 0) }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ row }) => row);
}

function compareKeys(a: Key, b: Key): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (typeof left === 'string') {
      const difference = compareText(left, String(right));
      if (difference !== 0) return difference;
    } else if (typeof right === 'number' && left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function columnOf(key: OrderKey, rows: readonly Orderable[]): (number | string)[] {
  switch (key.kind) {
    case 'gates':
      return rows.map(({ gateCount }) => gateCount);
    case 'tier':
      return rows.map(({ tier }) => tiers.indexOf(tier));
    case 'certainty':
      // A certain peptide that may be chosen speaks for its variant before a better one that rests on an assumption: else what is assumed would keep what is proven off the shortlist.
      return rows.map(({ facts, tier }) => Number(facts.flags.isCertain === false || hopeless.has(tier)));
    case 'score':
      return rows.map(({ score }) => -(score ?? Number.NEGATIVE_INFINITY));
    case 'fact':
      return rows.map(({ facts }) => sortValue(facts, key) ?? Number.POSITIVE_INFINITY);
    case 'flag':
      return rows.map(({ facts }) => (facts.flags[key.fact] === false ? 1 : 0));
    case 'text':
      return rows.map(({ facts }) => facts[key.of]);
    case 'rank-sum':
      return rankSums(
        rows.map(({ facts }) => facts),
        key.of,
      );
  }
}

/** Sum of dense ranks (1, 2, 2, 3 …) over the facts; unknown values share the last rank. */
export function rankSums(rows: readonly CandidateFacts[], by: readonly RankedFact[]): number[] {
  const sums = rows.map(() => 0);
  for (const rule of by) {
    const values = rows.map((facts) => sortValue(facts, rule) ?? Number.POSITIVE_INFINITY);
    const rankOf = new Map(
      [...new Set(values)].sort((a, b) => a - b).map((value, index) => [value, index + 1]),
    );
    for (const [index, value] of values.entries())
      sums[index] = (sums[index] ?? 0) + (rankOf.get(value) ?? 0);
  }
  return sums;
}

/** Ascending is better; null: unknown. */
function sortValue({ numbers }: CandidateFacts, { fact, direction, decimals }: RankedFact): number | null {
  const value = numbers[fact];
  if (value === null) return null;
  const rounded = decimals === null ? value : Number(value.toFixed(decimals));
  return direction === 'ascending' ? rounded : -rounded;
}
