/** Waiting for a run of a service: its progress as `run` shows it, its files under --out, its end as an error of ours. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ProgressEvent, RunView } from '../../../schemas/api.js';
import { AntigraphError, isErrorCode } from '../../../schemas/errors.js';
import type { RunEvent } from '../../../schemas/events.js';
import type { RunId } from '../../../schemas/tasks.js';
import type { ApiClient } from '../../client/api-client.js';
import { downloadResults } from '../../client/download-results.js';
import { followRun } from '../../client/follow-run.js';
import { prepareFolder } from '../export-outputs.js';
import { type RunResult, resultIn } from '../finish.js';
import type { EventPrinter } from '../progress.js';

export interface Waiting {
  readonly print: EventPrinter;
  readonly signal: AbortSignal;
}

/** The run once it is complete. @throws the failure with its code; CANCELLED */
export async function waitForRun(api: ApiClient, run: RunId, { print, signal }: Waiting): Promise<RunView> {
  const progress = progressEvents(run, print);
  const ended = await followRun(api, run, { signal, onEvent: progress });
  if (ended.state === 'complete') return ended;
  const error = errorOf(ended);
  print({ event: 'run-failed', run, code: error.code, message: error.message });
  throw error;
}

/** Why a run that ended is not complete. */
export function errorOf({ id, state, failure }: RunView): AntigraphError {
  if (failure === null) {
    return new AntigraphError('CANCELLED', `${id} is ${state}`, {
      fix: "Hand it in again by the same 'antigraph submit': tasks that were finished are not repeated.",
    });
  }
  const { code, message, fix, stage } = failure;
  const where = stage === null ? '' : `${stage}: `;
  return new AntigraphError(isErrorCode(code) ? code : 'SERVER_ANSWER_UNREADABLE', `${where}${message}`, {
    ...(fix === null ? {} : { fix }),
    details: { run: id },
  });
}

/** The service's events as those of a run here; times of stages are taken here, where the service does not tell them. */
function progressEvents(run: RunId, print: (event: RunEvent) => void): (event: ProgressEvent) => void {
  const startedAt = new Map<string, number>();
  const begunAt = performance.now();
  let tasksRun = 0;
  let tasksCached = 0;
  return (event) => {
    switch (event.kind) {
      case 'state':
        return;
      case 'stage-started':
        startedAt.set(event.stage, performance.now());
        tasksCached += event.cached;
        return print({
          event: 'stage-started',
          stage: event.stage,
          tasks: event.tasks,
          cached: event.cached,
        });
      case 'task-finished':
        tasksRun += 1;
        return print({
          event: 'task-finished',
          stage: event.stage,
          task: '',
          cached: false,
          durationMs: event.durationMs,
        });
      case 'stage-finished': {
        // One that was in the store is finished without having begun.
        const begun = startedAt.get(event.stage);
        const durationMs = begun === undefined ? 0 : performance.now() - begun;
        return print({
          event: 'stage-finished',
          stage: event.stage,
          cached: event.cached,
          rows: {},
          durationMs,
        });
      }
      case 'ended':
        if (event.run.state === 'complete')
          print({
            event: 'run-finished',
            run,
            tasksRun,
            tasksCached,
            durationMs: performance.now() - begunAt,
          });
    }
  };
}

const rowsSchema = z.object({ rows: z.record(z.string(), z.record(z.string(), z.number())) });

/** Brings the files into the folder and tells what they say. @throws OUTPUT_NOT_WRITABLE, SERVER_UNREACHABLE, STORE_OBJECT_CORRUPT, RUN_NOT_COMPLETE */
export async function bringResults(
  api: ApiClient,
  run: RunId,
  place: { readonly out: string; readonly signal: AbortSignal },
): Promise<RunResult> {
  await prepareFolder(place.out);
  await downloadResults(api, run, place);
  const { rows } = rowsSchema.parse(JSON.parse(readFileSync(join(place.out, 'run.json'), 'utf8')));
  return resultIn(place.out, {
    ranked: rows['rank-candidates']?.['ranked'] ?? 0,
    shortlisted: rows['select-shortlist']?.['shortlist'] ?? 0,
  });
}

/** Does the work with a signal that Ctrl-C aborts; the run at the service goes on. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onSignal = () =>
    controller.abort(
      new AntigraphError('CANCELLED', 'interrupted', {
        fix: "What was handed in goes on at the service: 'antigraph status RUN' looks at it, 'antigraph cancel RUN' stops it.",
      }),
    );
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  try {
    return await work(controller.signal);
  } finally {
    process.removeListener('SIGINT', onSignal);
    process.removeListener('SIGTERM', onSignal);
  }
}
