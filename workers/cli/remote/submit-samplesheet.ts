/** `antigraph submit --samplesheet`: every patient of the sheet is handed in; with --wait each is followed, with --out brought home. */
import { join } from 'node:path';
import { AntigraphError } from '../../../schemas/errors.js';
import type { RunId } from '../../../schemas/tasks.js';
import type { ApiClient } from '../../client/api-client.js';
import { prepareFolder, writeText } from '../export-outputs.js';
import { checkFile } from '../options.js';
import { checkAnnotationSource } from '../patient-options.js';
import { eventPrinter } from '../progress.js';
import { report } from '../report-error.js';
import { type CheckedRow, checkRows, hlaOf, patientOf } from '../samplesheet/check-rows.js';
import { located, refusePatientFlags } from '../samplesheet/patient-flags.js';
import { readSamplesheet, type Samplesheet, summaryName } from '../samplesheet/read-samplesheet.js';
import { closingWords, finishedEvent, type PatientOutcome, summaryTable } from '../samplesheet/summary.js';
import { serviceOf } from './service-address.js';
import { submitPatient } from './submission.js';
import { type SubmitOptions, tellSubmitted } from './submit-options.js';
import { bringResults, untilInterrupted, waitForRun } from './wait.js';

/** Patients whose files are on their way, or whose runs are followed, at once. */
const atOnce = 4;

interface Batch {
  readonly api: ApiClient;
  readonly sheet: Samplesheet;
  readonly options: SubmitOptions;
  readonly signal: AbortSignal;
}

/** A row that was handed in, or why it was not. */
interface Submitted {
  readonly row: CheckedRow;
  readonly run: RunId | null;
  readonly error: unknown;
  readonly exitCode: number;
}

/**
 * One that is refused or fails does not stop the others. Sets the exit code: 0 if all went well, else the highest of theirs.
 * @throws SAMPLESHEET_MALFORMED, USAGE before anything is sent
 */
export async function submitSamplesheet(
  options: SubmitOptions & { readonly samplesheet: string },
): Promise<void> {
  checkFile(options.samplesheet, '--samplesheet');
  refusePatientFlags(options);
  const sheet = await readSamplesheet(options.samplesheet);
  if (!sheet.rows.some(({ useCsq }) => useCsq)) checkAnnotationSource(options);
  const rows = await checkRows(sheet, options);
  const api = serviceOf(options);
  for (const warning of sheet.warnings) process.stderr.write(`warning: ${warning}\n`);
  if (options.out !== undefined) await prepareFolder(options.out);
  await untilInterrupted(async (signal) => {
    const batch = { api, sheet, options, signal };
    const submitted = await someAtOnce(rows, (row) => submitRow(row, batch));
    const outcomes =
      options.wait === true
        ? await waitForAll(submitted, batch)
        : submitted.map((one) => ({ ...one, result: null }));
    process.exitCode = Math.max(...outcomes.map(({ exitCode }) => exitCode));
    if (signal.aborted) throw signal.reason;
  });
}

async function submitRow(row: CheckedRow, { api, sheet, options, signal }: Batch): Promise<Submitted> {
  try {
    const patient = { ...patientOf(row, { sheet, out: '', asked: options.class }), hla: hlaOf(row, sheet) };
    const view = await submitPatient(api, patient, { ...options, signal });
    tellSubmitted(view, { isJson: options.json === true, sample: row.sample });
    return { row, run: view.id, error: null, exitCode: 0 };
  } catch (error) {
    return { row, run: null, error, exitCode: told(error, row, { sheet, options }) };
  }
}

async function waitForAll(submitted: readonly Submitted[], batch: Batch): Promise<readonly PatientOutcome[]> {
  const { out, json } = batch.options;
  const outcomes = await someAtOnce(submitted, async (one) => {
    const outcome = await waitForRow(one, batch);
    if (json === true) process.stdout.write(`${JSON.stringify(finishedEvent(outcome))}\n`);
    else if (outcome.error === null) process.stderr.write(`${one.row.sample} ${one.run} complete\n`);
    return outcome;
  });
  if (out !== undefined) await writeText(out, summaryName, summaryTable(outcomes));
  if (json !== true)
    process.stderr.write(closingWords(outcomes, out === undefined ? null : join(out, summaryName)));
  return outcomes;
}

async function waitForRow(one: Submitted, batch: Batch): Promise<PatientOutcome> {
  const { row, run } = one;
  const { api, options, signal } = batch;
  if (run === null) return { ...one, result: null };
  const isJson = options.json === true;
  // On a terminal the lines of several would be drawn over each other.
  const print = isJson ? eventPrinter({ isJson, sample: row.sample }) : () => {};
  try {
    await waitForRun(api, run, { print, signal });
    const out = options.out === undefined ? null : join(options.out, row.folder);
    const result = out === null ? null : await bringResults(api, run, { out, signal });
    const fault = result?.fault ?? null;
    return { row, result, error: fault, exitCode: fault === null ? 0 : told(fault, row, batch) };
  } catch (error) {
    return { row, result: null, error, exitCode: told(error, row, batch) };
  }
}

function told(error: unknown, row: CheckedRow, { sheet, options }: Pick<Batch, 'sheet' | 'options'>): number {
  const at = { file: sheet.file, line: row.line };
  const isInterrupted = error instanceof AntigraphError && error.code === 'CANCELLED';
  return isInterrupted ? error.exitCode : report(located(error, at), options.debug === true);
}

/** Results in the items' order. */
async function someAtOnce<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const rest = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of rest) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  return results;
}
