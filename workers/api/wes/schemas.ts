/** GA4GH Workflow Execution Service 1.1.0: the bodies that clients of it read and write, by the names of its OpenAPI document. */
import { z } from 'zod';
import { fileLabelSchema, fileRefSchema, submitRunBodySchema } from '../../../schemas/api.js';

export const wesStateSchema = z
  .literal([
    'UNKNOWN',
    'QUEUED',
    'INITIALIZING',
    'RUNNING',
    'PAUSED',
    'COMPLETE',
    'EXECUTOR_ERROR',
    'SYSTEM_ERROR',
    'CANCELED',
    'CANCELING',
    'PREEMPTED',
  ])
  .meta({ id: 'WesState' });
export type WesState = z.infer<typeof wesStateSchema>;

const workflowVersionSchema = z.object({ workflow_type_version: z.array(z.string()) });

export const serviceInfoSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.object({ group: z.string(), artifact: z.string(), version: z.string() }),
    description: z.string(),
    organization: z.object({ name: z.string(), url: z.string() }),
    version: z.string(),
    workflow_type_versions: z.record(z.string(), workflowVersionSchema),
    supported_wes_versions: z.array(z.string()),
    supported_filesystem_protocols: z.array(z.string()),
    workflow_engine_versions: z.record(z.string(), z.string()),
    default_workflow_engine_parameters: z.array(
      z.object({ name: z.string(), type: z.string(), default_value: z.string() }),
    ),
    system_state_counts: z.record(z.string(), z.number().int()),
    auth_instructions_url: z.string(),
    tags: z.record(z.string(), z.string()),
  })
  .meta({ id: 'WesServiceInfo' });

export const wesRunIdSchema = z.object({ run_id: z.string() }).meta({ id: 'WesRunId' });

export const wesRunStatusSchema = z
  .object({ run_id: z.string(), state: wesStateSchema })
  .meta({ id: 'WesRunStatus' });

const runSummarySchema = z
  .object({
    run_id: z.string(),
    state: wesStateSchema,
    start_time: z.string(),
    end_time: z.string().optional(),
    tags: z.record(z.string(), z.string()),
  })
  .meta({ id: 'WesRunSummary' });

export const wesRunListSchema = z
  .object({ runs: z.array(runSummarySchema), next_page_token: z.string() })
  .meta({ id: 'WesRunListResponse' });

const logSchema = z.object({
  name: z.string(),
  start_time: z.string().optional(),
  end_time: z.string().optional(),
  exit_code: z.number().int().optional(),
  system_logs: z.array(z.string()).optional(),
});

export const taskLogSchema = logSchema.extend({ id: z.string() }).meta({ id: 'WesTaskLog' });

export const wesTaskListSchema = z
  .object({ task_logs: z.array(taskLogSchema), next_page_token: z.string() })
  .meta({ id: 'WesTaskListResponse' });

export const wesRunLogSchema = z
  .object({
    run_id: z.string(),
    request: z.object({
      workflow_params: z.record(z.string(), z.unknown()),
      workflow_type: z.string(),
      workflow_type_version: z.string(),
      workflow_url: z.string(),
      tags: z.record(z.string(), z.string()),
    }),
    state: wesStateSchema,
    run_log: logSchema,
    task_logs_url: z.string(),
    outputs: z.record(z.string(), z.string()),
  })
  .meta({ id: 'WesRunLog' });

/** The form of POST /runs, as it is documented; files are read as they come. */
export const wesFormSchema = z.strictObject({
  workflow_params: z
    .string()
    .describe(
      'JSON of the form of SubmitRun, in which each file is the name of an attachment, or {"upload": id} of one sent before.',
    )
    .meta({ contentMediaType: 'application/json' }),
  workflow_type: z.literal('ANTIGRAPH'),
  workflow_type_version: z.literal('1'),
  workflow_url: z.literal('antigraph'),
  workflow_engine: z.literal('antigraph').optional(),
  workflow_engine_version: z.string().optional(),
  workflow_engine_parameters: z.string().optional(),
  tags: z.string().optional(),
  workflow_attachment: z.array(z.string().meta({ format: 'binary' })).optional(),
});

/** A file of workflow_params: the relative address of an attachment, as WES has it, or an upload. */
const attachableSchema = z.union([fileLabelSchema, fileRefSchema]);

export const wesParamsSchema = submitRunBodySchema.extend({
  files: z.strictObject({
    vcf: attachableSchema,
    expression: attachableSchema.optional(),
    germlineVcf: attachableSchema.optional(),
    fusions: attachableSchema.optional(),
    junctions: attachableSchema.optional(),
    antigens: attachableSchema.optional(),
    rnaCounts: attachableSchema.optional(),
    copyNumber: attachableSchema.optional(),
    hlaLoss: attachableSchema.optional(),
    decisions: attachableSchema.optional(),
    knownEpitopes: attachableSchema.optional(),
    drivers: attachableSchema.optional(),
    normalExpression: attachableSchema.optional(),
  }),
});

export const wesPageQuerySchema = z.object({
  page_size: z.coerce.number().int().min(1).max(500).default(50),
  page_token: z.string().max(512).optional(),
});
