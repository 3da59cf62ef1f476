/** `antigraph run --samplesheet`: the patients one after the other on one workbench, each into its own folder. */
import { join } from 'node:path';
import type { ConsensusMethod } from '../../../infra/predictors/external/index.js';
import { predictorsFor } from '../../local/open-predictor.js';
import { openWorkbench, type Workbench } from '../../local/workbench.js';
import { checkedParameters } from '../../submission/check-parameters.js';
import type { ClassChoice } from '../../submission/genotype.js';
import { dryRun } from '../dry-run.js';
import { prepareFolder, writeText } from '../export-outputs.js';
import { conclude } from '../finish.js';
import { checkFile, settingsOf } from '../options.js';
import { checkAnnotationSource, patientRun, type SharedOptions } from '../patient-options.js';
import { runPatient, withInterrupt } from '../patient-run.js';
import { report } from '../report-error.js';
import { type CheckedRow, checkRows, patientOf } from './check-rows.js';
import { located, refusePatientFlags } from './patient-flags.js';
import { readSamplesheet, type Samplesheet, summaryName } from './read-samplesheet.js';
import { closingWords, finishedEvent, type PatientOutcome, summaryTable } from './summary.js';

export interface SamplesheetOptions extends SharedOptions {
  readonly samplesheet: string;
  readonly reference?: string;
  readonly useCsq?: boolean;
  readonly out: string;
  readonly class?: ClassChoice;
  readonly predictor?: string;
  readonly consensus?: ConsensusMethod;
  readonly dryRun?: boolean;
}

/**
 * Runs every patient of the sheet; one that fails does not stop the others. Writes samples.tsv and sets the exit code: 0 if all are
 * done, else the highest of theirs. @throws SAMPLESHEET_MALFORMED, USAGE and what no patient could do without, before anything runs
 */
export async function runSamplesheet(options: SamplesheetOptions): Promise<void> {
  checkFile(options.samplesheet, '--samplesheet');
  refusePatientFlags(options);
  const sheet = await readSamplesheet(options.samplesheet);
  if (!sheet.rows.some(({ useCsq }) => useCsq)) checkAnnotationSource(options);
  const rows = await checkRows(sheet, options);
  const { location, layers } = settingsOf({
    execution: options,
    paramsFile: options.params,
    assignments: options.set,
    flags: {},
  });
  const workbench = await openWorkbench({
    store: location,
    locations: { reference: options.reference ?? null, predictors: await predictorsFor(options) },
  });
  // Now: what is wrong with these is wrong for every patient.
  checkedParameters(layers);
  if (options.predictor !== undefined)
    for (const mhcClass of ['I', 'II'] as const) await workbench.predictor(mhcClass);
  await workbench.reference();
  for (const warning of sheet.warnings) process.stderr.write(`warning: ${warning}\n`);
  if (options.dryRun !== true) await prepareFolder(options.out);
  const outcomes = await withInterrupt(workbench, (signal) =>
    runRows(rows, { sheet, options, workbench, signal }),
  );
  process.exitCode = Math.max(...outcomes.map(({ exitCode }) => exitCode));
  if (options.dryRun === true) return;
  await writeText(options.out, summaryName, summaryTable(outcomes));
  if (options.json !== true) process.stderr.write(closingWords(outcomes, join(options.out, summaryName)));
}

interface Batch {
  readonly sheet: Samplesheet;
  readonly options: SamplesheetOptions;
  readonly workbench: Workbench;
  readonly signal: AbortSignal;
}

async function runRows(rows: readonly CheckedRow[], batch: Batch): Promise<readonly PatientOutcome[]> {
  const outcomes: PatientOutcome[] = [];
  for (const [index, row] of rows.entries()) {
    if (batch.options.json !== true)
      process.stderr.write(
        `${row.sample} (${index + 1} of ${rows.length}, ${batch.sheet.file}:${row.line})\n`,
      );
    const outcome = await runRow(row, batch);
    outcomes.push(outcome);
    // Each time, so that a command that is killed leaves a table of what is done.
    if (batch.options.dryRun !== true)
      await writeText(batch.options.out, summaryName, summaryTable(outcomes));
    if (batch.options.json === true && batch.options.dryRun !== true)
      process.stdout.write(`${JSON.stringify(finishedEvent(outcome))}\n`);
    if (batch.signal.aborted) {
      const cancelled = { result: null, error: batch.signal.reason, exitCode: outcome.exitCode };
      return [...outcomes, ...rows.slice(index + 1).map((rest) => ({ row: rest, ...cancelled }))];
    }
  }
  return outcomes;
}

async function runRow(
  row: CheckedRow,
  { sheet, options, workbench, signal }: Batch,
): Promise<PatientOutcome> {
  const at = { file: sheet.file, line: row.line };
  try {
    const request = patientOf(row, {
      sheet,
      out: join(options.out, row.folder),
      asked: options.class,
    });
    const { run } = patientRun(request, options);
    if (options.dryRun === true) {
      await dryRun(run, workbench);
      return { row, result: null, error: null, exitCode: 0 };
    }
    const result = await conclude(run, await runPatient(run, workbench, signal));
    if (result.fault === null) return { row, result, error: null, exitCode: 0 };
    return { row, result, error: result.fault, exitCode: report(result.fault, options.debug === true) };
  } catch (error) {
    // The others are still wanted: what stopped this one is told now, in the summary and by the exit code.
    return { row, result: null, error, exitCode: report(located(error, at), options.debug === true) };
  }
}
