/** Tasks, manifests, runs: what the planner hands to an executor and what the store keeps. */
import { z } from 'zod';
import { canonicalJson, sha256, sha256Schema } from './canonical.js';

export const artifactPartSchema = z.object({
  sha256: sha256Schema,
  sizeBytes: z.number().int().nonnegative(),
  /** Lines for NDJSON parts, null for files. */
  rowCount: z.number().int().nonnegative().nullable(),
});
export type ArtifactPart = z.infer<typeof artifactPartSchema>;

/** An artifact is its parts in order; a stage that ran in shards leaves one part a shard, never merged again. */
export const artifactRefSchema = z.object({ parts: z.array(artifactPartSchema).min(1) });
export type ArtifactRef = z.infer<typeof artifactRefSchema>;

/** Rows of all parts; a file's parts count none. */
export function rowCountOf(ref: ArtifactRef): number {
  return ref.parts.reduce((sum, part) => sum + (part.rowCount ?? 0), 0);
}

/** Rows [startRow, endRow) of a sharded input. */
export const sliceSchema = z.object({
  input: z.string(),
  startRow: z.number().int().nonnegative(),
  endRow: z.number().int().nonnegative(),
});
export type Slice = z.infer<typeof sliceSchema>;

/** Everything that may influence a task's output; its canonical JSON is hashed to the task key. */
export const taskSpecSchema = z.object({
  stage: z.string(),
  stageVersion: z.string(),
  params: z.record(z.string(), z.unknown()),
  inputs: z.record(z.string(), artifactRefSchema.nullable()),
  slice: sliceSchema.nullable(),
  /** Digest per resource the stage declares; null: declared optional and not given. */
  resources: z.record(z.string(), z.string().nullable()),
});
export type TaskSpec = z.infer<typeof taskSpecSchema>;

export const taskKeySchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand('TaskKey');
export type TaskKey = z.infer<typeof taskKeySchema>;

/** SHA-256 of the canonical spec: cache key, job id and provenance id at once (DESIGN §2). */
export function taskKeyOf(spec: TaskSpec): TaskKey {
  return taskKeySchema.parse(sha256(canonicalJson(spec)));
}

/** Written last; a task is done only if this is there and every digest in it verifies. Holds no time: equal work, equal bytes. */
export const manifestSchema = z.object({
  schema: z.literal('antigraph.task/1'),
  key: taskKeySchema,
  spec: taskSpecSchema,
  outputs: z.record(z.string(), artifactRefSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const runIdSchema = z
  .string()
  .regex(/^run-[0-9a-f]{16}$/)
  .brand('RunId');
export type RunId = z.infer<typeof runIdSchema>;

/** What a run asks for; its canonical JSON gives the run id, so the same request is the same run. */
export const runRequestSchema = z.object({
  /** Input artifact name → where its content is. */
  inputs: z.record(z.string(), artifactRefSchema),
  /** Stage → parameters that differ from the defaults or were given. */
  params: z.record(z.string(), z.record(z.string(), z.unknown())),
  resources: z.record(z.string(), z.string().nullable()),
});
export type RunRequest = z.infer<typeof runRequestSchema>;

export function runIdOf(request: RunRequest): RunId {
  return runIdSchema.parse(`run-${sha256(canonicalJson(request)).slice(0, 16)}`);
}

/** A run as kept in the store: which tasks it reaches, so that deletion knows what others still need. */
export const runRecordSchema = z.object({
  schema: z.literal('antigraph.run/1'),
  id: runIdSchema,
  request: runRequestSchema,
  /** Base names of the submitted files, for people. */
  labels: z.record(z.string(), z.string()),
  tasks: z.array(z.object({ stage: z.string(), key: taskKeySchema })),
});
export type RunRecord = z.infer<typeof runRecordSchema>;
