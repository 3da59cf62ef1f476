import type { RowEncoder } from './row-encoder.js';

const RESIDUES = 20;

/** Encodes class I peptides, each as one row set. */
export interface PeptideEncoder extends RowEncoder {
  /**
   * Writes the row numbers of `peptide` to `rows` from `at` on and returns where they end; −1 if the length is out of range or a letter
   * is not one of the 20 residues.
   */
  encode(peptide: string, rows: Uint16Array, at: number): number;
}

interface EncoderOptions {
  readonly residues: string;
  readonly side: number;
  readonly minLength: number;
  readonly maxLength: number;
}

/**
 * A peptide is its first and its last `side` residues by position, its length, and the residues between these two, wherever they stand;
 * the same as training/class1/dataset.py. Short peptides' two sides overlap.
 */
export function peptideEncoder(options: EncoderOptions): PeptideEncoder {
  const { residues, side, minLength, maxLength } = options;
  const index = residueIndex(residues);
  const lengthRow = 2 * side * RESIDUES;
  const middleRow = lengthRow + maxLength - minLength + 1;
  return {
    tableRows: middleRow + RESIDUES,
    sums: [],
    rowsPerSet: Math.max(2 * side, maxLength) + 1,
    encode(peptide, rows, at) {
      const length = peptide.length;
      if (length < minLength || length > maxLength) return -1;
      let end = at;
      rows[end++] = lengthRow + length - minLength;
      for (let offset = 0; offset < length; offset++) {
        const residue = index[peptide.charCodeAt(offset)] ?? -1;
        if (residue < 0) return -1;
        const right = 2 * side - length + offset;
        if (offset < side) rows[end++] = offset * RESIDUES + residue;
        else if (right < side) rows[end++] = middleRow + residue;
        if (right >= side) rows[end++] = right * RESIDUES + residue;
      }
      return end;
    },
  };
}

/** Index of each residue letter by its character code; −1 for other letters. */
export function residueIndex(residues: string): Int8Array {
  const index = new Int8Array(128).fill(-1);
  for (let i = 0; i < residues.length; i++) index[residues.charCodeAt(i)] = i;
  return index;
}
