/** Runs as WES clients see them. */
import type { z } from 'zod';
import type { RunView } from '../../../schemas/api.js';
import { AntigraphError, type ErrorKind, isErrorCode } from '../../../schemas/errors.js';
import type { RunRecord } from '../../../schemas/tasks.js';
import type { taskLogSchema, WesState, wesRunLogSchema } from './schemas.js';

/** EXECUTOR_ERROR: the workflow or its input failed; SYSTEM_ERROR: what it runs on did (WES 1.1.0, State). */
const failedState: Readonly<Record<ErrorKind, WesState>> = {
  InputError: 'EXECUTOR_ERROR',
  ResourceError: 'EXECUTOR_ERROR',
  ToolError: 'EXECUTOR_ERROR',
  CancelledError: 'CANCELED',
  TransientError: 'SYSTEM_ERROR',
  DefectError: 'SYSTEM_ERROR',
};

/** The run's state in WES' words. */
export function wesStateOf({ state, failure }: Pick<RunView, 'state' | 'failure'>): WesState {
  switch (state) {
    case 'queued':
      return 'QUEUED';
    case 'running':
      return 'RUNNING';
    case 'complete':
      return 'COMPLETE';
    case 'cancelling':
      return 'CANCELING';
    case 'cancelled':
      return 'CANCELED';
    case 'failed':
      return failedState[kindOf(failure?.code)];
  }
}

/** A code that this version does not know comes from another one's worker. */
function kindOf(code: string | undefined): ErrorKind {
  return code !== undefined && isErrorCode(code) ? new AntigraphError(code, '').kind : 'DefectError';
}

export function summaryOf(view: RunView) {
  return {
    run_id: view.id,
    state: wesStateOf(view),
    start_time: timeOf(view.submittedAtMs),
    ...(view.endedAtMs === null ? {} : { end_time: timeOf(view.endedAtMs) }),
    tags: {},
  };
}

export function tasksOf(record: RunRecord | null): z.infer<typeof taskLogSchema>[] {
  return (record?.tasks ?? []).map(({ stage, key }) => ({ id: key, name: stage, exit_code: 0 }));
}

export function runLogOf(
  view: RunView,
  record: RunRecord | null,
  outputs: readonly string[],
): z.infer<typeof wesRunLogSchema> {
  const { failure } = view;
  const exitCode = exitCodeOf(view);
  return {
    run_id: view.id,
    request: {
      workflow_params: { files: view.files, params: record?.request.params ?? {} },
      workflow_type: 'ANTIGRAPH',
      workflow_type_version: '1',
      workflow_url: 'antigraph',
      tags: {},
    },
    state: wesStateOf(view),
    run_log: {
      name: 'antigraph',
      start_time: timeOf(view.submittedAtMs),
      ...(view.endedAtMs === null ? {} : { end_time: timeOf(view.endedAtMs) }),
      ...(exitCode === null ? {} : { exit_code: exitCode }),
      ...(failure === null ? {} : { system_logs: [`${failure.code}: ${failure.message}`] }),
    },
    task_logs_url: `/ga4gh/wes/v1/runs/${view.id}/tasks`,
    outputs: Object.fromEntries(
      outputs.map((name) => [name, `/api/v1/runs/${view.id}/results/${encodeURIComponent(name)}`]),
    ),
  };
}

/** As the command line would end; null: it has not. */
function exitCodeOf({ state, failure }: RunView): number | null {
  if (state === 'complete') return 0;
  if (state === 'cancelled') return new AntigraphError('CANCELLED', '').exitCode;
  if (failure === null) return null;
  return isErrorCode(failure.code) ? new AntigraphError(failure.code, '').exitCode : 1;
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
