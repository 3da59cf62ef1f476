import type { ArtifactStore } from '../../pipeline/ports.js';
import type { Sha256 } from '../../schemas/canonical.js';
import type { ArtifactRef, RunRecord, TaskKey } from '../../schemas/tasks.js';

/** Every task and object that the runs need: submitted inputs, and what their tasks read and wrote. */
export async function reachableFrom(
  runs: readonly RunRecord[],
  store: Pick<ArtifactStore, 'getManifest'>,
): Promise<{ readonly tasks: ReadonlySet<TaskKey>; readonly objects: ReadonlySet<Sha256> }> {
  const tasks = new Set<TaskKey>();
  const objects = new Set<Sha256>();
  const reach = (ref: ArtifactRef | null) => {
    for (const part of ref?.parts ?? []) objects.add(part.sha256);
  };
  for (const run of runs) {
    for (const ref of Object.values(run.request.inputs)) reach(ref);
    for (const { key } of run.tasks) tasks.add(key);
  }
  for (const key of tasks) {
    const manifest = await store.getManifest(key);
    for (const ref of Object.values(manifest?.outputs ?? {})) reach(ref);
    for (const ref of Object.values(manifest?.spec.inputs ?? {})) reach(ref);
  }
  return { tasks, objects };
}
