/** Takes tasks from the queue and has them run: each at most as often as its kind of failure deserves, and never in vain. */
import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import type { Control } from '../../infra/queue/control.js';
import { queueUnavailable } from '../../infra/queue/queue-error.js';
import { isLostTooOften, tasksQueue, workerSettings } from '../../infra/queue/queues.js';
import { countEnded, type EndedTask } from '../../infra/queue/stage-counts.js';
import { type TaskPayload, taskId } from '../../infra/queue/task-id.js';
import type { FinishedTask } from '../../infra/queue/waiters.js';
import type { PlannedTask } from '../../pipeline/planner.js';
import { verifiedManifest } from '../../pipeline/verify-manifest.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { RunEvent } from '../../schemas/events.js';
import type { Manifest } from '../../schemas/tasks.js';
import type { Advancer } from './advance.js';
import { durationBoundsMs } from './dispatcher.js';
import { asFailure } from './end-run.js';
import { isTriedAgain, retryDelayMs } from './retry-policy.js';
import type { RunContext, RunContexts } from './run-contexts.js';
import { causeOf, type ServiceLog } from './service-log.js';

/** Runs one task of a tenant's run, wherever that is; ends it when the signal says so. */
export interface TaskExecutor {
  run(context: RunContext, task: PlannedTask, signal: AbortSignal): Promise<Manifest>;
  close(): Promise<void>;
}

interface TaskWorkerParts {
  readonly control: Control;
  readonly contexts: RunContexts;
  readonly advancer: Advancer;
  readonly executor: TaskExecutor;
  /** Tasks at work at once. */
  readonly jobs: number;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: ServiceLog;
  readonly maxLostWorkers: number;
}

export interface TaskWorker {
  /** Ends tasks of which another worker says that nobody waits for them. */
  stop(ids: readonly string[]): void;
  /** Takes no more; what is at work after the time is given back to the queue. */
  drain(graceMs: number): Promise<void>;
  readonly activeCount: number;
}

/** Why a task's signal was aborted. */
const stopped = 'stopped';
const givenBack = 'given back';

interface Located {
  readonly context: RunContext;
  readonly stage: string;
  readonly task: PlannedTask;
}

export function taskWorker(parts: TaskWorkerParts): TaskWorker {
  const { control, contexts, advancer, executor, now, log } = parts;
  const active = new Set<string>();

  const run = async (job: Job<TaskPayload>, signal: AbortSignal): Promise<void> => {
    const located = await locate(job.data);
    // Deleted, ended, or planned by a release whose stages have other versions: nobody here wants it.
    if (located === null) return wake(job, { event: null, ended: null });
    const { context, stage, task } = located;
    const startedAtMs = now();
    const known = await verifiedManifest(context.store.artifacts, task.key);
    const manifest = known ?? (await execute(located, signal));
    context.memory.manifests.set(task.key, manifest);
    const durationMs = now() - startedAtMs;
    const cached = known !== null;
    const event: RunEvent = { event: 'task-finished', stage, task: task.key, cached, durationMs };
    await wake(job, { event, ended: cached ? null : ended(stage, 'done', durationMs) });
  };

  /** What fails here is the task's failure; what fails around it is the queue's or the store's. */
  const execute = async ({ context, task }: Located, signal: AbortSignal): Promise<Manifest> => {
    try {
      return await executor.run(context, task, signal);
    } catch (error) {
      throw asFailure(error);
    }
  };

  /** By the run that asked first or, should that be gone, by another one that waits. */
  const locate = async ({ tenant, run: first, key }: TaskPayload): Promise<Located | null> => {
    const asked = await locateIn(await contexts.get(tenant, first, { isFresh: false }), key);
    if (asked !== null) return asked;
    for (const waiter of await control.waiters.of({ tenant, key })) {
      const found = await locateIn(await contexts.get(tenant, waiter.run, { isFresh: false }), key);
      if (found !== null) return found;
    }
    return null;
  };

  const locateIn = async (context: RunContext | null, key: TaskPayload['key']): Promise<Located | null> => {
    if (context === null) return null;
    const planned = await contexts.plannedTask(context, key);
    return planned === null ? null : { context, ...planned };
  };

  /** Before the job ends: a worker that is lost here leaves a job that wakes its runs again. */
  const wake = async (job: Job<TaskPayload>, finished: Omit<FinishedTask, 'priority'>): Promise<void> => {
    const { tenant } = job.data;
    const priority = job.opts.priority ?? 0;
    for (const { run, atWork } of await control.waiters.finish(job.data, { priority, ...finished }))
      await advancer.advance({ tenant, run }, { kind: 'woken', atWork });
  };

  /** The last failure of a task ends every run that waits for it. */
  const giveUp = async (job: Job<TaskPayload>, error: AntigraphError): Promise<void> => {
    const waiters = await control.waiters.of(job.data);
    for (const { run: waiting, stage } of waiters)
      await advancer.fail(
        { tenant: job.data.tenant, run: waiting },
        { stage, error, task: taskId(job.data) },
      );
    const [first] = waiters;
    if (first === undefined) return;
    const durationMs = now() - (job.processedOn ?? now());
    await countEnded(control.client, control.prefix, ended(first.stage, error.code, durationMs));
  };

  /** Lost too often: given up, unless it was done each time and its worker went down with a neighbour before the job's end was noted. */
  const endLost = async (job: Job<TaskPayload>, cause: Error): Promise<void> => {
    const located = await locate(job.data);
    const done = located && (await verifiedManifest(located.context.store.artifacts, located.task.key));
    if (done === null) return giveUp(job, lostTooOften(job, cause));
    await control.queues.removeTasks([taskId(job.data)]);
    await wake(job, { event: null, ended: null });
  };

  /** Who handed a failed run in again before the queue had noted the failure found its task still there, and waits for it in vain. */
  const wakeLate = async ({ data }: Job<TaskPayload>): Promise<void> => {
    for (const { run: waiting } of await control.waiters.of(data))
      await advancer.advance({ tenant: data.tenant, run: waiting }, { kind: 'repair' });
  };

  const process = async (job: Job<TaskPayload>, token = '', signal: AbortSignal): Promise<void> => {
    const id = taskId(job.data);
    active.add(id);
    try {
      await run(job, signal);
    } catch (error) {
      if (signal.aborted && signal.reason === givenBack) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      const isStopped = signal.aborted && (await control.waiters.of(job.data)).length === 0;
      if (isStopped) return;
      await handle(job, error instanceof AntigraphError ? error : queueUnavailable(error));
    } finally {
      active.delete(id);
    }
  };

  /** @throws always: what BullMQ keeps of the failure, without a word of the patient's */
  const handle = async (job: Job<TaskPayload>, error: AntigraphError): Promise<never> => {
    const isMissing = error.code === 'STORE_OBJECT_MISSING' || error.code === 'STORE_OBJECT_CORRUPT';
    if (isMissing) await lookAgain(job);
    const tries = job.attemptsMade + 1;
    const isAgain = isTriedAgain(error, tries);
    log.warn(
      { ...job.data, code: error.code, tries },
      isAgain ? 'task will be tried again' : 'task given up',
    );
    if (isAgain) throw new Error(error.code);
    await giveUp(job, error);
    throw new UnrecoverableError(error.code);
  };

  /** An input was deleted or damaged after it was seen: every process forgets, and the run has it made again. */
  const lookAgain = async ({ data: { tenant, run: asked } }: Job<TaskPayload>): Promise<void> => {
    contexts.forget(tenant, asked);
    await control.signal({ kind: 'forget', tenant, run: asked });
    await advancer.advance({ tenant, run: asked }, { kind: 'repair' });
  };

  const worker = new Worker<TaskPayload>(
    tasksQueue,
    (job, token, signal) => process(job, token, signal ?? new AbortController().signal),
    {
      ...workerSettings,
      connection: control.client,
      prefix: control.prefix,
      concurrency: parts.jobs,
      maxStalledCount: parts.maxLostWorkers,
      settings: { backoffStrategy: (tries = 1) => retryDelayMs(tries, parts.random()) },
    },
  );
  worker.on('error', (error) => log.warn({ queue: tasksQueue, cause: causeOf(error) }, 'queue'));
  worker.on('stalled', (id) => log.warn({ task: id }, 'a worker was lost, its task is taken by another'));
  worker.on('failed', (job, cause) => {
    if (job === undefined) return;
    // A task whose worker was lost too often is failed by BullMQ, without our code being asked.
    const ending = isLostTooOften(job)
      ? endLost(job, cause)
      : cause instanceof UnrecoverableError
        ? wakeLate(job)
        : null;
    // What fails here is tried again by the next sweep.
    ending?.catch(() => undefined);
  });

  return {
    get activeCount() {
      return active.size;
    },
    stop(ids) {
      for (const id of ids) if (active.has(id)) worker.cancelJob(id, stopped);
    },
    async drain(graceMs) {
      const over = setTimeout(() => worker.cancelAllJobs(givenBack), graceMs);
      await worker.close();
      clearTimeout(over);
    },
  };
}

function ended(stage: string, outcome: string, durationMs: number): EndedTask {
  const index = durationBoundsMs.findIndex((bound) => durationMs <= bound);
  return { stage, outcome, bucket: index === -1 ? durationBoundsMs.length : index, durationMs };
}

function lostTooOften(job: Job<TaskPayload>, cause: Error): AntigraphError {
  return new AntigraphError(
    'WORKER_LOST',
    `the worker process that ran the task was lost ${job.stalledCounter} times`,
    {
      fix: 'The task takes its worker down: look at the memory of the workers, and at what the system says of the processes that ended.',
      cause,
    },
  );
}
