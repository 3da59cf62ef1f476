/** Chance that can be had again: the seed is printed with the counts. */
import { randomNumbers } from '../random-model.js';

/** So many kills in the suite that `npm run verify` runs; 200 by `npm run test:chaos`. */
export const killCount = Number(process.env['ANTIGRAPH_KILLS'] ?? '12');

/** A run of `npm run test:chaos` has another one each time. */
export const seed = Number(
  process.env['ANTIGRAPH_CHAOS_SEED'] ?? (killCount > 12 ? Date.now() % 1_000_000_007 : 20_240_229),
);

export interface Chance {
  /** In [from, to). */
  between(from: number, to: number): number;
  /** True so often, of 1. */
  happens(share: number): boolean;
  /** Whole, in [from, to]. */
  whole(from: number, to: number): number;
}

/** Each subject has a sequence of its own: what happens to one does not move what happens to another. */
export function chance(subject: number): Chance {
  const next = randomNumbers(1 + ((seed + subject * 7919) % 2_147_483_645));
  // The first numbers of near seeds are alike.
  for (let index = 0; index < 3; index += 1) next();
  const between = (from: number, to: number) => from + next() * (to - from);
  return {
    between,
    happens: (share) => next() < share,
    whole: (from, to) => Math.floor(between(from, to + 1)),
  };
}
