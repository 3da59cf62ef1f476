import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { parseStream } from 'fast-csv';
import { AntigraphError, type InputLocation } from '../../schemas/errors.js';
import { labelOf } from './options.js';

/** A peptide as given, in capitals, and where it stands. */
interface PeptideLine {
  readonly peptide: string;
  readonly line: number;
}

const peptideColumns = ['peptide', 'epitope', 'sequence', 'mt epitope seq'];
/** Rows of a table that are handed on together. */
const rowsAtOnce = 4096;
/** A table's header must end in here. */
const headBytes = 1 << 16;

/**
 * Reads one peptide a line, FASTA (each record is a peptide), or a table with a 'peptide' column; in file order, `size` at once, so that
 * no more is in memory. @throws PEPTIDE_MALFORMED
 */
export async function* peptideBatches(path: string, size: number): AsyncGenerator<readonly string[]> {
  const file = labelOf(path);
  let batch: string[] = [];
  let isEmpty = true;
  for await (const lines of await peptideLines(path, file)) {
    for (const { peptide, line } of lines) {
      if (!/^[A-Z*]+$/.test(peptide)) throw noPeptide(peptide, { file, line });
      isEmpty = false;
      batch.push(peptide);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
  if (isEmpty) throw malformed(`${file} holds no peptide`, { file });
}

/** All peptides of a file. @see peptideBatches @throws PEPTIDE_MALFORMED */
export async function readPeptides(path: string): Promise<readonly string[]> {
  const peptides: string[] = [];
  for await (const batch of peptideBatches(path, rowsAtOnce))
    for (const peptide of batch) peptides.push(peptide);
  return peptides;
}

/** How many peptides a file holds. @throws PEPTIDE_MALFORMED for the first that is none */
export async function countPeptides(path: string): Promise<number> {
  let count = 0;
  for await (const batch of peptideBatches(path, rowsAtOnce)) count += batch.length;
  return count;
}

function malformed(message: string, at: InputLocation): AntigraphError {
  return new AntigraphError('PEPTIDE_MALFORMED', message, {
    at,
    fix: "Give one peptide a line, FASTA, or a table with a column 'peptide'.",
  });
}

function noPeptide(text: string, at: InputLocation): AntigraphError {
  const message =
    text === ''
      ? 'there is no peptide here'
      : `'${text.slice(0, 40)}' is not a peptide (one-letter amino acids)`;
  return malformed(message, at);
}

type PeptideLines = AsyncIterable<readonly PeptideLine[]>;

async function peptideLines(path: string, file: string): Promise<PeptideLines> {
  const head = await headOf(path);
  if (head.startsWith('>')) return fromFasta(textLines(path));
  const [first = ''] = head.split(/\r?\n/, 1);
  return /[\t,]/.test(first)
    ? fromTable(path, { file, delimiter: first.includes('\t') ? '\t' : ',' })
    : fromLines(textLines(path));
}

async function headOf(path: string): Promise<string> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return withoutMark(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await handle.close();
  }
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** Lines without their ends, some at once. */
async function* textLines(path: string): AsyncGenerator<readonly string[]> {
  const chunks: AsyncIterable<string> = createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 18 });
  let rest = '';
  let isFirst = true;
  for await (const chunk of chunks) {
    const text = rest + (isFirst ? withoutMark(chunk) : chunk);
    isFirst = false;
    const lines = text.split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  yield [rest];
}

async function* fromLines(texts: AsyncIterable<readonly string[]>): PeptideLines {
  let line = 0;
  let isFirst = true;
  for await (const contents of texts) {
    const peptides: PeptideLine[] = [];
    for (const content of contents) {
      line += 1;
      const peptide = content.trim().toUpperCase();
      if (peptide === '' || peptide.startsWith('#')) continue;
      if (!isFirst || peptide !== 'PEPTIDE') peptides.push({ peptide, line });
      isFirst = false;
    }
    yield peptides;
  }
}

async function* fromFasta(texts: AsyncIterable<readonly string[]>): PeptideLines {
  let line = 0;
  let peptide = '';
  /** Line of the record's name; 0: there is none yet. */
  let start = 0;
  for await (const contents of texts) {
    const peptides: PeptideLine[] = [];
    for (const content of contents) {
      line += 1;
      if (!content.startsWith('>')) peptide += content.replace(/\s+/g, '').toUpperCase();
      else {
        if (start > 0) peptides.push({ peptide, line: start });
        peptide = '';
        start = line;
      }
    }
    yield peptides;
  }
  yield [{ peptide, line: start }];
}

async function* fromTable(
  path: string,
  { file, delimiter }: { readonly file: string; readonly delimiter: string },
): PeptideLines {
  let peptides: PeptideLine[] = [];
  let column = -1;
  let line = 0;
  const rows = parseStream(createReadStream(path), { headers: false, delimiter });
  for await (const cells of rows) {
    const row: readonly string[] = cells;
    line += 1;
    if (row.every((cell) => cell === '')) continue;
    if (column >= 0) peptides.push({ peptide: (row[column] ?? '').trim().toUpperCase(), line });
    else column = columnOf(row, { file, line, field: 'header' });
    if (peptides.length < rowsAtOnce) continue;
    yield peptides;
    peptides = [];
  }
  yield peptides;
}

function columnOf(header: readonly string[], at: InputLocation): number {
  const column = header.findIndex((name) => peptideColumns.includes(name.trim().toLowerCase()));
  if (column < 0) throw malformed(`no peptide column among: ${header.join(', ')}`, at);
  return column;
}
