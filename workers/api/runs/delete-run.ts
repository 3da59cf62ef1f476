import type { TenantStore } from '../../../pipeline/ports.js';
import { runSubmissionSchema, type TenantId } from '../../../schemas/service.js';
import type { RunId } from '../../../schemas/tasks.js';
import { runInProgress } from '../problem.js';
import { removeFromIndex } from './run-index.js';
import { existingRun, forgetRun, unknownRun } from './run-view.js';
import { forgetMissing } from './uploads.js';

export interface Deleted {
  readonly taskCount: number;
  readonly objectCount: number;
  readonly sizeBytes: number;
}

/** Removes the run, its results, and its files unless another run reads them. @throws RUN_UNKNOWN, RUN_IN_PROGRESS */
export async function deleteRun(tenant: TenantId, store: TenantStore, run: RunId): Promise<Deleted> {
  const { state } = await existingRun(tenant, store, run);
  if (!['complete', 'failed', 'cancelled'].includes(state)) throw runInProgress(run, state);
  const record = await store.artifacts.getRun(run);
  const times = await submissionTimes(store, run);
  const removed = await store.artifacts.deleteRun(run);
  forgetRun(store, run);
  // Last, so that a deletion that was cut short can be found and asked for again.
  for (const time of times) await removeFromIndex(store.documents, run, time);
  const inputs = Object.values(record?.request.inputs ?? {}).flatMap(({ parts }) => parts);
  await forgetMissing(
    store,
    inputs.map(({ sha256 }) => sha256),
  );
  if (removed === null) throw unknownRun(run);
  return removed;
}

/** When each attempt was handed in. */
async function submissionTimes({ documents }: TenantStore, run: RunId): Promise<readonly number[]> {
  const names = await documents.list(`runs/${run}/attempts/`);
  const texts = await Promise.all(
    names.filter((name) => name.endsWith('.submission.json')).map((name) => documents.get(name)),
  );
  return texts.flatMap((text) => {
    const parsed = runSubmissionSchema.safeParse(text === null ? null : JSON.parse(text));
    return parsed.success ? [parsed.data.submittedAtMs] : [];
  });
}
