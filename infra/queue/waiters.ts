/** Which runs wait for which tasks: two sets that mirror each other, changed together. Lost with Redis' memory, made again by the sweep. */
import type { RunEvent } from '../../schemas/events.js';
import type { TenantId } from '../../schemas/service.js';
import { type RunId, runIdSchema, type TaskKey } from '../../schemas/tasks.js';
import { batched } from './batched.js';
import type { RedisClient } from './connection.js';
import { runScript, texts } from './script.js';
import { type EndedTask, stageCountFields } from './stage-counts.js';
import { parseWaiter, type RunPayload, type TaskPayload, taskId, type Waiter } from './task-id.js';
import {
  abandon,
  finish,
  lookAt,
  register,
  tasksPerTurn,
  toldMark,
  turnsPerClass,
} from './waiter-scripts.js';

export interface Registration {
  readonly tenant: TenantId;
  readonly run: RunId;
  /** 1 to 9, lower first. */
  readonly priorityClass: number;
  readonly stage: string;
  readonly keys: readonly TaskKey[];
}

/** A task that is not in the queue. */
export interface MissingTask {
  readonly key: TaskKey;
  /** BullMQ's. */
  readonly priority: number;
  /** It was given up before: its job is to be taken out of the failed set, or it would not be added again. */
  readonly hasFailed: boolean;
}

export interface Registered {
  readonly missing: readonly MissingTask[];
  /** Some were finished in between: their manifests are there now, and nobody will wake the run for them. */
  readonly isOvertaken: boolean;
}

/** A run to be advanced, and those of its stages that have tasks open and need no look. */
export interface WokenRun {
  readonly run: RunId;
  readonly atWork: readonly string[];
}

export interface FinishedTask {
  /** The job's. */
  readonly priority: number;
  /** Told to who watches; null: nothing was done. */
  readonly event: RunEvent | null;
  /** Counted; null: it was there already. */
  readonly ended: EndedTask | null;
}

export interface Waiters {
  /** Called before tasks are added, so that one that is finished in between wakes the run; gives those that are to be added. */
  register(registration: Registration): Promise<Registered>;
  /** The task is done: tells who watches, and gives the runs to be advanced. Harmless when said again. */
  finish(task: TaskPayload, finished: FinishedTask): Promise<readonly WokenRun[]>;
  of(task: Pick<TaskPayload, 'tenant' | 'key'>): Promise<readonly Waiter[]>;
  /** The run waits for nothing more; gives the ids of tasks that nobody else waits for. */
  abandon(run: RunPayload): Promise<readonly string[]>;
  /** Stages of which the run has tasks in the queue or at work. The sweep will leave the run alone for a while. */
  stagesAtWork(run: RunPayload): Promise<readonly string[]>;
}

export function waitersIn(client: RedisClient, prefix: string): Waiters {
  const key = (task: Pick<TaskPayload, 'tenant' | 'key'>) => `${prefix}:waiters:${taskId(task)}`;
  const finishBatched = batched(tasksPerBatch, async (items: readonly FinishedItem[]) => {
    const reply = texts(await runScript(client, finish, prefix, items.flatMap(finishArguments)));
    const woken: WokenRun[][] = items.map(() => []);
    for (const text of reply) {
      const [index, run, ...atWork] = text.split(' ');
      woken[Number(index)]?.push({ run: runIdSchema.parse(run), atWork });
    }
    return woken;
  });
  return {
    async register({ tenant, run, priorityClass, stage, keys }) {
      const reply = texts(
        await runScript(client, register, prefix, [tenant, run, priorityClass, stage, ...keys]),
      );
      const start = Number(reply[0] ?? 0);
      const missing: MissingTask[] = [];
      for (const [index, taskKey] of keys.entries()) {
        const state = reply[index + 1];
        if (state === 'there' || state === 'told') continue;
        const priority = priorityOf(priorityClass, start + missing.length);
        missing.push({ key: taskKey, priority, hasFailed: state === 'failed' });
      }
      return { missing, isOvertaken: reply.includes('told') };
    },
    finish: (task, finished) => finishBatched({ task, finished }),
    async of(task) {
      const waiters = await client.smembers(key(task));
      return waiters.filter((waiter) => waiter !== toldMark).map(parseWaiter);
    },
    async abandon({ tenant, run }) {
      return texts(await runScript(client, abandon, prefix, [tenant, run]));
    },
    async stagesAtWork({ tenant, run }) {
      return texts(await runScript(client, lookAt, prefix, [tenant, run]));
    },
  };
}

interface FinishedItem {
  readonly task: TaskPayload;
  readonly finished: FinishedTask;
}

/** Redis answers nobody else while it goes through a batch. */
const tasksPerBatch = 50;

function finishArguments({ task, finished: { priority, event, ended } }: FinishedItem) {
  const told = event === null ? '' : JSON.stringify(event);
  const counted = ended === null ? ['', '', 0] : [...stageCountFields(ended), Math.round(ended.durationMs)];
  return [task.tenant, task.key, classOf(priority), clockOf(priority), told, ...counted];
}

/** Past the last turn of a class all are served in the order they came; the clocks begin anew when the queue is empty. */
function priorityOf(priorityClass: number, clock: number): number {
  const turn = Math.min(Math.floor(clock / tasksPerTurn), turnsPerClass - 1);
  return (priorityClass - 1) * turnsPerClass + turn + 1;
}

/** 0: the job has none (it was put back after its worker was lost). */
function classOf(priority: number): number {
  return priority === 0 ? 0 : Math.floor((priority - 1) / turnsPerClass) + 1;
}

function clockOf(priority: number): number {
  return ((priority - 1) % turnsPerClass) * tasksPerTurn;
}
