import { AntigraphError } from '../schemas/errors.js';
import type { RunEvent } from '../schemas/events.js';
import {
  type ArtifactRef,
  type RunId,
  type RunRequest,
  runIdOf,
  type TaskKey,
  type TaskSpec,
} from '../schemas/tasks.js';
import type { GraphNode } from './graph-node.js';
import { limiter } from './limiter.js';
import { joinShards, rowCounts, tasksOf, upstreamOf } from './planner.js';
import type { ArtifactStore, TaskRunner } from './ports.js';
import { verifiedManifest } from './verify-manifest.js';

export interface LocalRun {
  readonly graph: readonly GraphNode[];
  readonly request: RunRequest;
  readonly store: ArtifactStore;
  readonly runner: TaskRunner;
  /** Tasks at work at once. */
  readonly jobs: number;
  /** Runs every task anew; what it gives must have the same digests. */
  readonly ignoreCache: boolean;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  /** Monotonic milliseconds; handed in because nothing here reads a clock. */
  readonly now: () => number;
}

export interface DoneNode {
  readonly stage: string;
  readonly tasks: readonly { readonly key: TaskKey; readonly spec: TaskSpec }[];
  readonly outputs: Readonly<Record<string, ArtifactRef>>;
}

export interface LocalOutcome {
  readonly id: RunId;
  /** In graph order. */
  readonly nodes: readonly DoneNode[];
  readonly tasksRun: number;
  readonly tasksCached: number;
}

/**
 * Runs the graph in this process: every node starts when its inputs are there, at most `jobs` tasks at once.
 * A task whose manifest is in the store and verifies is not run. The first error stops what has not started.
 */
export async function runLocal(run: LocalRun): Promise<LocalOutcome> {
  const id = runIdOf(run.request);
  const startedAt = run.now();
  const counts = { run: 0, cached: 0 };
  const stop = new AbortController();
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const limit = limiter(run.jobs);
  const pending = new Map<string, Promise<DoneNode>>();
  run.onEvent({ event: 'run-started', run: id, stages: run.graph.map((node) => node.stage.name) });

  const runNode = async (node: GraphNode): Promise<DoneNode> => {
    const upstream = await Promise.all(upstreamOf(node).map((stage) => dependency(pending, stage)));
    throwIfCancelled(signal);
    const done = new Map(upstream.map((finished) => [finished.stage, finished.outputs]));
    const tasks = tasksOf(node, run.request, done);
    const nodeStartedAt = run.now();
    const found = await Promise.all(
      tasks.map((task) => (run.ignoreCache ? null : verifiedManifest(run.store, task.key))),
    );
    const cached = found.filter((manifest) => manifest !== null).length;
    counts.cached += cached;
    run.onEvent({ event: 'stage-started', stage: node.stage.name, tasks: tasks.length, cached });
    const manifests = await Promise.all(
      tasks.map(
        (task, index) =>
          found[index] ??
          limit(async () => {
            throwIfCancelled(signal);
            const taskStartedAt = run.now();
            const manifest = await run.runner.run(task.spec, task.key, signal);
            counts.run += 1;
            run.onEvent({
              event: 'task-finished',
              stage: node.stage.name,
              task: task.key,
              cached: false,
              durationMs: run.now() - taskStartedAt,
            });
            return manifest;
          }),
      ),
    );
    const outputs = joinShards(
      node,
      manifests.map((manifest) => manifest.outputs),
    );
    run.onEvent({
      event: 'stage-finished',
      stage: node.stage.name,
      cached: cached === tasks.length,
      rows: rowCounts(outputs),
      durationMs: run.now() - nodeStartedAt,
    });
    return { stage: node.stage.name, tasks, outputs };
  };

  for (const node of run.graph) {
    const finished = runNode(node);
    finished.catch((error: unknown) => stop.abort(error));
    pending.set(node.stage.name, finished);
  }
  const settled = await Promise.allSettled(pending.values());
  const failure = firstCause(settled, stop.signal);
  if (failure !== null) throw failure.error;
  const nodes = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  run.onEvent({
    event: 'run-finished',
    run: id,
    tasksRun: counts.run,
    tasksCached: counts.cached,
    durationMs: run.now() - startedAt,
  });
  return { id, nodes, tasksRun: counts.run, tasksCached: counts.cached };
}

/** The error that stopped the run; the cancellations it caused in other nodes are not it. */
function firstCause(
  settled: readonly PromiseSettledResult<unknown>[],
  stopped: AbortSignal,
): { readonly error: unknown } | null {
  if (!settled.some((result) => result.status === 'rejected')) return null;
  return { error: stopped.reason };
}

async function dependency(pending: ReadonlyMap<string, Promise<DoneNode>>, stage: string): Promise<DoneNode> {
  const finished = pending.get(stage);
  if (finished === undefined) {
    throw new AntigraphError(
      'INVARIANT_BROKEN',
      `stage ${stage} must stand in the graph before the stages that read it`,
    );
  }
  return finished;
}

function throwIfCancelled(signal: AbortSignal): void {
  if (!signal.aborted) return;
  if (signal.reason instanceof AntigraphError) throw signal.reason;
  throw new AntigraphError('CANCELLED', 'the run was stopped', {
    fix: 'Run the same command again: finished tasks are not repeated.',
  });
}
