/** A table of decisions, row by row: tabs or commas, plain or gzip. */
import { Readable } from 'node:stream';
import { parseStream } from 'fast-csv';
import { AntigraphError } from '../../../schemas/errors.js';
import type { ByteSource } from '../../../schemas/stage.js';
import { CompressedBytesError } from '../../shared/bgzf/index.js';
import { decompressLines } from '../../shared/text-of-lines.js';

export interface DecisionTable {
  /** As written, trimmed. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** @throws DECISIONS_MALFORMED where there is no header, a row has too many or too few cells, or the bytes are damaged */
export async function readTable(source: ByteSource): Promise<DecisionTable> {
  try {
    return await tableIn(source);
  } catch (error) {
    if (!(error instanceof CompressedBytesError)) throw error;
    throw new AntigraphError('DECISIONS_MALFORMED', `${error.message}: the table is not whole`, {
      at: { file: source.name },
      fix: 'Copy or download the file again (gzip -t tests it).',
      cause: error,
    });
  }
}

async function tableIn(source: ByteSource): Promise<DecisionTable> {
  let columns: readonly string[] | null = null;
  const rows: { readonly line: number; readonly cells: readonly string[] }[] = [];
  let line = 0;
  for await (const cells of await cellsOf(source)) {
    line += 1;
    if (cells.every((cell) => cell.trim() === '') || (columns === null && cells[0]?.startsWith('#') === true))
      continue;
    if (columns === null) {
      columns = cells.map((cell, index) => (index === 0 ? cell.replace(/^\uFEFF/, '') : cell).trim());
      continue;
    }
    if (cells.length !== columns.length)
      throw malformed(
        { file: source.name, line },
        `the header has ${columns.length} columns, this row ${cells.length}`,
      );
    rows.push({ line, cells: cells.map((cell) => cell.trim()) });
  }
  if (columns === null) throw malformed({ file: source.name, line: 1 }, 'the table is empty');
  return { columns, rows };
}

/** A tab in the first line that says something decides. */
async function cellsOf(source: ByteSource): Promise<AsyncIterable<readonly string[]>> {
  for await (const line of linesOf(source)) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    return line.includes('\t') ? tabbed(source) : commas(source);
  }
  return commas(source);
}

/** Tables of R and of browsers put quotes around text, which holds no tab. */
async function* tabbed(source: ByteSource): AsyncGenerator<readonly string[]> {
  for await (const line of linesOf(source))
    yield line
      .split('\t')
      .map((cell) => cell.replace(/^"(.*)"$/, (_, text: string) => text.replaceAll('""', '"')));
}

async function* commas(source: ByteSource): AsyncGenerator<readonly string[]> {
  const rows = parseStream(Readable.from(decompressLines(source)), { headers: false });
  try {
    for await (const cells of rows) if (Array.isArray(cells)) yield cells.map(String);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('Parse Error')) throw error;
    throw malformed({ file: source.name }, 'a quotation mark opens or closes where none may stand');
  }
}

async function* linesOf(source: ByteSource): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of decompressLines(source)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

export function malformed(
  at: { readonly file: string; readonly line?: number; readonly field?: string },
  message: string,
): AntigraphError {
  return new AntigraphError('DECISIONS_MALFORMED', message, {
    at,
    fix: "Give CSV or TSV with a header line: variant, decision (accept, reject or review), reason, reviewer; or pVACview's export with its columns ID and Evaluation.",
  });
}
