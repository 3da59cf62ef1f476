/** Segments of the genome with their copies, found by place. */

export interface Segment {
  /** Contig key: without 'chr', in upper case. */
  readonly chrom: string;
  /** 0-based half-open. */
  readonly start: number;
  readonly end: number;
  readonly copies: Copies;
  readonly line: number;
}

/** `log2`: of tumour over normal depth, to be made copies by the purity. null: the table says that it is not known. */
export type Copies =
  | { readonly kind: 'total'; readonly total: number }
  | { readonly kind: 'log2'; readonly log2: number }
  | null;

/** Two segments that both cover a place. */
export interface Overlap {
  readonly earlier: Segment;
  readonly later: Segment;
}

/** Tools that end a segment where the next begins share one base; it belongs to the later. */
const sharedBases = 1;

export class SegmentIndex {
  readonly #byChrom = new Map<string, readonly Segment[]>();

  constructor(segments: readonly Segment[]) {
    const byChrom = new Map<string, Segment[]>();
    for (const segment of segments) {
      const found = byChrom.get(segment.chrom);
      if (found === undefined) byChrom.set(segment.chrom, [segment]);
      else found.push(segment);
    }
    for (const [chrom, found] of byChrom) {
      found.sort((a, b) => a.start - b.start || a.line - b.line);
      this.#byChrom.set(chrom, found);
    }
  }

  /** The first pair that overlaps by more than a shared edge; null: none does. */
  overlap(): Overlap | null {
    for (const segments of this.#byChrom.values()) {
      let earlier: Segment | null = null;
      for (const later of segments) {
        if (earlier !== null && later.start < earlier.end - sharedBases) return { earlier, later };
        earlier = later;
      }
    }
    return null;
  }

  /** The segment that holds a 0-based base of a contig key; null: none. */
  at(chrom: string, base: number): Segment | null {
    const segments = this.#byChrom.get(chrom) ?? [];
    let [low, high] = [0, segments.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((segments[middle]?.start ?? 0) <= base) low = middle + 1;
      else high = middle;
    }
    const segment = segments[low - 1];
    return segment !== undefined && base < segment.end ? segment : null;
  }
}
