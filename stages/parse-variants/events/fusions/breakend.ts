/** The breakend notation of VCF (4.3 §5.4): four ways in which two places of the genome are joined. */
import type { Breakpoint } from '../../../../schemas/variant-event.js';

/** A place of the genome and which side of it is kept; see schemas/variant-event.ts. */
export type BrokenEnd = Pick<Breakpoint, 'chrom' | 'position' | 'keeps'>;

export interface Joint {
  readonly left: BrokenEnd;
  readonly right: BrokenEnd;
  /** Bases at the joint that neither side has, on the forward strand of `left`. */
  readonly insertedBases: string;
}

const breakend = /^([ACGTN]*)([[\]])([^[\]]+):(\d+)\2([ACGTN]*)$/i;

/**
 * What an ALT in breakend notation joins: t[p[ and t]p] keep the record's left side, ]p]t and [p[t its right one; a square bracket that
 * opens to the right keeps the mate's right side. Null: not of that form, among them single breakends (G. and .G), whose mate is unknown.
 */
export function parseBreakend(
  record: { readonly chrom: string; readonly position: number },
  alt: string,
): Joint | null {
  const parts = breakend.exec(alt);
  if (parts === null) return null;
  const [, before = '', bracket, mateChrom = '', matePosition = '', after = ''] = parts;
  if ((before === '') === (after === '')) return null;
  const position = Number(matePosition);
  if (position < 1 || record.position < 1) return null;
  const chrom = /^<.+>$/.test(mateChrom) ? mateChrom.slice(1, -1) : mateChrom;
  return {
    left: { chrom: record.chrom, position: record.position, keeps: before === '' ? 'right' : 'left' },
    right: { chrom, position, keeps: bracket === '[' ? 'right' : 'left' },
    insertedBases: before === '' ? after.slice(0, -1) : before.slice(1),
  };
}

/** The ALT of a record at `left` whose REF is `base`. */
export function formatBreakend({ left, right, insertedBases }: Joint, base: string): string {
  const bracket = right.keeps === 'right' ? '[' : ']';
  const mate = `${bracket}${right.chrom}:${right.position}${bracket}`;
  return left.keeps === 'left' ? `${base}${insertedBases}${mate}` : `${mate}${insertedBases}${base}`;
}

/** A place and its kept side as text. */
export function endKey({ chrom, position, keeps }: BrokenEnd): string {
  return `${chrom}:${position}:${keeps}`;
}

/** The same text for a joint and for the same joint seen from its other side. */
export function jointKey({ left, right }: Joint): string {
  const keys = [endKey(left), endKey(right)];
  return keys.sort().join(' ');
}
