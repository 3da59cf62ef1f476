import type { ArtifactStore } from '../../pipeline/ports.js';
import type { Sha256 } from '../../schemas/canonical.js';

/** The content of a store, by digest: what each kind of storage does its own way. */
export interface ObjectShelf extends Pick<ArtifactStore, 'createObject' | 'verifyObject' | 'openObject'> {
  /**
   * Objects that may be removed if nothing names them: none that somebody may have written a moment ago and name in the next.
   */
  listSettled(): Promise<readonly Sha256[]>;
  /** Removes objects for good and gives their bytes; one that is not there counts none. */
  erase(digests: readonly Sha256[]): Promise<number>;
}
