const GAP = 20;
const SYMBOLS = 21;

export interface PeptideEncoder {
  /** Rows a peptide occupies in the first layer's table. */
  readonly rowsPerPeptide: number;
  /**
   * Writes the row numbers of `peptide` to `rows` and returns true; returns false, leaving `rows` undefined, if the length is
   * out of range or a letter is not one of the 20 residues.
   */
  encode(peptide: string, rows: Int32Array): boolean;
}

/**
 * Encodes a peptide as 2 × side positions (left-aligned, then right-aligned) of 21 symbols (20 residues, none), and one row for the
 * length. The twofold alignment keeps both anchors in place for every length; the same as training/class1/dataset.py.
 */
export function peptideEncoder(options: {
  readonly residues: string;
  readonly side: number;
  readonly minLength: number;
  readonly maxLength: number;
}): PeptideEncoder {
  const { residues, side, minLength, maxLength } = options;
  const index = new Int8Array(128).fill(-1);
  for (let i = 0; i < residues.length; i++) index[residues.charCodeAt(i)] = i;
  const lengthRow = 2 * side * SYMBOLS;
  return {
    rowsPerPeptide: 2 * side + 1,
    encode(peptide, rows) {
      const length = peptide.length;
      if (length < minLength || length > maxLength) return false;
      for (let position = 0; position < 2 * side; position++) rows[position] = position * SYMBOLS + GAP;
      rows[2 * side] = lengthRow + length - minLength;
      for (let offset = 0; offset < length; offset++) {
        const residue = index[peptide.charCodeAt(offset)] ?? -1;
        if (residue < 0) return false;
        if (offset < side) rows[offset] = offset * SYMBOLS + residue;
        const right = 2 * side - length + offset;
        if (right >= side) rows[right] = right * SYMBOLS + residue;
      }
      return true;
    },
  };
}
