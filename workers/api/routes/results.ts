import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { resultsSchema } from '../../../schemas/api.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { access, callerOf, tenantOf } from '../auth.js';
import { partOf, rangeOf } from '../byte-range.js';
import type { ApiDependencies } from '../dependencies.js';
import { etagOf, isNotModified } from '../etag.js';
import { lastEventId, progressStream } from '../runs/progress.js';
import { type ResultFile, resultFiles } from '../runs/results.js';
import { existingRun } from '../runs/run-view.js';
import { answers, bytesAnswer, conditionalHeaders, emptyAnswer, eventsAnswer, runParams } from '../schema.js';

const fileParams = runParams.extend({ file: z.string().min(1).max(255).describe('Name of the file.') });
const presignedSeconds = 300;

/** /api/v1/runs/{id}/events and /results. */
export async function resultRoutes(app: FastifyInstance, dependencies: ApiDependencies): Promise<void> {
  const { store, dispatcher, presigner, audit, now } = dependencies;
  // Streams have no end of their own: a service that is to stop ends them, and clients come back to another process.
  const streams = new Set<AbortController>();
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.abort();
  });
  const typed = app.withTypeProvider<ZodTypeProvider>();

  typed.get(
    '/runs/:id/events',
    {
      config: { access: access.read },
      schema: {
        tags: ['runs'],
        summary: 'Progress as server-sent events',
        description:
          'The data of each event is a ProgressEvent. After a lost connection send Last-Event-ID to go on from there. The stream ends after the event `ended`.',
        params: runParams,
        headers: z.object({ 'last-event-id': z.string().max(100).optional() }),
        response: answers({ 200: eventsAnswer('Events until the run has ended.') }, 404),
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request);
      const { id } = request.params;
      await existingRun(tenant, store.tenant(tenant), id);
      const closed = new AbortController();
      streams.add(closed);
      reply.raw.once('close', () => {
        closed.abort();
        streams.delete(closed);
      });
      const events = progressStream({
        tenant,
        run: id,
        after: lastEventId(request.headers['last-event-id']),
        store: store.tenant(tenant),
        dispatcher,
        signal: closed.signal,
        now,
      });
      return reply
        .type('text/event-stream')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(Readable.from(events));
    },
  );

  typed.get(
    '/runs/:id/results',
    {
      config: { access: access.read },
      schema: {
        tags: ['results'],
        summary: 'Files of a complete run',
        params: runParams,
        headers: conditionalHeaders,
        response: answers(
          { 200: resultsSchema, 304: emptyAnswer('The files are those of the tag that was sent.') },
          404,
          409,
        ),
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request);
      const { id } = request.params;
      const view = await existingRun(tenant, store.tenant(tenant), id);
      const files = (await resultFiles(view, store.tenant(tenant))).map(({ content: _, ...file }) => ({
        ...file,
        url: `/api/v1/runs/${id}/results/${encodeURIComponent(file.name)}`,
      }));
      const body = { run: id, files };
      if (isNotModified(request, reply, etagOf(body))) return reply.code(304).send(null);
      return body;
    },
  );

  typed.get(
    '/runs/:id/results/:file',
    {
      config: { access: access.read },
      schema: {
        tags: ['results'],
        summary: 'One file of a complete run',
        params: fileParams,
        headers: conditionalHeaders.extend({
          range: z.string().max(200).optional().describe('One part of the file: bytes=START-END.'),
          'if-range': z.string().max(200).optional(),
        }),
        querystring: z.object({
          redirect: z
            .literal(['true', 'false'])
            .default('false')
            .describe('Answer with a presigned address of the store, where it gives one.'),
        }),
        response: answers(
          {
            200: bytesAnswer(
              'The file. Its entity tag is the SHA-256 of its content.',
              'application/octet-stream',
            ),
            206: bytesAnswer('The part that Range asked for.', 'application/octet-stream'),
            303: emptyAnswer('Location is a presigned address, to be called without the API key.'),
            304: emptyAnswer('The caller has it.'),
          },
          404,
          409,
        ),
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request);
      const { id, file: name } = request.params;
      const corner = store.tenant(tenant);
      const files = await resultFiles(await existingRun(tenant, corner, id), corner);
      const file = files.find((candidate) => candidate.name === name);
      if (file === undefined) throw unknownResult(name, files);
      await audit.append({
        actor: callerOf(request).keyId,
        tenant,
        action: 'results-read',
        run: id,
        subject: name,
      });
      if (isNotModified(request, reply, `"${file.sha256}"`)) return reply.code(304).send(null);
      if (request.query.redirect === 'true' && presigner !== null && file.content.kind === 'object')
        return reply.redirect(await presigner.get(tenant, file, presignedSeconds), 303);
      reply
        .type(file.mediaType)
        .header('content-length', file.sizeBytes)
        .header('content-disposition', `attachment; filename="${basename(file.name)}"`);
      if (file.content.kind === 'text') return reply.serializer(String).send(file.content.text);
      const source = await corner.artifacts.openObject(file.sha256);
      reply.header('accept-ranges', 'bytes');
      const range = rangeOf(request.headers, { etag: `"${file.sha256}"`, sizeBytes: file.sizeBytes });
      if (range === null) return reply.send(Readable.from(source.chunks(), { objectMode: false }));
      const { start, end } = range;
      return reply
        .code(206)
        .header('content-length', end - start)
        .header('content-range', `bytes ${start}-${end - 1}/${file.sizeBytes}`)
        .send(Readable.from(partOf(source.chunks(), range), { objectMode: false }));
    },
  );
}

function unknownResult(name: string, files: readonly ResultFile[]): AntigraphError {
  return new AntigraphError('RESULT_UNKNOWN', `the run has no file '${name}'`, {
    fix: `It has ${files.map((file) => file.name).join(', ')}.`,
  });
}
