import { existsSync, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { AntigraphError, type InputLocation } from '../../../schemas/errors.js';
import { headOf } from '../../../stages/shared/head-of.js';
import type { ClassChoice } from '../../submission/genotype.js';
import { otherFiles } from '../../submission/patient-files.js';
import { readGenotype } from '../genotype.js';
import { type InputKind, inputKinds, kindOf, readingError, sourceOf } from '../input-kind.js';
import { checkFile } from '../options.js';
import { checkAnnotationSource, type PatientRequest } from '../patient-options.js';
import { malformed } from './columns.js';
import { isAddress, type Samplesheet, type SheetRow } from './read-samplesheet.js';

/** A row that may run, or the reason why it does not. */
export interface CheckedRow extends SheetRow {
  /** Name of the folder: the sample's; with the class behind it where a row of the other class has that one. */
  readonly folder: string;
  readonly refusal: AntigraphError | null;
}

/**
 * Tells which rows can run: a known class, a VCF by content, a source of consequences. nf-core/epitopeprediction's sheets name a patient once
 * per kind of file and once per class, so a name may stand again in a row that is refused, or in one of another class, which gets a folder of
 * its own; else twice among those that run would be two patients in one folder.
 * @throws SAMPLESHEET_MALFORMED for such a name
 */
export async function checkRows(
  sheet: Samplesheet,
  options: { readonly reference?: string; readonly useCsq?: boolean },
): Promise<readonly CheckedRow[]> {
  const rows: CheckedRow[] = [];
  const lineOf = new Map<string, number>();
  const classesOf = new Map<string, readonly (string | null)[]>();
  for (const given of sheet.rows) {
    const row = { ...given, useCsq: given.useCsq || options.useCsq === true };
    const refusal = await refusalOf(row, sheet, options.reference);
    // Without case: some file systems would take two such names for one folder.
    const name = row.sample.toLowerCase();
    const classes = classesOf.get(name) ?? [];
    const isOtherClass = classes.length > 0 && row.mhcClass !== null && !classes.includes(row.mhcClass);
    const folder = isOtherClass ? `${row.sample}-class-${row.mhcClass}` : row.sample;
    rows.push({ ...row, folder, refusal });
    if (refusal !== null) continue;
    classesOf.set(name, [...classes, row.mhcClass]);
    const earlier = lineOf.get(folder.toLowerCase());
    if (earlier !== undefined) {
      const at = { file: sheet.file, line: row.line };
      throw malformed(at, `sample '${row.sample}' stands in line ${earlier} already`, 'sample');
    }
    lineOf.set(folder.toLowerCase(), row.line);
  }
  return rows;
}

async function refusalOf(
  row: SheetRow,
  sheet: Samplesheet,
  reference: string | undefined,
): Promise<AntigraphError | null> {
  const at = { file: sheet.file, line: row.line };
  if (row.mhcClass !== null && !isClass(row.mhcClass)) {
    return new AntigraphError(
      'PREDICTOR_UNKNOWN',
      `mhc_class ${row.mhcClass}: only human class I and II can be predicted`,
      {
        at: { ...at, field: 'mhc_class' },
        fix: 'Leave the row out, or write I, II or both; an empty cell takes the classes that have alleles.',
      },
    );
  }
  if (isAddress(row.vcf)) {
    return malformed(at, 'the file is a network address; nothing is fetched while a run is at work', 'vcf');
  }
  try {
    checkCell(row.vcf, { ...at, field: 'vcf' });
    for (const { option, column } of otherFiles) {
      const path = row[option];
      if (path !== undefined) checkCell(path, { ...at, field: column });
    }
    const kind = kindOf(await headOf(sourceOf(row.vcf)));
    if (isOtherKind(kind)) {
      return malformed(at, `expected a VCF, found ${inputKinds[kind]}: only variants can be run`, 'vcf');
    }
    checkAnnotationSource(reference === undefined ? row : { ...row, reference });
    return null;
  } catch (error) {
    return readingError(error, row.vcf);
  }
}

function isClass(text: string): text is ClassChoice {
  return text === 'I' || text === 'II' || text === 'both';
}

/** Throws unless the cell names a file. @throws INPUT_NOT_FOUND, INPUT_NOT_READABLE at the row */
function checkCell(path: string, at: InputLocation & { readonly field: string }): void {
  try {
    checkFile(path, at.field);
  } catch (error) {
    if (!(error instanceof AntigraphError)) throw error;
    throw new AntigraphError(error.code, error.message, {
      at,
      fix: 'Correct the cell: the path of a file, absolute or from the folder of the samplesheet.',
      cause: error,
    });
  }
}

/** What is unknown is left to the VCF's own reader, which says what is wrong with it. */
function isOtherKind(kind: InputKind): boolean {
  return !['vcf', 'bcf', 'maf', 'unknown'].includes(kind);
}

/** What the row asks for; `asked` by --class, which goes before the row's own class. @throws its refusal; HLA_MALFORMED, HLA_EMPTY, INPUT_NOT_FOUND */
export function patientOf(
  row: CheckedRow,
  place: { readonly sheet: Samplesheet; readonly out: string; readonly asked: ClassChoice | undefined },
): PatientRequest & { readonly class?: ClassChoice } {
  if (row.refusal !== null) throw row.refusal;
  const hla = hlaOf(row, place.sheet);
  const asked = place.asked ?? (row.mhcClass !== null && isClass(row.mhcClass) ? row.mhcClass : undefined);
  const ofClass = asked === undefined ? {} : { class: asked };
  const genotype = readGenotype({
    ...('file' in hla ? { hlaFile: hla.file } : { hla: hla.names }),
    ...ofClass,
  });
  return { ...row, genotype, out: place.out, ...ofClass };
}

/** What the cell of the genotype is: alleles, or the path of a file. @throws INPUT_NOT_FOUND, INPUT_NOT_READABLE */
export function hlaOf(
  row: SheetRow,
  sheet: Samplesheet,
): { readonly names: string } | { readonly file: string } {
  const path = isAbsolute(row.hla) ? row.hla : resolve(sheet.folder, row.hla);
  const isFile = (existsSync(path) && statSync(path).isFile()) || looksLikePath(row.hla);
  if (!isFile) return { names: row.hla };
  checkCell(path, { file: sheet.file, line: row.line, field: 'hla' });
  return { file: path };
}

/** The '/' of class II pairs (DPA1*01:03/DPB1*04:01) stands beside a '*', which no path holds. */
function looksLikePath(cell: string): boolean {
  return !cell.includes('*') && (/[\\/]/.test(cell) || /\.(?:txt|tsv|csv|json)$/i.test(cell));
}
