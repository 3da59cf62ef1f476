/** Opens a reference bundle file. */
import { openRandomAccessFile } from '../../infra/reference/random-access-file.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import { openReferenceBundle } from '../../stages/shared/reference-bundle/read-bundle.js';

/**
 * Opens a bundle; only its header and table of contents are read now, the rest as it is used.
 * Throws REFERENCE_MISSING, REFERENCE_MALFORMED, REFERENCE_DIGEST_MISMATCH (also later, at first touch of a
 * damaged block).
 */
export function openReferenceFile(path: string): ReferenceBundle {
  return openReferenceBundle(openRandomAccessFile(path), path);
}
