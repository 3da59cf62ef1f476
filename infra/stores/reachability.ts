import type { Sha256 } from '../../schemas/canonical.js';
import type { ArtifactRef, Manifest, RunRecord, TaskKey } from '../../schemas/tasks.js';

/** Every task and object that the runs need: submitted inputs, and what their tasks read and wrote. */
function reachableFrom(
  runs: readonly RunRecord[],
  manifests: readonly Manifest[],
): { readonly tasks: ReadonlySet<TaskKey>; readonly objects: ReadonlySet<Sha256> } {
  const manifestOf = new Map(manifests.map((manifest) => [manifest.key, manifest]));
  const tasks = new Set<TaskKey>();
  const objects = new Set<Sha256>();
  const reach = (ref: ArtifactRef | null) => {
    for (const part of ref?.parts ?? []) objects.add(part.sha256);
  };
  for (const run of runs) {
    for (const ref of Object.values(run.request.inputs)) reach(ref);
    for (const { key } of run.tasks) tasks.add(key);
    // Under way, or killed: its record names no task yet; what can be made from its inputs alone may be what it stands on.
    if (run.tasks.length === 0) for (const key of madeFromAlone(inputsOf(run), manifests)) tasks.add(key);
  }
  for (const key of tasks) {
    const manifest = manifestOf.get(key);
    for (const ref of Object.values(manifest?.outputs ?? {})) reach(ref);
    for (const ref of Object.values(manifest?.spec.inputs ?? {})) reach(ref);
  }
  return { tasks, objects };
}

/** The tasks that read any of the objects, or what such a task wrote, and so on: also those of a run that was killed. */
function descendantsOf(objects: ReadonlySet<Sha256>, manifests: readonly Manifest[]): ReadonlySet<TaskKey> {
  return closure(objects, manifests, (reads, reached) => reads.some((digest) => reached.has(digest)));
}

/**
 * The tasks that read nothing but the objects, or what such a task wrote, and so on: none that knows another patient's input. One
 * that reads empty objects alone, as of a genotype without class II, is made from any run's inputs.
 */
function madeFromAlone(objects: ReadonlySet<Sha256>, manifests: readonly Manifest[]): ReadonlySet<TaskKey> {
  return closure(objects, manifests, (reads, reached) => reads.every((digest) => reached.has(digest)));
}

function closure(
  objects: ReadonlySet<Sha256>,
  manifests: readonly Manifest[],
  isIn: (reads: readonly Sha256[], reached: ReadonlySet<Sha256>) => boolean,
): ReadonlySet<TaskKey> {
  const reached = new Set(objects);
  const tasks = new Set<TaskKey>();
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    for (const { key, spec, outputs } of manifests) {
      if (tasks.has(key)) continue;
      // What is empty tells nothing of whose it is.
      const reads = Object.values(spec.inputs)
        .flatMap((ref) => ref?.parts ?? [])
        .filter((part) => part.sizeBytes > 0);
      if (
        !isIn(
          reads.map((part) => part.sha256),
          reached,
        )
      )
        continue;
      tasks.add(key);
      isGrowing = true;
      for (const part of Object.values(outputs).flatMap((ref) => ref.parts))
        if (part.sizeBytes > 0) reached.add(part.sha256);
    }
  }
  return tasks;
}

function inputsOf(run: RunRecord): ReadonlySet<Sha256> {
  return new Set(Object.values(run.request.inputs).flatMap((ref) => ref.parts.map((part) => part.sha256)));
}

/** What deleting a run removes: its own tasks and objects and all that was made from its inputs, less what other runs reach. */
export function deletable(
  record: RunRecord,
  others: readonly RunRecord[],
  manifests: readonly Manifest[],
): { readonly tasks: readonly TaskKey[]; readonly objects: readonly Sha256[] } {
  const theirs = reachableFrom(others, manifests);
  const mine = reachableFrom([record], manifests);
  const tasks = new Set(
    [...mine.tasks, ...descendantsOf(inputsOf(record), manifests)].filter((key) => !theirs.tasks.has(key)),
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
