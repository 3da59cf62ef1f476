import { readHlaName } from '../../../../schemas/hla.js';
import { unreadable } from '../tool-errors.js';

/** What error messages need to know of the text being read. */
export interface TextSource {
  readonly title: string;
  readonly origin: string;
  readonly mhcClass: 'I' | 'II';
}

export interface TextRow {
  /** 1-based line of the file. */
  readonly line: number;
  readonly fields: readonly string[];
}

export interface TextTable {
  /** The lines before the header that begin with '#'. */
  readonly comments: readonly string[];
  readonly header: readonly string[];
  readonly headerLine: number;
  readonly rows: readonly TextRow[];
}

/**
 * Splits a delimited table with optional '#' lines on top; every row has as many fields as the header.
 * Quoted fields are refused: none of the columns that are read can hold a delimiter.
 * @throws TOOL_OUTPUT_UNREADABLE
 */
export function readTextTable(text: string, delimiter: ',' | '\t', source: TextSource): TextTable {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const comments = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('#') && line !== ''),
  );
  const headerLine = comments.length + 1;
  const header = (lines[comments.length] ?? '').split(delimiter);
  if (header.length < 2) throw refusal(source, 'expected a table with a header line, found none', headerLine);
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) throw refusal(source, `column '${twice}' is there twice`, headerLine);
  const rows: TextRow[] = [];
  for (const [index, content] of lines.entries()) {
    if (index < headerLine || content === '') continue;
    const line = index + 1;
    if (content.includes('"')) throw refusal(source, 'a quoted field, which is not expected', line);
    const fields = content.split(delimiter);
    if (fields.length !== header.length)
      throw refusal(
        source,
        `expected ${header.length} fields as in the header, found ${fields.length}`,
        line,
      );
    rows.push({ line, fields });
  }
  if (rows.length === 0) throw refusal(source, 'the table has no rows', headerLine);
  return { comments, header, headerLine, rows };
}

/** A TOOL_OUTPUT_UNREADABLE at a line of the source. */
export function refusal(source: TextSource, message: string, line: number, field?: string): Error {
  const at = { file: source.origin, line };
  return unreadable(source.title, message, field === undefined ? at : { ...at, field });
}

/** Index of a column that must be there. @throws TOOL_OUTPUT_UNREADABLE */
export function columnOf(table: TextTable, name: string, source: TextSource): number {
  const index = table.header.indexOf(name);
  if (index >= 0) return index;
  throw refusal(source, `expected a column '${name}', found ${table.header.join(', ')}`, table.headerLine);
}

/** A field as a peptide, as written: MixMHC2pred 1.3 means phosphorylated residues by small letters, which are other peptides. */
export function readPeptide(row: TextRow, column: number, source: TextSource): string {
  const peptide = row.fields[column] ?? '';
  if (/^[A-Za-z]+$/.test(peptide)) return peptide;
  throw refusal(source, `'${peptide}' is not a peptide`, row.line);
}

/** The closed range a number lies in if the column means what it is taken for. */
export interface NumberRange {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/** nM; no tool gives 0 or less. */
export const nanomolar: NumberRange = { name: 'an affinity in nM', low: Number.MIN_VALUE, high: 1e9 };
export const percentile: NumberRange = { name: 'a percentile rank of 0 to 100', low: 0, high: 100 };
export const fraction: NumberRange = { name: 'a number of 0 to 1', low: 0, high: 1 };

const numberPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const missing: ReadonlySet<string> = new Set(['', 'NA', 'nan', 'NaN']);

/** A number within its range; null where the tool writes NA or nan. @throws TOOL_OUTPUT_UNREADABLE */
export function readNumber(
  row: TextRow,
  column: number,
  range: NumberRange,
  table: TextTable,
  source: TextSource,
) {
  const text = row.fields[column] ?? '';
  if (missing.has(text)) return null;
  const value = numberPattern.test(text) ? Number(text) : Number.NaN;
  if (value >= range.low && value <= range.high) return value;
  throw refusal(source, `expected ${range.name}, found '${text}'`, row.line, table.header[column]);
}

/** Canonical name of an allele in any usual spelling, of the tool's class. @throws TOOL_OUTPUT_UNREADABLE */
export function readAllele(text: string, line: number, source: TextSource): string {
  const name = readHlaName(text);
  if (name.kind === 'allele' && name.mhcClass === source.mhcClass) return name.allele;
  throw refusal(source, `'${text}' is not one HLA class ${source.mhcClass} allele of two fields`, line);
}

/** readAllele for a column: a spelling is read once, for a table of millions of rows has few. */
export function alleleReader(column: number, source: TextSource): (row: TextRow) => string {
  const canonical = new Map<string, string>();
  return (row) => {
    const text = row.fields[column] ?? '';
    const allele = canonical.get(text) ?? readAllele(text, row.line, source);
    canonical.set(text, allele);
    return allele;
  };
}
