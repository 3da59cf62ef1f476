import type { ByteSource } from '../../../schemas/stage.js';
import { headText } from '../../shared/head-of.js';
import { clip, type EvidenceFile, fault, openEndNote } from '../files/evidence-file.js';
import {
  headerIn,
  isUnknown,
  listed,
  type RowVisitor,
  readTable,
  type TableHeader,
  type TableRow,
} from '../files/table.js';
import {
  type ExpressionColumns,
  type ExpressionFormat,
  expressionFormatOf,
  missingColumns,
} from './formats.js';
import { idsOf, type NamedIds } from './ids.js';
import { type ExpressionLevels, LevelSums } from './levels.js';
import { isStringTieGtf, readStringTieGtf } from './stringtie-gtf.js';

export interface ExpressionTable extends ExpressionLevels {
  readonly tool: string;
  readonly file: string;
  /** The tool, and how its values became TPM. */
  readonly source: string;
  readonly rowCount: number;
  /** What was converted or assumed, a sentence each. */
  readonly notes: readonly string[];
}

const fix =
  'Give the output of Salmon, kallisto, RSEM, StringTie, featureCounts or Cufflinks as the tool wrote it, or a table with a header line, a gene_id, gene_name or transcript_id column, and a tpm column.';

const conversions = {
  tpm: null,
  fpkm: 'FPKM became TPM: each divided by the sum of all, times a million',
  count: 'counts became TPM: each divided by its length, then by the sum of all, times a million',
} as const;

/** The tool whose expression table begins with these bytes of text; null: none. */
export function expressionToolOf(head: string): string | null {
  if (isStringTieGtf(head)) return 'StringTie';
  const header = headerIn(head);
  const format = header === null ? null : expressionFormatOf(header);
  if (format === null) return null;
  return 'refusal' in format ? 'table' : format.tool;
}

/**
 * Reads an expression table of any of the tools (docs/evidence-files.md), plain or gzip; the tool is told from the header line.
 * @throws EXPRESSION_MALFORMED with file:line and column
 */
export async function readExpressionTable(source: ByteSource): Promise<ExpressionTable> {
  const file: EvidenceFile = { source, code: 'EXPRESSION_MALFORMED', fix };
  const sums = new LevelSums();
  if (isStringTieGtf(await headText(source))) {
    const { endsWithNewline } = await readStringTieGtf(file, sums);
    return finish({
      file,
      sums,
      tool: 'StringTie',
      unit: 'tpm',
      notes: endsWithNewline ? [] : [openEndNote],
    });
  }
  let format: ExpressionFormat | null = null;
  const { endsWithNewline } = await readTable(file, (header) => {
    format = formatFor(file, header);
    const { columns } = format;
    return { needs: neededColumns(columns), visit: rowAdder(file, columns, sums) };
  });
  const { tool, columns, notes } = told(format, file);
  return finish({
    file,
    sums,
    tool,
    unit: columns.unit,
    notes: endsWithNewline ? notes : [...notes, openEndNote],
  });
}

/** The format that the table's header chose: readTable has called back by then. */
function told(format: ExpressionFormat | null, file: EvidenceFile): ExpressionFormat {
  if (format === null) throw fault(file, 1, 'the table is empty', 'header');
  return format;
}

function formatFor(file: EvidenceFile, header: TableHeader): ExpressionFormat {
  const format = expressionFormatOf(header);
  if (format === null) {
    throw fault(file, header.line, `${missingColumns(header)} among: ${listed(header)}`, 'header');
  }
  if ('refusal' in format) throw fault(file, header.line, format.refusal, 'header');
  return format;
}

function neededColumns({ geneId, transcript, value, length }: ExpressionColumns): readonly number[] {
  return [geneId, transcript, value, length].flatMap((column) => (column === null ? [] : [column]));
}

function rowAdder(file: EvidenceFile, columns: ExpressionColumns, sums: LevelSums): RowVisitor {
  let sample: string | null = null;
  return (row) => {
    if (columns.sample !== null) {
      const found = row.cell(columns.sample);
      sample ??= found;
      if (found !== sample)
        throw fault(file, row.line, `a second sample, '${clip(found)}': expected one`, 'sample');
    }
    const value = levelOf(file, row, columns);
    if (value === null) sums.unknownRows += 1;
    else sums.add(rowIds(row, columns), value);
  };
}

function rowIds(row: TableRow, { geneId, geneName, transcript }: ExpressionColumns): NamedIds {
  const cell = (column: number | null): string => {
    const text = column === null ? '' : row.cell(column);
    return isUnknown(text) ? '' : text;
  };
  const [geneText, transcriptText] = [cell(geneId), cell(transcript)];
  const gene = idsOf(geneText, 'gene');
  const own = idsOf(transcriptText, 'transcript');
  return {
    gene: gene.gene === '' ? own.gene : gene.gene,
    name: cell(geneName) || gene.name || own.name,
    // Cufflinks' gene rows repeat the gene's id as the row's own.
    transcript: transcriptText === geneText ? '' : own.transcript,
  };
}

/** The row's value, for counts per base of length; null: not known. @throws EXPRESSION_MALFORMED */
function levelOf(file: EvidenceFile, row: TableRow, columns: ExpressionColumns): number | null {
  // 'LOWDATA' is a value of few fragments; 'HIDATA' and 'FAIL' are none, though 0 may stand there.
  if (columns.status !== null && /^(?:HIDATA|FAIL)$/i.test(row.cell(columns.status))) return null;
  const value = positive(
    file,
    row,
    columns.value,
    columns.unit === 'count' ? 'count' : columns.unit.toUpperCase(),
  );
  if (columns.length === null || value === null) return value;
  const length = positive(file, row, columns.length, 'length');
  if (length === 0) throw fault(file, row.line, 'a length of 0', 'Length');
  return length === null ? null : value / length;
}

function positive(file: EvidenceFile, row: TableRow, column: number, what: string): number | null {
  const text = row.cell(column);
  if (isUnknown(text)) return null;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw fault(file, row.line, `'${clip(text)}' is not a ${what} (a number of 0 or more)`, what.toLowerCase());
}

function finish(read: {
  readonly file: EvidenceFile;
  readonly sums: LevelSums;
  readonly tool: string;
  readonly unit: ExpressionColumns['unit'];
  readonly notes: readonly string[];
}): ExpressionTable {
  const { file, sums, tool, unit } = read;
  const isRelative = unit !== 'tpm';
  const levels = sums.finish(isRelative);
  if (levels === null)
    throw fault(file, 1, `every ${unit === 'count' ? 'count' : 'FPKM'} is 0: there is no TPM`);
  const conversion = conversions[unit];
  return {
    ...levels,
    tool,
    file: file.source.name,
    source: isRelative ? `${tool}, TPM from ${unit === 'fpkm' ? 'FPKM' : 'counts and lengths'}` : tool,
    rowCount: sums.rowCount,
    notes: [
      ...(conversion === null ? [] : [conversion]),
      ...read.notes,
      ...(sums.unknownRows === 0 ? [] : [`${sums.unknownRows} rows have no value`]),
      ...sums.notes(isRelative),
    ],
  };
}
