/** The end of an attempt: what it leaves in the store, who is told, and what is no longer to be done. */
import type { Control } from '../../infra/queue/control.js';
import { countEndedRun } from '../../infra/queue/usage.js';
import type { DoneNode } from '../../pipeline/run-local.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { RunEvent } from '../../schemas/events.js';
import type { RunSubmission, RunVerdict } from '../../schemas/service.js';
import type { RunContext } from './run-contexts.js';
import { queueWebhook } from './webhook-queue.js';

interface EndRunParts {
  readonly control: Control;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What ends a run. */
export interface RunFailure {
  readonly stage: string | null;
  readonly error: AntigraphError;
  /** Id of the task's job, which stays in the queue's failed set for operators to see; null: no task failed. */
  readonly task: string | null;
}

export interface RunEnds {
  complete(context: RunContext, nodes: readonly DoneNode[]): Promise<RunVerdict>;
  fail(context: RunContext, failure: RunFailure): Promise<RunVerdict>;
  cancel(context: RunContext, by: string): Promise<RunVerdict>;
}

export function runEnds({ control, now }: EndRunParts): RunEnds {
  const end = async (
    context: RunContext,
    outcome: RunVerdict['outcome'],
    last: RunEvent,
    failedTask: string | null = null,
  ) => {
    const { tenant, run, attempt, journal, store, submission } = context;
    const about = { tenant, run };
    // Redis holds this for progress only: where it has lost it, the log is short.
    const events = [
      ...(await control.events.read(about, null).catch(() => [])),
      { id: `${now()}-0`, event: last },
    ];
    await store.artifacts.putRunEvents(run, attemptName(submission), eventLog(events));
    // Before the verdict: whoever sees it may hand the run in again, and what waits then is the next attempt's.
    await stopWork(context, failedTask);
    const verdict = await journal.end({ run, attempt }, { outcome, endedAtMs: now() });
    // A complete run has no other attempt: what other processes know of it is dropped when they need the room.
    if (outcome.kind !== 'complete') await control.signal({ kind: 'forget', tenant, run });
    await control.events.publish(about, [{ event: last, once: `${attempt} end` }]);
    await countEndedRun(control.client, control.prefix, verdict.outcome.kind);
    await queueWebhook(store.documents, submission, verdict);
    await journal.clear({ run, attempt });
    return verdict;
  };

  /** Nobody waits for the run's tasks any more; those that no other run waits for are taken out or stopped. */
  const stopWork = async ({ tenant, run }: RunContext, failedTask: string | null) => {
    const abandoned = await control.waiters.abandon({ tenant, run });
    const orphans = abandoned.filter((id) => id !== failedTask);
    if (orphans.length === 0) return;
    await control.queues.removeTasks(orphans);
    await control.signal({ kind: 'stop', tasks: orphans });
  };

  return {
    async complete(context, nodes) {
      const tasks = nodes.flatMap((node) => node.tasks.map(({ key }) => ({ stage: node.stage, key })));
      await context.store.artifacts.putRun({ ...context.record, tasks });
      return end(
        context,
        { kind: 'complete' },
        {
          event: 'run-finished',
          run: context.run,
          tasksRun: tasks.length,
          tasksCached: 0,
          durationMs: Math.max(0, now() - context.submission.submittedAtMs),
        },
      );
    },
    fail: (context, { stage, error, task }) => {
      const { code, message, fix } = error;
      return end(
        context,
        { kind: 'failed', stage, failure: { code, message, fix } },
        // The message may quote the patient's file; it is in the verdict, in the tenant's store.
        { event: 'run-failed', run: context.run, code, message: `${stage ?? 'the run'} failed` },
        task,
      );
    },
    cancel: (context, by) =>
      end(
        context,
        { kind: 'cancelled', by },
        { event: 'run-failed', run: context.run, code: 'CANCELLED', message: 'the run was cancelled' },
      ),
  };
}

/** The error as the verdict tells it; what is no error of ours is a defect. */
export function asFailure(error: unknown): AntigraphError {
  if (error instanceof AntigraphError) return error;
  return new AntigraphError('INVARIANT_BROKEN', error instanceof Error ? error.message : String(error));
}

/** Sortable, and equal for all workers that end the same attempt. */
function attemptName({ submittedAtMs, attempt }: RunSubmission): string {
  const at = new Date(submittedAtMs).toISOString().replace(/[:.]/g, '-');
  return `${at}-${String(attempt).padStart(4, '0')}`;
}

/** A stream's ids begin with the milliseconds at which they were given. */
function eventLog(events: readonly { readonly id: string; readonly event: RunEvent }[]): string {
  const startMs = Number.parseInt(events[0]?.id ?? '0', 10);
  return events
    .map(
      ({ id, event }) =>
        `${JSON.stringify({ atMs: Math.max(0, Number.parseInt(id, 10) - startMs), ...event })}\n`,
    )
    .join('');
}
