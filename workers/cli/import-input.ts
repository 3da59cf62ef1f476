import { closeSync, openSync, readSync } from 'node:fs';
import type { ArtifactStore } from '../../pipeline/ports.js';
import type { ArtifactRef } from '../../schemas/tasks.js';

/** Puts a submitted file into the store under its digest; equal content is kept once. */
export async function importInput(store: ArtifactStore, path: string): Promise<ArtifactRef> {
  const writer = await store.createObject();
  const chunk = Buffer.allocUnsafe(1 << 20);
  const descriptor = openSync(path, 'r');
  try {
    for (let length = readSync(descriptor, chunk); length > 0; length = readSync(descriptor, chunk)) {
      writer.write(chunk.subarray(0, length));
    }
    return { parts: [{ ...(await writer.commit()), rowCount: null }] };
  } catch (error) {
    await writer.discard();
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
