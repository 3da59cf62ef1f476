import { createHash } from 'node:crypto';
import type { ArtifactStore, ObjectWriter } from '../../pipeline/ports.js';
import { canonicalJson, type Sha256, sha256, sha256Schema } from '../../schemas/canonical.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { ByteSource } from '../../schemas/stage.js';
import {
  type Manifest,
  manifestSchema,
  type RunId,
  type RunRecord,
  runRecordSchema,
  type TaskKey,
} from '../../schemas/tasks.js';
import { deletable } from './reachability.js';

/** ArtifactStore in memory: for one-shot commands that leave nothing behind, and for tests. */
export function memoryStore(): ArtifactStore {
  return new MemoryStore();
}

class MemoryStore implements ArtifactStore {
  readonly #objects = new Map<Sha256, Uint8Array>();
  readonly #manifests = new Map<TaskKey, string>();
  readonly #runs = new Map<RunId, string>();
  readonly #events = new Map<RunId, Map<string, string>>();

  async createObject(): Promise<ObjectWriter> {
    const chunks: Uint8Array[] = [];
    const hash = createHash('sha256');
    return {
      write: (bytes) => {
        hash.update(bytes);
        chunks.push(Uint8Array.from(bytes));
      },
      commit: async () => {
        const content = Buffer.concat(chunks);
        const digest = sha256Schema.parse(hash.digest('hex'));
        if (!this.#objects.has(digest)) this.#objects.set(digest, content);
        return { sha256: digest, sizeBytes: content.byteLength };
      },
      discard: async () => {
        chunks.length = 0;
      },
    };
  }

  async verifyObject(digest: Sha256): Promise<boolean> {
    const content = this.#objects.get(digest);
    return content !== undefined && sha256(content) === digest;
  }

  async openObject(digest: Sha256): Promise<ByteSource> {
    const content = this.#objects.get(digest);
    if (content === undefined)
      throw new AntigraphError('STORE_OBJECT_MISSING', `object ${digest} is not in the store`);
    return { name: digest, sizeBytes: content.byteLength, chunks: () => [content] };
  }

  async putManifest(manifest: Manifest): Promise<'created' | 'exists'> {
    if (this.#manifests.has(manifest.key)) return 'exists';
    this.#manifests.set(manifest.key, canonicalJson(manifest));
    return 'created';
  }

  async getManifest(key: TaskKey): Promise<Manifest | null> {
    const text = this.#manifests.get(key);
    return text === undefined ? null : manifestSchema.parse(JSON.parse(text));
  }

  async putRun(record: RunRecord): Promise<void> {
    const existing = await this.getRun(record.id);
    if (existing === null || existing.tasks.length === 0) this.#runs.set(record.id, canonicalJson(record));
  }

  async getRun(id: RunId): Promise<RunRecord | null> {
    const text = this.#runs.get(id);
    return text === undefined ? null : runRecordSchema.parse(JSON.parse(text));
  }

  async listRuns(): Promise<readonly RunId[]> {
    return [...this.#runs.keys()].sort();
  }

  async putRunEvents(id: RunId, attempt: string, events: string): Promise<void> {
    const attempts = this.#events.get(id) ?? new Map<string, string>();
    if (!attempts.has(attempt)) attempts.set(attempt, events);
    this.#events.set(id, attempts);
  }

  async listRunEvents(id: RunId): Promise<readonly { readonly attempt: string; readonly events: string }[]> {
    return [...(this.#events.get(id) ?? [])]
      .map(([attempt, events]) => ({ attempt, events }))
      .sort((a, b) => (a.attempt < b.attempt ? -1 : 1));
  }

  async deleteRun(id: RunId): Promise<{ taskCount: number; objectCount: number; sizeBytes: number } | null> {
    const record = await this.getRun(id);
    if (record === null) return null;
    const others = await Promise.all(
      (await this.listRuns()).filter((other) => other !== id).map((other) => this.getRun(other)),
    );
    const manifests = [...this.#manifests.values()].map((text) => manifestSchema.parse(JSON.parse(text)));
    const { tasks, objects } = await deletable(
      record,
      others.flatMap((run) => (run === null ? [] : [run])),
      this,
      manifests,
    );
    const sizeBytes = objects.reduce((sum, digest) => sum + (this.#objects.get(digest)?.byteLength ?? 0), 0);
    for (const key of tasks) this.#manifests.delete(key);
    for (const digest of objects) this.#objects.delete(digest);
    this.#runs.delete(id);
    this.#events.delete(id);
    return { taskCount: tasks.length, objectCount: objects.length, sizeBytes };
  }
}
