import type { Sha256 } from '../../schemas/canonical.js';
import { AntigraphError } from '../../schemas/errors.js';

/** Where content lies below a store's root. */
export function objectPath(digest: Sha256): string {
  return `objects/${digest.slice(0, 2)}/${digest}`;
}

export function objectMissing(digest: Sha256): AntigraphError {
  return new AntigraphError('STORE_OBJECT_MISSING', `object ${digest} is not in the store`, {
    fix: 'Run the command again: what is missing is made anew.',
  });
}

export function objectCorrupt(digest: Sha256): AntigraphError {
  return new AntigraphError(
    'STORE_OBJECT_CORRUPT',
    `object ${digest} in the store does not have that digest any more`,
    { fix: 'Run the command again: what is damaged is made anew. If it happens twice, check the disk.' },
  );
}
