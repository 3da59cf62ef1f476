/** Another tool's table, row by row: tab-separated or CSV, plain or compressed; only the columns asked for are cut out. */
import { Readable } from 'node:stream';
import { parseStream } from 'fast-csv';
import { AntigraphError } from '../../../schemas/errors.js';
import type { ByteSource } from '../../../schemas/stage.js';
import { decompressLines } from '../../../stages/shared/text-of-lines.js';

/** One row; a cell is null where the column is absent or says that nothing is known. */
export interface TableRow {
  readonly line: number;
  isThere(column: string): boolean;
  text(column: string): string | null;
  /** @throws EPITOPES_MALFORMED where the cell is no number */
  number(column: string): number | null;
}

export interface EpitopeTable {
  readonly columns: readonly string[];
  rows(): AsyncGenerator<TableRow>;
}

const nothing = new Set(['', 'NA', 'nan', 'NaN', 'None', '-', 'null', 'NULL']);

/** The table's header, and its rows from a second reading. @throws EPITOPES_MALFORMED where there is no table */
export async function openTable(source: ByteSource): Promise<EpitopeTable> {
  for await (const cells of cellsOf(source)) {
    const columns = cells.map((name, index) => (index === 0 ? name.replace(/^\uFEFF/, '') : name).trim());
    if (columns.length < 2) break;
    return { columns, rows: () => rowsOf(source, columns) };
  }
  throw malformed(
    source.name,
    1,
    'there is no header of a table with tabs or commas',
    'Give the table as the tool wrote it.',
  );
}

async function* rowsOf(source: ByteSource, columns: readonly string[]): AsyncGenerator<TableRow> {
  const places = new Map(columns.map((name, index) => [name, index]));
  let line = 0;
  for await (const cells of cellsOf(source)) {
    line += 1;
    if (line === 1 || (cells.length === 1 && cells[0] === '')) continue;
    if (cells.length !== columns.length)
      throw malformed(
        source.name,
        line,
        `the header has ${columns.length} columns, this row ${cells.length}`,
        'The file may be cut off: copy it again.',
      );
    yield rowAt(source.name, line, cells, places);
  }
}

function rowAt(
  file: string,
  line: number,
  cells: readonly string[],
  places: ReadonlyMap<string, number>,
): TableRow {
  const text = (column: string): string | null => {
    const place = places.get(column);
    const cell = place === undefined ? undefined : cells[place]?.trim();
    return cell === undefined || nothing.has(cell) ? null : cell;
  };
  return {
    line,
    isThere: (column) => places.has(column),
    text,
    number(column) {
      const cell = text(column);
      if (cell === null) return null;
      const value = Number(cell);
      if (Number.isFinite(value)) return value;
      throw malformed(
        file,
        line,
        `'${cell.slice(0, 40)}' is not a number`,
        'Numbers have a decimal point.',
        column,
      );
    },
  };
}

async function* cellsOf(source: ByteSource): AsyncGenerator<readonly string[]> {
  let isTabs: boolean | null = null;
  for await (const head of linesOf(source)) {
    isTabs = head.includes('\t');
    break;
  }
  if (isTabs === true) {
    for await (const line of linesOf(source)) yield line.split('\t');
    return;
  }
  const csv = parseStream(Readable.from(decompressLines(source)), { headers: false });
  for await (const cells of csv) if (Array.isArray(cells)) yield cells.map(String);
}

async function* linesOf(source: ByteSource): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of decompressLines(source)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  if (rest !== '') yield rest.replace(/\r$/, '');
}

/** An error for the submitter of a table. */
export function malformed(
  file: string,
  line: number,
  message: string,
  fix: string,
  field?: string,
): AntigraphError {
  return new AntigraphError('EPITOPES_MALFORMED', message, {
    at: { file, line, ...(field === undefined ? {} : { field }) },
    fix,
  });
}
