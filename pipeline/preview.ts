import type { ArtifactRef, RunRequest, TaskSpec } from '../schemas/tasks.js';
import type { GraphNode } from './graph-node.js';
import { differences, effectiveParams, joinShards, tasksOf, upstreamOf } from './planner.js';
import type { ArtifactStore } from './ports.js';
import { isVerified } from './verify-manifest.js';

export interface PreviewedNode {
  readonly stage: string;
  readonly version: string;
  readonly state: 'cached' | 'will run' | 'waits';
  readonly tasks: number | null;
  readonly cachedTasks: number;
  /** Why it runs: what differs from the earlier run, or which stage it waits for. */
  readonly reasons: readonly string[];
}

/** What a run would do, without doing it: looks into the store, runs nothing. `earlier`: stage → spec of the run it is compared with. */
export async function previewRun(options: {
  readonly graph: readonly GraphNode[];
  readonly request: RunRequest;
  readonly store: ArtifactStore;
  readonly ignoreCache: boolean;
  readonly earlier: ReadonlyMap<string, TaskSpec>;
}): Promise<readonly PreviewedNode[]> {
  const { graph, request, store, ignoreCache, earlier } = options;
  const done = new Map<string, Readonly<Record<string, ArtifactRef>>>();
  const previewed: PreviewedNode[] = [];
  for (const node of graph) {
    const { name, version } = node.stage;
    const missing = upstreamOf(node).filter((stage) => !done.has(stage));
    if (missing.length > 0) {
      const before = earlier.get(name);
      const own =
        before === undefined
          ? []
          : differences({ ...before, stageVersion: version, params: effectiveParams(node, request) }, before);
      previewed.push({
        stage: name,
        version,
        state: 'waits',
        tasks: null,
        cachedTasks: 0,
        reasons: [`reads ${missing.join(', ')}`, ...own],
      });
      continue;
    }
    const tasks = tasksOf(node, request, done);
    const outputs: Readonly<Record<string, ArtifactRef>>[] = [];
    for (const task of tasks) {
      const manifest = ignoreCache ? null : await store.getManifest(task.key);
      if (manifest !== null && (await isVerified(store, manifest))) outputs.push(manifest.outputs);
    }
    const isCached = outputs.length === tasks.length;
    if (isCached) done.set(name, joinShards(node, outputs));
    const [first] = tasks;
    const changed = first === undefined ? [] : differences(first.spec, earlier.get(name));
    const reasons = isCached
      ? []
      : ignoreCache
        ? ['--no-cache']
        : changed.length > 0
          ? changed
          : ['its result is not in the store any more'];
    previewed.push({
      stage: name,
      version,
      state: isCached ? 'cached' : 'will run',
      tasks: tasks.length,
      cachedTasks: outputs.length,
      reasons,
    });
  }
  return previewed;
}
