/** What became of the patients of a samplesheet: samples.tsv, events, closing words. */
import { AntigraphError } from '../../../schemas/errors.js';
import { eventSchemaVersion } from '../../../schemas/events.js';
import { tsvLine } from '../../../stages/shared/tsv.js';
import type { RunResult } from '../finish.js';
import type { SheetRow } from './read-samplesheet.js';

/** What became of one row. */
export interface PatientOutcome {
  readonly row: SheetRow;
  /** null: it failed before it was finished. */
  readonly result: RunResult | null;
  /** null: done. */
  readonly error: unknown;
  readonly exitCode: number;
}

function statusOf({ result, error }: PatientOutcome): 'done' | 'incomplete' | 'failed' {
  if (error === null) return 'done';
  return result === null ? 'failed' : 'incomplete';
}

function codeOf({ error }: PatientOutcome): string | null {
  if (error === null) return null;
  return error instanceof AntigraphError ? error.code : 'INVARIANT_BROKEN';
}

/** The event a patient ends with under --json. */
export function finishedEvent(outcome: PatientOutcome) {
  const { row, result } = outcome;
  return {
    schema: eventSchemaVersion,
    sample: row.sample,
    event: 'sample-finished',
    row: row.line,
    status: statusOf(outcome),
    alleles: result?.alleles ?? null,
    ranked: result?.ranked ?? null,
    shortlisted: result?.shortlisted ?? null,
    top: result?.top ?? null,
    code: codeOf(outcome),
  };
}

/** Columns of samples.tsv. */
export const sampleColumns = [
  'sample',
  'row',
  'status',
  'alleles',
  'ranked',
  'shortlisted',
  'top_gene',
  'top_peptide',
  'top_allele',
  'code',
] as const;

/** samples.tsv: a line per row of the sheet, in its order. */
export function summaryTable(outcomes: readonly PatientOutcome[]): string {
  const lines = outcomes.map((outcome) => {
    const { row, result } = outcome;
    const top = result?.top ?? null;
    return tsvLine([
      row.sample,
      row.line,
      statusOf(outcome),
      result?.alleles ?? null,
      result?.ranked ?? null,
      result?.shortlisted ?? null,
      top?.gene ?? null,
      top?.peptide ?? null,
      top?.allele ?? null,
      codeOf(outcome),
    ]);
  });
  return [tsvLine(sampleColumns), ...lines].join('');
}

/** How many are done, and which are not and why. `summary` is the path of samples.tsv; null: there is none. */
export function closingWords(outcomes: readonly PatientOutcome[], summary: string | null): string {
  const others = outcomes.filter((outcome) => outcome.error !== null);
  const done = `${outcomes.length - others.length} of ${outcomes.length} patients done`;
  const rest = others.map((outcome) => `${outcome.row.sample} ${codeOf(outcome)}`).join(', ');
  return `\n${done}${others.length === 0 ? '' : `; not: ${rest}`}\n${summary === null ? '' : `summary: ${summary}\n`}`;
}
