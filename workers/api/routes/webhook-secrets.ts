import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  createdWebhookSecretSchema,
  createWebhookSecretBodySchema,
  webhookSecretsSchema,
} from '../../../schemas/api.js';
import { AntigraphError } from '../../../schemas/errors.js';
import type { TenantId } from '../../../schemas/service.js';
import { webhookSecrets } from '../../service/webhook-secrets.js';
import { access, callerOf, tenantOf } from '../auth.js';
import type { ApiDependencies } from '../dependencies.js';
import { answers, emptyAnswer } from '../schema.js';

const secretParams = z.object({ id: z.string().regex(/^[0-9a-f]{12}$/) });

/** /api/v1/webhook-secrets: the tenant's own, for whoever hands runs in. */
export async function webhookSecretRoutes(
  app: FastifyInstance,
  { store, audit, now }: Pick<ApiDependencies, 'store' | 'audit' | 'now'>,
): Promise<void> {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const config = { access: access.submit };
  const secretsOf = (tenant: TenantId) => webhookSecrets(store.tenant(tenant).documents, now);

  typed.get(
    '/webhook-secrets',
    {
      config,
      schema: {
        tags: ['webhooks'],
        summary: 'Signing secrets by id, newest first',
        response: answers({ 200: webhookSecretsSchema }),
      },
    },
    async (request) => {
      const states = await secretsOf(tenantOf(request)).list();
      return {
        secrets: states.map(({ secret: { id, createdAtMs }, endsAtMs }) => ({ id, createdAtMs, endsAtMs })),
      };
    },
  );

  typed.post(
    '/webhook-secrets',
    {
      config,
      schema: {
        tags: ['webhooks'],
        summary: 'Make a signing secret; the one before it signs along for some time',
        description:
          'Messages are signed per Standard Webhooks 1.0 (webhook-id, webhook-timestamp, webhook-signature v1).',
        body: createWebhookSecretBodySchema,
        response: answers({ 201: createdWebhookSecretSchema }, 413, 422),
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request);
      const { id, secret } = await secretsOf(tenant).create(request.body.overlapMs);
      const actor = callerOf(request).keyId;
      await audit.append({ actor, tenant, action: 'webhook-secret-created', subject: id });
      return reply.code(201).header('cache-control', 'no-store').send({ id, secret });
    },
  );

  typed.delete(
    '/webhook-secrets/:id',
    {
      config,
      schema: {
        tags: ['webhooks'],
        summary: 'Have a secret sign no more, at once',
        params: secretParams,
        response: answers({ 204: emptyAnswer('It signs no more.') }, 404),
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request);
      const { id } = request.params;
      if (!(await secretsOf(tenant).revoke(id))) {
        throw new AntigraphError('KEY_UNKNOWN', `there is no webhook secret ${id}`, {
          fix: 'GET /api/v1/webhook-secrets lists those there are.',
        });
      }
      await audit.append({
        actor: callerOf(request).keyId,
        tenant,
        action: 'webhook-secret-revoked',
        subject: id,
      });
      return reply.code(204).send(null);
    },
  );
}
