import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import {
  operatorActionBodySchema,
  operatorActionResultSchema,
  operatorOverviewSchema,
} from '../../../schemas/api.js';
import { access, callerOf } from '../auth.js';
import type { ApiDependencies } from '../dependencies.js';
import { act } from '../operator/actions.js';
import { overviewOf } from '../operator/overview.js';
import { answers } from '../schema.js';

/** /api/v1/operator: what the operator's page shows and does, for scripts. */
export async function operatorRoutes(app: FastifyInstance, dependencies: ApiDependencies): Promise<void> {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const config = { access: access.operate };

  typed.get(
    '/operator/overview',
    {
      config,
      schema: {
        tags: ['operator'],
        summary: 'Queues, stages, failures and health of now',
        response: answers({ 200: operatorOverviewSchema }),
      },
    },
    async () => overviewOf(dependencies),
  );

  typed.post(
    '/operator/actions',
    {
      config,
      schema: {
        tags: ['operator'],
        summary: 'Pause, resume, drain, retry',
        body: operatorActionBodySchema,
        response: answers({ 200: operatorActionResultSchema }, 413),
      },
    },
    async (request) => ({
      action: request.body.action,
      affected: await act(request.body, callerOf(request).keyId, dependencies),
    }),
  );
}
