import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  apiKeysSchema,
  createdKeySchema,
  createKeyBodySchema,
  rotateKeyBodySchema,
} from '../../../schemas/api.js';
import { access, callerOf } from '../auth.js';
import type { ApiDependencies } from '../dependencies.js';
import { answers, emptyAnswer } from '../schema.js';

const keyParams = z.object({ id: z.string().regex(/^[0-9a-f]{12}$/) });

/** /api/v1/keys: of every tenant, for who runs the service. */
export async function keyRoutes(app: FastifyInstance, dependencies: ApiDependencies): Promise<void> {
  const { keys, audit } = dependencies;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const config = { access: access.operate };

  typed.get(
    '/keys',
    {
      config,
      schema: {
        tags: ['keys'],
        summary: 'API keys, without secrets',
        response: answers({ 200: apiKeysSchema }),
      },
    },
    async () => ({ keys: [...(await keys.list())] }),
  );

  typed.post(
    '/keys',
    {
      config,
      schema: {
        tags: ['keys'],
        summary: 'Make a key',
        body: createKeyBodySchema,
        response: answers({ 201: createdKeySchema }, 413, 422),
      },
    },
    async (request, reply) => {
      const by = callerOf(request).keyId;
      const created = await keys.create({ ...request.body, by });
      const { id, tenant } = created.key;
      await audit.append({ actor: by, tenant, action: 'key-created', subject: id });
      return reply.code(201).header('cache-control', 'no-store').send(created);
    },
  );

  typed.post(
    '/keys/:id/rotate',
    {
      config,
      schema: {
        tags: ['keys'],
        summary: 'Make a key in place of another, which is accepted for some time more',
        params: keyParams,
        body: rotateKeyBodySchema,
        response: answers({ 201: createdKeySchema }, 404, 413, 422),
      },
    },
    async (request, reply) => {
      const by = callerOf(request).keyId;
      const created = await keys.rotate(request.params.id, { ...request.body, by });
      await audit.append({
        actor: by,
        tenant: created.key.tenant,
        action: 'key-rotated',
        subject: request.params.id,
      });
      return reply.code(201).header('cache-control', 'no-store').send(created);
    },
  );

  typed.delete(
    '/keys/:id',
    {
      config,
      schema: {
        tags: ['keys'],
        summary: 'Revoke a key',
        params: keyParams,
        response: answers({ 204: emptyAnswer('It opens nothing any more.') }, 404),
      },
    },
    async (request, reply) => {
      const by = callerOf(request).keyId;
      await keys.revoke(request.params.id, by);
      await audit.append({ actor: by, tenant: null, action: 'key-revoked', subject: request.params.id });
      return reply.code(204).send(null);
    },
  );
}
