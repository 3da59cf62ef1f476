/**
 * Spans by @opentelemetry/api alone: without an SDK they cost nothing and go nowhere. To switch them on, start node with
 * NODE_OPTIONS="--import @opentelemetry/auto-instrumentations-node/register" and OTEL_EXPORTER_OTLP_ENDPOINT (docs/operations.md).
 */
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A span a request, child of the caller's where it sent one (W3C traceparent), and current while the handler works. */
export function registerTracing(app: FastifyInstance): void {
  const tracer = trace.getTracer('antigraph');
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', (request, _reply, done) => {
    const parent = propagation.extract(context.active(), request.headers);
    // The pattern in place of the address: it holds no names of files.
    const route = request.routeOptions.url ?? 'unknown route';
    const span = tracer.startSpan(
      `${request.method} ${route}`,
      { kind: SpanKind.SERVER, attributes: { 'http.request.method': request.method, 'http.route': route } },
      parent,
    );
    spans.set(request, span);
    context.with(trace.setSpan(parent, span), done);
  });
  app.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
  });
}
