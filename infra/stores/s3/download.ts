import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { defect } from '../../../schemas/errors.js';
import type { S3Connection } from './connection.js';

const firstPauseMs = 100;

/** What came: its digest, and the version it was. */
export interface Downloaded {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly etag: string | undefined;
}

/**
 * Downloads an object to a file, hashing on the way. Where the connection breaks in the middle it goes on from there, of the same
 * version, as often as the client tries a request. Throws what the client throws.
 */
export async function downloadTo(connection: S3Connection, key: string, path: string): Promise<Downloaded> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw connection.cache.unavailable(error);
  });
  let sizeBytes = 0;
  let etag: string | undefined;
  try {
    for (let failures = 0; ; ) {
      const before = sizeBytes;
      try {
        const body = await openBody(connection, key, { from: sizeBytes, etag });
        etag = body.etag;
        for await (const chunk of body.chunks) {
          hash.update(chunk);
          await file.writeFile(chunk).catch((error: unknown) => {
            throw connection.cache.unavailable(error);
          });
          sizeBytes += chunk.byteLength;
        }
        if (sizeBytes < body.endBytes) throw new CutShort();
        return { sha256: hash.digest('hex'), sizeBytes, etag };
      } catch (error) {
        failures = sizeBytes > before ? 1 : failures + 1;
        if (!isCut(error) || failures >= connection.location.maxAttempts) throw error;
        await sleep(firstPauseMs * 2 ** failures * Math.random());
      }
    }
  } finally {
    await file.close();
  }
}

/** The server closed the connection in order, but before all had come. */
class CutShort extends Error {
  override readonly name = 'TimeoutError';
  constructor() {
    super('the connection ended before the whole object had come');
  }
}

/** Broken while bytes came; what fails before that the client has tried again itself. */
function isCut(error: unknown): boolean {
  if (error instanceof CutShort) return true;
  if (!(error instanceof Error) || '$metadata' in error) return false;
  return (
    'code' in error && /^(?:ECONNRESET|EPIPE|ETIMEDOUT|ERR_STREAM_PREMATURE_CLOSE)$/.test(String(error.code))
  );
}

interface Body {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly etag: string | undefined;
  /** Where the object ends. */
  readonly endBytes: number;
}

async function openBody(
  { client, location }: S3Connection,
  key: string,
  { from, etag }: { readonly from: number; readonly etag: string | undefined },
): Promise<Body> {
  const answer = await client.send(
    new GetObjectCommand({
      Bucket: location.bucket,
      Key: key,
      ...(from === 0 ? {} : { Range: `bytes=${from}-` }),
      ...(from === 0 || etag === undefined ? {} : { IfMatch: etag }),
    }),
  );
  return {
    chunks: chunksOf(answer.Body),
    etag: answer.ETag,
    endBytes: from + (answer.ContentLength ?? 0),
  };
}

async function* chunksOf(body: unknown): AsyncIterable<Uint8Array> {
  if (!(body instanceof Readable)) throw defect('the S3 client gave an answer that is no stream');
  for await (const chunk of body) if (chunk instanceof Uint8Array) yield chunk;
}
