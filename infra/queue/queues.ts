/** The two queues: `runs` advances runs, `tasks` runs tasks. BullMQ's part of the work, with the settings that decide what is lost when. */
import { type Job, type JobsOptions, Queue, type WorkerOptions } from 'bullmq';
import type { RedisClient } from './connection.js';
import { type RunPayload, runJobId, type TaskPayload, taskId } from './task-id.js';

export const runsQueue = 'runs';
export const tasksQueue = 'tasks';

/**
 * A worker that is killed leaves its job locked: the lock ends within 6 s, and the next look for stalled jobs (every 1.5 s) puts it
 * back, so that another worker has it in 7.5 s. Renewed every 2 s, a lock outlives a worker's main thread standing still for 4 s.
 * BullMQ's own values (30 s each) took 58 s.
 */
export const lockSettings = {
  lockDuration: 6000,
  lockRenewTime: 2000,
  stalledInterval: 1500,
} as const;

/**
 * How often a task may lose its worker before it is given up: a task that takes its worker down ends here. What was lost is taken first
 * by the next worker, so where many workers die young (200 killed in some minutes) the same task was lost nine times without fault.
 */
export const maxLostWorkers = 20;

/** What BullMQ (moveStalledJobsToWait) writes as the cause of such a task. */
const lostReason = 'job stalled more than allowable limit';

/** Whether the job was given up because its worker was lost every time, and not by our own code. */
export function isLostTooOften({ failedReason }: Pick<Job, 'failedReason'>): boolean {
  return failedReason === lostReason;
}

/** Kept for the operator; the verdict in the store is what stays. */
const failuresKept = { count: 1000, age: 30 * 24 * 3600 };

export const workerSettings = {
  ...lockSettings,
  removeOnComplete: { count: 0 },
  removeOnFail: failuresKept,
  // A worker without work asks again after 5 s by itself, should a wake-up be lost.
  drainDelay: 5,
  runRetryDelay: 1000,
} as const satisfies Partial<WorkerOptions>;

/** More than any error kind is granted: the task worker decides which failure is the last. */
const maxAttempts = 1000;

/** Named in each job: its delay is the worker's to compute. */
export const backoffType = 'by-error';

const jobSettings: JobsOptions = {
  attempts: maxAttempts,
  backoff: { type: backoffType },
  // Stack traces can quote what a parser read: nothing of a patient goes to Redis.
  stackTraceLimit: 0,
};

/** A store that is away for longer is the sweep's. */
const runSettings: JobsOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 500 },
  removeOnFail: true,
  stackTraceLimit: 0,
};

/** Jobs BullMQ is given in one call (DESIGN §5). */
const jobsPerCall = 1000;

export interface Queues {
  readonly runs: Queue<RunPayload>;
  readonly tasks: Queue<TaskPayload>;
  /**
   * One job of the run at a time, and one more if it is asked for while that one is at work. 'repair' believes nothing that Redis says
   * of tasks at work.
   */
  addRun(run: RunPayload, kind: 'advance' | 'repair'): Promise<void>;
  /** Tasks that are there already are not added again. */
  addTasks(tasks: readonly { readonly payload: TaskPayload; readonly priority: number }[]): Promise<void>;
  /** Takes tasks out that are not at work. */
  removeTasks(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export function openQueues(connection: RedisClient, prefix: string): Queues {
  const options = { connection, prefix, streams: { events: { maxLen: 1000 } } };
  const runs = new Queue<RunPayload>(runsQueue, options);
  const tasks = new Queue<TaskPayload>(tasksQueue, options);
  // Every call reports its own failure.
  for (const queue of [runs, tasks]) queue.on('error', () => undefined);
  return {
    runs,
    tasks,
    async addRun(run, kind) {
      const id = runJobId(run);
      await runs.add(kind, run, { ...runSettings, deduplication: { id, keepLastIfActive: true } });
    },
    async addTasks(added) {
      const [only] = added;
      if (added.length === 1 && only !== undefined) {
        const { payload, priority } = only;
        await tasks.add('task', payload, { ...jobSettings, jobId: taskId(payload), priority });
        return;
      }
      for (let from = 0; from < added.length; from += jobsPerCall) {
        await tasks.addBulk(
          added.slice(from, from + jobsPerCall).map(({ payload, priority }) => ({
            name: 'task',
            data: payload,
            opts: { ...jobSettings, jobId: taskId(payload), priority },
          })),
        );
      }
    },
    async removeTasks(ids) {
      await Promise.all(ids.map((id) => tasks.remove(id)));
    },
    async close() {
      await Promise.all([runs.close(), tasks.close()]);
    },
  };
}
