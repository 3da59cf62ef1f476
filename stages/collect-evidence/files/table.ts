/** Tables with a header line: tab, comma or, where there is neither, blanks between the columns. */
import { clip, type EvidenceFile, fault, readLines } from './evidence-file.js';

type Delimiter = '\t' | ',' | ' ';

export interface TableHeader {
  /** As written, trimmed and unquoted. */
  readonly cells: readonly string[];
  /** The same in lower case. */
  readonly names: readonly string[];
  readonly line: number;
  /** Lines beginning with '#' before the header. */
  readonly comments: readonly string[];
}

export interface TableRow {
  readonly line: number;
  /** Trimmed; '' where the row is shorter. */
  cell(column: number): string;
  readonly width: number;
}

export type RowVisitor = (row: TableRow) => void;

class Row implements TableRow {
  line = 0;
  cells: readonly string[] = [];
  /** R's write.table names rows in a first column that its header leaves out. */
  offset = 0;

  get width(): number {
    return this.cells.length - this.offset;
  }

  cell(column: number): string {
    return (this.cells[column + this.offset] ?? '').trim();
  }
}

/**
 * Reads a table: `open` gets the header and returns what takes the rows, in file order; blank lines and comments are skipped. The row
 * given to the visitor is reused: take from it what must outlive the visit.
 * @throws the file's code where there is no header, or a row is shorter than `open` asks by `needs`
 */
export async function readTable(
  file: EvidenceFile,
  open: (header: TableHeader) => { readonly needs: readonly number[]; readonly visit: RowVisitor },
): Promise<{ readonly rowCount: number; readonly endsWithNewline: boolean }> {
  const row = new Row();
  const comments: string[] = [];
  let delimiter: Delimiter = '\t';
  let header: TableHeader | null = null;
  let visit: RowVisitor = () => undefined;
  let lastNeeded = 0;
  let rowCount = 0;
  const { endsWithNewline } = await readLines(file, (text, line) => {
    if (text.trim() === '') return;
    if (header === null) {
      if (text.startsWith('#') && !isHeaderComment(text)) {
        comments.push(text);
        return;
      }
      delimiter = delimiterOf(text);
      header = headerOf(text.replace(/^#+\s*/, ''), { line, delimiter, comments });
      const opened = open(header);
      visit = opened.visit;
      lastNeeded = Math.max(...opened.needs);
      return;
    }
    if (text.startsWith('#')) return;
    row.cells = cellsOf(text, delimiter);
    row.line = line;
    rowCount += 1;
    if (rowCount === 1) row.offset = row.cells.length === header.cells.length + 1 ? 1 : 0;
    if (row.width <= lastNeeded) {
      throw fault(
        file,
        line,
        `the row has ${row.width} of ${header.cells.length} columns`,
        header.cells[lastNeeded],
      );
    }
    visit(row);
  });
  if (header === null) throw fault(file, 1, 'the file is empty: no header line', 'header');
  return { rowCount, endsWithNewline };
}

/** The header line of one table in a text's beginning; null where there is none yet. */
export function headerIn(text: string): TableHeader | null {
  const comments: string[] = [];
  let line = 0;
  for (const content of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    line += 1;
    if (content.trim() === '') continue;
    if (content.startsWith('#') && !isHeaderComment(content)) {
      comments.push(content);
      continue;
    }
    return headerOf(content.replace(/^#+\s*/, ''), { line, delimiter: delimiterOf(content), comments });
  }
  return null;
}

/** '#chrom<tab>start…' is a header that begins with '#' as BED-like files have it; a sentence is none. */
function isHeaderComment(text: string): boolean {
  return /^#\s*(?:chrom|chr|chromosome|contig)\t/i.test(text);
}

function headerOf(
  text: string,
  { line, delimiter, comments }: { line: number; delimiter: Delimiter; comments: readonly string[] },
): TableHeader {
  const cells = cellsOf(text, delimiter).map((cell) => cell.trim());
  return { cells, names: cells.map((cell) => cell.toLowerCase()), line, comments };
}

function delimiterOf(text: string): Delimiter {
  if (text.includes('\t')) return '\t';
  return text.includes(',') ? ',' : ' ';
}

function cellsOf(text: string, delimiter: Delimiter): readonly string[] {
  if (delimiter === ' ') return text.trim().split(/\s+/);
  if (!text.includes('"')) return text.split(delimiter);
  return quotedCells(text, delimiter);
}

/** RFC 4180 §2 (5-7), but a quoted cell ends with its line. */
function quotedCells(text: string, delimiter: Delimiter): readonly string[] {
  const cells: string[] = [];
  const pattern =
    delimiter === ','
      ? /"((?:[^"]|"")*)"(?:,|$)|([^,]*)(?:,|$)/y
      : /"((?:[^"]|"")*)"(?:\t|$)|([^\t]*)(?:\t|$)/y;
  let at = 0;
  while (at <= text.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) break;
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    at = pattern.lastIndex;
    if (at >= text.length && !text.endsWith(delimiter)) break;
    if (at >= text.length) {
      cells.push('');
      break;
    }
  }
  return cells;
}

/** Index of the first column that has one of the names (lower case); null: none. */
export function columnOf(header: TableHeader, names: readonly string[]): number | null {
  for (const name of names) {
    const index = header.names.indexOf(name);
    if (index >= 0) return index;
  }
  return null;
}

/** Whether the header has every one of the names (lower case). */
export function hasColumns(header: TableHeader, names: readonly string[]): boolean {
  return names.every((name) => header.names.includes(name));
}

/** How tables write that a value is not known. */
export function isUnknown(text: string): boolean {
  return text === '' || text === '.' || text === '-' || /^(?:na|nan|n\/a|null|none)$/i.test(text);
}

/** A finite number, null where the cell says that it is not known. @throws the file's code */
export function numberIn(file: EvidenceFile, row: TableRow, column: number, name: string): number | null {
  const text = row.cell(column);
  if (isUnknown(text)) return null;
  const value = Number(text);
  if (!Number.isFinite(value)) throw fault(file, row.line, `'${clip(text)}' is not a number`, name);
  return value;
}

/** The column names of a header for a message. */
export function listed(header: TableHeader): string {
  const shown = header.cells.slice(0, 12).map(clip).join(', ');
  return header.cells.length > 12 ? `${shown} and ${header.cells.length - 12} more` : shown;
}
