/** How far a run has come, from its request and the manifests in a store alone: what an executor that keeps no state asks. */
import type { ArtifactRef, Manifest, RunRequest, TaskKey } from '../schemas/tasks.js';
import type { GraphNode } from './graph-node.js';
import { limiter } from './limiter.js';
import { joinShards, type PlannedTask, tasksOf, upstreamOf } from './planner.js';
import type { ArtifactStore } from './ports.js';
import type { DoneNode } from './run-local.js';
import { verifiedManifest } from './verify-manifest.js';

/** What has been seen of a run, so that it is neither planned nor verified again: manifests never change. */
export interface RunMemory {
  /** Stage → its tasks; there once its inputs are. */
  readonly planned: Map<string, readonly PlannedTask[]>;
  readonly manifests: Map<TaskKey, Manifest>;
  readonly done: Map<string, DoneNode>;
  /** Whose stage each planned task is. */
  readonly stageOf: Map<TaskKey, PlannedStage>;
}

interface PlannedStage {
  readonly stage: string;
  readonly task: PlannedTask;
}

/** Nothing seen yet. */
export function runMemory(): RunMemory {
  return { planned: new Map(), manifests: new Map(), done: new Map(), stageOf: new Map() };
}

export interface ReadyStage {
  readonly stage: string;
  readonly taskCount: number;
  /** Those whose manifest is not there, in shard order. */
  readonly missing: readonly PlannedTask[];
}

export type RunProgress =
  | { readonly kind: 'complete'; readonly nodes: readonly DoneNode[] }
  | {
      readonly kind: 'working';
      /** Stages whose inputs are there and that are not done, in graph order. */
      readonly ready: readonly ReadyStage[];
      readonly doneStages: readonly string[];
    };

interface AdvanceOptions {
  readonly graph: readonly GraphNode[];
  readonly request: RunRequest;
  readonly store: ArtifactStore;
  readonly memory: RunMemory;
  /** Stages known to have tasks at work: they are not done, and nothing of theirs is looked up. */
  readonly atWork: ReadonlySet<string>;
}

/** Manifests asked for at once: enough to hide a store's latency, few enough not to crowd out other runs. */
const readsAtOnce = 16;

/**
 * Follows the graph as far as manifests reach. Tasks whose manifest is in `memory` are taken as done; others are looked up and
 * verified. @throws PARAMETER_INVALID, STORE_UNAVAILABLE
 */
export async function advanceRun(options: AdvanceOptions): Promise<RunProgress> {
  const { graph, memory } = options;
  const ready: ReadyStage[] = [];
  const limit = limiter(readsAtOnce);
  for (const node of graph) {
    const name = node.stage.name;
    if (memory.done.has(name) || options.atWork.has(name)) continue;
    if (!upstreamOf(node).every((stage) => memory.done.has(stage))) continue;
    const tasks = planned(node, options);
    const found = await Promise.all(tasks.map((task) => limit(() => manifestOf(task.key, options))));
    const missing = tasks.filter((_, index) => found[index] === null);
    if (missing.length > 0) ready.push({ stage: name, taskCount: tasks.length, missing });
    else memory.done.set(name, doneNode(node, tasks, found));
  }
  if (memory.done.size < graph.length) return { kind: 'working', ready, doneStages: [...memory.done.keys()] };
  return {
    kind: 'complete',
    nodes: graph.flatMap((node) => memory.done.get(node.stage.name) ?? []),
  };
}

function planned(node: GraphNode, { request, memory }: AdvanceOptions): readonly PlannedTask[] {
  const name = node.stage.name;
  const known = memory.planned.get(name);
  if (known !== undefined) return known;
  const outputs = new Map<string, Readonly<Record<string, ArtifactRef>>>();
  for (const stage of upstreamOf(node)) outputs.set(stage, memory.done.get(stage)?.outputs ?? {});
  const tasks = tasksOf(node, request, outputs);
  memory.planned.set(name, tasks);
  for (const task of tasks) memory.stageOf.set(task.key, { stage: name, task });
  return tasks;
}

async function manifestOf(key: TaskKey, { store, memory }: AdvanceOptions): Promise<Manifest | null> {
  const known = memory.manifests.get(key);
  if (known !== undefined) return known;
  const manifest = await verifiedManifest(store, key);
  if (manifest !== null) memory.manifests.set(key, manifest);
  return manifest;
}

function doneNode(
  node: GraphNode,
  tasks: readonly PlannedTask[],
  manifests: readonly (Manifest | null)[],
): DoneNode {
  const outputs = manifests.flatMap((manifest) => (manifest === null ? [] : [manifest.outputs]));
  return { stage: node.stage.name, tasks, outputs: joinShards(node, outputs) };
}
