import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  deletedRunSchema,
  pageQuerySchema,
  runPageSchema,
  runViewSchema,
  submitRunBodySchema,
} from '../../../schemas/api.js';
import { access, callerOf, tenantOf } from '../auth.js';
import type { ApiDependencies } from '../dependencies.js';
import { etagOf, isNotModified } from '../etag.js';
import { cancelRun } from '../runs/cancel-run.js';
import { deleteRun } from '../runs/delete-run.js';
import { idempotencyKeySchema } from '../runs/idempotency.js';
import { listRuns } from '../runs/list-runs.js';
import { existingRun } from '../runs/run-view.js';
import { submitRun } from '../runs/submit-run.js';
import { answers, conditionalHeaders, emptyAnswer, runParams } from '../schema.js';

/** /api/v1/runs: handing in, watching, stopping, removing. */
export async function runRoutes(app: FastifyInstance, dependencies: ApiDependencies): Promise<void> {
  const { store, dispatcher, audit } = dependencies;
  const typed = app.withTypeProvider<ZodTypeProvider>();

  typed.post(
    '/runs',
    {
      config: { access: access.submit },
      schema: {
        tags: ['runs'],
        summary: 'Hand in a run',
        description:
          'Equal submissions are the same run: one that is at work or complete is joined (200), one that failed or was cancelled gets its next attempt.',
        headers: z.object({
          'idempotency-key': idempotencyKeySchema
            .optional()
            .describe('Sent again with the same body, it gives the run of the first time.'),
        }),
        body: submitRunBodySchema,
        response: answers(
          {
            200: runViewSchema.describe('It was here already.'),
            202: runViewSchema.describe('Accepted: kept, and worked on whatever is lost later.'),
          },
          404,
          413,
          422,
        ),
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request);
      const { run, isNew } = await submitRun(
        {
          tenant,
          by: callerOf(request).keyId,
          body: request.body,
          idempotencyKey: request.headers['idempotency-key'] ?? null,
        },
        dependencies,
      );
      const view = await existingRun(tenant, store.tenant(tenant), run);
      return reply
        .code(isNew ? 202 : 200)
        .header('location', `/api/v1/runs/${run}`)
        .send(view);
    },
  );

  typed.get(
    '/runs',
    {
      config: { access: access.read },
      schema: {
        tags: ['runs'],
        summary: 'Runs of the tenant, latest submission first',
        querystring: pageQuerySchema,
        response: answers({ 200: runPageSchema }, 422),
      },
    },
    async (request) => {
      const tenant = tenantOf(request);
      return listRuns(tenant, store.tenant(tenant), request.query);
    },
  );

  typed.get(
    '/runs/:id',
    {
      config: { access: access.read },
      schema: {
        tags: ['runs'],
        summary: 'One run, as it is now',
        params: runParams,
        headers: conditionalHeaders,
        response: answers(
          { 200: runViewSchema, 304: emptyAnswer('Nothing has changed since the tag that was sent.') },
          404,
        ),
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request);
      const view = await existingRun(tenant, store.tenant(tenant), request.params.id);
      if (isNotModified(request, reply, etagOf(view))) return reply.code(304).send(null);
      return view;
    },
  );

  typed.post(
    '/runs/:id/cancel',
    {
      config: { access: access.submit },
      schema: {
        tags: ['runs'],
        summary: 'Ask a run to stop',
        description: 'A run that has ended stays as it is.',
        params: runParams,
        response: answers({ 202: runViewSchema }, 404),
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request);
      const { id } = request.params;
      await cancelRun({ tenant, run: id, by: callerOf(request).keyId }, dependencies);
      return reply.code(202).send(await existingRun(tenant, store.tenant(tenant), id));
    },
  );

  typed.delete(
    '/runs/:id',
    {
      config: { access: access.submit },
      schema: {
        tags: ['runs'],
        summary: 'Remove a run with its results, and its files unless another run reads them',
        params: runParams,
        response: answers({ 200: deletedRunSchema }, 404, 409),
      },
    },
    async (request) => {
      const tenant = tenantOf(request);
      const { id } = request.params;
      const removed = await deleteRun(tenant, store.tenant(tenant), id);
      await audit.append({ actor: callerOf(request).keyId, tenant, action: 'run-deleted', run: id });
      await dispatcher.forget(tenant, id);
      return { run: id, ...removed };
    },
  );
}
