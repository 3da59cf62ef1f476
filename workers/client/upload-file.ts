import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type FileRef, uploadSchema, uploadTargetSchema } from '../../schemas/api.js';
import { type Sha256, sha256Schema } from '../../schemas/canonical.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { ApiClient } from './api-client.js';
import { send, textOf } from './http.js';
import { routes } from './routes.js';

/**
 * Sends a file unless the service holds its content already, so that a command that is repeated sends nothing twice; straight to the
 * store where the service gives an address for that. Gives it as a submission names it.
 * @throws INPUT_NOT_READABLE where it changed meanwhile, SERVER_UNREACHABLE, and what the service answers
 */
export async function uploadFile(api: ApiClient, path: string, signal: AbortSignal): Promise<FileRef> {
  const name = basename(path);
  const { size: sizeBytes } = await stat(path);
  const sha256 = await digestOf(path);
  const body = { kind: 'file', path, sizeBytes } as const;
  const target = await api.ask('POST', routes.presignUpload, {
    body: { kind: 'json', value: { name, sha256, sizeBytes } },
    answer: uploadTargetSchema,
    signal,
  });
  if (target.kind === 'direct') {
    const { id } = await api.ask('POST', target.url, { body, answer: uploadSchema, signal });
    if (id !== sha256) throw changed(path);
  }
  if (target.kind === 'presigned') {
    await putPresigned({ url: new URL(target.url), headers: target.headers, body, signal });
    await api.ask('POST', routes.completeUpload(sha256), {
      body: { kind: 'json', value: { name, sizeBytes } },
      answer: uploadSchema,
      signal,
    });
  }
  return { upload: sha256, name };
}

/** To the store, without the API key. */
async function putPresigned(target: {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly kind: 'file'; readonly path: string; readonly sizeBytes: number };
  readonly signal: AbortSignal;
}): Promise<void> {
  const { url, signal } = target;
  const answer = await send({ method: 'PUT', ...target });
  const status = answer.statusCode ?? 0;
  await textOf(answer, url, signal);
  // 412: somebody put the same content first.
  if ((status >= 200 && status < 300) || status === 412) return;
  throw new AntigraphError('SERVER_UNREACHABLE', `the store at ${url.origin} took no file (HTTP ${status})`, {
    fix: 'Run the same command again; files that were sent are not sent twice.',
  });
}

async function digestOf(path: string): Promise<Sha256> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return sha256Schema.parse(hash.digest('hex'));
}

function changed(path: string): AntigraphError {
  return new AntigraphError('INPUT_NOT_READABLE', `${path} changed while it was sent`, {
    at: { file: path },
    fix: 'Wait until the file is written, then run the same command again.',
  });
}
