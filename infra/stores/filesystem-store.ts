import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactStore, ObjectWriter } from '../../pipeline/ports.js';
import { canonicalJson, type Sha256, sha256Schema } from '../../schemas/canonical.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { ByteSource } from '../../schemas/stage.js';
import {
  type Manifest,
  manifestSchema,
  type RunId,
  type RunRecord,
  runIdSchema,
  runRecordSchema,
  type TaskKey,
  taskKeySchema,
} from '../../schemas/tasks.js';
import { digestFile, fileSource, fileWriter } from './file-content.js';
import { deletable, namedBy } from './reachability.js';
import { isOnlyWriter, makeScratch } from './scratch.js';
import { entries, fingerprint, isErrno, readJson, unavailable } from './store-files.js';

/**
 * ArtifactStore on a folder: objects/<2 hex>/<sha256>, tasks/<key>.json, runs/<id>/….
 * Content is written under tmp/ and renamed; manifests are linked into place, which fails if one is there: the conditional put.
 * Nothing is flushed to the disk on purpose: what a power cut tears is found by its digest and made again.
 */
export function filesystemStore(root: string): ArtifactStore {
  return new FilesystemStore(root);
}

class FilesystemStore implements ArtifactStore {
  readonly #root: string;
  /** Digests checked by this process → size, time and inode then: unchanged by these, a file is not hashed again. */
  readonly #verified = new Map<Sha256, string>();
  #scratch: Promise<string> | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  async createObject(): Promise<ObjectWriter> {
    const path = join(await this.#scratchFolder(), randomBytes(12).toString('hex'));
    const refused = (cause: unknown) => unavailable(this.#root, cause);
    return fileWriter(path, refused, async (content) => {
      const target = this.#objectPath(content.sha256);
      if (existsSync(target) && (await this.verifyObject(content.sha256))) {
        await rm(path, { force: true });
        return;
      }
      await this.#writing(async () => {
        await mkdir(join(target, '..'), { recursive: true });
        await rename(path, target);
      });
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
    if (!existsSync(path)) {
      throw new AntigraphError('STORE_OBJECT_MISSING', `object ${digest} is not in the store`, {
        fix: 'Run the command again: what is missing is made anew.',
      });
    }
    if (!(await this.verifyObject(digest))) {
      throw new AntigraphError(
        'STORE_OBJECT_CORRUPT',
        `object ${digest} in the store does not have that digest any more`,
        {
          fix: 'Run the command again: what is damaged is made anew. If it happens twice, check the disk.',
        },
      );
    }
    return fileSource(path, digest, (await stat(path)).size);
  }

  async putManifest(manifest: Manifest): Promise<'created' | 'exists'> {
    return this.#putOnce(
      this.#manifestPath(manifest.key),
      canonicalJson(manifest),
      async () => (await this.getManifest(manifest.key)) !== null,
    );
  }

  async getManifest(key: TaskKey): Promise<Manifest | null> {
    const parsed = manifestSchema.safeParse(await readJson(this.#manifestPath(key)));
    return parsed.success && parsed.data.key === key ? parsed.data : null;
  }

  async putRun(record: RunRecord): Promise<void> {
    await this.#putOnce(
      join(this.#runFolder(record.id), 'record.json'),
      canonicalJson(record),
      async () => await this.#isComplete(record),
    );
  }

  async getRun(id: RunId): Promise<RunRecord | null> {
    const parsed = runRecordSchema.safeParse(await readJson(join(this.#runFolder(id), 'record.json')));
    return parsed.success ? parsed.data : null;
  }

  async listRuns(): Promise<readonly RunId[]> {
    const found = await entries(join(this.#root, 'runs')).catch((error: unknown) => {
      throw unavailable(this.#root, error);
    });
    const names = found.map((entry) => runIdSchema.safeParse(entry.name));
    return names.flatMap((name) => (name.success ? [name.data] : [])).sort();
  }

  async putRunEvents(id: RunId, attempt: string, events: string): Promise<void> {
    await this.#putOnce(join(this.#runFolder(id), 'events', `${attempt}.ndjson`), events, async () => true);
  }

  async listRunEvents(id: RunId): Promise<readonly { readonly attempt: string; readonly events: string }[]> {
    const folder = join(this.#runFolder(id), 'events');
    const names = (await entries(folder)).map((entry) => entry.name).sort();
    return Promise.all(
      names.map(async (name) => ({
        attempt: name.replace(/\.ndjson$/, ''),
        events: await readFile(join(folder, name), 'utf8'),
      })),
    );
  }

  async deleteRun(id: RunId): Promise<{ taskCount: number; objectCount: number; sizeBytes: number } | null> {
    const record = await this.getRun(id);
    if (record === null) return null;
    const others: RunRecord[] = [];
    for (const other of await this.listRuns()) {
      const kept = other === id ? null : await this.getRun(other);
      if (kept !== null) others.push(kept);
    }
    const manifests: Manifest[] = [];
    for (const { name } of await entries(join(this.#root, 'tasks'))) {
      const key = taskKeySchema.safeParse(name.replace(/\.json$/, ''));
      const manifest = key.success ? await this.getManifest(key.data) : null;
      if (manifest !== null) manifests.push(manifest);
    }
    const deletion = await deletable(record, others, this, manifests);
    const { tasks } = deletion;
    const objects = new Set([...deletion.objects, ...(await this.#orphans(others, manifests))]);
    // The record goes last: a deletion that is cut short can be asked for again.
    let sizeBytes = 0;
    for (const key of tasks) await rm(this.#manifestPath(key), { force: true });
    for (const digest of objects) {
      sizeBytes += await stat(this.#objectPath(digest)).then(
        (found) => found.size,
        () => 0,
      );
      await rm(this.#objectPath(digest), { force: true });
      this.#verified.delete(digest);
    }
    await rm(this.#runFolder(id), { recursive: true, force: true });
    return { taskCount: tasks.length, objectCount: objects.size, sizeBytes };
  }

  /**
   * Objects that no manifest and no other run names: what a killed run wrote before it could say so. None while another process
   * writes to this store, because its newest objects are named only a moment later.
   */
  async #orphans(others: readonly RunRecord[], manifests: readonly Manifest[]): Promise<readonly Sha256[]> {
    const stored = await this.#listObjects();
    if (!(await isOnlyWriter(this.#root))) return [];
    const named = namedBy(others, manifests);
    return stored.filter((digest) => !named.has(digest));
  }

  async #listObjects(): Promise<readonly Sha256[]> {
    const digests: Sha256[] = [];
    for (const folder of await entries(join(this.#root, 'objects'))) {
      for (const { name } of await entries(join(this.#root, 'objects', folder.name))) {
        const digest = sha256Schema.safeParse(name);
        if (digest.success) digests.push(digest.data);
      }
    }
    return digests;
  }

  /** Puts content at `path` unless something acceptable is there already. */
  async #putOnce(
    path: string,
    content: string,
    isAcceptable: () => Promise<boolean>,
  ): Promise<'created' | 'exists'> {
    const temporary = join(await this.#scratchFolder(), randomBytes(12).toString('hex'));
    await this.#writing(async () => {
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(temporary, content);
    });
    try {
      await link(temporary, path);
      return 'created';
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw unavailable(this.#root, error);
      if (await isAcceptable()) return 'exists';
      await rename(temporary, path);
      return 'created';
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** @throws STORE_UNAVAILABLE where the file system refuses */
  async #writing(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw unavailable(this.#root, error);
    }
  }

  /** A record with tasks stays; one without gives way to one with. */
  async #isComplete(record: RunRecord): Promise<boolean> {
    const existing = await this.getRun(record.id);
    return existing !== null && (existing.tasks.length > 0 || record.tasks.length === 0);
  }

  #objectPath(digest: Sha256): string {
    return join(this.#root, 'objects', digest.slice(0, 2), sha256Schema.parse(digest));
  }

  #manifestPath(key: TaskKey): string {
    return join(this.#root, 'tasks', `${key}.json`);
  }

  #runFolder(id: RunId): string {
    return join(this.#root, 'runs', id);
  }

  #scratchFolder(): Promise<string> {
    this.#scratch ??= makeScratch(this.#root);
    return this.#scratch;
  }
}
