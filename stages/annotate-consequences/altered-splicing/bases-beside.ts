/** Bases next to a place of the edited genome, on the transcript's strand. */
import type { ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import { reverseComplement } from '../../shared/genetic-code.js';
import type { GenomicEdit } from '../from-bundle/genomic-edit.js';

interface Place {
  /** A base of the reference. */
  readonly base: number;
  /** Along the transcript. */
  readonly side: 'before' | 'after';
  readonly count: number;
}

/** The bases before or after a base, with the edit applied, 5' to 3'; null where the base itself is deleted or replaced by another number of bases. */
export function basesBeside(
  reference: Pick<ReferenceBundle, 'sequence'>,
  { contig, strand }: Pick<Transcript, 'contig' | 'strand'>,
  edit: GenomicEdit,
  { base, side, count }: Place,
): string | null {
  const isEdited = base >= edit.start && base < edit.end;
  if (isEdited && edit.alt.length !== edit.end - edit.start) return null;
  const isRight = (strand === '+') === (side === 'after');
  const read = (start: number, end: number): string => reference.sequence(contig, Math.max(0, start), end);
  const bases = isRight ? rightOf(read, edit, base, count) : leftOf(read, edit, base, count);
  return strand === '+' ? bases : reverseComplement(bases);
}

type Read = (start: number, end: number) => string;

function rightOf(read: Read, edit: GenomicEdit, base: number, count: number): string {
  const from = base + 1;
  if (edit.end < from) return read(from, from + count);
  const replaced = edit.start >= from ? edit.alt : edit.alt.slice(from - edit.start);
  const before = edit.start > from ? read(from, Math.min(edit.start, from + count)) : '';
  return (before + replaced + read(edit.end, edit.end + count)).slice(0, count);
}

function leftOf(read: Read, edit: GenomicEdit, base: number, count: number): string {
  if (edit.start > base) return read(base - count, base);
  const replaced = edit.end <= base ? edit.alt : edit.alt.slice(0, base - edit.start);
  const after = edit.end < base ? read(Math.max(edit.end, base - count), base) : '';
  return (read(edit.start - count, edit.start) + replaced + after).slice(-count);
}
