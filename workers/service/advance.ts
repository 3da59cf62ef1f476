/** One step of a run: from the manifests in the store to the tasks that are ready, or to its verdict. Any worker may take it, at any time, again. */
import type { Control } from '../../infra/queue/control.js';
import type { ToldEvent } from '../../infra/queue/run-events.js';
import { type RunPayload, runJobId, taskId } from '../../infra/queue/task-id.js';
import { tasksInFlight } from '../../infra/queue/waiter-scripts.js';
import type { ReadyStage } from '../../pipeline/advance-run.js';
import type { GraphNode } from '../../pipeline/graph-node.js';
import { rowCounts } from '../../pipeline/planner.js';
import type { AntigraphError } from '../../schemas/errors.js';
import type { RunVerdict } from '../../schemas/service.js';
import { coalesced } from './coalesced.js';
import { asFailure, type RunEnds, type RunFailure } from './end-run.js';
import type { RunContext, RunContexts } from './run-contexts.js';

/** What a step found. */
export type Step =
  /** There is no such run, or it had ended. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'ended'; readonly verdict: RunVerdict }
  | { readonly kind: 'working'; readonly queued: number; readonly doneStages: number };

export type StepReason =
  /** A task is done; these stages have others at work. */
  | { readonly kind: 'woken'; readonly atWork: readonly string[] }
  /** Something was submitted or cancelled: the journal is read again. */
  | { readonly kind: 'asked' }
  /** Nobody knows: nothing that Redis says of tasks at work is believed, and every task that is missing is added. */
  | { readonly kind: 'repair' };

export interface Advancer {
  /** @throws STORE_UNAVAILABLE and what Redis throws: to be done again */
  advance(run: RunPayload, reason: StepReason): Promise<Step>;
  /** Ends the run's attempt that is at work. */
  fail(run: RunPayload, failure: RunFailure): Promise<void>;
}

interface Queued {
  readonly count: number;
  readonly isOvertaken: boolean;
}

/** A task that was finished between the look at its manifest and its registration is seen in the next round; more would be a defect. */
const mostRounds = 3;

interface AdvancerParts {
  readonly control: Control;
  readonly contexts: RunContexts;
  readonly graph: readonly GraphNode[];
  readonly ends: RunEnds;
}

export function advancer({ control, contexts, graph, ends }: AdvancerParts): Advancer {
  const stages = graph.map((node) => node.stage.name);
  /** Attempts of which this process has noted that they are at work. */
  const started = new WeakSet<RunContext>();

  const step = async ({ tenant, run }: RunPayload, reason: StepReason): Promise<Step> => {
    const isFresh = reason.kind !== 'woken';
    const context = await contexts.get(tenant, run, { isFresh });
    if (context === null) return { kind: 'nothing' };
    if (isFresh) {
      const by = await context.journal.cancelledBy(context);
      if (by !== null) return ended(context, await ends.cancel(context, by));
    }
    // Asked also in a repair: it notes when the run was looked at.
    const atWork = reason.kind === 'woken' ? reason.atWork : await control.waiters.stagesAtWork(context);
    return follow(context, new Set(reason.kind === 'repair' ? [] : atWork));
  };

  const follow = async (context: RunContext, atWork: ReadonlySet<string>, rounds = 1): Promise<Step> => {
    const seen = new Set(context.memory.done.keys());
    const progress = await contexts.advance(context, atWork).catch((error: unknown) => asPlanFailure(error));
    if (progress.kind === 'refused')
      return ended(context, await ends.fail(context, { stage: null, error: progress.error, task: null }));
    tell(context, doneEvents(context, seen));
    if (progress.kind === 'complete') return ended(context, await ends.complete(context, progress.nodes));
    const results: Queued[] = [];
    for (const ready of progress.ready) results.push(await queue(context, ready));
    const isOvertaken = results.some((result) => result.isOvertaken);
    if (isOvertaken && rounds < mostRounds) return follow(context, atWork, rounds + 1);
    const queued = results.reduce((sum, { count }) => sum + count, 0);
    return { kind: 'working', queued, doneStages: progress.doneStages.length };
  };

  const ended = (context: RunContext, verdict: RunVerdict): Step => {
    contexts.forget(context.tenant, context.run);
    return { kind: 'ended', verdict };
  };

  const queue = async (context: RunContext, { stage, taskCount, missing }: ReadyStage): Promise<Queued> => {
    const { tenant, run, attempt, submission, journal } = context;
    const keys = missing.slice(0, tasksInFlight).map(({ key }) => key);
    const { missing: added, isOvertaken } = await control.waiters.register({
      tenant,
      run,
      stage,
      keys,
      priorityClass: submission.priority,
    });
    const failed = added.filter(({ hasFailed }) => hasFailed).map(({ key }) => taskId({ tenant, key }));
    if (failed.length > 0) await control.queues.removeTasks(failed);
    tell(context, [
      { event: { event: 'run-started', run, stages }, once: `${attempt} start` },
      {
        event: { event: 'stage-started', stage, tasks: taskCount, cached: taskCount - missing.length },
        once: `${attempt} start ${stage}`,
      },
    ]);
    await control.queues.addTasks(
      added.map(({ key, priority }) => ({ payload: { tenant, run, key }, priority })),
    );
    if (!started.has(context)) await journal.start({ run, attempt });
    started.add(context);
    return { count: added.length, isOvertaken };
  };

  /** Nobody waits for it: progress that cannot be told stops no work. */
  const tell = (context: RunContext, events: readonly ToldEvent[]): void => {
    if (events.length > 0) control.events.publish(context, events).catch(() => undefined);
  };

  return {
    advance: coalesced(runJobId, step, together),
    async fail({ tenant, run }, failure) {
      const context = await contexts.get(tenant, run, { isFresh: true });
      if (context === null) return;
      await ends.fail(context, failure);
      contexts.forget(tenant, run);
    },
  };
}

/** What was asked for while another step was at work is done once after it, as thoroughly as anybody asked. */
function together(a: StepReason, b: StepReason): StepReason {
  if (a.kind !== 'woken' || b.kind !== 'woken') return { kind: [a, b].some(isRepair) ? 'repair' : 'asked' };
  return { kind: 'woken', atWork: a.atWork.filter((stage) => b.atWork.includes(stage)) };
}

function isRepair({ kind }: StepReason): boolean {
  return kind === 'repair';
}

/** Stages that this step found done. */
function doneEvents({ attempt, memory }: RunContext, seen: ReadonlySet<string>): readonly ToldEvent[] {
  return [...memory.done]
    .filter(([stage]) => !seen.has(stage))
    .map(([stage, { outputs }]) => ({
      event: { event: 'stage-finished', stage, cached: false, rows: rowCounts(outputs), durationMs: 0 },
      once: `${attempt} done ${stage}`,
      since: `${attempt} start ${stage}`,
    }));
}

/** A request that cannot be planned will never be; what is transient is the caller's to do again. */
function asPlanFailure(error: unknown): { readonly kind: 'refused'; readonly error: AntigraphError } {
  const failure = asFailure(error);
  if (failure.kind === 'TransientError') throw error;
  return { kind: 'refused', error: failure };
}
