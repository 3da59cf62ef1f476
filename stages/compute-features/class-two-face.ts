/** What a class II pair has in place of a class I peptide's anchors and middle: both are told by the nine-residue binding core. */
import type { FeatureRow } from '../../schemas/candidates.js';

const coreLength = 9;
/** Offsets in the core that hold it to the groove, P1, P4, P6 and P9, and those that face the T cell (Stern 1994, doi:10.1038/368215a0). */
const pockets: readonly number[] = [0, 3, 5, 8];
const towardsTCell: readonly number[] = [1, 2, 4, 6, 7];

export interface ClassTwoFace extends Pick<FeatureRow, 'anchorOffsets' | 'anchorSource'> {
  /** Residues that face the T cell; all of the peptide where its core is not known. */
  readonly facing: string;
}

/** @param coreOffset of the core in the peptide; null: the predictor names none */
export function classTwoFace(peptide: string, coreOffset: number | null): ClassTwoFace {
  if (coreOffset === null) return { anchorOffsets: [], anchorSource: null, facing: peptide };
  const core = peptide.slice(coreOffset, coreOffset + coreLength);
  return {
    anchorOffsets: pockets.map((offset) => coreOffset + offset),
    anchorSource: 'core',
    facing: towardsTCell.map((offset) => core.charAt(offset)).join(''),
  };
}
