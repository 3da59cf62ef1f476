import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { ObjectWriter } from '../../pipeline/ports.js';
import { type Sha256, sha256Schema } from '../../schemas/canonical.js';
import type { ByteSource } from '../../schemas/stage.js';

const chunkBytes = 1 << 18;

/** A file read in chunks, synchronously, as stages want it; each iteration opens it anew. */
export function fileSource(path: string, name: string, sizeBytes: number): ByteSource {
  return {
    name,
    sizeBytes,
    *chunks() {
      const descriptor = openSync(path, 'r');
      try {
        for (;;) {
          const chunk = Buffer.allocUnsafe(chunkBytes);
          const length = readSync(descriptor, chunk, 0, chunkBytes, null);
          if (length === 0) return;
          yield length === chunkBytes ? chunk : chunk.subarray(0, length);
        }
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

/**
 * Writes to `path`, hashing on the way; `place` is called once all is written and moves the file where it belongs.
 * What the file system refuses is thrown as `refused` makes it.
 */
export function fileWriter(
  path: string,
  refused: (cause: unknown) => Error,
  place: (content: { readonly sha256: Sha256; readonly sizeBytes: number }) => Promise<void>,
): ObjectWriter {
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw refused(cause);
    }
  };
  const descriptor = attempt(() => openSync(path, 'wx'));
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let isOpen = true;
  const close = () => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  return {
    write(bytes) {
      hash.update(bytes);
      attempt(() => {
        for (let written = 0; written < bytes.byteLength; ) written += writeSync(descriptor, bytes, written);
      });
      sizeBytes += bytes.byteLength;
    },
    async commit() {
      close();
      const content = { sha256: sha256Schema.parse(hash.digest('hex')), sizeBytes };
      await place(content);
      return content;
    },
    async discard() {
      close();
      await rm(path, { force: true });
    },
  };
}

/** SHA-256 of a file; null if there is none. */
export async function digestFile(path: string): Promise<Sha256 | null> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return sha256Schema.parse(hash.digest('hex'));
}
