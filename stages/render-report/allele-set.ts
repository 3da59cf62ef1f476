/** A set of allele ordinals, one bit each: the files may hold millions. */
export interface AlleleSet {
  readonly size: number;
  add(ordinal: number): void;
  has(ordinal: number): boolean;
}

/** An empty set of ordinals 1…`alleleCount`; others are never in it, and adding one is remembered apart. */
export function createAlleleSet(alleleCount: number): AlleleSet {
  const bits = new Uint32Array((alleleCount >>> 5) + 1);
  /** Ordinals beyond the file's: only a defect gives any, and the ledger names it. */
  const strays = new Set<number>();
  let size = 0;
  const has = (ordinal: number): boolean =>
    ordinal > alleleCount ? strays.has(ordinal) : ((bits[ordinal >>> 5] ?? 0) & (1 << (ordinal & 31))) !== 0;
  return {
    get size() {
      return size;
    },
    has,
    add(ordinal) {
      if (has(ordinal)) return;
      size += 1;
      if (ordinal > alleleCount) strays.add(ordinal);
      else bits[ordinal >>> 5] = (bits[ordinal >>> 5] ?? 0) | (1 << (ordinal & 31));
    },
  };
}

/** The set of the given ordinals. */
export function alleleSetOf(alleleCount: number, ordinals: Iterable<number>): AlleleSet {
  const set = createAlleleSet(alleleCount);
  for (const ordinal of ordinals) set.add(ordinal);
  return set;
}
