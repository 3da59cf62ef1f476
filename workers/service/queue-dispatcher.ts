/** Dispatcher over the queues in Redis. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from 'bullmq';
import type { Control } from '../../infra/queue/control.js';
import { countWorkers } from '../../infra/queue/presence.js';
import { reachingQueue } from '../../infra/queue/queue-error.js';
import { isLostTooOften } from '../../infra/queue/queues.js';
import { eventChannel, parseMessage, type StreamedEvent } from '../../infra/queue/run-events.js';
import { readStageCounts } from '../../infra/queue/stage-counts.js';
import { parseTaskId, type RunPayload, type TaskPayload } from '../../infra/queue/task-id.js';
import { readEndedRuns, readMemory } from '../../infra/queue/usage.js';
import {
  type Dispatcher,
  durationBoundsMs,
  type FailedTask,
  type QueueDepth,
  type QueueFigures,
  type StageFigures,
} from './dispatcher.js';

/** How often a drain looks whether tasks are still at work. */
const drainPollMs = 200;

/** The dispatcher of a process that has a connection of its own; closing it is the caller's. */
export function queueDispatcher(control: Control): Dispatcher {
  const { queues } = control;
  return {
    submit: (tenant, run) => reachingQueue(() => queues.addRun({ tenant, run }, 'advance')),
    cancel: (tenant, run) => reachingQueue(() => queues.addRun({ tenant, run }, 'advance')),
    forget: (tenant, run) => reachingQueue(() => control.signal({ kind: 'forget', tenant, run })),
    subscribe: ({ tenant, run, after }, onEvent) =>
      reachingQueue(() => subscribe(control, { tenant, run }, after, onEvent)),
    figures: () => reachingQueue(() => figures(control)),
    failedTasks: ({ from, limit }) =>
      reachingQueue(async () => {
        const jobs = await queues.tasks.getJobs(['failed'], from, from + limit - 1, false);
        return jobs.map(asFailedTask);
      }),
    retry: (id) => reachingQueue(() => retry(control, id)),
    pause: () => reachingQueue(() => queues.tasks.pause()),
    resume: () => reachingQueue(() => queues.tasks.resume()),
    drain: (limitMs) => reachingQueue(() => drain(control, limitMs)),
    stageFigures: () => reachingQueue(() => stageFigures(control)),
    async health() {
      const startedAt = performance.now();
      try {
        await control.client.ping();
        return { isReachable: true, roundTripMs: performance.now() - startedAt };
      } catch {
        // That it does not answer is the answer.
        return { isReachable: false, roundTripMs: null };
      }
    },
    close: async () => undefined,
  };
}

async function figures(control: Control): Promise<QueueFigures> {
  const { queues } = control;
  const [tasks, runs, oldestWaitingMs, isPaused, workers, endedRuns, memory] = await Promise.all([
    depth(queues.tasks),
    depth(queues.runs),
    oldestWaiting(control),
    queues.tasks.isPaused(),
    countWorkers(control),
    readEndedRuns(control.client, control.prefix),
    readMemory(control.client),
  ]);
  return { tasks, runs, oldestWaitingMs, isPaused, workers, endedRuns, memory };
}

async function retry({ queues }: Control, id: string): Promise<boolean> {
  const job = await queues.tasks.getJob(id);
  if (job === undefined || !(await job.isFailed())) return false;
  await job.retry('failed');
  return true;
}

async function drain({ queues }: Control, limitMs: number): Promise<number> {
  await queues.tasks.pause();
  const until = Date.now() + limitMs;
  for (;;) {
    const active = await queues.tasks.getActiveCount();
    if (active === 0 || Date.now() >= until) return active;
    await sleep(drainPollMs);
  }
}

async function stageFigures(control: Control): Promise<readonly StageFigures[]> {
  const counts = await readStageCounts(control.client, control.prefix);
  return counts.map(({ stage, outcome, countByBucket, sumMs }) => ({
    stage,
    outcome,
    sumMs,
    countByBound: [...durationBoundsMs, null].map((_, bucket) => countByBucket.get(bucket) ?? 0),
  }));
}

async function depth(queue: Control['queues']['tasks'] | Control['queues']['runs']): Promise<QueueDepth> {
  const counts = await queue.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed');
  const of = (state: string) => counts[state] ?? 0;
  return {
    waiting: of('wait') + of('prioritized'),
    active: of('active'),
    delayed: of('delayed'),
    failed: of('failed'),
  };
}

/**
 * Age of the oldest of those next in line: waiting tasks are kept by priority, and looking at all of them would take as long as there
 * are many. The first of each end of the line are looked at: the front (about to go) and the back (the least favoured).
 */
async function oldestWaiting({ queues }: Control): Promise<number | null> {
  const [waiting, front, back] = await Promise.all([
    queues.tasks.getJobs(['wait'], 0, 20, true),
    queues.tasks.getJobs(['prioritized'], 0, 20, true),
    queues.tasks.getJobs(['prioritized'], 0, 20, false),
  ]);
  const times = [...waiting, ...front, ...back].flatMap((job) => (job === undefined ? [] : [job.timestamp]));
  return times.length === 0 ? null : Math.max(0, Date.now() - Math.min(...times));
}

function asFailedTask(job: Job<TaskPayload>): FailedTask {
  const { tenant, key } = parseTaskId(job.id ?? '');
  const isLost = isLostTooOften(job);
  return {
    id: job.id ?? '',
    tenant,
    key,
    run: job.data.run,
    stage: null,
    code: isLost ? 'WORKER_LOST' : job.failedReason,
    message: isLost
      ? `its worker process was lost ${job.stalledCounter} times`
      : `failed ${job.attemptsMade} times`,
    starts: job.attemptsStarted,
    failedAtMs: job.finishedOn ?? 0,
  };
}

/** What comes while the past is read waits, and what is in both is told once. */
async function subscribe(
  control: Control,
  run: RunPayload,
  after: string | null,
  onEvent: (event: StreamedEvent) => void,
): Promise<() => Promise<void>> {
  const early: StreamedEvent[] = [];
  let tell = (event: StreamedEvent): unknown => early.push(event);
  const end = await control.subscriptions.hear(eventChannel(control.prefix, run), (message) =>
    tell(parseMessage(message)),
  );
  const past = await control.events.read(run, after);
  for (const event of past) onEvent(event);
  const told = new Set(past.map(({ id }) => id));
  for (const event of early) if (!told.has(event.id)) onEvent(event);
  tell = onEvent;
  return end;
}
