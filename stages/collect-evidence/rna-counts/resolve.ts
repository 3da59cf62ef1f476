import type { ReadSupport } from '../../../schemas/rows.js';
import { basesOfSubstitution, type PlainAllele, plainAllele, type WrittenAllele } from './allele-key.js';
import { type AlleleReads, supportOf, type WantedAlleles } from './wanted.js';

/** Where a deletion's reads stand: at its first base (bam-readcount), or at the base before it (samtools mpileup). */
export type DeletionPlace = 'first base' | 'base before' | 'none';

export interface FoundReads {
  readonly support: ReadSupport;
  /** How they were put together, where not as the row states them. */
  readonly note: string | null;
}

/**
 * Reads of an allele from what the file told: its own row; the base's column; for a substitution of several bases the lowest support over
 * them (reads that carry all of them cannot be more); for an insertion or deletion the reads that show it. null: the file tells nothing.
 */
export function resolveReads(
  written: WrittenAllele,
  wanted: WantedAlleles,
  deletionPlace: DeletionPlace,
): FoundReads | null {
  const allele = plainAllele(written, wanted.reference);
  if (allele === null) return null;
  const own = wanted.readsOf(allele);
  if (own !== null) return { support: { ...own }, note: null };
  if (allele.ref.length === allele.alt.length) return ofSubstitution(allele, wanted);
  if (allele.ref !== '' && allele.alt !== '') return null;
  const support = ofIndel(allele, wanted, deletionPlace);
  return support === null ? null : { support, note: null };
}

function ofSubstitution(allele: PlainAllele, wanted: WantedAlleles): FoundReads | null {
  const bases = basesOfSubstitution(allele).map((base) => wanted.readsOf(base) ?? ofBase(base, wanted));
  let lowest: AlleleReads | null = null;
  for (const reads of bases) {
    if (reads === null || reads.altReads === null) return null;
    if (lowest === null || reads.altReads < (lowest.altReads ?? 0)) lowest = reads;
  }
  if (lowest === null) return null;
  const note = bases.length === 1 ? null : `lowest support over its ${bases.length} bases`;
  return { support: { ...lowest }, note };
}

function ofBase({ chrom, start, ref, alt }: PlainAllele, wanted: WantedAlleles): ReadSupport | null {
  const column = wanted.columnAt(chrom, start);
  if (column === null) return null;
  return supportOf(column.bases.get(alt) ?? 0, column.bases.get(ref) ?? 0, column.depth);
}

function ofIndel(allele: PlainAllele, wanted: WantedAlleles, place: DeletionPlace): ReadSupport | null {
  const isDeletion = allele.alt === '';
  const at = isDeletion && place === 'first base' ? allele.start : allele.start - 1;
  const column = place === 'none' ? null : wanted.columnAt(allele.chrom, at);
  const seen = wanted.indelReadsOf(allele);
  if (seen === null && column === null) return null;
  const depth = Math.max(seen?.depth ?? 0, column?.depth ?? 0);
  const alt = seen?.alt ?? 0;
  // Reads of other alleles at the place are few: what does not show the indel is counted as the reference's.
  return supportOf(alt, Math.max(0, depth - alt), depth);
}
