/** The binning scheme of tabix (SAM specification v1, §5.3): six levels, bins of 512 Mb down to 16 kb. */

/** Coordinates from here on have no bin: a contig that reaches so far needs a CSI index. */
export const indexableEnd = 2 ** 29;
/** Bases of a window of the linear index (§5.1.3), as of the smallest bin. */
export const windowShift = 14;

/** First bin of each level from the smallest bins up, and the size of a bin as a power of two. */
const levels = [
  { first: 4681, shift: 14 },
  { first: 585, shift: 17 },
  { first: 73, shift: 20 },
  { first: 9, shift: 23 },
  { first: 1, shift: 26 },
] as const;

/** The smallest bin that holds 0-based half-open [start, end) whole. */
export function binOf(start: number, end: number): number {
  for (const { first, shift } of levels) {
    if (start >> shift === (end - 1) >> shift) return first + (start >> shift);
  }
  return 0;
}
