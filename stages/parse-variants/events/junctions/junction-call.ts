/** One row of a junction table, whichever tool wrote it. */
import type { JunctionEvent } from '../../../../schemas/variant-event.js';

export interface JunctionCall
  extends Pick<
    JunctionEvent,
    'tool' | 'chrom' | 'strand' | 'genes' | 'transcripts' | 'anchor' | 'reads' | 'causes'
  > {
  /** chrom:start-end:strand as the file has them. */
  readonly written: string;
  /** The intron, 0-based half-open; of a retained intron one of its edges, start = end. */
  readonly start: number;
  readonly end: number;
  readonly isRetention: boolean;
  /** The tool found the junction in the annotation it was given. */
  readonly isAnnotated: boolean;
}

export interface TableRow {
  readonly line: number;
  /** Null where the field is empty, 'NA' or '.', or the table has no such column. Columns of a table without a header are '1', '2' … */
  get(column: string): string | null;
}

/** A row's call, or why it is none. */
export type ReadRow = JunctionCall | { readonly reason: string };

export interface JunctionFormat {
  readonly tool: string;
  /** Whether the first line, cut at tabs, is this table's: its header, or its first row where it has none. */
  isFirstLine(fields: readonly string[]): boolean;
  readonly hasHeader: boolean;
  /** Whether rows of one junction are its transcripts, so that they are one event. */
  readonly hasRowPerTranscript: boolean;
  /** Whether rows may be of junctions nobody looked at: then the fewest reads that count are asked for. */
  readonly isUnfiltered: boolean;
  read(row: TableRow): ReadRow;
}

/** A whole number of 0 or more; null for anything else. */
export function readCount(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

/** '+' or '-'; null where the tool could not tell ('?'). */
export function readStrand(text: string | null): '+' | '-' | null {
  return text === '+' || text === '-' ? text : null;
}

/** The entries of a list with commas, [] for null. */
export function readList(text: string | null): string[] {
  return text === null ? [] : text.split(',').filter((entry) => entry !== '');
}
