/** Where translation may begin once the start codon is lost. */
import type { Stretch } from '../../shared/protein-difference.js';
import { differingStretch } from '../../shared/protein-difference.js';
import type { CodingModel } from './coding-model.js';
import { codonStart, type ReadingEdit, type Translation, translateEdits } from './translate-edits.js';

export interface StartHypothesis {
  /** 1-based residue of the reference's protein that the new start is. */
  readonly residue: number;
  /** From the new start on, without the stop. */
  readonly protein: string;
  readonly isStopRead: boolean;
  /** Empty where nothing but the start of the protein is missing. */
  readonly stretch: Stretch;
  readonly sentence: string;
}

/**
 * Translation from the next start codon in frame, as scanning ribosomes take the first they meet (Kozak 1986, doi:10.1016/0092-8674(86)90762-2).
 * Null where the frame has none before its stop.
 * @param edits all of the molecule, in order; those before base 3 lose the start
 */
export function startHypothesis(
  model: CodingModel,
  edits: readonly ReadingEdit[],
  background: Translation | null,
): StartHypothesis | null {
  const lost = edits.filter(({ start }) => start < 3);
  const rest = edits.filter(({ start }) => start >= 3);
  const lostEnd = Math.max(3, ...lost.map(({ end }) => end));
  const firstIntact = codonStart(lostEnd + 2);
  if (rest.some(({ start }) => start < firstIntact)) return null;
  const read = translateEdits(model, rest);
  const offset = read.protein.indexOf('M', firstIntact / 3);
  if (offset < 0) return null;
  const protein = read.protein.slice(offset);
  const wildtype = background?.protein ?? model.protein;
  const isTruncation = wildtype.endsWith(protein);
  const context = kozakContext(model, rest, offset * 3);
  const residue = residueOf(rest, offset);
  return {
    residue,
    protein,
    isStopRead: read.isStopRead,
    stretch: isTruncation ? { start: 0, end: 0 } : novelPart(wildtype, protein, residue, read),
    sentence: `translation begins at the next AUG in frame, residue ${residue}${context}`,
  };
}

function novelPart(wildtype: string, protein: string, residue: number, read: Translation): Stretch {
  const kept = wildtype.slice(residue - 1);
  return (
    differingStretch(kept, protein, read.isFrameShifted || kept.length !== protein.length) ?? {
      start: 0,
      end: 0,
    }
  );
}

/** The reference's residue number of one of the edited frame. */
function residueOf(edits: readonly ReadingEdit[], offset: number): number {
  let shift = 0;
  for (const { start, end, alt } of edits) {
    if (start + shift >= offset * 3) break;
    shift += alt.length - (end - start);
  }
  return Math.floor((offset * 3 - shift) / 3) + 1;
}

/**
 * Bases -3 to +4 around the AUG and what they promise: a purine at -3 and G at +4 make a strong context, one of them an adequate one
 * (Kozak 1986, doi:10.1016/0092-8674(86)90762-2; Kozak 1987, doi:10.1093/nar/15.20.8125).
 */
function kozakContext(model: CodingModel, edits: readonly ReadingEdit[], at: number): string {
  const context = editedBases(model, edits, at + 4).slice(at - 3);
  if (context.length < 7) return '';
  const hasPurine = context.startsWith('A') || context.startsWith('G');
  const hasG = context.endsWith('G');
  const strength = hasPurine && hasG ? 'strong' : hasPurine || hasG ? 'adequate' : 'weak';
  return ` (Kozak context ${context.replaceAll('T', 'U')}, ${strength})`;
}

/** The edited frame up to so many bases. */
function editedBases(model: CodingModel, edits: readonly ReadingEdit[], length: number): string {
  let bases = '';
  let at = 0;
  for (const { start, end, alt } of edits) {
    if (bases.length + start - at >= length) break;
    bases += model.reading.slice(at, start) + alt;
    at = end;
  }
  return (bases + model.reading.slice(at, at + length)).slice(0, length);
}
