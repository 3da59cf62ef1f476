/** What the pipeline needs of the outside: interfaces only; adapters in infra, wiring in workers. */

import type { Sha256 } from '../schemas/canonical.js';
import type { TenantId } from '../schemas/service.js';
import type { ByteSource, Resources } from '../schemas/stage.js';
import type { Manifest, RunId, RunRecord, TaskKey, TaskSpec } from '../schemas/tasks.js';

/** Content being written; nothing is visible to anyone before commit. Writes are synchronous so that stages stay plain loops. */
export interface ObjectWriter {
  write(bytes: Uint8Array): void;
  /** Makes the content visible under its SHA-256; harmless if it is there already. */
  commit(): Promise<{ readonly sha256: Sha256; readonly sizeBytes: number }>;
  discard(): Promise<void>;
}

/**
 * Immutable content by digest, task manifests by key, run records by id. Nothing is overwritten; every write is atomic.
 * Held to one conformance suite: test/conformance/artifact-store.ts.
 */
export interface ArtifactStore {
  /** @throws STORE_UNAVAILABLE */
  createObject(): Promise<ObjectWriter>;
  /** True if the content is there and its digest verifies. */
  verifyObject(digest: Sha256): Promise<boolean>;
  /** @throws STORE_OBJECT_MISSING, STORE_OBJECT_CORRUPT */
  openObject(digest: Sha256): Promise<ByteSource>;
  /** Conditional put: the first manifest of a key stays, unless what is there cannot be read. */
  putManifest(manifest: Manifest): Promise<'created' | 'exists'>;
  /** null: none, or not readable as a manifest. */
  getManifest(key: TaskKey): Promise<Manifest | null>;
  /** A run is put at its start, without tasks, and at its end, with them; a record with tasks gives way only to one with other tasks. */
  putRun(record: RunRecord): Promise<void>;
  getRun(id: RunId): Promise<RunRecord | null>;
  /** Sorted. */
  listRuns(): Promise<readonly RunId[]>;
  /** Appends one attempt's event log (NDJSON); attempts are kept side by side. */
  putRunEvents(id: RunId, attempt: string, events: string): Promise<void>;
  listRunEvents(id: RunId): Promise<readonly { readonly attempt: string; readonly events: string }[]>;
  /** Removes the run, what was made from its inputs, and every object of it, save what another run reaches. */
  deleteRun(
    id: RunId,
  ): Promise<{ readonly taskCount: number; readonly objectCount: number; readonly sizeBytes: number } | null>;
}

/**
 * Small texts by name ('/'-separated, letters, digits, '.', '-', '_'; none continues another's with '/'), put once and never overwritten.
 * Held to one conformance suite: test/conformance/document-store.ts.
 */
export interface DocumentStore {
  /** Conditional put: the first text of a name stays. @throws STORE_UNAVAILABLE */
  put(name: string, text: string): Promise<'created' | 'exists'>;
  get(name: string): Promise<string | null>;
  /** Names under a prefix that ends in '/', sorted; `after` and `limit` page through many. */
  list(
    prefix: string,
    page?: { readonly after?: string; readonly limit?: number },
  ): Promise<readonly string[]>;
  /** For what only points at something else (markers of pending work), and for deletion. */
  remove(name: string): Promise<void>;
}

/** One tenant's corner of a store: nothing in it is shared with another tenant's, cached tasks neither. */
export interface TenantStore {
  readonly artifacts: ArtifactStore;
  /** `runs/<id>/…` here belongs to the run and goes with it when the run is deleted. */
  readonly documents: DocumentStore;
}

/** The store of a service: documents of its own (keys, audit log) and a corner for every tenant. */
export interface ServiceStore {
  readonly documents: DocumentStore;
  tenant(id: TenantId): TenantStore;
  /** Tenants that have stored anything, sorted. */
  listTenants(): Promise<readonly TenantId[]>;
}

/** Opens what a stage declares; an executor gives it the locations. */
export interface ResourceProvider {
  open(spec: TaskSpec): Promise<Resources>;
}

/** Runs one task somewhere: in this thread, on a worker thread, over a queue. */
export interface TaskRunner {
  run(spec: TaskSpec, key: TaskKey, signal: AbortSignal): Promise<Manifest>;
}
