/** From a request and what is already done to tasks: which specs a node needs, and why it would run. Pure. */
import { canonicalJson, type Sha256, sha256 } from '../schemas/canonical.js';
import { AntigraphError, defect } from '../schemas/errors.js';
import {
  type ArtifactRef,
  type RunRequest,
  rowCountOf,
  type Slice,
  type TaskKey,
  type TaskSpec,
  taskKeyOf,
} from '../schemas/tasks.js';
import type { GraphNode, InputSource } from './graph-node.js';

/** Outputs of the nodes that are done: stage → output → artifact. */
export type DoneOutputs = ReadonlyMap<string, Readonly<Record<string, ArtifactRef>>>;

export interface PlannedTask {
  readonly key: TaskKey;
  readonly spec: TaskSpec;
}

/** Stages whose outputs the node reads, without duplicates. */
export function upstreamOf(node: GraphNode): readonly string[] {
  const stages = Object.values(node.wiring).flatMap((source) =>
    source.kind === 'output' ? [source.stage] : [],
  );
  return [...new Set(stages)];
}

/** Names the graph by its stages and their versions: what it makes of a request is the same as long as this is. */
export function graphDigest(graph: readonly GraphNode[]): Sha256 {
  return sha256(canonicalJson(graph.map(({ stage }) => [stage.name, stage.version])));
}

/** The node's tasks in shard order; every input's artifact must be known. @throws PARAMETER_INVALID */
export function tasksOf(node: GraphNode, request: RunRequest, done: DoneOutputs): readonly PlannedTask[] {
  const { stage } = node;
  const inputs: Record<string, ArtifactRef | null> = {};
  for (const [name, source] of Object.entries(node.wiring)) inputs[name] = resolve(source, request, done);
  const spec: TaskSpec = {
    stage: stage.name,
    stageVersion: stage.version,
    params: effectiveParams(node, request),
    inputs,
    slice: null,
    resources: Object.fromEntries(
      stage.resources.map((need) => [
        need.replace('?', ''),
        request.resources[need.replace('?', '')] ?? null,
      ]),
    ),
  };
  const slices = slicesOf(node, inputs);
  return (slices.length === 0 ? [null] : slices).map((slice) => {
    const sliced = { ...spec, slice };
    return { spec: sliced, key: taskKeyOf(sliced) };
  });
}

/** Parameters with every default filled in: what the task key and the run record state. @throws PARAMETER_INVALID */
export function effectiveParams(
  node: GraphNode,
  request: Pick<RunRequest, 'params'>,
): Record<string, unknown> {
  const given = request.params[node.stage.name] ?? {};
  const parsed = node.stage.params.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = `${node.stage.name}.${issue?.path.join('.') ?? ''}`;
    const found = canonicalJson(
      issue?.path.reduce<unknown>((value, key) => Object(value)[key], given) ?? null,
    );
    throw new AntigraphError(
      'PARAMETER_INVALID',
      `parameter ${name}: ${issue?.message ?? 'invalid'}, found ${found}`,
      {
        fix: `Run 'antigraph run --dry-run' to see every parameter of ${node.stage.name} with its value and source.`,
        at: { field: name },
      },
    );
  }
  return Object(parsed.data);
}

function resolve(source: InputSource, request: RunRequest, done: DoneOutputs): ArtifactRef | null {
  if (source.kind === 'submitted') return request.inputs[source.input] ?? null;
  const ref = done.get(source.stage)?.[source.output];
  if (ref === undefined) throw defect(`output '${source.output}' of ${source.stage} is not there yet`);
  return ref;
}

function slicesOf(node: GraphNode, inputs: Readonly<Record<string, ArtifactRef | null>>): readonly Slice[] {
  const { shard } = node.stage;
  if (shard === null) return [];
  const input = inputs[shard.input] ?? null;
  const rowCount = input === null ? 0 : rowCountOf(input);
  const slices: Slice[] = [];
  for (let startRow = 0; startRow < rowCount; startRow += shard.rowsPerShard) {
    slices.push({ input: shard.input, startRow, endRow: Math.min(rowCount, startRow + shard.rowsPerShard) });
  }
  return slices;
}

/** One artifact of a node's shards: 'one' and file outputs do not depend on the shard, rows follow shard order. */
export function joinShards(
  node: GraphNode,
  outputs: readonly Readonly<Record<string, ArtifactRef>>[],
): Record<string, ArtifactRef> {
  const joined: Record<string, ArtifactRef> = {};
  for (const [name, ref] of Object.entries(outputs[0] ?? {})) {
    const kind = node.stage.outputs[name]?.kind ?? 'many';
    joined[name] = kind === 'many' ? { parts: outputs.flatMap((shard) => shard[name]?.parts ?? []) } : ref;
  }
  return joined;
}

/** Rows of each output, for progress. */
export function rowCounts(outputs: Readonly<Record<string, ArtifactRef>>): Record<string, number> {
  return Object.fromEntries(Object.entries(outputs).map(([name, ref]) => [name, rowCountOf(ref)]));
}

/** In words, what of a task differs from the one an earlier run did; [] = nothing. */
export function differences(now: TaskSpec, before: TaskSpec | undefined): readonly string[] {
  if (before === undefined) return ['no earlier result'];
  const reasons: string[] = [];
  if (now.stageVersion !== before.stageVersion)
    reasons.push(`stage version ${before.stageVersion} → ${now.stageVersion}`);
  reasons.push(
    ...changedMembers('parameter', now.params, before.params, (value) => canonicalJson(value ?? null)),
  );
  reasons.push(
    ...changedMembers('input', now.inputs, before.inputs, (value) =>
      value === undefined || value === null ? 'none' : 'other content',
    ),
  );
  reasons.push(
    ...changedMembers('resource', now.resources, before.resources, (value) =>
      String(value ?? 'none').slice(0, 12),
    ),
  );
  return reasons;
}

function changedMembers<Value>(
  kind: string,
  now: Readonly<Record<string, Value>>,
  before: Readonly<Record<string, Value>>,
  show: (value: Value | undefined) => string,
): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return names
    .filter((name) => canonicalJson(now[name] ?? null) !== canonicalJson(before[name] ?? null))
    .map((name) =>
      kind === 'input'
        ? `input ${name} changed`
        : `${kind} ${name}: ${show(before[name])} → ${show(now[name])}`,
    );
}
