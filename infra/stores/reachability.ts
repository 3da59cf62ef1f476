import type { ArtifactStore } from '../../pipeline/ports.js';
import type { Sha256 } from '../../schemas/canonical.js';
import type { ArtifactRef, Manifest, RunRecord, TaskKey } from '../../schemas/tasks.js';

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

/** The tasks that read any of the objects, or what such a task wrote, and so on: also those of a run that was killed. */
export function descendantsOf(
  objects: ReadonlySet<Sha256>,
  manifests: readonly Manifest[],
): ReadonlySet<TaskKey> {
  const reached = new Set<string>(objects);
  const tasks = new Set<TaskKey>();
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    for (const { key, spec, outputs } of manifests) {
      if (tasks.has(key)) continue;
      const reads = Object.values(spec.inputs).flatMap((ref) => ref?.parts ?? []);
      if (!reads.some((part) => reached.has(part.sha256))) continue;
      tasks.add(key);
      isGrowing = true;
      for (const part of Object.values(outputs).flatMap((ref) => ref.parts))
        if (part.sizeBytes > 0) reached.add(part.sha256);
    }
  }
  return tasks;
}

/** What deleting a run removes: its own tasks and objects and all that was made from its inputs, less what other runs reach. */
export async function deletable(
  record: RunRecord,
  others: readonly RunRecord[],
  store: Pick<ArtifactStore, 'getManifest'>,
  manifests: readonly Manifest[],
): Promise<{ readonly tasks: readonly TaskKey[]; readonly objects: readonly Sha256[] }> {
  const theirs = await reachableFrom(others, store);
  const mine = await reachableFrom([record], store);
  const inputs = new Set(
    Object.values(record.request.inputs).flatMap((ref) => ref.parts.map((part) => part.sha256)),
  );
  const tasks = new Set(
    [...mine.tasks, ...descendantsOf(inputs, manifests)].filter((key) => !theirs.tasks.has(key)),
  );
  const made = manifests
    .filter((manifest) => tasks.has(manifest.key))
    .flatMap((manifest) => Object.values(manifest.outputs));
  const objects = new Set([...mine.objects, ...made.flatMap((ref) => ref.parts.map((part) => part.sha256))]);
  return { tasks: [...tasks], objects: [...objects].filter((digest) => !theirs.objects.has(digest)) };
}

/** Every object that the runs or manifests name. */
export function namedBy(runs: readonly RunRecord[], manifests: readonly Manifest[]): ReadonlySet<string> {
  const refs = [
    ...runs.map((run) => run.request.inputs),
    ...manifests.flatMap(({ spec, outputs }) => [spec.inputs, outputs]),
  ];
  return new Set(
    refs
      .flatMap((byName) => Object.values(byName))
      .flatMap((ref) => (ref?.parts ?? []).map((part) => part.sha256)),
  );
}
