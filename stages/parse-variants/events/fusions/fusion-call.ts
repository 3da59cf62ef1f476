/** One row of a fusion table, whichever tool wrote it. */
import type { FusionEvent } from '../../../../schemas/variant-event.js';
import type { BrokenEnd } from './breakend.js';

/** The 5' partner's or the 3' partner's side. */
export interface Partner extends BrokenEnd {
  readonly gene: string;
  readonly transcript: string | null;
}

export interface FusionCall
  extends Pick<
    FusionEvent,
    'statedFrame' | 'statedPeptide' | 'junctionReads' | 'spanningReads' | 'confidence' | 'tool'
  > {
  readonly five: Partner;
  readonly three: Partner;
  /** On the transcript's strand, 5' to 3'. */
  readonly insertedBases: string;
  /** Of rows that describe one joint by several transcripts the lowest stands for all. */
  readonly preference: number;
}

export interface TableRow {
  readonly line: number;
  /** The field, null where it is empty, '.' or the table has no such column. */
  get(column: string): string | null;
}

/** A row's call, or why it is none. */
export type ReadRow = FusionCall | { readonly reason: string };

export interface FusionFormat {
  readonly tool: string;
  /** The header's columns that tell this table from others; the first one without a leading '#'. */
  readonly columns: readonly string[];
  /** Whether rows of one joint are its transcripts, so that they are one event. */
  readonly hasRowPerTranscript: boolean;
  read(row: TableRow): ReadRow;
}

/** Which side of a breakpoint a transcript keeps: the 5' partner what is upstream of it on the transcript's strand, the 3' partner what is downstream. */
export function keptSide(strand: '+' | '-', partner: 'five' | 'three'): 'left' | 'right' {
  return (strand === '+') === (partner === 'five') ? 'left' : 'right';
}

const placeWithStrand = /^([^:\s]+):(\d+):([+-])$/;

/** 'chr12:11869969:+', 1-based last base of the 5' partner or first base of the 3' partner, strand of the transcript. */
export function readPlace(text: string | null, partner: 'five' | 'three'): BrokenEnd | null {
  const parts = placeWithStrand.exec(text ?? '');
  if (parts === null) return null;
  const [, chrom = '', position = '', strand] = parts;
  if (Number(position) < 1) return null;
  return { chrom, position: Number(position), keeps: keptSide(strand === '-' ? '-' : '+', partner) };
}

/** A count of reads; estimates with decimals are rounded. Null: none given. */
export function readCount(text: string | null): number | null {
  if (text === null) return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? Math.round(value) : null;
}

/** The sum of the counts that are known, null where none is. */
export function sumOfKnown(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}
