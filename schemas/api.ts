/** Request and response bodies of /api/v1: the server checks and documents with them, the client reads with them. */
import { z } from 'zod';
import { sha256Schema } from './canonical.js';
import { roleSchema, tenantIdSchema } from './service.js';
import { runIdSchema } from './tasks.js';

/** RFC 9457 problem details, with our stable error code. Media type application/problem+json. */
export const problemSchema = z
  .object({
    type: z.string().describe('urn:antigraph:error:CODE'),
    title: z
      .string()
      .describe('What kind of error it is, in a few words; the same for every error of a code.'),
    status: z.number().int().min(400).max(599),
    detail: z.string().describe('What was expected and what was found.'),
    code: z.string().describe('Stable error code, see docs/errors.md.'),
    fix: z.string().nullable().describe('What to do next.'),
    at: z
      .object({
        file: z.string().optional(),
        line: z.number().int().optional(),
        column: z.number().int().optional(),
        field: z.string().optional(),
      })
      .nullable()
      .describe('Where the input is wrong.'),
    requestId: z.string().describe("To find the request in the service's log."),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

/** Base name of a file as people know it: never a path, never a control character. */
export const fileLabelSchema = z
  .string()
  .min(1)
  .max(255)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here.
  .regex(/^[^/\\\u0000-\u001f\u007f]+$/)
  .describe('Base name of the file, shown in messages and in the report; part of what is kept with the run.');

/** A file that the service holds; its id is the SHA-256 of its content. */
export const uploadSchema = z
  .object({ id: sha256Schema, sizeBytes: z.number().int().nonnegative(), name: fileLabelSchema })
  .meta({ id: 'Upload' });
export type Upload = z.infer<typeof uploadSchema>;

export const uploadQuerySchema = z.object({ name: fileLabelSchema });

/** Asks where a file should be sent; its digest and size are known before. */
export const presignUploadBodySchema = z
  .strictObject({
    name: fileLabelSchema,
    sha256: sha256Schema,
    sizeBytes: z
      .number()
      .int()
      .nonnegative()
      .max(5_368_709_120)
      .describe('At most 5 GiB, the largest single PUT of S3.'),
  })
  .meta({ id: 'PresignUpload' });

/** Send the bytes there with exactly this method and these headers. A presigned one is then completed, a direct one is done. */
export const uploadTargetSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('held') }).describe('The service has the content already: nothing to send.'),
    z
      .object({ kind: z.literal('direct'), method: z.literal('POST'), url: z.string() })
      .describe('The store gives no presigned addresses: send to this path of the API, with the API key.'),
    z
      .object({
        kind: z.literal('presigned'),
        method: z.literal('PUT'),
        url: z.url(),
        headers: z.record(z.string(), z.string()),
        expiresAtMs: z.number().int(),
      })
      .describe('Send to the store, without the API key; then POST /api/v1/uploads/{id}/complete.'),
  ])
  .meta({ id: 'UploadTarget' });

export const completeUploadBodySchema = z
  .strictObject({ name: fileLabelSchema, sizeBytes: z.number().int().nonnegative() })
  .meta({ id: 'CompleteUpload' });

/** A file of a submission: one uploaded before. */
export const fileRefSchema = z
  .strictObject({
    upload: sha256Schema,
    name: fileLabelSchema.optional().describe('Default: the name at upload.'),
  })
  .meta({ id: 'FileRef' });
export type FileRef = z.infer<typeof fileRefSchema>;

/** What a run takes beside its files; the same words as the options of `antigraph run`. */
export const submitRunBodySchema = z
  .strictObject({
    files: z
      .strictObject({
        vcf: fileRefSchema,
        expression: fileRefSchema.optional(),
        germlineVcf: fileRefSchema.optional(),
        fusions: fileRefSchema.optional(),
        junctions: fileRefSchema.optional(),
        antigens: fileRefSchema.optional(),
        rnaCounts: fileRefSchema.optional(),
        copyNumber: fileRefSchema.optional(),
        hlaLoss: fileRefSchema.optional(),
        decisions: fileRefSchema.optional(),
        knownEpitopes: fileRefSchema.optional(),
        drivers: fileRefSchema.optional(),
        normalExpression: fileRefSchema.optional(),
      })
      .describe('Each as the option of the same name of antigraph run.'),
    hla: z
      .union([
        z.strictObject({ alleles: z.array(z.string().max(64)).min(1).max(64) }),
        z.strictObject({
          file: z.strictObject({
            name: fileLabelSchema,
            text: z
              .string()
              .max(262_144)
              .describe('Content of a typing tool’s result file, or a list of alleles.'),
          }),
        }),
      ])
      .describe('The genotype: alleles, or the result file of any HLA typing tool.'),
    reference: z
      .string()
      .max(255)
      .nullable()
      .default(null)
      .describe('Name or digest of one of GET /api/v1/references; null only with useCsq.'),
    useCsq: z.boolean().default(false).describe('Take consequences from the VCF’s own annotation.'),
    mhcClass: z
      .literal(['I', 'II', 'both'])
      .optional()
      .describe('Default: the classes that the genotype has alleles of.'),
    purity: z.number().gt(0).max(1).optional().describe('Fraction of tumour cells.'),
    tumorSample: z.string().min(1).max(255).optional(),
    normalSample: z.string().min(1).max(255).optional(),
    patient: z.string().min(1).max(255).optional().describe('Pseudonym shown in the report.'),
    params: z
      .record(z.string(), z.record(z.string(), z.unknown()))
      .default({})
      .describe('Stage → parameter → value; docs/stages.md lists them.'),
    priority: z.number().int().min(1).max(9).default(5).describe('Lower goes first.'),
    webhook: z
      .strictObject({ url: z.url().max(2048) })
      .nullable()
      .default(null)
      .describe('Called once the run has ended, signed per Standard Webhooks.'),
  })
  .meta({ id: 'SubmitRun' });
/** As parsed, defaults filled in. */
export type SubmitRunBody = z.infer<typeof submitRunBodySchema>;
/** As a client writes it. */
export type SubmitRunInput = z.input<typeof submitRunBodySchema>;

export const runStateSchema = z.literal([
  'queued',
  'running',
  'complete',
  'failed',
  'cancelling',
  'cancelled',
]);

/** States that do not change any more; a failed or cancelled run may be handed in again, as its next attempt. */
export const endStates: readonly z.infer<typeof runStateSchema>[] = ['complete', 'failed', 'cancelled'];

export const runViewSchema = z
  .object({
    id: runIdSchema,
    state: runStateSchema,
    attempt: z.number().int().positive(),
    submittedAtMs: z.number().int(),
    submittedBy: z.string(),
    endedAtMs: z.number().int().nullable(),
    priority: z.number().int(),
    files: z.record(z.string(), z.string()).describe('Input of the graph → name of the submitted file.'),
    warnings: z.array(z.string()).describe('What was given and is not used, and why.'),
    failure: z
      .object({
        code: z.string(),
        message: z.string(),
        fix: z.string().nullable(),
        stage: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Run' });
export type RunView = z.infer<typeof runViewSchema>;

export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(512).optional().describe('nextCursor of the page before.'),
});

export const runPageSchema = z
  .object({ runs: z.array(runViewSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'RunPage' });
export type RunPage = z.infer<typeof runPageSchema>;

export const resultFileSchema = z
  .object({
    name: z.string(),
    sizeBytes: z.number().int().nonnegative(),
    sha256: sha256Schema,
    mediaType: z.string(),
    url: z.string().describe('Path of the file in this API.'),
  })
  .meta({ id: 'ResultFile' });

export const resultsSchema = z
  .object({
    run: runIdSchema,
    files: z
      .array(resultFileSchema)
      .describe('What antigraph run writes to --out, the same bytes; sorted by name.'),
  })
  .meta({ id: 'Results' });
export type Results = z.infer<typeof resultsSchema>;

export const deletedRunSchema = z
  .object({
    run: runIdSchema,
    taskCount: z.number().int(),
    objectCount: z.number().int(),
    sizeBytes: z.number().int(),
  })
  .meta({ id: 'DeletedRun' });

export const referenceViewSchema = z
  .object({
    name: z.string(),
    digest: z.string(),
    build: z.string(),
    geneCount: z.number().int(),
    transcriptCount: z.number().int(),
  })
  .meta({ id: 'Reference' });
export const referencesSchema = z
  .object({ references: z.array(referenceViewSchema) })
  .meta({ id: 'References' });

/** An API key without its secret. */
export const apiKeyViewSchema = z
  .object({
    id: z.string(),
    tenant: tenantIdSchema.nullable().describe('null: of the service itself, role operate only.'),
    roles: z.array(roleSchema),
    label: z.string(),
    status: z.literal(['active', 'rotated', 'expired', 'revoked']),
    createdAtMs: z.number().int(),
    endsAtMs: z.number().int().nullable(),
    revokedAtMs: z.number().int().nullable(),
    replacedBy: z.string().nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKeyView = z.infer<typeof apiKeyViewSchema>;

export const createKeyBodySchema = z
  .strictObject({
    tenant: tenantIdSchema.nullable(),
    roles: z.array(roleSchema).min(1).max(3),
    label: z.string().max(200).default(''),
    expiresAtMs: z
      .number()
      .int()
      .positive()
      .max(4_102_444_800_000)
      .nullable()
      .default(null)
      .describe('At most the year 2100; null: never.'),
  })
  .meta({ id: 'CreateKey' });

export const rotateKeyBodySchema = z
  .strictObject({
    overlapMs: z
      .number()
      .int()
      .nonnegative()
      .max(2_592_000_000)
      .default(86_400_000)
      .describe('How long the old key is accepted beside the new one; default a day, at most 30.'),
  })
  .meta({ id: 'RotateKey' });

export const createdKeySchema = z
  .object({ key: apiKeyViewSchema, secret: z.string().describe('Shown this once; only its hash is kept.') })
  .meta({ id: 'CreatedKey' });

export const apiKeysSchema = z.object({ keys: z.array(apiKeyViewSchema) }).meta({ id: 'ApiKeys' });

/** A webhook's signing secret without the secret. */
const webhookSecretViewSchema = z
  .object({
    id: z.string(),
    createdAtMs: z.number().int(),
    endsAtMs: z.number().int().nullable().describe('When it signs no more; null: not set.'),
  })
  .meta({ id: 'WebhookSecret' });

export const webhookSecretsSchema = z
  .object({ secrets: z.array(webhookSecretViewSchema) })
  .meta({ id: 'WebhookSecrets' });

export const createWebhookSecretBodySchema = z
  .strictObject({
    overlapMs: z
      .number()
      .int()
      .nonnegative()
      .max(2_592_000_000)
      .default(86_400_000)
      .describe('How long the secret before it signs along; default a day, at most 30.'),
  })
  .meta({ id: 'CreateWebhookSecret' });

export const createdWebhookSecretSchema = z
  .object({
    id: z.string(),
    secret: z.string().describe('whsec_…, for the receiver to check signatures with. Shown this once.'),
  })
  .meta({ id: 'CreatedWebhookSecret' });

/**
 * Data of one server-sent event of /runs/{id}/events; its `id` is the number to resume from (Last-Event-ID), its `event` the kind.
 * The stream ends after `ended`.
 */
export const progressEventSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('state'), state: runStateSchema, attempt: z.number().int() }),
    z.object({
      kind: z.literal('stage-started'),
      stage: z.string(),
      tasks: z.number().int(),
      cached: z.number().int(),
    }),
    z.object({ kind: z.literal('task-finished'), stage: z.string(), durationMs: z.number() }),
    z.object({ kind: z.literal('stage-finished'), stage: z.string(), cached: z.boolean() }),
    z.object({ kind: z.literal('ended'), run: runViewSchema }),
  ])
  .meta({ id: 'ProgressEvent' });
export type ProgressEvent = z.infer<typeof progressEventSchema>;

const depthSchema = z.object({
  waiting: z.number().int(),
  active: z.number().int(),
  delayed: z.number().int(),
  failed: z.number().int(),
});

export const operatorOverviewSchema = z
  .object({
    takenAtMs: z.number().int(),
    queue: z
      .object({
        tasks: depthSchema,
        runs: depthSchema,
        oldestWaitingMs: z
          .number()
          .nullable()
          .describe('Age of the oldest task that waits; null: none does.'),
        isPaused: z.boolean(),
        workers: z.number().int(),
      })
      .nullable()
      .describe('null: the queue cannot be reached.'),
    stages: z.array(
      z.object({
        stage: z.string(),
        done: z.number().int(),
        p50Ms: z.number().nullable(),
        p95Ms: z.number().nullable().describe('Upper estimates, from counts by bucket.'),
      }),
    ),
    failures: z.array(z.object({ stage: z.string(), code: z.string(), count: z.number().int() })),
    failedTasks: z.array(
      z.object({
        id: z.string(),
        tenant: tenantIdSchema,
        run: runIdSchema,
        stage: z.string().nullable(),
        code: z.string(),
        starts: z.number().int(),
        failedAtMs: z.number().int(),
      }),
    ),
    health: z.array(
      z.object({ name: z.string(), isHealthy: z.boolean(), message: z.string(), latencyMs: z.number() }),
    ),
  })
  .meta({ id: 'OperatorOverview' });
export type OperatorOverview = z.infer<typeof operatorOverviewSchema>;

export const operatorActionBodySchema = z
  .discriminatedUnion('action', [
    z
      .strictObject({ action: z.literal('pause') })
      .describe('Workers take no further task; those at work go on.'),
    z.strictObject({ action: z.literal('resume') }),
    z
      .strictObject({ action: z.literal('drain') })
      .describe('Pauses, and waits some seconds for tasks at work; gives how many still are.'),
    z
      .strictObject({ action: z.literal('retry-failed') })
      .describe('Puts tasks that were given up back; a run that failed by one needs to be handed in again.'),
    z.strictObject({ action: z.literal('retry'), task: z.string().min(1).max(200) }),
  ])
  .meta({ id: 'OperatorAction' });
export type OperatorAction = z.infer<typeof operatorActionBodySchema>;

export const operatorActionResultSchema = z
  .object({ action: z.string(), affected: z.number().int() })
  .meta({ id: 'OperatorActionResult' });

export const healthSchema = z
  .object({
    status: z.literal(['ok', 'unavailable']),
    checks: z.array(z.object({ name: z.string(), isHealthy: z.boolean() })),
  })
  .meta({ id: 'Health' });
