import { omissions } from '../schemas/artifacts.js';
import { defect } from '../schemas/errors.js';
import type { Artifact, ByteSource, Resources, Stage } from '../schemas/stage.js';
import type { ArtifactPart, ArtifactRef, Manifest, Slice, TaskKey, TaskSpec } from '../schemas/tasks.js';
import { decodeRows, encodeTo, joinSources, type RowSink } from './codec.js';
import type { ArtifactStore, ObjectWriter, ResourceProvider } from './ports.js';

/** Name of the output every stage has beside those it declares. */
export const omissionsOutput = 'omissions';

interface ExecuteOptions {
  readonly stage: Stage;
  readonly spec: TaskSpec;
  readonly key: TaskKey;
  readonly store: ArtifactStore;
  readonly resources: ResourceProvider;
  /** Input name → name shown in messages (the submitted file's base name). */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Runs one task: load inputs (digests checked by the store) → parse → run → write artifacts → write the manifest last.
 * Shared by every executor. Running a task twice is harmless: content is addressed by digest, the manifest by a conditional put.
 */
export async function executeTask(options: ExecuteOptions): Promise<Manifest> {
  const { stage, spec, key, store } = options;
  if (stage.version !== spec.stageVersion) {
    throw defect(`task ${key} wants ${stage.name} ${spec.stageVersion}, this build has ${stage.version}`);
  }
  const inputs = await loadInputs(options);
  const resources = await options.resources.open(spec);
  const outputs = await openOutputs(stage, store);
  try {
    await runStage({ stage, spec, inputs, resources, outputs });
    const refs: Record<string, ArtifactRef> = {};
    for (const output of outputs) refs[output.name] = { parts: [await commit(output)] };
    const manifest: Manifest = { schema: 'antigraph.task/1', key, spec, outputs: refs };
    await store.putManifest(manifest);
    return manifest;
  } catch (error) {
    await Promise.all(outputs.map((output) => output.writer.discard()));
    throw error;
  }
}

interface OpenOutput {
  readonly name: string;
  readonly writer: ObjectWriter;
  readonly sink: RowSink;
}

async function openOutputs(stage: Stage, store: ArtifactStore): Promise<readonly OpenOutput[]> {
  const declared: readonly (readonly [string, Artifact])[] = [
    ...Object.entries(stage.outputs),
    [omissionsOutput, omissions],
  ];
  return Promise.all(
    declared.map(async ([name, artifact]) => {
      const writer = await store.createObject();
      return { name, writer, sink: encodeTo(writer, artifact, stage.name) };
    }),
  );
}

async function commit(output: OpenOutput): Promise<ArtifactPart> {
  const rowCount = output.sink.finish();
  return { ...(await output.writer.commit()), rowCount };
}

async function runStage(options: {
  readonly stage: Stage;
  readonly spec: TaskSpec;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly resources: Resources;
  readonly outputs: readonly OpenOutput[];
}): Promise<void> {
  const { stage, spec, inputs, resources, outputs } = options;
  const sinks = new Map(outputs.map((output) => [output.name, output.sink]));
  const omissionSink = sinks.get(omissionsOutput);
  if (omissionSink === undefined) throw defect('no sink for omissions');
  const emit: Record<string, (value: unknown) => void> = {};
  for (const [name, sink] of sinks) emit[name] = (value) => sink.emit(value);
  await stage.run({
    params: stage.params.parse(spec.params),
    inputs,
    resources,
    emit,
    omit: (omission) => omissionSink.emit(omission),
  });
}

async function loadInputs({ stage, spec, store, labels }: ExecuteOptions): Promise<Record<string, unknown>> {
  const loaded: Record<string, unknown> = {};
  for (const [name, { artifact, isOptional }] of Object.entries(stage.inputs)) {
    const ref = spec.inputs[name] ?? null;
    if (ref === null && !isOptional) throw defect(`stage ${stage.name} lacks its input '${name}'`);
    loaded[name] =
      ref === null
        ? null
        : await loadInput({ artifact, ref, store, slice: sliceOf(spec, name), label: labels[artifact.name] });
  }
  return loaded;
}

function sliceOf(spec: TaskSpec, input: string): Slice | null {
  return spec.slice?.input === input ? spec.slice : null;
}

async function loadInput(options: {
  readonly artifact: Artifact;
  readonly ref: ArtifactRef;
  readonly store: ArtifactStore;
  readonly slice: Slice | null;
  readonly label: string | undefined;
}): Promise<unknown> {
  const { artifact, ref, store, slice, label } = options;
  const sources: ByteSource[] = [];
  for (const part of ref.parts) sources.push(await store.openObject(part.sha256));
  if (artifact.kind === 'bytes') return { ...joinSources(sources), name: label ?? artifact.name };
  const rows = decodeRows(sources, { name: artifact.name, schema: artifact.schema, ...(slice ?? {}) });
  if (artifact.kind === 'many') return rows;
  for (const row of rows) return row;
  throw defect(`artifact '${artifact.name}' is empty`);
}
