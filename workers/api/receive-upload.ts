/** A file on its way into the store: chunk by chunk, hashed there, and nothing of it is visible before all has come. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ArtifactStore } from '../../pipeline/ports.js';
import type { Sha256 } from '../../schemas/canonical.js';
import { AntigraphError } from '../../schemas/errors.js';
import { tooLarge } from './problem.js';

export interface Received {
  readonly sha256: Sha256;
  readonly sizeBytes: number;
}

/**
 * Keeps the stream's bytes. Compressed files stay as they are: what they expand to is limited where stages read them.
 * @throws INPUT_NOT_READABLE for an empty file, REQUEST_TOO_LARGE, UPLOAD_MISMATCH where `expected` is another digest, STORE_UNAVAILABLE
 */
export async function receiveUpload(
  store: ArtifactStore,
  body: Readable | AsyncIterable<Uint8Array>,
  options: { readonly limitBytes: number; readonly expected: Sha256 | null },
): Promise<Received> {
  const { limitBytes, expected } = options;
  const writer = await store.createObject();
  // The store says the digest only once the content is visible; what was announced is compared before.
  const hash = expected === null ? null : createHash('sha256');
  try {
    let sizeBytes = 0;
    for await (const chunk of body) {
      const bytes: Uint8Array = chunk;
      sizeBytes += bytes.byteLength;
      if (sizeBytes > limitBytes) throw tooLarge(`the file is larger than ${limitBytes} bytes`);
      hash?.update(bytes);
      writer.write(bytes);
    }
    if (sizeBytes === 0) throw emptyFile();
    const found = hash?.digest('hex') ?? null;
    if (found !== expected) throw mismatch(expected, found);
    return await writer.commit();
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

function emptyFile(): AntigraphError {
  return new AntigraphError('INPUT_NOT_READABLE', 'the file is empty', {
    fix: 'Send the file as the body of the request.',
  });
}

function mismatch(expected: string | null, found: string | null): AntigraphError {
  return new AntigraphError('UPLOAD_MISMATCH', `expected content of SHA-256 ${expected}, received ${found}`, {
    fix: 'The file was damaged on its way, or changed since its digest was taken: take the digest again and send it once more.',
    details: { expected, found },
  });
}

/** The SHA-256 in a Content-Digest or Repr-Digest header (RFC 9530); null: none is given. @throws UPLOAD_MISMATCH where it cannot be read */
export function announcedDigest(header: string | readonly string[] | undefined): string | null {
  if (typeof header !== 'string') return null;
  const [, encoded] = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(header) ?? [];
  return encoded === undefined ? null : Buffer.from(encoded, 'base64').toString('hex');
}
