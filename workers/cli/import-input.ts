import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { ArtifactStore } from '../../pipeline/ports.js';
import { sha256Schema } from '../../schemas/canonical.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { ArtifactRef } from '../../schemas/tasks.js';

/** Digest and size of a submitted file, without keeping it: known before anything is written anywhere. @throws INPUT_NOT_READABLE */
export function digestInput(path: string): ArtifactRef {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for (const chunk of chunksOf(path)) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  return { parts: [{ sha256: sha256Schema.parse(hash.digest('hex')), sizeBytes, rowCount: null }] };
}

/** Puts a submitted file into the store under its digest; equal content is kept once. @throws INPUT_NOT_READABLE */
export async function importInput(store: ArtifactStore, path: string): Promise<ArtifactRef> {
  const writer = await store.createObject();
  try {
    for (const chunk of chunksOf(path)) writer.write(chunk);
    return { parts: [{ ...(await writer.commit()), rowCount: null }] };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/** The chunk handed out is filled anew by the next step. */
function* chunksOf(path: string): Generator<Uint8Array> {
  const chunk = Buffer.allocUnsafe(1 << 20);
  const descriptor = attempt(path, () => openSync(path, 'r'));
  try {
    for (;;) {
      const length = attempt(path, () => readSync(descriptor, chunk));
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new AntigraphError(
      'INPUT_NOT_READABLE',
      `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { at: { file: path }, fix: "Check the file's rights and the disk it lies on.", cause },
    );
  }
}
