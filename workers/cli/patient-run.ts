/** One patient through the graph: what `run`, its samplesheet and `demo` share. */
import { performance } from 'node:perf_hooks';
import { packageVersion } from '../../infra/package-version.js';
import { graph } from '../../pipeline/graph.js';
import { effectiveParameters, type ParameterLayer } from '../../pipeline/parameters.js';
import type { ArtifactStore } from '../../pipeline/ports.js';
import { type LocalOutcome, runLocal } from '../../pipeline/run-local.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { RunEvent } from '../../schemas/events.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import { type ArtifactRef, type RunRequest, runIdOf } from '../../schemas/tasks.js';
import type { Workbench } from '../local/workbench.js';
import { exportsOf } from '../results/exports.js';
import { runFile } from '../results/run-file.js';
import type { Genotype } from '../submission/genotype.js';
import { predictorsOf, type RunPredictors, runRequestOf } from '../submission/run-request.js';
import { exportOutputs, prepareFolder, writeText } from './export-outputs.js';
import { digestInput, importInput } from './import-input.js';
import { eventPrinter } from './progress.js';

export interface PatientRun {
  /** Name in the samplesheet; null where the command runs one patient. */
  readonly sample: string | null;
  /** Input artifact name → path. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Input artifact name → base name for people. */
  readonly labels: Readonly<Record<string, string>>;
  readonly genotype: Genotype;
  readonly layers: readonly ParameterLayer[];
  readonly jobs: number;
  readonly out: string;
  readonly ignoreCache: boolean;
  readonly isJson: boolean;
  readonly warnings: readonly string[];
}

export interface Prepared {
  readonly request: RunRequest;
  readonly reference: ReferenceBundle | null;
  readonly predictors: RunPredictors;
}

/** Opens what the run needs and reads its inputs once: everything that can be wrong is found here, and nothing is kept yet. */
export async function prepare(
  run: Pick<PatientRun, 'inputs' | 'genotype' | 'layers'>,
  workbench: Workbench,
): Promise<Prepared> {
  const predictors = await predictorsOf(run.genotype, (mhcClass) => workbench.predictor(mhcClass));
  const reference = await workbench.reference();
  const inputs: Record<string, ArtifactRef> = {};
  for (const [name, path] of Object.entries(run.inputs)) inputs[name] = digestInput(path);
  return {
    reference,
    predictors,
    request: runRequestOf({
      inputs,
      layers: run.layers,
      reference: reference?.digest ?? null,
      predictors,
    }),
  };
}

/** Copies the inputs into the store. @throws INPUT_NOT_READABLE where a file is not the one whose digest the request states */
async function importInputs(run: PatientRun, store: ArtifactStore, request: RunRequest): Promise<void> {
  for (const [name, path] of Object.entries(run.inputs)) {
    const [kept] = (await importInput(store, path)).parts;
    if (kept?.sha256 === request.inputs[name]?.parts[0]?.sha256) continue;
    throw new AntigraphError('INPUT_NOT_READABLE', `${path} changed while it was read`, {
      at: { file: path },
      fix: 'Wait until the file is written, then run the same command again. A pipe cannot be read twice: save it to a file.',
    });
  }
}

/** Runs, writes the outputs and gives the outcome. */
export async function runPatient(
  run: PatientRun,
  workbench: Workbench,
  signal: AbortSignal,
): Promise<LocalOutcome> {
  await prepareFolder(run.out);
  const { request, reference, predictors } = await prepare(run, workbench);
  const { store } = workbench;
  const events: string[] = [];
  const print = eventPrinter({ isJson: run.isJson, sample: run.sample });
  const startedAt = performance.now();
  const onEvent = (event: RunEvent) => {
    events.push(JSON.stringify({ atMs: Math.round(performance.now() - startedAt), ...event }));
    print(event);
  };
  for (const message of run.warnings) onEvent({ event: 'warning', message });
  const record = {
    schema: 'antigraph.run/1' as const,
    id: runIdOf(request),
    request,
    labels: { ...run.labels },
  };
  // Written before anything of the patient is kept, so that a run that is killed can still be listed and deleted.
  await store.putRun({ ...record, tasks: [] });
  try {
    await importInputs(run, store, request);
    const outcome = await runLocal({
      graph,
      request,
      store,
      runner: workbench.runner(run.labels),
      jobs: run.jobs,
      ignoreCache: run.ignoreCache,
      signal,
      onEvent,
      now: () => performance.now(),
    });
    const outputs = exportsOf(graph, outcome.nodes);
    await exportOutputs(store, run.out, outputs);
    const parameters = effectiveParameters(graph, run.layers);
    await writeText(
      run.out,
      'run.json',
      runFile({
        version: packageVersion(),
        outcome,
        request,
        labels: run.labels,
        parameters,
        reference,
        predictors,
        outputs,
      }),
    );
    await store.putRun({
      ...record,
      tasks: outcome.nodes.flatMap((node) => node.tasks.map(({ key }) => ({ stage: node.stage, key }))),
    });
    return outcome;
  } catch (error) {
    const code = error instanceof AntigraphError ? error.code : 'INVARIANT_BROKEN';
    onEvent({
      event: 'run-failed',
      run: runIdOf(request),
      code,
      message: error instanceof Error ? error.message : String(error),
    });
    throw error;
  } finally {
    await store.putRunEvents(runIdOf(request), attemptName(), `${events.join('\n')}\n`);
  }
}

/** Sortable and unique per attempt on one machine. */
function attemptName(): string {
  return `${new Date().toISOString().replace(/[:.]/g, '-')}-${process.pid}`;
}

/** Does the work with a signal that Ctrl-C or a termination signal aborts; closes the workbench when it is done. */
export async function withInterrupt<T>(
  workbench: Workbench,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onSignal = () =>
    controller.abort(
      new AntigraphError('CANCELLED', 'interrupted', {
        fix: 'Run the same command again: finished tasks are not repeated.',
      }),
    );
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  try {
    return await work(controller.signal);
  } finally {
    await workbench.close();
    process.removeListener('SIGINT', onSignal);
    process.removeListener('SIGTERM', onSignal);
  }
}
