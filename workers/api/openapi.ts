/** /openapi.json, made from the routes' zod schemas: what is checked is what is described. */
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { access } from './auth.js';

const description = `Personalised cancer-vaccine neoantigen pipeline as a service. Research use only.

Send files, hand in a run, follow its events, read its results: the same bytes as antigraph run on one machine. Errors are
RFC 9457 problems with a stable code, listed in docs/errors.md. GA4GH Workflow Execution Service 1.1 is under /ga4gh/wes/v1.`;

/** Must be registered before the routes it should describe. */
export async function registerOpenApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'antigraph',
        version,
        description,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description:
              'An API key (ag_…), or a token of the OpenID Connect provider that the service trusts.',
          },
        },
      },
      tags: [
        { name: 'uploads', description: 'Files on their way in' },
        { name: 'runs', description: 'Handing in, watching, stopping, removing' },
        { name: 'results', description: 'What a complete run gave' },
        { name: 'references', description: 'Reference bundles of the service' },
        { name: 'webhooks', description: 'Secrets that sign what is called at the end of a run' },
        { name: 'keys', description: 'API keys (role operate)' },
        { name: 'operator', description: 'Running the service (role operate)' },
        { name: 'health', description: 'For the platform' },
        { name: 'wes', description: 'GA4GH Workflow Execution Service 1.1' },
      ],
    },
    transform: (document) => {
      const { access: needed, describedBody } = document.route.config ?? {};
      const described = describedBody === undefined ? {} : { body: describedBody };
      const { schema, url } = jsonSchemaTransform({
        ...document,
        schema: { ...document.schema, ...described },
      });
      const isHidden = schema?.tags === undefined || document.route.method === 'HEAD';
      const security = needed === undefined || needed === 'public' ? [] : [{ apiKey: [] }];
      return { schema: { ...schema, security, hide: isHidden }, url };
    },
    transformObject: jsonSchemaTransformObject,
  });
}

/** The route itself. */
export async function openApiRoute(app: FastifyInstance): Promise<void> {
  app.get('/openapi.json', { config: { access: access.public } }, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(app.swagger()),
  );
}
