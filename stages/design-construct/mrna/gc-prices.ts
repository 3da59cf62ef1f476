/**
 * Prices for G and C under the limits of every stretch: Lagrange multipliers that make a bound which knows of the limits (Held & Karp 1971,
 * doi:10.1007/BF01584070). Any non-negative prices give a valid bound; good ones are found by subgradient steps on codons chosen one by one.
 */

export interface GcLimits {
  readonly min: number;
  readonly max: number;
  readonly window: number;
}

export interface GcPrices {
  /** What a G or C costs more at each base of the coding sequence. */
  readonly perBase: Float64Array;
  /** By stretch, from its first base: what one G or C above, and one below the limits costs. */
  readonly above: Float64Array;
  readonly below: Float64Array;
  /** What all stretches together give back. */
  readonly constant: number;
}

/** A codon as far as prices see it. */
export interface PricedCodon {
  readonly cost: number;
  /** 1 where the base is G or C. */
  readonly isGc: readonly number[];
}

/** Largest and smallest number of G and C that a stretch may have. */
export function countLimits({ min, max, window }: GcLimits): {
  readonly least: number;
  readonly most: number;
} {
  // 0.65 × 60 must be 39, whatever the last bit of the product says.
  return { least: Math.ceil(min * window - 1e-9), most: Math.floor(max * window + 1e-9) };
}

const steps = 300;

export function gcPrices(choices: readonly (readonly PricedCodon[])[], limits: GcLimits): GcPrices {
  const length = choices.length * 3;
  const stretches = Math.max(0, length - limits.window + 1);
  const { least, most } = countLimits(limits);
  const above = new Float64Array(stretches);
  const below = new Float64Array(stretches);
  let best = pricesOf(above, below, { length, limits });
  let bestBound = Number.NEGATIVE_INFINITY;
  let patience = 1;
  for (let step = 0; step < steps && stretches > 0; step++) {
    const prices = pricesOf(above, below, { length, limits });
    const { bound, isGc } = cheapest(choices, prices);
    if (bound > bestBound) {
      bestBound = bound;
      best = { ...prices, above: above.slice(), below: below.slice() };
    } else patience *= 0.97;
    const counts = slidingCounts(isGc, limits.window);
    let square = 0;
    for (const count of counts) square += Math.max(0, count - most, least - count) ** 2;
    if (square === 0) break;
    // Polyak's step towards a value somewhat above the best bound, shrunk while nothing is gained.
    const size = (patience * (0.05 * Math.abs(bestBound) + 0.5)) / square;
    for (const [stretch, count] of counts.entries()) {
      above[stretch] = Math.max(0, (above[stretch] ?? 0) + size * (count - most));
      below[stretch] = Math.max(0, (below[stretch] ?? 0) + size * (least - count));
    }
  }
  return best;
}

function pricesOf(
  above: Float64Array,
  below: Float64Array,
  { length, limits }: { readonly length: number; readonly limits: GcLimits },
): GcPrices {
  const { least, most } = countLimits(limits);
  const perBase = new Float64Array(length);
  let running = 0;
  let constant = 0;
  for (let base = 0; base < length; base++) {
    running += (above[base] ?? 0) - (below[base] ?? 0);
    const left = base - limits.window;
    if (left >= 0) running -= (above[left] ?? 0) - (below[left] ?? 0);
    perBase[base] = running;
    constant += (below[base] ?? 0) * least - (above[base] ?? 0) * most;
  }
  return { perBase, above, below, constant };
}

/** The cheapest codons under the prices, each for itself: their G and C, and the bound they make. */
function cheapest(choices: readonly (readonly PricedCodon[])[], { perBase, constant }: GcPrices) {
  const isGc = new Uint8Array(choices.length * 3);
  let bound = constant;
  for (const [codon, own] of choices.entries()) {
    let least = Number.POSITIVE_INFINITY;
    let taken: readonly number[] = [];
    for (const choice of own) {
      let cost = choice.cost;
      for (const [offset, gc] of choice.isGc.entries()) cost += gc * (perBase[codon * 3 + offset] ?? 0);
      if (cost < least) {
        least = cost;
        taken = choice.isGc;
      }
    }
    bound += least;
    isGc.set(taken, codon * 3);
  }
  return { bound, isGc };
}

function slidingCounts(isGc: Uint8Array, window: number): Float64Array {
  const counts = new Float64Array(isGc.length - window + 1);
  let count = 0;
  for (let base = 0; base < isGc.length; base++) {
    count += isGc[base] ?? 0;
    if (base >= window) count -= isGc[base - window] ?? 0;
    if (base + 1 >= window) counts[base + 1 - window] = count;
  }
  return counts;
}
