/** The alleles of the run that reads are wanted of, and what a file told of them: only this stays in memory, however long the file. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { ReadSupport } from '../../../schemas/rows.js';
import {
  basesOfSubstitution,
  keyOf,
  type PlainAllele,
  plainAllele,
  type WrittenAllele,
} from './allele-key.js';

/** Reads at one allele of one row. */
export interface AlleleReads {
  readonly depth: number | null;
  readonly refReads: number | null;
  readonly altReads: number | null;
  readonly variantAlleleFraction: number | null;
}

/** Reads at one base of the reference, by what they show there. */
interface BaseColumn {
  readonly depth: number;
  /** Reads by base, upper case. */
  readonly bases: ReadonlyMap<string, number>;
}

/** How far left an aligner's placement of an indel is looked for: repeats that RNA reads span are shorter. */
const indelWindow = 300;

export class WantedAlleles {
  readonly reference: ReferenceBundle | null;
  readonly #reads = new Map<string, AlleleReads | null>();
  /** Chromosome → 0-based starts of bases whose column is wanted. */
  readonly #columns = new Map<string, Map<number, BaseColumn | null>>();
  /** Chromosome → 0-based starts of insertions and deletions, sorted once asked for. */
  readonly #indels = new Map<string, number[]>();
  readonly #indelReads = new Map<string, { alt: number; depth: number }>();
  #areIndelsSorted = false;

  constructor(reference: ReferenceBundle | null) {
    this.reference = reference;
  }

  /** Notes that reads of an allele are wanted; alleles that are no sequence are passed over. */
  want(written: WrittenAllele): void {
    const allele = plainAllele(written, this.reference);
    if (allele === null) return;
    this.#reads.set(keyOf(allele), null);
    if (allele.ref.length === allele.alt.length) {
      for (const base of basesOfSubstitution(allele)) {
        this.#reads.set(keyOf(base), this.#reads.get(keyOf(base)) ?? null);
        this.#wantColumn(allele.chrom, base.start);
      }
      return;
    }
    if (allele.ref !== '' && allele.alt !== '') return;
    const starts = this.#indels.get(allele.chrom) ?? [];
    starts.push(allele.start);
    this.#indels.set(allele.chrom, starts);
    this.#areIndelsSorted = false;
    // The base before it, and for a deletion its first base: tools report either.
    this.#wantColumn(allele.chrom, allele.start - 1);
    if (allele.alt === '') this.#wantColumn(allele.chrom, allele.start);
  }

  #wantColumn(chrom: string, start: number): void {
    const columns = this.#columns.get(chrom) ?? new Map<number, BaseColumn | null>();
    if (!columns.has(start)) columns.set(start, null);
    this.#columns.set(chrom, columns);
  }

  /** Reads of an allele as a row states them; the first row of an allele stays. */
  putReads(written: WrittenAllele, reads: AlleleReads): void {
    const allele = plainAllele(written, this.reference);
    if (allele === null) return;
    const key = keyOf(allele);
    if (this.#reads.get(key) === null) this.#reads.set(key, reads);
  }

  /** Whether the column of the base is wanted (contig key, 0-based). */
  wantsColumn(chrom: string, start: number): boolean {
    return this.#columns.get(chrom)?.has(start) === true;
  }

  putColumn(chrom: string, start: number, column: BaseColumn): void {
    this.#columns.get(chrom)?.set(start, column);
  }

  /** Whether an indel seen there may be one that is wanted: repeats let an aligner place it further right. */
  mayWantIndel(chrom: string, start: number): boolean {
    if (!this.#areIndelsSorted) this.#sortIndels();
    const starts = this.#indels.get(chrom);
    if (starts === undefined) return false;
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    const nearest = starts[low - 1];
    return nearest !== undefined && start - nearest <= indelWindow;
  }

  #sortIndels(): void {
    for (const starts of this.#indels.values()) starts.sort((a, b) => a - b);
    this.#areIndelsSorted = true;
  }

  /** Adds reads of an insertion or deletion in its leftmost form; the deepest of the places that it is reported at gives the depth. */
  addIndelReads(allele: PlainAllele, alt: number, depth: number): void {
    const key = keyOf(allele);
    if (!this.#reads.has(key)) return;
    const found = this.#indelReads.get(key);
    this.#indelReads.set(key, { alt: (found?.alt ?? 0) + alt, depth: Math.max(found?.depth ?? 0, depth) });
  }

  /** Reads stated for the allele by a row of its own; null: none. */
  readsOf(allele: PlainAllele): AlleleReads | null {
    return this.#reads.get(keyOf(allele)) ?? null;
  }

  columnAt(chrom: string, start: number): BaseColumn | null {
    return this.#columns.get(chrom)?.get(start) ?? null;
  }

  indelReadsOf(allele: PlainAllele): { readonly alt: number; readonly depth: number } | null {
    return this.#indelReads.get(keyOf(allele)) ?? null;
  }
}

/** Read support of counts: the fraction is alt over depth. */
export function supportOf(alt: number, ref: number | null, depth: number): ReadSupport {
  return {
    depth,
    refReads: ref,
    altReads: alt,
    variantAlleleFraction: depth === 0 || alt > depth ? null : alt / depth,
  };
}
