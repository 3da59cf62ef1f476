import type { StoreLocation } from '../../infra/stores/store-location.js';
import type { PredictorRequests } from '../local/open-predictor.js';
import { threadPool } from '../local/thread-pool.js';
import type { ReferenceShelf } from './references.js';
import type { TaskExecutor } from './task-worker.js';

/** Runs tasks in worker threads, so that this process' own thread is free to renew their locks. */
export function threadExecutor(options: {
  readonly store: StoreLocation;
  readonly predictors: PredictorRequests;
  readonly references: ReferenceShelf;
}): TaskExecutor {
  const { store, predictors, references } = options;
  const pool = threadPool({ store, locations: { predictors, reference: null } });
  return {
    /** @throws REFERENCE_MISSING where this worker has no bundle of that digest */
    async run({ tenant, record }, { spec, key }, signal) {
      const digest = spec.resources['reference'] ?? null;
      const reference = digest === null ? null : references.find(digest).path;
      return pool.runner(record.labels, { tenant, reference }).run(spec, key, signal);
    },
    close: () => pool.close(),
  };
}
