/** A run as callers see it, put together from what the store has of it. */
import type { TenantStore } from '../../../pipeline/ports.js';
import type { RunView } from '../../../schemas/api.js';
import { AntigraphError } from '../../../schemas/errors.js';
import type { TenantId } from '../../../schemas/service.js';
import type { RunId } from '../../../schemas/tasks.js';
import { type RunAttempt, runJournal, stateOf } from '../../service/run-journal.js';
import { readSubmitted } from './submitted.js';

/** What never changes of a run that is there: asked for at every poll, read once. */
interface Fixed {
  readonly files: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}
const fixed = new WeakMap<TenantStore, Map<RunId, Fixed>>();
const mostFixed = 5000;

/** null: there is no such run of this tenant. */
export async function viewRun(tenant: TenantId, store: TenantStore, run: RunId): Promise<RunView | null> {
  const attempt = await runJournal(tenant, store).latest(run);
  return attempt === null ? null : viewOf(run, attempt, await fixedOf(store, run));
}

/** @throws RUN_UNKNOWN, also for another tenant's */
export async function existingRun(tenant: TenantId, store: TenantStore, run: RunId): Promise<RunView> {
  const view = await viewRun(tenant, store, run);
  if (view !== null) return view;
  throw unknownRun(run);
}

export function unknownRun(run: string): AntigraphError {
  return new AntigraphError('RUN_UNKNOWN', `there is no run ${run}`, {
    fix: 'GET /api/v1/runs lists those there are.',
  });
}

function viewOf(run: RunId, attempt: RunAttempt, { files, warnings }: Fixed): RunView {
  const { submission, verdict } = attempt;
  const outcome = verdict?.outcome ?? null;
  return {
    id: run,
    state: stateOf(attempt),
    attempt: attempt.attempt,
    submittedAtMs: submission.submittedAtMs,
    submittedBy: submission.submittedBy,
    endedAtMs: verdict?.endedAtMs ?? null,
    priority: submission.priority,
    files: { ...files },
    warnings: [...warnings],
    failure: outcome?.kind === 'failed' ? { ...outcome.failure, stage: outcome.stage } : null,
  };
}

async function fixedOf(store: TenantStore, run: RunId): Promise<Fixed> {
  const known = fixed.get(store) ?? new Map<RunId, Fixed>();
  fixed.set(store, known);
  const found = known.get(run);
  if (found !== undefined) return found;
  const [record, submitted] = await Promise.all([
    store.artifacts.getRun(run),
    readSubmitted(store.documents, run),
  ]);
  const read = { files: record?.labels ?? {}, warnings: submitted?.warnings ?? [] };
  const [oldest] = known.keys();
  if (known.size >= mostFixed && oldest !== undefined) known.delete(oldest);
  if (record !== null) known.set(run, read);
  return read;
}

/** Forgets what is remembered of a run that was deleted. */
export function forgetRun(store: TenantStore, run: RunId): void {
  fixed.get(store)?.delete(run);
}
