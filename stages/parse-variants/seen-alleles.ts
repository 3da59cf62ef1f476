/** Normalised ids held before whole contigs are forgotten, oldest first: some 200 MB, and no sorted file reaches it with a contig in use. */
const mostHeld = 2_000_000;

/** Remembers which normalised alleles a file has given, by contig, in bounded memory. */
export class SeenAlleles {
  readonly #byContig = new Map<string, Set<string>>();
  #held = 0;
  #hasForgotten = false;

  /** True where the allele was not there before. */
  add(chrom: string, id: string): boolean {
    let ids = this.#byContig.get(chrom);
    if (ids === undefined) {
      this.#forgetOldest();
      ids = new Set();
      this.#byContig.set(chrom, ids);
    }
    if (ids.has(id)) return false;
    ids.add(id);
    this.#held += 1;
    return true;
  }

  /** Whether duplicates of early contigs could have been missed, which an unsorted file of millions may have. */
  get hasForgotten(): boolean {
    return this.#hasForgotten;
  }

  #forgetOldest(): void {
    for (const [chrom, ids] of this.#byContig) {
      if (this.#held < mostHeld) return;
      this.#held -= ids.size;
      this.#byContig.delete(chrom);
      this.#hasForgotten = true;
    }
  }
}
