/** An annotation or FASTA file as a stream of uncompressed bytes, with the digest of the file as it is. */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { AntigraphError } from '../../schemas/errors.js';

const chunkBytes = 1 << 20;

export interface SourceFile {
  readonly sizeBytes: number;
  /** Feeds every uncompressed chunk in order, resolves to the SHA-256 of the file's own bytes. */
  read(onChunk: (chunk: Uint8Array) => void, onProgress: (readBytes: number) => void): Promise<string>;
}

function notFound(path: string, cause: unknown): AntigraphError {
  return new AntigraphError('INPUT_NOT_FOUND', `${path}: there is no such file`, {
    fix: 'Check the path.',
    at: { file: path },
    cause,
  });
}

function notReadable(path: string, cause: unknown): AntigraphError {
  return new AntigraphError(
    'INPUT_NOT_READABLE',
    `${path}: reading failed (truncated or damaged gzip file?)`,
    {
      fix: 'Test the file with `gzip -t`, or download it again.',
      at: { file: path },
      cause,
    },
  );
}

/** Opens a plain, gzip or bgzip file. Throws INPUT_NOT_FOUND; reading throws INPUT_NOT_READABLE. */
export function openSourceFile(path: string): SourceFile {
  let sizeBytes: number;
  try {
    sizeBytes = statSync(path).size;
  } catch (cause) {
    throw notFound(path, cause);
  }
  return {
    sizeBytes,
    async read(onChunk, onProgress) {
      const hash = createHash('sha256');
      let readBytes = 0;
      const counted = async function* (): AsyncIterable<Buffer> {
        for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
          const bytes: Buffer = chunk;
          hash.update(bytes);
          readBytes += bytes.length;
          onProgress(readBytes);
          yield bytes;
        }
      };
      const consume = async (stream: AsyncIterable<Buffer>): Promise<void> => {
        for await (const chunk of stream) onChunk(chunk);
      };
      try {
        if (await startsWithGzipMagic(path)) {
          // bgzip is gzip in many members; createGunzip reads on over their boundaries.
          await pipeline(counted, createGunzip({ chunkSize: chunkBytes }), consume);
        } else await consume(counted());
      } catch (cause) {
        throw cause instanceof AntigraphError ? cause : notReadable(path, cause);
      }
      return hash.digest('hex');
    },
  };
}

async function startsWithGzipMagic(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { start: 0, end: 1 })) {
    const bytes: Buffer = chunk;
    return bytes[0] === 0x1f && bytes[1] === 0x8b;
  }
  return false;
}
