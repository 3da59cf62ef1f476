/** Where a translation departs from its wild type, found from the edits outwards: no scan of the unchanged rest. */
import type { Stretch } from '../../shared/protein-difference.js';
import type { CodingModel } from './coding-model.js';
import type { ReadingEdit, Translation } from './translate-edits.js';

/** Character code of a residue of the mutant protein; NaN past its end. */
export function residueAt(wildtype: string, translation: Translation, offset: number): number {
  const { sharedStart, added, keptEnd } = translation;
  if (offset < sharedStart) return wildtype.charCodeAt(offset);
  const within = offset - sharedStart;
  return within < added.length
    ? added.charCodeAt(within)
    : wildtype.charCodeAt(keptEnd + within - added.length);
}

/** Residues behind the shared start up to `end` of the mutant protein. */
export function departingResidues(wildtype: string, translation: Translation, end: number): string {
  const { sharedStart, added, keptEnd } = translation;
  const length = end - sharedStart;
  if (length <= added.length) return added.slice(0, length);
  return added + wildtype.slice(keptEnd, keptEnd + length - added.length);
}

/** Number of last residues that both proteins share, behind the shared start. */
export function sharedEndLength(wildtype: string, translation: Translation): number {
  const { sharedStart, keptEnd, protein } = translation;
  const limit = Math.min(wildtype.length, protein.length) - sharedStart;
  let length = Math.min(limit, wildtype.length - keptEnd);
  while (
    length < limit &&
    wildtype.charCodeAt(wildtype.length - 1 - length) ===
      residueAt(wildtype, translation, protein.length - 1 - length)
  ) {
    length += 1;
  }
  return length;
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
  const { protein, sharedStart: start } = translation;
  if (!isEndKept(model, edits, translation)) return { start, end: protein.length };
  return { start, end: protein.length - sharedEndLength(model.protein, translation) };
}
