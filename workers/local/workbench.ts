import { filesystemStore } from '../../infra/stores/filesystem-store.js';
import { removeScratch } from '../../infra/stores/scratch.js';
import type { ArtifactStore, TaskRunner } from '../../pipeline/ports.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import { openPredictor, openReference, type ResourceLocations } from './resources.js';
import { threadPool } from './thread-pool.js';

/** What the patients of one command share: the store, the resources, each opened once, and the worker threads. */
export interface Workbench {
  readonly storeRoot: string;
  readonly store: ArtifactStore;
  predictor(): Promise<PeptideMhcPredictor>;
  /** null: none was given. */
  reference(): Promise<ReferenceBundle | null>;
  /** `labels`: input name → name shown in messages. */
  runner(labels: Readonly<Record<string, string>>): TaskRunner;
  /** Ends the threads and clears what they left half written. */
  close(): Promise<void>;
}

/** Opens nothing yet: the store is made when it is written, resources and threads when they are first asked for. */
export function openWorkbench(options: {
  readonly storeRoot: string;
  readonly locations: ResourceLocations;
}): Workbench {
  const { storeRoot, locations } = options;
  const pool = threadPool({ storeRoot, locations });
  let predictor: Promise<PeptideMhcPredictor> | null = null;
  let reference: Promise<ReferenceBundle | null> | null = null;
  return {
    storeRoot,
    store: filesystemStore(storeRoot),
    predictor() {
      predictor ??= openPredictor(locations.predictor);
      return predictor;
    },
    reference() {
      reference ??= locations.reference === null ? Promise.resolve(null) : openReference(locations.reference);
      return reference;
    },
    runner: (labels) => pool.runner(labels),
    async close() {
      await pool.close();
      await removeScratch(storeRoot);
    },
  };
}
