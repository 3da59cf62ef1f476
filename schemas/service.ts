/** The service's vocabulary: tenants, roles, a run's submissions and how each ended. Kept in the store; Redis holds none of it. */
import { z } from 'zod';
import { sha256Schema } from './canonical.js';
import { runIdSchema } from './tasks.js';

/** A laboratory or group whose patients nobody else may see; part of paths, so only these letters. */
export const tenantIdSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/)
  .brand('TenantId');
export type TenantId = z.infer<typeof tenantIdSchema>;

/** What a caller may do: hand in and cancel runs; only look; run the service (keys, queues, metrics). */
export const roleSchema = z.literal(['submit', 'read', 'operate']);
export type Role = z.infer<typeof roleSchema>;

/** One more attempt at a run: put when the service accepts it, before anybody is told so. */
export const runSubmissionSchema = z.object({
  schema: z.literal('antigraph.submission/1'),
  run: runIdSchema,
  tenant: tenantIdSchema,
  /** From 1; a run that failed or was cancelled is handed in again as the next one. */
  attempt: z.number().int().positive(),
  submittedAtMs: z.number().int().nonnegative(),
  /** Id of the API key or subject of the token; never a secret. */
  submittedBy: z.string(),
  /** Lower goes first. */
  priority: z.number().int().min(1).max(9),
  /** Of the stages and their versions (pipeline/planner.ts): a run that other versions completed is handed in anew. */
  graph: sha256Schema,
  /** Called at the verdict. */
  webhook: z.object({ url: z.url(), secretId: z.string() }).nullable(),
});
export type RunSubmission = z.infer<typeof runSubmissionSchema>;

export const runFailureSchema = z.object({
  code: z.string(),
  message: z.string(),
  fix: z.string().nullable(),
});

/** How an attempt ended; the first one put stays. */
export const runVerdictSchema = z.object({
  schema: z.literal('antigraph.verdict/1'),
  run: runIdSchema,
  attempt: z.number().int().positive(),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('complete') }),
    z.object({ kind: z.literal('failed'), stage: z.string().nullable(), failure: runFailureSchema }),
    z.object({ kind: z.literal('cancelled'), by: z.string() }),
  ]),
  endedAtMs: z.number().int().nonnegative(),
});
export type RunVerdict = z.infer<typeof runVerdictSchema>;

export type RunState = 'queued' | 'running' | 'complete' | 'failed' | 'cancelling' | 'cancelled';
