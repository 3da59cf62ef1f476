import { residueIndex } from './encode-peptide.js';
import type { RowEncoder } from './row-encoder.js';

const NONE = 20;
const SYMBOLS = 21;
const RESIDUES = 20;

/** Encodes class II peptides, each register (offset of the binding core) as one row set. */
export interface RegisterEncoder extends RowEncoder {
  /** How many registers the peptide has; 0 if its length is out of range or a letter is not one of the 20 residues. */
  registers(peptide: string): number;
  /** Writes the row numbers of a register of a peptide to `rows` from `at` on and returns where they end. */
  encode(peptide: string, register: number, rows: Uint16Array, at: number): number;
}

/**
 * A register is the core's residues, up to `flank` residues on either side (nearest to the core first; 20 residues, none) and the two
 * flanks' lengths up to `flankLength`; the same as training/class2. The flanks' lengths and the residues they lack are one row.
 */
export function registerEncoder(options: {
  readonly residues: string;
  readonly minLength: number;
  readonly maxLength: number;
  readonly registers: { readonly core: number; readonly flank: number; readonly flankLength: number };
}): RegisterEncoder {
  const { minLength, maxLength, registers } = options;
  const { core, flank, flankLength } = registers;
  const index = residueIndex(options.residues);
  const leftRow = core * RESIDUES;
  const rightRow = leftRow + flank * SYMBOLS;
  const leftLengthRow = rightRow + flank * SYMBOLS;
  const rightLengthRow = leftLengthRow + flankLength + 1;
  const tableRows = rightLengthRow + flankLength + 1;
  const lacking = (length: number, start: number): number[] =>
    Array.from({ length: Math.max(0, flank - length) }, (_, n) => start + (length + n) * SYMBOLS + NONE);
  const lengths = Array.from({ length: flankLength + 1 }, (_, length) => length);
  const sums = lengths.flatMap((left) =>
    lengths.map((right) => [
      ...[leftLengthRow + left, rightLengthRow + right],
      ...lacking(left, leftRow),
      ...lacking(right, rightRow),
    ]),
  );
  const residue = (peptide: string, offset: number): number => index[peptide.charCodeAt(offset)] ?? -1;
  return {
    tableRows,
    sums,
    rowsPerSet: 1 + core + 2 * flank,
    registers(peptide) {
      const length = peptide.length;
      if (length < minLength || length > maxLength || length < core) return 0;
      for (let offset = 0; offset < length; offset++) if (residue(peptide, offset) < 0) return 0;
      return length - core + 1;
    },
    encode(peptide, register, rows, at) {
      const left = register;
      const right = peptide.length - core - register;
      let end = at;
      rows[end++] =
        tableRows + Math.min(left, flankLength) * (flankLength + 1) + Math.min(right, flankLength);
      for (let p = 0; p < core; p++) rows[end++] = p * RESIDUES + residue(peptide, register + p);
      for (let f = 0; f < Math.min(left, flank); f++)
        rows[end++] = leftRow + f * SYMBOLS + residue(peptide, register - 1 - f);
      for (let f = 0; f < Math.min(right, flank); f++)
        rows[end++] = rightRow + f * SYMBOLS + residue(peptide, register + core + f);
      return end;
    },
  };
}
