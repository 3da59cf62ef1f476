/** One key for all spellings of an allele, so that a counts file and the run's variants meet. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import { leftShift, rotateRight } from '../../shared/normalise/left-align.js';
import { trimAlleles } from '../../shared/normalise/trim.js';
import { contigKey } from '../../shared/reference-bundle/contig-names.js';

/** Bases replaced at a place: `start` 0-based, of the first base of `ref` (between bases where `ref` is empty). Nothing shared at the ends. */
export interface PlainAllele {
  /** Contig key: without 'chr', in upper case. */
  readonly chrom: string;
  readonly start: number;
  readonly ref: string;
  readonly alt: string;
}

export interface WrittenAllele {
  readonly chrom: string;
  /** 1-based. */
  readonly position: number;
  readonly ref: string;
  readonly alt: string;
}

const bases = /^[ACGTN]*$/;

/** The one key of a chromosome, chr-prefix and case aside. */
export function chromKey(name: string): string {
  return contigKey(name, '');
}

/**
 * The allele without what REF and ALT share, an insertion or deletion as far left as it goes: by the reference where there is one, else as
 * written. A '-' stands for no bases as in MAF, where an insertion's position is the base before it. null: not a sequence of bases.
 */
export function plainAllele(written: WrittenAllele, reference: ReferenceBundle | null): PlainAllele | null {
  const [ref, alt] = [written.ref, written.alt].map((text) => (text === '-' ? '' : text.toUpperCase()));
  if (ref === undefined || alt === undefined || !bases.test(ref) || !bases.test(alt) || ref === alt)
    return null;
  const start = ref === '' ? written.position : written.position - 1;
  const trimmed = trimAlleles({ start, ref, alt }, 0);
  return leftmost({ chrom: chromKey(written.chrom), ...trimmed }, written.chrom, reference);
}

/** Moves an insertion or deletion left as far as the reference allows. */
export function leftmost(
  allele: PlainAllele,
  contigName: string,
  reference: ReferenceBundle | null,
): PlainAllele {
  const isIndel = (allele.ref === '') !== (allele.alt === '');
  const contig = isIndel ? (reference?.resolveContig(contigName) ?? null) : null;
  if (reference === null || contig === null) return allele;
  const moved = allele.ref === '' ? allele.alt : allele.ref;
  const shift = leftShift(allele.start, moved, (from, to) => reference.sequence(contig.name, from, to));
  const rotated = rotateRight(moved, shift);
  const start = allele.start - shift;
  return allele.ref === '' ? { ...allele, start, alt: rotated } : { ...allele, start, ref: rotated };
}

/** A text that two alleles share only if they are the same. */
export function keyOf({ chrom, start, ref, alt }: PlainAllele): string {
  return `${chrom}:${start}:${ref}:${alt}`;
}

/** The single bases of a substitution of several: those that change. */
export function basesOfSubstitution(allele: PlainAllele): readonly PlainAllele[] {
  return [...allele.ref].flatMap((ref, index) => {
    const alt = allele.alt[index] ?? '';
    return ref === alt ? [] : [{ chrom: allele.chrom, start: allele.start + index, ref, alt }];
  });
}
