/** GA4GH Workflow Execution Service 1.1.0 over the same runs: clients of it work unchanged. */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { runIdSchema } from '../../../schemas/tasks.js';
import { access, callerOf, tenantOf } from '../auth.js';
import { cursorOf, placeOf } from '../cursor.js';
import type { ApiDependencies } from '../dependencies.js';
import { unknownTask } from '../problem.js';
import { cancelRun } from '../runs/cancel-run.js';
import { listRuns } from '../runs/list-runs.js';
import { resultFiles } from '../runs/results.js';
import { existingRun, unknownRun } from '../runs/run-view.js';
import { submitRun } from '../runs/submit-run.js';
import { wesAnswers } from '../schema.js';
import { boundaryOf } from './multipart.js';
import { receiveForm } from './receive-form.js';
import {
  serviceInfoSchema,
  taskLogSchema,
  wesFormSchema,
  wesPageQuerySchema,
  wesRunIdSchema,
  wesRunListSchema,
  wesRunLogSchema,
  wesRunStatusSchema,
  wesTaskListSchema,
} from './schemas.js';
import { runLogOf, summaryOf, tasksOf, wesStateOf } from './views.js';

const runParams = z.object({ run_id: z.string().min(1).max(100) });
const tags = ['wes'];

/** /ga4gh/wes/v1. */
export async function wesRoutes(app: FastifyInstance, dependencies: ApiDependencies): Promise<void> {
  const { store, limits, version, now } = dependencies;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const read = { access: access.read };
  const submit = { access: access.submit };
  const idOf = (text: string) => {
    const id = runIdSchema.safeParse(text);
    if (id.success) return id.data;
    throw unknownRun(text);
  };

  typed.get(
    '/service-info',
    {
      config: { access: access.public },
      schema: { tags, summary: 'What this service is', response: wesAnswers({ 200: serviceInfoSchema }) },
    },
    async () => serviceInfo(version),
  );

  typed.get(
    '/runs',
    {
      config: read,
      schema: {
        tags,
        summary: 'Runs of the tenant',
        querystring: wesPageQuerySchema,
        response: wesAnswers({ 200: wesRunListSchema }, 422),
      },
    },
    async (request) => {
      const tenant = tenantOf(request);
      const { page_size: limit, page_token: cursor } = request.query;
      const { runs, nextCursor } = await listRuns(tenant, store.tenant(tenant), { limit, cursor });
      return { runs: runs.map(summaryOf), next_page_token: nextCursor ?? '' };
    },
  );

  await app.register(async (forms) => {
    forms.removeAllContentTypeParsers();
    forms.addContentTypeParser('multipart/form-data', (_request, payload, done) => done(null, payload));
    forms.withTypeProvider<ZodTypeProvider>().post(
      '/runs',
      {
        config: { ...submit, describedBody: wesFormSchema },
        schema: {
          tags,
          summary: 'Hand in a run',
          consumes: ['multipart/form-data'],
          response: wesAnswers({ 200: wesRunIdSchema }, 404, 413, 422),
        },
      },
      async (request) => {
        const tenant = tenantOf(request);
        const by = callerOf(request).keyId;
        const boundary = boundaryOf(request.headers['content-type']);
        const body = await receiveForm(request.raw, {
          boundary,
          store: store.tenant(tenant),
          limits,
          by,
          now,
        });
        const { run } = await submitRun({ tenant, by, body, idempotencyKey: null }, dependencies);
        return { run_id: run };
      },
    );
  });

  typed.get(
    '/runs/:run_id',
    {
      config: read,
      schema: {
        tags,
        summary: 'One run with its log and outputs',
        params: runParams,
        response: wesAnswers({ 200: wesRunLogSchema }, 404),
      },
    },
    async (request) => {
      const tenant = tenantOf(request);
      const corner = store.tenant(tenant);
      const view = await existingRun(tenant, corner, idOf(request.params.run_id));
      const record = await corner.artifacts.getRun(view.id);
      const files = view.state === 'complete' ? await resultFiles(view, corner) : [];
      return runLogOf(
        view,
        record,
        files.map(({ name }) => name),
      );
    },
  );

  typed.get(
    '/runs/:run_id/status',
    {
      config: read,
      schema: {
        tags,
        summary: 'State of a run',
        params: runParams,
        response: wesAnswers({ 200: wesRunStatusSchema }, 404),
      },
    },
    async (request) => {
      const tenant = tenantOf(request);
      const view = await existingRun(tenant, store.tenant(tenant), idOf(request.params.run_id));
      return { run_id: view.id, state: wesStateOf(view) };
    },
  );

  typed.post(
    '/runs/:run_id/cancel',
    {
      config: submit,
      schema: {
        tags,
        summary: 'Ask a run to stop',
        params: runParams,
        response: wesAnswers({ 200: wesRunIdSchema }, 404),
      },
    },
    async (request) => {
      const run = idOf(request.params.run_id);
      await cancelRun({ tenant: tenantOf(request), run, by: callerOf(request).keyId }, dependencies);
      return { run_id: run };
    },
  );

  const taskLogs = async (tenant: ReturnType<typeof tenantOf>, run: string) => {
    const corner = store.tenant(tenant);
    const { id } = await existingRun(tenant, corner, idOf(run));
    return tasksOf(await corner.artifacts.getRun(id));
  };

  typed.get(
    '/runs/:run_id/tasks',
    {
      config: read,
      schema: {
        tags,
        summary: 'Tasks of a complete run, in the order of the graph',
        params: runParams,
        querystring: wesPageQuerySchema,
        response: wesAnswers({ 200: wesTaskListSchema }, 404, 422),
      },
    },
    async (request) => {
      const tasks = await taskLogs(tenantOf(request), request.params.run_id);
      const { page_size: limit, page_token: cursor } = request.query;
      const from = Number(placeOf(cursor, /^\d{1,7}$/) ?? 0);
      const next = from + limit < tasks.length ? cursorOf(String(from + limit)) : '';
      return { task_logs: tasks.slice(from, from + limit), next_page_token: next };
    },
  );

  typed.get(
    '/runs/:run_id/tasks/:task_id',
    {
      config: read,
      schema: {
        tags,
        summary: 'One task',
        params: runParams.extend({ task_id: z.string().min(1).max(100) }),
        response: wesAnswers({ 200: taskLogSchema }, 404),
      },
    },
    async (request) => {
      const tasks = await taskLogs(tenantOf(request), request.params.run_id);
      const task = tasks.find(({ id }) => id === request.params.task_id);
      if (task === undefined) throw unknownTask(request.params.task_id);
      return task;
    },
  );
}

function serviceInfo(version: string): z.infer<typeof serviceInfoSchema> {
  return {
    id: 'antigraph',
    name: 'antigraph',
    type: { group: 'org.ga4gh', artifact: 'wes', version: '1.1.0' },
    description: 'Personalised cancer-vaccine neoantigen pipeline. Research use only.',
    organization: { name: 'antigraph', url: 'https://example.org' },
    version,
    workflow_type_versions: { ANTIGRAPH: { workflow_type_version: ['1'] } },
    supported_wes_versions: ['1.1.0'],
    supported_filesystem_protocols: [],
    workflow_engine_versions: { antigraph: version },
    default_workflow_engine_parameters: [],
    // Counting the runs of all tenants would tell one of another's.
    system_state_counts: {},
    auth_instructions_url: '/openapi.json',
    tags: {},
  };
}
