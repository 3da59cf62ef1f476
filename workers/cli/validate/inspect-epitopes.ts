/** Peptides that are compressed: of the commands only `run --known-epitopes` takes them so. */
import type { ByteSource } from '../../../schemas/stage.js';
import { readKnownEpitopes } from '../../../stages/compute-features/files/known-epitopes.js';
import { detectCompression } from '../../../stages/shared/bgzf/index.js';
import type { Inspection } from './finding.js';

export function isCompressed(source: ByteSource): boolean {
  return detectCompression(source) !== 'plain';
}

/** @throws KNOWN_EPITOPES_MALFORMED */
export async function inspectEpitopes(source: ByteSource): Promise<Inspection> {
  const epitopes = await readKnownEpitopes(source);
  return {
    facts: { content: 'known epitopes', distinct: epitopes.length, lengths: lengthRange(epitopes) },
    warnings: [],
  };
}

/** '8-11' of peptides of these lengths. */
export function lengthRange(sequences: readonly string[]): string {
  const [shortest, longest] = sequences.reduce(
    ([low, high], { length }) => [Math.min(low, length), Math.max(high, length)],
    [Number.POSITIVE_INFINITY, 0],
  );
  return shortest === longest ? String(longest) : `${shortest}-${longest}`;
}
