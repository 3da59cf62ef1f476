import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Sha256 } from '../../../schemas/canonical.js';
import type { S3Connection } from './connection.js';

/** Above this an object goes up in parts; below, its bytes are in memory so that they can be sent again. */
export const partBytes = 16 * 1024 * 1024;
/** Parts of one object on their way at once: with those being read, the memory an upload needs. */
const partsAtOnce = 3;
/** An object has at most 10,000 parts. */
const maxParts = 9_000;

export interface StoredFile {
  readonly path: string;
  readonly key: string;
  readonly sha256: Sha256;
  readonly sizeBytes: number;
}

/** Metadata that tells what an object should be, on servers that keep no SHA-256 of the whole: for parts none does. */
export function contentMetadata(content: { readonly sha256: Sha256; readonly sizeBytes: number }) {
  return { sha256: content.sha256, size: String(content.sizeBytes) };
}

/** As S3 writes it. */
export function checksumOf(digest: Sha256): string {
  return Buffer.from(digest, 'hex').toString('base64');
}

/**
 * Puts a file under its key: in one request, or in parts of which nothing shows before the last. The server checks every request's
 * SHA-256. Throws what the client throws where the condition does not hold.
 */
export async function uploadFile(
  connection: S3Connection,
  file: StoredFile,
  condition: { readonly IfNoneMatch?: string; readonly IfMatch?: string },
): Promise<void> {
  const { client, location, encryption } = connection;
  const common = {
    Bucket: location.bucket,
    Key: file.key,
    ContentType: 'application/octet-stream',
    Metadata: contentMetadata(file),
    ...encryption,
    ...condition,
  };
  if (file.sizeBytes <= partBytes) {
    const body = await readFile(file.path);
    await client.send(
      new PutObjectCommand({
        ...common,
        Body: body,
        ChecksumSHA256: checksumOf(file.sha256),
      }),
    );
    return;
  }
  const upload = new Upload({
    client,
    params: {
      ...common,
      Body: createReadStream(file.path, { highWaterMark: 1 << 20 }),
      ContentLength: file.sizeBytes,
      ChecksumAlgorithm: 'SHA256',
    },
    partSize: Math.max(partBytes, Math.ceil(file.sizeBytes / maxParts)),
    queueSize: partsAtOnce,
  });
  await upload.done();
}
