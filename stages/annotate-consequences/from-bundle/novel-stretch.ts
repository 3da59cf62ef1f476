/** Where a translation departs from its wild type, found from the edits outwards: no scan of the unchanged rest. */
import type { Stretch } from '../../shared/protein-difference.js';
import type { CodingModel } from './coding-model.js';
import type { ReadingEdit, Translation } from './translate-edits.js';

/** First residue that differs, at or after `from` (everything before is known to agree): the length of the shared start. */
export function firstDifference(wildtype: string, mutant: string, from: number): number {
  const limit = Math.min(wildtype.length, mutant.length);
  let offset = Math.min(from, limit);
  while (offset < limit && wildtype.charCodeAt(offset) === mutant.charCodeAt(offset)) offset += 1;
  return offset;
}

/** Net bases inserted. */
export function deltaOf(edits: readonly ReadingEdit[]): number {
  let delta = 0;
  for (const edit of edits) delta += edit.alt.length - (edit.end - edit.start);
  return delta;
}

/** Whether the mutant ends at the wild type's own end: then a shared end of both proteins is no novel sequence. */
export function isEndKept(
  model: CodingModel,
  edits: readonly ReadingEdit[],
  { protein, isStopRead, isFrameShifted }: Translation,
): boolean {
  if (isFrameShifted || isStopRead !== (model.stopAt !== null)) return false;
  return protein.length === model.protein.length + deltaOf(edits) / 3;
}

/**
 * The differing stretch, as `differingStretch` of stages/shared/protein-difference defines it: shared start first, then shared end;
 * up to the mutant's end where that is not the wild type's own.
 */
export function novelStretch(
  model: CodingModel,
  edits: readonly ReadingEdit[],
  translation: Translation,
): Stretch | null {
  if (translation.isWildtype) return null;
  const { protein } = translation;
  const wildtype = model.protein;
  const start = firstDifference(wildtype, protein, Math.floor((edits[0]?.start ?? 0) / 3));
  if (!isEndKept(model, edits, translation)) return { start, end: protein.length };
  const limit = Math.min(wildtype.length, protein.length) - start;
  const lastEdited = Math.ceil((edits.at(-1)?.end ?? 0) / 3);
  let suffix = Math.max(0, Math.min(limit, wildtype.length - lastEdited));
  while (
    suffix < limit &&
    wildtype.charCodeAt(wildtype.length - 1 - suffix) === protein.charCodeAt(protein.length - 1 - suffix)
  ) {
    suffix += 1;
  }
  return { start, end: protein.length - suffix };
}
