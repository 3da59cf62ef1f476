import { openServiceStore, parseStoreLocation } from '../../infra/stores/store-location.js';
import type { ServiceStore } from '../../pipeline/ports.js';
import { settingsOf } from './options.js';

/** The store of the service that --store, ANTIGRAPH_STORE or the settings name. @throws PARAMETER_INVALID */
export function serviceStoreFor(options: { readonly store?: string }): Promise<ServiceStore> {
  const { store } = settingsOf({ execution: options, paramsFile: undefined, assignments: [], flags: {} });
  return openServiceStore(parseStoreLocation(store, process.env));
}

/** Who did what a command does on the store itself: whoever may write there needs no key. */
export const commandLineActor = 'command line';
