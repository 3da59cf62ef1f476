/** Writes a bundle of some genes of another bundle. */
import { writeFileAtomically } from '../../infra/reference/random-access-file.js';
import type { ReferenceSummary } from '../../schemas/reference.js';
import { subsetReference } from '../../stages/build-reference/subset.js';
import { openReferenceFile } from './open-reference.js';

/** `genes`: names or ids. Throws GENES_UNKNOWN, OUTPUT_NOT_WRITABLE and what opening a bundle throws. */
export function subsetReferenceFile(
  bundle: string,
  genes: readonly string[],
  out: string,
): { readonly summary: ReferenceSummary; readonly digest: string } {
  writeFileAtomically(out, subsetReference(openReferenceFile(bundle), genes));
  const { summary, digest } = openReferenceFile(out);
  return { summary, digest };
}
