import { blosum62 } from './blosum62.js';

/** Contact residues of a pseudosequence: those within 4 Å of the peptide (Nielsen et al. 2007, doi:10.1371/journal.pone.0000796). */
const POSITIONS = 34;

const RESIDUES = 'ACDEFGHIKLMNPQRSTVWY';

/** Numbers that stand for a pseudosequence. */
export const ALLELE_INPUTS = POSITIONS * RESIDUES.length;

/**
 * A pseudosequence as 34 rows of BLOSUM62 / 4, in the order of the training code (training/class1/dataset.py); a letter that is no
 * residue (X, a gap in some DQA1 chains) is a row of zeros.
 */
export function encodePseudosequence(pseudosequence: string): Float32Array {
  const inputs = new Float32Array(ALLELE_INPUTS);
  for (let i = 0; i < pseudosequence.length; i++) {
    const letter = pseudosequence.charAt(i);
    if (!RESIDUES.includes(letter)) continue;
    for (let r = 0; r < RESIDUES.length; r++)
      inputs[i * RESIDUES.length + r] = blosum62(letter, RESIDUES.charAt(r)) / 4;
  }
  return inputs;
}
