import type { Manifest, TaskKey } from '../schemas/tasks.js';
import type { ArtifactStore } from './ports.js';

/** A task is done only if every object its manifest names is there and has the digest it states. */
export async function isVerified(store: ArtifactStore, manifest: Manifest): Promise<boolean> {
  for (const ref of Object.values(manifest.outputs)) {
    for (const part of ref.parts) {
      if (!(await store.verifyObject(part.sha256))) return false;
    }
  }
  return true;
}

/** The manifest of a task that is done; null: it is to be run. */
export async function verifiedManifest(store: ArtifactStore, key: TaskKey): Promise<Manifest | null> {
  const manifest = await store.getManifest(key);
  return manifest !== null && (await isVerified(store, manifest)) ? manifest : null;
}
