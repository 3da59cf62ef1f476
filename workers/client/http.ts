/** Requests to a service, on node:http: unlike fetch it can send a file with its length, which presigned uploads require. */
import { createReadStream } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { AntigraphError } from '../../schemas/errors.js';

export type RequestBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'file'; readonly path: string; readonly sizeBytes: number };

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  readonly signal: AbortSignal;
}

/** Nothing came or went for so long: a proxy that hangs, a cable that was pulled. Event streams send a sign of life more often. */
const silenceMs = 60_000;

/** The answer once its headers are there; the caller reads its body. @throws SERVER_UNREACHABLE; what aborted the signal */
export function send({ method, url, headers, body, signal }: HttpRequest): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const text = body?.kind === 'json' ? JSON.stringify(body.value) : null;
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => reject(signal.aborted ? signal.reason : unreachable(url, cause));
    const outgoing = request(
      url,
      { method, signal, timeout: silenceMs, headers: { ...headers, ...lengthOf(body, text) } },
      resolve,
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer for a minute')));
    outgoing.on('error', fail);
    if (body?.kind === 'file') pipeline(createReadStream(body.path), outgoing).catch(fail);
    else outgoing.end(text ?? undefined);
  });
}

function lengthOf(body: RequestBody | undefined, text: string | null): Record<string, string> {
  if (body?.kind === 'file')
    return { 'content-type': 'application/octet-stream', 'content-length': String(body.sizeBytes) };
  if (text === null) return {};
  return { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
}

/** More than any JSON answer of the service holds. */
const largestTextBytes = 64 * 1024 * 1024;

/** The whole body as text. @throws SERVER_UNREACHABLE, SERVER_ANSWER_UNREADABLE */
export async function textOf(answer: IncomingMessage, url: URL, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunksOf(answer, url, signal)) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > largestTextBytes) {
      answer.destroy();
      throw unreadable(url, 'it does not end');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The body as it comes. @throws SERVER_UNREACHABLE where it breaks off; what aborted the signal */
export async function* chunksOf(
  answer: IncomingMessage,
  url: URL,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of answer) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
  } catch (cause) {
    throw signal.aborted ? signal.reason : unreachable(url, cause);
  }
}

function unreachable(url: URL, cause: unknown): AntigraphError {
  const why = cause instanceof Error ? wordsOf(cause) : '';
  return new AntigraphError('SERVER_UNREACHABLE', `${url.origin} cannot be reached${why}`, {
    fix: 'Check --server or ANTIGRAPH_SERVER and the network, then run the same command again: what is done is not repeated.',
    cause,
  });
}

/** Node joins the errors of several addresses of one name in one without a message. */
function wordsOf(cause: Error): string {
  const message = cause.message || ('code' in cause ? String(cause.code) : '');
  return message === '' ? '' : `: ${message}`;
}

export function unreadable(url: URL, why: string, cause?: unknown): AntigraphError {
  return new AntigraphError(
    'SERVER_ANSWER_UNREADABLE',
    `${url.origin} did not answer as a service of antigraph: ${why}`,
    {
      fix: 'Check --server or ANTIGRAPH_SERVER: it names the address of the service without a path, such as https://antigraph.example.org.',
      cause,
    },
  );
}
