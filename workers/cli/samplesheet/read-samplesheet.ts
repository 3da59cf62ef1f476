import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { parseString } from 'fast-csv';
import { AntigraphError } from '../../../schemas/errors.js';
import { type OtherFiles, otherFiles } from '../../submission/patient-files.js';
import { labelOf } from '../options.js';
import { type Column, type Header, malformed, type Place, readHeader } from './columns.js';

/** One patient of the sheet; paths are made absolute, empty cells are left out. */
export interface SheetRow extends OtherFiles<string> {
  /** Line of the sheet, the header is 1. */
  readonly line: number;
  readonly sample: string;
  readonly vcf: string;
  /** Alleles, or the path of a file that lists them. */
  readonly hla: string;
  /** As the sheet has it; null where it says nothing. */
  readonly mhcClass: string | null;
  readonly purity?: string;
  readonly tumorSample?: string;
  readonly normalSample?: string;
  readonly useCsq: boolean;
}

export interface Samplesheet {
  /** Base name, for messages. */
  readonly file: string;
  readonly folder: string;
  readonly rows: readonly SheetRow[];
  readonly warnings: readonly string[];
}

/** A name that is a folder everywhere: no separator, not hidden, no option. */
const samplePattern = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/** The table of all patients, beside their folders. */
export const summaryName = 'samples.tsv';

/**
 * Reads a samplesheet, tab- or comma-separated with a header line. Relative paths are relative to the sheet's folder.
 * @throws SAMPLESHEET_MALFORMED with row and column
 */
export async function readSamplesheet(path: string): Promise<Samplesheet> {
  const folder = dirname(resolve(path));
  return parseSamplesheet(readFileSync(path, 'utf8'), { file: labelOf(path), folder });
}

/** The same for a sheet's text. */
export async function parseSamplesheet(
  content: string,
  place: { readonly file: string; readonly folder: string },
): Promise<Samplesheet> {
  const text = content.replace(/^\uFEFF/, '');
  const [first = ''] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const rows: SheetRow[] = [];
  const warnings: string[] = [];
  let header: Header | null = null;
  let line = 0;
  for await (const row of recordsOf(text, first.includes('\t') ? '\t' : ',', place.file)) {
    line += 1;
    if (row.every((cell) => cell.trim() === '')) continue;
    if (header === null) {
      header = readHeader(row, { file: place.file, line });
      warnings.push(...header.warnings);
    } else rows.push(readRow(row, header, { ...place, line }));
  }
  if (header === null || rows.length === 0) {
    throw malformed({ file: place.file, line }, 'the samplesheet names no patient', null);
  }
  return { ...place, rows, warnings };
}

async function* recordsOf(text: string, delimiter: string, file: string): AsyncGenerator<readonly string[]> {
  let line = 0;
  try {
    for await (const cells of parseString(text, { headers: false, delimiter })) {
      line += 1;
      yield cells;
    }
  } catch (cause) {
    if (cause instanceof AntigraphError) throw cause;
    throw malformed({ file, line: line + 1 }, 'the row cannot be read: a quote is left open', null);
  }
}

function readRow(
  cells: readonly string[],
  header: Header,
  place: Place & { readonly folder: string },
): SheetRow {
  const { file, line, folder } = place;
  const at = { file, line };
  if (cells.length !== header.width) {
    throw malformed(at, `the row has ${cells.length} cells, the header ${header.width}`, null);
  }
  const cell = (column: Column): string => {
    const index = header.indexOf.get(column);
    return index === undefined ? '' : (cells[index] ?? '').trim();
  };
  for (const column of ['sample', 'vcf', 'hla'] as const) {
    if (cell(column) === '') throw malformed(at, `the cell '${column}' is empty`, column);
  }
  const path = (column: Column) => (isAbsolute(cell(column)) ? cell(column) : resolve(folder, cell(column)));
  const optional = <C extends Column>(column: C, value: string) =>
    cell(column) === '' ? {} : { [column]: value };
  return {
    line,
    sample: checkSample(cell('sample'), at),
    vcf: isAddress(cell('vcf')) ? cell('vcf') : path('vcf'),
    hla: cell('hla'),
    mhcClass: cell('mhcClass') === '' ? null : cell('mhcClass'),
    useCsq: readClaim(cell('useCsq'), at),
    ...otherFilesOf((column) => (cell(column) === '' ? null : path(column))),
    ...optional('purity', cell('purity')),
    ...optional('tumorSample', cell('tumorSample')),
    ...optional('normalSample', cell('normalSample')),
  };
}

function otherFilesOf(pathOf: (column: Column) => string | null): OtherFiles<string> {
  const files: Partial<Record<keyof OtherFiles<string>, string>> = {};
  for (const { option } of otherFiles) {
    const path = pathOf(option);
    if (path !== null) files[option] = path;
  }
  return files;
}

/** Whether a cell is a network address and not a path. */
export function isAddress(cell: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(cell);
}

function checkSample(name: string, at: Place): string {
  if (samplePattern.test(name) && name.toLowerCase() !== summaryName) return name;
  const why =
    name.toLowerCase() === summaryName
      ? 'is the name of the summary table'
      : 'cannot name a folder: only letters, digits, . _ and - are taken, and . or - not in front';
  throw malformed(at, `sample '${name}' ${why}`, 'sample');
}

function readClaim(cell: string, at: Place): boolean {
  if (/^(?:true|yes|1)$/i.test(cell)) return true;
  if (/^(?:|false|no|0)$/i.test(cell)) return false;
  throw malformed(at, `use_csq is yes or no, found '${cell}'`, 'use_csq');
}
