import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ArtifactStore, ObjectWriter } from '../../pipeline/ports.js';
import { type Sha256, sha256Schema } from '../../schemas/canonical.js';
import type { ByteSource } from '../../schemas/stage.js';
import { artifactStore } from './artifact-store.js';
import { digestFile, fileSource, fileWriter } from './file-content.js';
import { folderTexts, scratchOf } from './folder-texts.js';
import { objectCorrupt, objectMissing, objectPath } from './object-names.js';
import type { ObjectShelf } from './object-shelf.js';
import { isOnlyWriter } from './scratch.js';
import { entries, fingerprint, unavailable } from './store-files.js';

interface FolderOptions {
  /**
   * How old an object must be to count as left behind when no manifest and no run names it. 0, for a store of commands: any age, if no
   * other process writes to the store. A service's own tasks and uploads write in the process that deletes.
   */
  readonly settledAfterMs: number;
}

/**
 * ArtifactStore on a folder: objects/<2 hex>/<sha256>, tasks/<key>.json, runs/<id>/….
 * Content is written under tmp/ and renamed; manifests are linked into place, which fails if one is there: the conditional put.
 * Nothing is flushed to the disk on purpose: what a power cut tears is found by its digest and made again.
 */
export function filesystemStore(root: string, options: FolderOptions = { settledAfterMs: 0 }): ArtifactStore {
  const scratch = scratchOf(root);
  return artifactStore(new FolderShelf(root, scratch, options), folderTexts(root, scratch));
}

class FolderShelf implements ObjectShelf {
  readonly #root: string;
  readonly #scratch: () => Promise<string>;
  readonly #options: FolderOptions;
  /** Digests checked by this process → size, time and inode then: unchanged by these, a file is not hashed again. */
  readonly #verified = new Map<Sha256, string>();

  constructor(root: string, scratch: () => Promise<string>, options: FolderOptions) {
    this.#root = root;
    this.#scratch = scratch;
    this.#options = options;
  }

  async createObject(): Promise<ObjectWriter> {
    const path = join(await this.#scratch(), randomBytes(12).toString('hex'));
    const refused = (cause: unknown) => unavailable(this.#root, cause);
    return fileWriter(path, refused, async (content) => {
      const target = this.#objectPath(content.sha256);
      if (existsSync(target) && (await this.verifyObject(content.sha256))) {
        await rm(path, { force: true });
        return;
      }
      try {
        await mkdir(dirname(target), { recursive: true });
        await rename(path, target);
      } catch (error) {
        throw refused(error);
      }
    });
  }

  async verifyObject(digest: Sha256): Promise<boolean> {
    const path = this.#objectPath(digest);
    const state = await fingerprint(path);
    if (state === null) return false;
    if (this.#verified.get(digest) === state) return true;
    if ((await digestFile(path)) !== digest) return false;
    this.#verified.set(digest, state);
    return true;
  }

  async openObject(digest: Sha256): Promise<ByteSource> {
    const path = this.#objectPath(digest);
    if (!existsSync(path)) throw objectMissing(digest);
    if (!(await this.verifyObject(digest))) throw objectCorrupt(digest);
    return fileSource(path, digest, (await stat(path)).size);
  }

  async listSettled(): Promise<readonly Sha256[]> {
    const { settledAfterMs } = this.#options;
    if (settledAfterMs === 0 && !(await isOnlyWriter(this.#root))) return [];
    const settled: Sha256[] = [];
    for (const folder of await entries(join(this.#root, 'objects'))) {
      for (const { name } of await entries(join(this.#root, 'objects', folder.name))) {
        const digest = sha256Schema.safeParse(name);
        if (digest.success && (await this.#isOlderThan(digest.data, settledAfterMs)))
          settled.push(digest.data);
      }
    }
    return settled;
  }

  async erase(digests: readonly Sha256[]): Promise<number> {
    let sizeBytes = 0;
    for (const digest of digests) {
      const path = this.#objectPath(digest);
      sizeBytes += await stat(path).then(
        (found) => found.size,
        () => 0,
      );
      await rm(path, { force: true });
      this.#verified.delete(digest);
    }
    return sizeBytes;
  }

  async #isOlderThan(digest: Sha256, ageMs: number): Promise<boolean> {
    if (ageMs === 0) return true;
    const found = await stat(this.#objectPath(digest)).catch(() => null);
    return found !== null && Date.now() - found.mtimeMs > ageMs;
  }

  #objectPath(digest: Sha256): string {
    return join(this.#root, objectPath(digest));
  }
}
