import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { healthSchema, referencesSchema } from '../../../schemas/api.js';
import { access } from '../auth.js';
import type { ApiDependencies } from '../dependencies.js';
import { checkHealth } from '../health.js';
import type { Metrics } from '../metrics.js';
import { answers, bytesAnswer, publicAnswers } from '../schema.js';

/** /api/v1/references. */
export async function referenceRoutes(
  app: FastifyInstance,
  { references }: Pick<ApiDependencies, 'references'>,
): Promise<void> {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/references',
    {
      config: { access: access.read },
      schema: {
        tags: ['references'],
        summary: 'References that a run may name',
        response: answers({ 200: referencesSchema }),
      },
    },
    async () => ({
      references: references.list().map(({ digest, summary }) => ({
        name: summary.name,
        digest,
        build: summary.build,
        geneCount: summary.geneCount,
        transcriptCount: summary.transcriptCount,
      })),
    }),
  );
}

/** /health/live, /health/ready, /metrics. */
export async function healthRoutes(
  app: FastifyInstance,
  dependencies: ApiDependencies,
  metrics: Metrics,
): Promise<void> {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  // Asked by the platform every few seconds, from one address: not counted.
  const config = { access: access.public, rateLimit: false as const };

  typed.get(
    '/health/live',
    {
      config,
      schema: {
        tags: ['health'],
        summary: 'Whether the process answers',
        response: publicAnswers({ 200: healthSchema }),
      },
    },
    async () => ({ status: 'ok' as const, checks: [] }),
  );

  typed.get(
    '/health/ready',
    {
      config,
      schema: {
        tags: ['health'],
        summary: 'Whether store and queue can be reached',
        response: publicAnswers({ 200: healthSchema, 503: healthSchema }),
      },
    },
    async (_request, reply) => {
      const checks = await checkHealth(dependencies);
      const isReady = checks.every(({ isHealthy }) => isHealthy);
      // Why is for the operator's page: what is inside is nobody else's business.
      const told = checks.map(({ name, isHealthy }) => ({ name, isHealthy }));
      return reply
        .code(isReady ? 200 : 503)
        .send({ status: isReady ? ('ok' as const) : ('unavailable' as const), checks: told });
    },
  );

  typed.get(
    '/metrics',
    {
      config: { access: access.operate },
      schema: {
        tags: ['operator'],
        summary: 'Figures for Prometheus',
        response: answers({ 200: bytesAnswer('Prometheus text format.', 'text/plain') }),
      },
    },
    async (_request, reply) =>
      reply
        .type(metrics.contentType)
        .serializer(String)
        .send(await metrics.text()),
  );
}
