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
  const { graph, memory, store } = options;
  const ready = await follow(options, { read: (key) => verifiedManifest(store, key), isEnough: () => false });
  if (memory.done.size < graph.length) return { kind: 'working', ready, doneStages: [...memory.done.keys()] };
  return {
    kind: 'complete',
    nodes: graph.flatMap((node) => memory.done.get(node.stage.name) ?? []),
  };
}

/**
 * The task and its stage, if the run asks for it by now. What the stage reads was seen done by whoever put the task in the queue, so
 * those manifests are believed as they are: a worker that takes one task of a run need not look at all that came before.
 */
export async function planTask(
  options: Omit<AdvanceOptions, 'atWork'>,
  key: TaskKey,
): Promise<PlannedStage | null> {
  const { graph, memory, store } = options;
  const believed = { ...memory, manifests: new Map(memory.manifests), done: new Map(memory.done) };
  await follow(
    { ...options, memory: believed, atWork: new Set() },
    { read: (each) => store.getManifest(each), isEnough: () => memory.stageOf.has(key) },
  );
  const found = memory.stageOf.get(key) ?? null;
  if (found === null) return null;
  for (const stage of ancestorsOf(graph, found.stage)) {
    const done = believed.done.get(stage);
    if (done !== undefined) memory.done.set(stage, done);
  }
  return found;
}

/** The stages that one reads from, and those that they read from. */
function ancestorsOf(graph: readonly GraphNode[], stage: string): ReadonlySet<string> {
  const found = new Set<string>();
  const wanted = new Set([stage]);
  // A stage stands after those it reads.
  for (const node of [...graph].reverse()) {
    if (!wanted.has(node.stage.name)) continue;
    for (const upstream of upstreamOf(node)) {
      wanted.add(upstream);
      found.add(upstream);
    }
  }
  return found;
}

interface Following {
  read(key: TaskKey): Promise<Manifest | null>;
  /** Asked when a stage is planned, before its manifests are read. */
  isEnough(): boolean;
}

/** Marks stages as done; gives those whose inputs are there and that are not done. */
async function follow(options: AdvanceOptions, { read, isEnough }: Following): Promise<ReadyStage[]> {
  const { graph, memory } = options;
  const ready: ReadyStage[] = [];
  const limit = limiter(readsAtOnce);
  const manifestOf = async (key: TaskKey): Promise<Manifest | null> => {
    const manifest = memory.manifests.get(key) ?? (await read(key));
    if (manifest !== null) memory.manifests.set(key, manifest);
    return manifest;
  };
  for (const node of graph) {
    const name = node.stage.name;
    if (memory.done.has(name) || options.atWork.has(name)) continue;
    if (!upstreamOf(node).every((stage) => memory.done.has(stage))) continue;
    const tasks = planned(node, options);
    if (isEnough()) break;
    const found = await Promise.all(tasks.map((task) => limit(() => manifestOf(task.key))));
    const missing = tasks.filter((_, index) => found[index] === null);
    if (missing.length > 0) ready.push({ stage: name, taskCount: tasks.length, missing });
    else memory.done.set(name, doneNode(node, tasks, found));
  }
  return ready;
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

function doneNode(
  node: GraphNode,
  tasks: readonly PlannedTask[],
  manifests: readonly (Manifest | null)[],
): DoneNode {
  const outputs = manifests.flatMap((manifest) => (manifest === null ? [] : [manifest.outputs]));
  return { stage: node.stage.name, tasks, outputs: joinShards(node, outputs) };
}
