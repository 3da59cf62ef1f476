/** The audit log's form: blocks of entries, each block naming the one before it by its hash. No patient data: a run is its id. */
import { z } from 'zod';
import { sha256Schema } from '../../schemas/canonical.js';
import { tenantIdSchema } from '../../schemas/service.js';
import { runIdSchema } from '../../schemas/tasks.js';

export const auditActionSchema = z.literal([
  'run-submitted',
  'run-cancelled',
  'run-deleted',
  'results-read',
  'file-uploaded',
  'key-created',
  'key-rotated',
  'key-revoked',
  'webhook-secret-created',
  'webhook-secret-revoked',
  'session-opened',
  'operator-action',
]);

const auditEntrySchema = z.object({
  atMs: z.number().int().nonnegative(),
  /** Id of the API key or subject of the token; 'command line' for a command on the store itself. */
  actor: z.string(),
  tenant: tenantIdSchema.nullable(),
  action: auditActionSchema,
  run: runIdSchema.nullable(),
  /** What it was done to where that is no run: the id of a key, a digest, the name of an operator's action. */
  subject: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** One process, from its start to its end: sorts by the time of the start. */
export const writerSchema = z.string().regex(/^\d{13}-[0-9a-f]{16}$/);

/** Where a writer's chain stood when somebody looked. */
export const auditHeadSchema = z.object({
  writer: writerSchema,
  sequence: z.number().int().positive(),
  hash: sha256Schema,
});
export type AuditHead = z.infer<typeof auditHeadSchema>;

export const auditBlockSchema = z.object({
  schema: z.literal('antigraph.audit/1'),
  writer: writerSchema,
  /** From 1, without gaps. */
  sequence: z.number().int().positive(),
  /** SHA-256 of the text of the writer's block before this one. */
  previous: sha256Schema.nullable(),
  atMs: z.number().int().nonnegative(),
  entries: z.array(auditEntrySchema),
  /** Other writers' heads, so that a chain cannot be removed or cut short once another has seen it. */
  witnessed: z.array(auditHeadSchema),
});
export type AuditBlock = z.infer<typeof auditBlockSchema>;

export const auditRoot = 'audit/';

/** `audit/<day>/<writer>/<sequence>.json`: by day, so that a writer that starts lists two days and not years. */
export function blockName({ atMs, writer, sequence }: AuditBlock): string {
  return `${auditRoot}${dayOf(atMs)}/${writer}/${String(sequence).padStart(10, '0')}.json`;
}

/** UTC. */
export function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

export interface BlockPlace {
  readonly name: string;
  readonly writer: string;
  readonly sequence: number;
}

/** null: not the name of a block. */
export function placeOf(name: string): BlockPlace | null {
  const [, writer, sequence] =
    /^audit\/\d{4}-\d\d-\d\d\/(\d{13}-[0-9a-f]{16})\/(\d{10})\.json$/.exec(name) ?? [];
  return writer === undefined ? null : { name, writer, sequence: Number(sequence) };
}
