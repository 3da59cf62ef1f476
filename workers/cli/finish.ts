import { join } from 'node:path';
import type { LocalOutcome } from '../../pipeline/run-local.js';
import { AntigraphError } from '../../schemas/errors.js';
import { rowCountOf } from '../../schemas/tasks.js';
import type { PatientRun } from './patient-run.js';
import { tableRows } from './run-outputs.js';

/** Share of the file's alleles that may be lost to faults in the data (not to biology or filters) before the run ends with exit code 6. */
const omissionLimit = 0.5;

/** Codes that say the data could not be used, as against: was used and gave nothing. */
const faultCodes = new Set([
  'RECORD_MALFORMED',
  'REF_MISMATCH',
  'CONTIG_UNKNOWN',
  'POSITION_OUT_OF_RANGE',
  'ALLELE_IUPAC',
  'NO_ANNOTATION',
  'TRANSCRIPT_REFERENCE_MISMATCH',
  'TRANSCRIPT_UNKNOWN',
  'PROTEIN_UNKNOWN',
  'CDS_INVALID',
  'NOT_PREDICTED',
]);

/** What a finished run gave. */
export interface RunResult {
  readonly alleles: number;
  readonly ranked: number;
  readonly shortlisted: number;
  /** First antigen of the shortlist; null: the shortlist is empty. */
  readonly top: { readonly gene: string; readonly peptide: string; readonly allele: string } | null;
  /** Too much was lost to faults in the data: the outputs are written, the command ends with exit code 6. */
  readonly fault: AntigraphError | null;
}

/** Tells what came out and where it lies. @throws OMISSIONS_PAST_LIMIT if too much was lost to faults */
export async function finish(run: PatientRun, outcome: LocalOutcome): Promise<void> {
  const { fault } = await conclude(run, outcome);
  if (fault !== null) throw fault;
}

/** Tells what came out and where it lies, and gives it in figures. */
export async function conclude(run: PatientRun, outcome: LocalOutcome): Promise<RunResult> {
  const result = resultIn(run.out, {
    ranked: rowCount(outcome, 'rank-candidates', 'ranked'),
    shortlisted: rowCount(outcome, 'select-shortlist', 'shortlist'),
  });
  const done =
    outcome.tasksRun === 0
      ? 'nothing had changed, every result came from the store'
      : `${outcome.tasksRun} tasks run, ${outcome.tasksCached} from the store`;
  if (!run.isJson) tellResult(result, { out: run.out, done });
  return result;
}

/** Figures of a run in words on stderr, and where its report is. */
export function tellResult(
  result: RunResult,
  { out, done }: { readonly out: string; readonly done: string },
): void {
  const { alleles, ranked, shortlisted } = result;
  process.stderr.write(
    `${alleles} alleles in, ${ranked} ranked, ${shortlisted} on the shortlist (${done})\n`,
  );
  if (shortlisted === 0)
    process.stderr.write(
      `no antigen on the shortlist: ${join(out, 'ledger.tsv')} tells why for every allele\n`,
    );
  process.stderr.write(`report: ${join(out, 'report.html')}\n`);
}

/** What the files of a finished run in a folder say. */
export function resultIn(
  out: string,
  counts: { readonly ranked: number; readonly shortlisted: number },
): RunResult {
  const ledger = ledgerCounts(join(out, 'ledger.tsv'));
  const isPastLimit = ledger.alleles > 0 && ledger.faults / ledger.alleles > omissionLimit;
  return {
    alleles: ledger.alleles,
    ...counts,
    top: topAntigen(out),
    fault: isPastLimit ? pastLimit(out, ledger) : null,
  };
}

function pastLimit(
  out: string,
  ledger: { readonly alleles: number; readonly faults: number },
): AntigraphError {
  return new AntigraphError(
    'OMISSIONS_PAST_LIMIT',
    `${ledger.faults} of ${ledger.alleles} alleles could not be used`,
    {
      fix: `The outputs are written, but rest on a minority of the file. ${join(out, 'ledger.tsv')} names the cause of each; usual: wrong reference, or an annotation without the needed columns.`,
    },
  );
}

function rowCount(outcome: LocalOutcome, stage: string, output: string): number {
  const ref = outcome.nodes.find((node) => node.stage === stage)?.outputs[output];
  return ref === undefined ? 0 : rowCountOf(ref);
}

function topAntigen(folder: string): RunResult['top'] {
  const [first] = tableRows(join(folder, 'shortlist.tsv'));
  if (first === undefined) return null;
  return {
    gene: first['gene'] ?? 'NA',
    peptide: first['best_peptide'] ?? 'NA',
    allele: first['best_allele'] ?? 'NA',
  };
}

function ledgerCounts(path: string): { readonly alleles: number; readonly faults: number } {
  let [alleles, faults] = [0, 0];
  for (const { code = '' } of tableRows(path)) {
    alleles += 1;
    if (faultCodes.has(code)) faults += 1;
  }
  return { alleles, faults };
}
