/** A REF/ALT pair at a place; `start` is 0-based, of the first base of `ref` (between bases where `ref` is empty). */
export interface AllelePair {
  readonly start: number;
  readonly ref: string;
  readonly alt: string;
}

/**
 * Removes the bases both alleles share, first at their ends, then at their starts, down to `keep` bases of the shorter one:
 * ends first so that an indel keeps the leftmost place its alleles allow (Tan et al. 2015, doi:10.1093/bioinformatics/btv112).
 */
export function trimAlleles({ start, ref, alt }: AllelePair, keep: 0 | 1): AllelePair {
  const removable = Math.min(ref.length, alt.length) - keep;
  let suffix = 0;
  while (suffix < removable && ref[ref.length - 1 - suffix] === alt[alt.length - 1 - suffix]) suffix += 1;
  let prefix = 0;
  while (prefix < removable - suffix && ref[prefix] === alt[prefix]) prefix += 1;
  return {
    start: start + prefix,
    ref: ref.slice(prefix, ref.length - suffix),
    alt: alt.slice(prefix, alt.length - suffix),
  };
}
