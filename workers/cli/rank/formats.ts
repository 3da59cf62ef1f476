import type { EpitopeRow } from './epitope-row.js';
import type { TableRow } from './table.js';

/** How one tool writes its epitopes. */
export interface EpitopeFormat {
  readonly name: string;
  /** Columns that every version has, by which the format is known. */
  readonly needs: readonly string[];
  /** Reads a row of a table with these columns; null: it is no candidate. */
  rowReader(columns: readonly string[]): (row: TableRow) => EpitopeRow | null;
  /** The order of variants where nothing else decides; absent: as in the file. */
  compareVariants?(a: string, b: string): number;
}
