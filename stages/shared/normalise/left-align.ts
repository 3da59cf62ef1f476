/** Upper-case bases of [start, end) of one contig, clipped to it. */
export type BasesOf = (start: number, end: number) => string;

/** Bases fetched at a time; a step inside a window costs one comparison, so long homopolymers stay linear. */
const windowSize = 512;

/**
 * How many bases an insertion or deletion of `bases` at `start` can move left without changing the resulting sequence: it moves by one
 * while the base before it equals its last base, which then becomes its first (Tan et al. 2015, doi:10.1093/bioinformatics/btv112).
 */
export function leftShift(start: number, bases: string, basesOf: BasesOf): number {
  let shift = 0;
  while (shift < start) {
    const windowEnd = start - shift;
    const window = basesOf(Math.max(0, windowEnd - windowSize), windowEnd);
    let index = window.length - 1;
    while (index >= 0 && window[index] === bases[bases.length - 1 - (shift % bases.length)]) {
      shift += 1;
      index -= 1;
    }
    if (index >= 0 || window.length === 0) return shift;
  }
  return shift;
}

/** The inserted or deleted bases as they read `shift` places further left. */
export function rotateRight(bases: string, shift: number): string {
  const cut = bases.length - (shift % bases.length);
  return bases.slice(cut) + bases.slice(0, cut);
}
