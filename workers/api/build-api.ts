/** The HTTP API, put together from its parts; listens nowhere yet, so that it is tested without a socket. */
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { registerAuth } from './auth.js';
import type { ApiDependencies } from './dependencies.js';
import { registerRequestLog } from './logging.js';
import { type Metrics, registerMetrics } from './metrics.js';
import { openApiRoute, registerOpenApi } from './openapi.js';
import { operatorPages } from './operator/pages.js';
import { operatorSessions } from './operator/sessions.js';
import { collectAddresses, noRoute } from './other-methods.js';
import { errorOf, sendProblem } from './problem.js';
import { failureGate, registerRateLimit } from './rate-limit.js';
import { keyRoutes } from './routes/keys.js';
import { operatorRoutes } from './routes/operator.js';
import { resultRoutes } from './routes/results.js';
import { runRoutes } from './routes/runs.js';
import { healthRoutes, referenceRoutes } from './routes/service.js';
import { uploadRoutes } from './routes/uploads.js';
import { webhookSecretRoutes } from './routes/webhook-secrets.js';
import { registerTracing } from './tracing.js';
import { wesRoutes } from './wes/routes.js';

export interface ApiSettings {
  /** Whether X-Forwarded-* tell who calls: only behind a proxy that sets them. */
  readonly trustProxy: boolean;
  /** Whether browsers reach the service by https: session cookies are sent by that alone then. */
  readonly isSecure: boolean;
}

/** How long a client may take to send its headers, and to be silent in the middle of a body. */
const silenceMs = 60_000;

export interface Api {
  readonly app: FastifyInstance;
  /** The page of /metrics, for a port of the platform's own. */
  readonly metrics: Metrics;
}

/** Every route of the service. */
export async function buildApi(dependencies: ApiDependencies, settings: ApiSettings): Promise<Api> {
  const { logger, dispatcher, authenticator, limits, version, now } = dependencies;
  const loggerInstance: FastifyBaseLogger = logger;
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: settings.trustProxy,
    bodyLimit: limits.bodyBytes,
    connectionTimeout: silenceMs,
    // Long enough for a file of many gigabytes; what stalls is ended by connectionTimeout.
    requestTimeout: 0,
    routerOptions: { maxParamLength: 300 },
    return503OnClosing: true,
    // One without a caller's say: an id of theirs would go into our log.
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
    frameworkErrors: (error, request, reply) => {
      void sendProblem(request, reply, errorOf(error));
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(async (thrown, request, reply) => {
    const error = errorOf(thrown);
    if (error.kind === 'DefectError')
      logger.error({ requestId: request.id, code: error.code, stack: stackOf(thrown) }, 'defect');
    return sendProblem(request, reply, error);
  });
  const addresses = collectAddresses(app);
  const tellNoRoute = (request: FastifyRequest, reply: FastifyReply) => {
    const allowed = addresses.methodsOf(request.url);
    if (allowed.length > 0) reply.header('allow', allowed.join(', '));
    return sendProblem(request, reply, noRoute(request.url, request.method, allowed));
  };
  app.setNotFoundHandler(tellNoRoute);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    // Now: the body of what nobody takes is not read.
    if (request.is404 || addresses.isRefused(request.url, request.method)) return tellNoRoute(request, reply);
  });
  registerTracing(app);
  registerRequestLog(app, logger);
  const metrics = registerMetrics(app, dispatcher);
  const sessions = operatorSessions({ ...dependencies, isSecure: settings.isSecure });
  registerAuth(app, { authenticator, sessionCaller: sessions.callerOf, gate: failureGate(now) });
  await registerRateLimit(app, limits.requestsPerMinute);
  await registerOpenApi(app, version);

  await app.register(
    async (api) => {
      await uploadRoutes(api, dependencies);
      await runRoutes(api, dependencies);
      await resultRoutes(api, dependencies);
      await referenceRoutes(api, dependencies);
      await webhookSecretRoutes(api, dependencies);
      await keyRoutes(api, dependencies);
      await operatorRoutes(api, dependencies);
    },
    { prefix: '/api/v1' },
  );
  await app.register(async (wes) => wesRoutes(wes, dependencies), { prefix: '/ga4gh/wes/v1' });
  await app.register(async (operator) => operatorPages(operator, dependencies, sessions), {
    prefix: '/operator',
  });
  await healthRoutes(app, dependencies, metrics);
  await openApiRoute(app);
  return { app, metrics };
}

/** Where it broke, without the message, which may name what a file holds. */
function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'none';
  return (thrown.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
