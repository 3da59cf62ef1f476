import { createHash } from 'node:crypto';
import type { ArtifactStore } from '../../pipeline/ports.js';
import { type Sha256, sha256, sha256Schema } from '../../schemas/canonical.js';
import { AntigraphError } from '../../schemas/errors.js';
import { artifactStore } from './artifact-store.js';
import { memoryTexts } from './memory-texts.js';
import type { ObjectShelf } from './object-shelf.js';

/** ArtifactStore in memory: for one-shot commands that leave nothing behind, and for tests. */
export function memoryStore(): ArtifactStore {
  return artifactStore(memoryShelf(), memoryTexts());
}

/** Content in memory. */
export function memoryShelf(): ObjectShelf {
  const objects = new Map<Sha256, Uint8Array>();
  return {
    async createObject() {
      const chunks: Uint8Array[] = [];
      const hash = createHash('sha256');
      return {
        write(bytes) {
          hash.update(bytes);
          chunks.push(Uint8Array.from(bytes));
        },
        async commit() {
          const content = Buffer.concat(chunks);
          const digest = sha256Schema.parse(hash.digest('hex'));
          if (!objects.has(digest)) objects.set(digest, content);
          return { sha256: digest, sizeBytes: content.byteLength };
        },
        async discard() {
          chunks.length = 0;
        },
      };
    },
    async verifyObject(digest) {
      const content = objects.get(digest);
      return content !== undefined && sha256(content) === digest;
    },
    async openObject(digest) {
      const content = objects.get(digest);
      if (content === undefined)
        throw new AntigraphError('STORE_OBJECT_MISSING', `object ${digest} is not in the store`);
      return { name: digest, sizeBytes: content.byteLength, chunks: () => [content] };
    },
    // Whatever is here, a task of this process may be about to name.
    listSettled: async () => [],
    async erase(digests) {
      let sizeBytes = 0;
      for (const digest of digests) {
        sizeBytes += objects.get(digest)?.byteLength ?? 0;
        objects.delete(digest);
      }
      return sizeBytes;
    },
  };
}
