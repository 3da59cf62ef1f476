/** What the API and the operator's view ask of the queue. Ids go through it, never patient data; the store stays the truth. */
import type { RunEvent } from '../../schemas/events.js';
import type { RunVerdict, TenantId } from '../../schemas/service.js';
import type { RunId, TaskKey } from '../../schemas/tasks.js';

/** A run's event with its place in the run's stream, for Last-Event-ID. */
export interface PublishedEvent {
  readonly id: string;
  readonly event: RunEvent;
}

export interface QueueFigures {
  /** Jobs by state. `tasks.waiting` includes those waiting by priority. */
  readonly tasks: QueueDepth;
  readonly runs: QueueDepth;
  /** How long the oldest waiting task has waited; null: none waits. */
  readonly oldestWaitingMs: number | null;
  readonly isPaused: boolean;
  /** Worker processes connected. */
  readonly workers: number;
  /** Runs that ended, by outcome; counted since Redis was empty. */
  readonly endedRuns: Readonly<Record<RunVerdict['outcome']['kind'], number>>;
  /** What Redis holds, and its bound (null: none is set). */
  readonly memory: { readonly usedBytes: number; readonly maxBytes: number | null };
}

export interface QueueDepth {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/** A task that was given up; kept, bounded, for the operator. */
export interface FailedTask {
  readonly id: string;
  readonly tenant: TenantId;
  readonly run: RunId;
  readonly key: TaskKey;
  /** null: lost before it could say (its worker was killed every time). */
  readonly stage: string | null;
  readonly code: string;
  readonly message: string;
  readonly starts: number;
  readonly failedAtMs: number;
}

/** Upper bounds, in ms, of the buckets in which task durations are counted; one more bucket takes what is longer. */
export const durationBoundsMs = [
  50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 1_800_000,
] as const;

/** Tasks that ended, counted over all workers since Redis began to remember. */
export interface StageFigures {
  readonly stage: string;
  /** 'done', or the error code it ended with. */
  readonly outcome: string;
  /** Per bound, then the longer ones; not cumulative. */
  readonly countByBound: readonly number[];
  readonly sumMs: number;
}

export interface QueueHealth {
  readonly isReachable: boolean;
  readonly roundTripMs: number | null;
}

export interface Dispatcher {
  /** Says that the journal has something new of the run; what is lost here the sweep finds. */
  submit(tenant: TenantId, run: RunId): Promise<void>;
  /** Says that the journal has a cancellation of the run. */
  cancel(tenant: TenantId, run: RunId): Promise<void>;
  /** Makes workers forget what they hold of a run; called when it was deleted. */
  forget(tenant: TenantId, run: RunId): Promise<void>;
  /**
   * Events of the run's attempt that is at work: first those after `after` (all where null), then as they come. Call the
   * function given back to end. Redis may have lost the early ones; the journal has the verdict.
   */
  subscribe(
    run: { readonly tenant: TenantId; readonly run: RunId; readonly after: string | null },
    onEvent: (event: PublishedEvent) => void,
  ): Promise<() => Promise<void>>;
  figures(): Promise<QueueFigures>;
  /** Latest first. */
  failedTasks(page: { readonly from: number; readonly limit: number }): Promise<readonly FailedTask[]>;
  /** Puts given-up tasks back in the queue; false: it is not there any more. Its runs need a new attempt to use it. */
  retry(taskId: string): Promise<boolean>;
  /** Workers take no further task; those at work are finished. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Pauses, and waits until no task is at work or the time is over; gives how many still are. */
  drain(limitMs: number): Promise<number>;
  stageFigures(): Promise<readonly StageFigures[]>;
  health(): Promise<QueueHealth>;
  close(): Promise<void>;
}
