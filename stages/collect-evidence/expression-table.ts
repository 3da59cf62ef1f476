import { Readable } from 'node:stream';
import { parse } from 'fast-csv';
import { AntigraphError } from '../../schemas/errors.js';
import type { ByteSource } from '../../schemas/stage.js';
import { CompressedBytesError } from '../shared/bgzf/index.js';
import { decompressLines } from '../shared/text-of-lines.js';
import { withoutVersion } from '../shared/without-version.js';

export interface ExpressionTable {
  /** By gene id without version, and by gene name where the table has one. TPM; transcripts of a gene are summed where no gene row is given. */
  readonly genes: ReadonlyMap<string, number>;
  readonly transcripts: ReadonlyMap<string, number>;
}

/** A row of a table of thousands of samples; the parser reads an unfinished row anew with every chunk. */
const longestRowBytes = 1024 * 1024;

const columnNames = {
  geneId: ['gene_id', 'gene', 'ensembl_gene_id', 'geneid'],
  geneName: ['gene_name', 'gene_symbol', 'symbol', 'hgnc_symbol'],
  transcript: ['transcript_id', 'transcript', 'target_id', 'name', 'tracking_id', 'transcript_id(s)'],
  tpm: ['tpm', 'abundance', 'expression'],
} as const;

/**
 * Reads a table with a header line (tab or comma) that names a gene and/or transcript column and a TPM column
 * (Salmon's quant.sf and kallisto's abundance.tsv are such tables), plain or gzip.
 * @throws EXPRESSION_MALFORMED with file:line and column
 */
export async function readExpressionTable(source: ByteSource): Promise<ExpressionTable> {
  try {
    return await readRows(source);
  } catch (error) {
    if (!(error instanceof CompressedBytesError)) throw error;
    throw new AntigraphError('EXPRESSION_MALFORMED', `${error.message}: the table is not whole`, {
      at: { file: source.name },
      fix: 'Copy or download the file again (gzip -t tests it).',
      cause: error,
    });
  }
}

async function readRows(source: ByteSource): Promise<ExpressionTable> {
  const rows = parse({ headers: false, delimiter: await delimiterOf(source) });
  // pipe() alone passes no error on: the loop below would wait for ever.
  Readable.from(decompressLines(source, longestRowBytes))
    .on('error', (error) => rows.destroy(error))
    .pipe(rows);
  const genes = new Map<string, number>();
  const geneSums = new Map<string, number>();
  const transcripts = new Map<string, number>();
  let columns: Columns | null = null;
  let line = 0;
  for await (const cells of rows) {
    const row: readonly string[] = cells;
    line += 1;
    // Skipped here and not by the reader: it would leave them uncounted, and messages would name the wrong line.
    if (row.every((cell) => cell === '') || row[0]?.startsWith('#') === true) continue;
    if (columns === null) {
      columns = readHeader(row, source.name);
      continue;
    }
    const tpm = readTpm(row[columns.tpm], source.name, line, row.length);
    if (tpm === null) continue;
    const transcript = columns.transcript === null ? '' : (row[columns.transcript] ?? '').trim();
    const ids = [columns.geneId, columns.geneName].flatMap((column) =>
      column === null ? [] : [withoutVersion((row[column] ?? '').trim())],
    );
    if (transcript !== '' && transcript !== 'NA') {
      transcripts.set(withoutVersion(transcript), tpm);
      for (const id of ids) if (id !== '') geneSums.set(id, (geneSums.get(id) ?? 0) + tpm);
    } else {
      for (const id of ids) if (id !== '') genes.set(id, tpm);
    }
  }
  if (columns === null) throw malformed(source.name, 1, 'the table is empty', 'header');
  for (const [id, sum] of geneSums) if (!genes.has(id)) genes.set(id, sum);
  return { genes, transcripts };
}

interface Columns {
  readonly geneId: number | null;
  readonly geneName: number | null;
  readonly transcript: number | null;
  readonly tpm: number;
}

function readHeader(header: readonly string[], file: string): Columns {
  const names = header.map((name) => name.trim().toLowerCase());
  const find = (wanted: readonly string[]) => {
    const index = names.findIndex((name) => wanted.includes(name));
    return index < 0 ? null : index;
  };
  const tpm = find(columnNames.tpm);
  const columns = {
    geneId: find(columnNames.geneId),
    geneName: find(columnNames.geneName),
    transcript: find(columnNames.transcript),
  };
  if (tpm === null)
    throw malformed(
      file,
      1,
      `no TPM column (one of ${columnNames.tpm.join(', ')}) among: ${header.join(', ')}`,
      'header',
    );
  if (columns.geneId === null && columns.geneName === null && columns.transcript === null) {
    throw malformed(file, 1, `no gene or transcript column among: ${header.join(', ')}`, 'header');
  }
  return { ...columns, tpm };
}

function readTpm(text: string | undefined, file: string, line: number, width: number): number | null {
  if (text === undefined) throw malformed(file, line, `the row has ${width} columns, too few`, 'tpm');
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'NA' || trimmed === '.') return null;
  const value = Number(trimmed);
  if (!Number.isFinite(value) || value < 0)
    throw malformed(file, line, `'${trimmed}' is not a TPM (a number of 0 or more)`, 'tpm');
  return value;
}

function malformed(file: string, line: number, message: string, field: string): AntigraphError {
  return new AntigraphError('EXPRESSION_MALFORMED', message, {
    at: { file, line, field },
    fix: 'Give a table with a header line, a gene_id, gene_name or transcript_id column, and a tpm column.',
  });
}

/** A tab in the header line decides; else a comma. */
async function delimiterOf(source: ByteSource): Promise<string> {
  for await (const chunk of decompressLines(source, longestRowBytes)) {
    const lines = Buffer.from(chunk).toString('utf8').split(/\r?\n/);
    const head = lines.find((line) => line !== '' && !line.startsWith('#')) ?? '';
    return head.includes('\t') || !head.includes(',') ? '\t' : ',';
  }
  return '\t';
}
