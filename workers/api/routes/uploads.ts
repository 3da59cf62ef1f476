import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  completeUploadBodySchema,
  presignUploadBodySchema,
  uploadQuerySchema,
  uploadSchema,
  uploadTargetSchema,
} from '../../../schemas/api.js';
import { sha256Schema } from '../../../schemas/canonical.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { access, callerOf, tenantOf } from '../auth.js';
import type { ApiDependencies } from '../dependencies.js';
import { tooLarge } from '../problem.js';
import { announcedDigest, receiveUpload } from '../receive-upload.js';
import { deleteUpload, findUpload, recordUpload, unknownUpload } from '../runs/uploads.js';
import { answers, emptyAnswer } from '../schema.js';

const idParams = z.object({ id: sha256Schema.describe('SHA-256 of the content, lower-case hex.') });
const presignedSeconds = 3600;

/** /api/v1/uploads: files on their way in. */
export async function uploadRoutes(app: FastifyInstance, dependencies: ApiDependencies): Promise<void> {
  const { store, presigner, limits, audit, now } = dependencies;

  const keep = async (
    request: FastifyRequest,
    upload: { readonly id: z.infer<typeof sha256Schema>; readonly sizeBytes: number; readonly name: string },
  ) => {
    const { keyId } = callerOf(request);
    const tenant = tenantOf(request);
    await recordUpload(store.tenant(tenant), { ...upload, uploadedAtMs: now(), uploadedBy: keyId });
    await audit.append({ actor: keyId, tenant, action: 'file-uploaded', subject: upload.id });
    return upload;
  };

  await app.register(async (streaming) => {
    streaming.removeAllContentTypeParsers();
    // The handler reads the request itself: nothing is gathered in memory, whatever the type.
    streaming.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    streaming.withTypeProvider<ZodTypeProvider>().post(
      '/uploads',
      {
        config: { access: access.submit, describedBody: z.string().meta({ format: 'binary' }) },
        schema: {
          tags: ['uploads'],
          summary: 'Send a file',
          description:
            'The body is the file as it is (VCF, BCF, MAF, table; gzip or bgzip stays as it is). With a Content-Digest or Repr-Digest header (RFC 9530, sha-256) it is compared on arrival.',
          consumes: ['application/octet-stream'],
          querystring: uploadQuerySchema,
          response: answers({ 201: uploadSchema }, 413, 422),
        },
      },
      async (request, reply) => {
        if (Number(request.headers['content-length'] ?? 0) > limits.uploadBytes)
          throw tooLarge(`the file is larger than ${limits.uploadBytes} bytes`);
        const announced = announcedDigest(
          request.headers['content-digest'] ?? request.headers['repr-digest'],
        );
        const received = await receiveUpload(store.tenant(tenantOf(request)).artifacts, bodyOf(request), {
          limitBytes: limits.uploadBytes,
          expected: announced === null ? null : sha256Schema.parse(announced),
        });
        const { sha256: id, sizeBytes } = received;
        const upload = await keep(request, { id, sizeBytes, name: request.query.name });
        return reply.code(201).header('location', `/api/v1/uploads/${id}`).send(upload);
      },
    );
  });

  const typed = app.withTypeProvider<ZodTypeProvider>();

  typed.post(
    '/uploads/presigned',
    {
      config: { access: access.submit },
      schema: {
        tags: ['uploads'],
        summary: 'Where to send a file whose digest is known',
        body: presignUploadBodySchema,
        response: answers({ 200: uploadTargetSchema }, 413),
      },
    },
    async (request) => {
      const { name, sha256, sizeBytes } = request.body;
      const tenant = tenantOf(request);
      if (sizeBytes > limits.uploadBytes)
        throw tooLarge(`the file is larger than ${limits.uploadBytes} bytes`);
      if ((await findUpload(store.tenant(tenant), sha256)) !== null) return { kind: 'held' as const };
      if (presigner === null) {
        const url = `/api/v1/uploads?name=${encodeURIComponent(name)}`;
        return { kind: 'direct' as const, method: 'POST' as const, url };
      }
      const { url, headers } = await presigner.put(tenant, { sha256, sizeBytes }, presignedSeconds);
      return {
        kind: 'presigned' as const,
        method: 'PUT' as const,
        url,
        headers: { ...headers },
        expiresAtMs: now() + presignedSeconds * 1000,
      };
    },
  );

  typed.post(
    '/uploads/:id/complete',
    {
      config: { access: access.submit },
      schema: {
        tags: ['uploads'],
        summary: 'Say that a file was sent to its presigned address',
        params: idParams,
        body: completeUploadBodySchema,
        response: answers({ 200: uploadSchema }, 404, 422),
      },
    },
    async (request) => {
      const { id } = request.params;
      const { artifacts } = store.tenant(tenantOf(request));
      if (!(await artifacts.verifyObject(id))) throw unknownUpload(id);
      const { sizeBytes } = await artifacts.openObject(id);
      if (sizeBytes === request.body.sizeBytes)
        return keep(request, { id, sizeBytes, name: request.body.name });
      throw new AntigraphError(
        'UPLOAD_MISMATCH',
        `expected ${request.body.sizeBytes} bytes, found ${sizeBytes}`,
        {
          at: { field: 'sizeBytes' },
          fix: 'Send the file whose digest and size were announced.',
        },
      );
    },
  );

  typed.get(
    '/uploads/:id',
    {
      config: { access: access.read },
      schema: {
        tags: ['uploads'],
        summary: 'Whether the service has a file',
        params: idParams,
        response: answers({ 200: uploadSchema }, 404),
      },
    },
    async (request) => {
      const upload = await findUpload(store.tenant(tenantOf(request)), request.params.id);
      if (upload === null) throw unknownUpload(request.params.id);
      return upload;
    },
  );

  typed.delete(
    '/uploads/:id',
    {
      config: { access: access.submit },
      schema: {
        tags: ['uploads'],
        summary: 'Remove a file that no run needs',
        params: idParams,
        response: answers({ 204: emptyAnswer('It is gone, or goes with the last run that reads it.') }, 404),
      },
    },
    async (request, reply) => {
      await deleteUpload(store.tenant(tenantOf(request)), request.params.id);
      return reply.code(204).send(null);
    },
  );
}

/** The body as it comes; without one, nothing. */
function bodyOf({ body, raw }: FastifyRequest): Readable {
  const isStream = (value: unknown): value is Readable =>
    typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
  return isStream(body) ? body : raw;
}
