/** The peptides that a seam makes and neither neighbour has. */

export interface JunctionPeptide {
  readonly peptide: string;
  /** 0-based, from the first residue behind the seam's left piece; negative: it begins in the left piece. */
  readonly offset: number;
}

/**
 * Every peptide of the given lengths that lies neither within `left` nor within `right` of left + spacer + right: those that hold residues
 * of both, and those that hold residues of the spacer. By length, then offset.
 */
export function junctionPeptides(
  left: string,
  spacer: string,
  right: string,
  lengths: readonly number[],
): readonly JunctionPeptide[] {
  const found: JunctionPeptide[] = [];
  for (const length of lengths) {
    const tail = length > 1 ? left.slice(-(length - 1)) : '';
    const text = tail + spacer + right.slice(0, length - 1);
    for (let start = 0; start + length <= text.length; start++) {
      const isInLeft = start + length <= tail.length;
      const isInRight = start >= tail.length + spacer.length;
      if (!isInLeft && !isInRight)
        found.push({ peptide: text.slice(start, start + length), offset: start - tail.length });
    }
  }
  return found;
}

/** Peptides of a whole protein that span three pieces or more: no single seam shows them. Pieces are the lengths, in order. */
export function widePeptides(
  protein: string,
  pieceLengths: readonly number[],
  lengths: readonly number[],
): readonly { readonly peptide: string; readonly start: number }[] {
  const pieceAt = new Uint32Array(protein.length);
  let at = 0;
  for (const [piece, length] of pieceLengths.entries()) {
    pieceAt.fill(piece, at, at + length);
    at += length;
  }
  const found: { peptide: string; start: number }[] = [];
  for (const length of lengths) {
    for (let start = 0; start + length <= protein.length; start++) {
      const span = (pieceAt[start + length - 1] ?? 0) - (pieceAt[start] ?? 0);
      if (span >= 2) found.push({ peptide: protein.slice(start, start + length), start });
    }
  }
  return found;
}
