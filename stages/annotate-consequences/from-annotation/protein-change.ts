/** Reads VEP's Protein_position and Amino_acids columns. */
import { startOfPosition } from '../../../schemas/coordinates.js';

/** A change as VEP states it: at `start` of the wild type, `wildtype` residues become `mutant` residues. */
export interface StatedChange {
  /** 0-based offset in the wild-type protein; for a pure insertion the offset of the residue after it. */
  readonly start: number;
  /** '' for an insertion; may hold '*' (the stop) and X (an incomplete last codon). */
  readonly wildtype: string;
  /** '' for a deletion; '*' ends the protein; X where the frame is lost. */
  readonly mutant: string;
}

/**
 * The first and last residue of a Protein_position, 1-based; null where an end is unknown.
 * Forms: '12', '10-12', '?-12', '12-?', '-', and with --total_length '12/207', '10-12/207', '-/207'.
 */
export function proteinRange(position: string): { first: number | null; last: number | null } {
  const [range = ''] = position.split('/');
  const match = /^(\?|\d+)(?:-(\?|\d+))?$/.exec(range.trim());
  if (match === null) return { first: null, last: null };
  const [, from = '?', to = from] = match;
  return { first: from === '?' ? null : Number(from), last: to === '?' ? null : Number(to) };
}

/**
 * The change of a protein from the columns Amino_acids ('K/N', '-/L', 'E/-', 'CME/*') and Protein_position.
 * 'same': one value only, so VEP sees no change. Null: not stated (no amino acids, or an end of the range unknown).
 */
export function statedChange(aminoAcids: string, position: string): StatedChange | 'same' | null {
  const { first, last } = proteinRange(position);
  if (aminoAcids === '' || aminoAcids === '-' || first === null || last === null) return null;
  const parts = aminoAcids.split('/');
  const [wildtype, mutant] = parts;
  if (wildtype === undefined || parts.length > 2) return null;
  if (mutant === undefined || wildtype === mutant) return 'same';
  const residues = wildtype === '-' ? '' : wildtype;
  return {
    // An insertion between residues 287 and 288 is written '287-288' with '-' as its wild type: it goes before offset 287.
    start: residues === '' ? first : startOfPosition(first),
    wildtype: residues,
    mutant: mutant === '-' ? '' : mutant,
  };
}

/** Whether the protein has the residues the change claims; X matches anything, '*' and beyond is past the end. */
export function agreesWith(wildtypeProtein: string, change: StatedChange): boolean {
  const { start, wildtype } = change;
  const stop = wildtype.indexOf('*');
  const residues = stop < 0 ? wildtype : wildtype.slice(0, stop);
  if (stop >= 0 && start + stop !== wildtypeProtein.length) return false;
  for (const [index, residue] of [...residues].entries()) {
    const found = wildtypeProtein.charAt(start + index);
    if (residue === 'X' || found === 'X') continue;
    if (residue !== found) return false;
  }
  return start <= wildtypeProtein.length;
}
