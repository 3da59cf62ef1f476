import { clearScratch, openArtifactStore, type StoreLocation } from '../../infra/stores/store-location.js';
import type { ArtifactStore, TaskRunner } from '../../pipeline/ports.js';
import type { MhcClass } from '../../schemas/hla.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import { endingTools } from './ending-tools.js';
import { isBundled, openPredictor } from './open-predictor.js';
import { openReference, type ResourceLocations } from './resources.js';
import { threadPool } from './thread-pool.js';

/** What the patients of one command share: the store, the resources, each opened once, and the worker threads. */
export interface Workbench {
  readonly location: StoreLocation;
  readonly store: ArtifactStore;
  /** That of the class. */
  predictor(mhcClass: MhcClass): Promise<PeptideMhcPredictor>;
  /** null: none was given. */
  reference(): Promise<ReferenceBundle | null>;
  /** `labels`: input name → name shown in messages. */
  runner(labels: Readonly<Record<string, string>>): TaskRunner;
  /** Ends the threads and the tools they started, and clears what they left half written. */
  close(): Promise<void>;
}

/** Opens nothing yet: the store is made when it is written, resources and threads when they are first asked for. */
export async function openWorkbench(options: {
  readonly store: StoreLocation;
  readonly locations: ResourceLocations;
}): Promise<Workbench> {
  const { store: location, locations } = options;
  const store = await openArtifactStore(location);
  const pool = threadPool({ store: location, locations });
  const predictors = new Map<MhcClass, Promise<PeptideMhcPredictor>>();
  const { predictors: requests } = locations;
  let reference: Promise<ReferenceBundle | null> | null = null;
  return {
    location,
    store,
    predictor(mhcClass) {
      const request = requests[mhcClass];
      const opening =
        predictors.get(mhcClass) ??
        (isBundled(request) ? openPredictor(request) : endingTools(() => openPredictor(request)));
      predictors.set(mhcClass, opening);
      return opening;
    },
    reference() {
      reference ??= locations.reference === null ? Promise.resolve(null) : openReference(locations.reference);
      return reference;
    },
    runner: (labels) => pool.runner(labels),
    async close() {
      await pool.close();
      if (!isBundled(requests.I) || !isBundled(requests.II)) {
        // A thread that is ended in the middle of a task leaves the tool it has started.
        const { endTools } = await import('../../infra/predictors/external/index.js');
        endTools();
      }
      await clearScratch(location);
    },
  };
}
