/** The columns of a samplesheet. */
import { AntigraphError } from '../../../schemas/errors.js';
import { nearest } from '../../../schemas/nearest.js';

/** What is read → the names a column may have: ours first, then that of nf-core/epitopeprediction's sheet. */
const columnNames = {
  sample: ['sample'],
  vcf: ['vcf', 'filename'],
  hla: ['hla', 'alleles'],
  mhcClass: ['mhc_class'],
  expression: ['expression'],
  germlineVcf: ['germline_vcf'],
  fusions: ['fusions'],
  junctions: ['junctions'],
  antigens: ['antigens'],
  rnaCounts: ['rna_counts'],
  copyNumber: ['copy_number'],
  hlaLoss: ['hla_loss'],
  decisions: ['decisions'],
  knownEpitopes: ['known_epitopes'],
  drivers: ['drivers'],
  normalExpression: ['normal_expression'],
  purity: ['purity'],
  tumorSample: ['tumor_sample'],
  normalSample: ['normal_sample'],
  useCsq: ['use_csq'],
} as const;
export type Column = keyof typeof columnNames;

/** A line of the sheet. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Where each column stands. */
export interface Header {
  readonly width: number;
  readonly indexOf: ReadonlyMap<Column, number>;
  readonly warnings: readonly string[];
}

/** Finds the columns in the header line. @throws SAMPLESHEET_MALFORMED where one that is needed is missing, or two say the same */
export function readHeader(cells: readonly string[], at: Place): Header {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const indexOf = new Map<Column, number>();
  for (const [column, synonyms] of columnEntries()) {
    const found = names.flatMap((name, index) =>
      synonyms.some((synonym) => synonym === name) ? [index] : [],
    );
    const [index, second] = found;
    if (second !== undefined) {
      throw malformed(
        at,
        `two columns say the same: ${found.map((each) => names[each]).join(', ')}`,
        'header',
      );
    }
    if (index !== undefined) indexOf.set(column, index);
  }
  for (const column of ['sample', 'vcf', 'hla'] as const) {
    if (indexOf.has(column)) continue;
    const wanted = columnNames[column].join("' or '");
    throw malformed(at, `there is no column '${wanted}' among: ${cells.join(', ')}`, 'header');
  }
  const known = columnEntries().flatMap(([, synonyms]) => [...synonyms]);
  const warnings = names
    .filter((name) => name !== '' && !known.includes(name))
    .map(
      (name) => `${at.file}: the column '${name}' is not read (nearest: ${nearest(name, known, 1).join()})`,
    );
  return { width: cells.length, indexOf, warnings };
}

function columnEntries(): readonly (readonly [Column, readonly string[]])[] {
  const isColumn = (name: string): name is Column => Object.hasOwn(columnNames, name);
  return Object.keys(columnNames)
    .filter(isColumn)
    .map((column) => [column, columnNames[column]]);
}

/** A fault of the sheet at a row. */
export function malformed(at: Place, message: string, field: string | null): AntigraphError {
  return new AntigraphError('SAMPLESHEET_MALFORMED', message, {
    at: { ...at, ...(field === null ? {} : { field }) },
    fix: 'Give CSV or TSV with a header line: sample, vcf, hla; optional expression, germline_vcf, fusions, junctions, antigens, rna_counts, copy_number, hla_loss, decisions, known_epitopes, drivers, normal_expression, purity, tumor_sample, normal_sample, use_csq.',
  });
}
