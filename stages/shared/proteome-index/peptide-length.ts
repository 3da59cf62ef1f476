/** Which peptides can be looked up. */
import { defect } from '../../../schemas/errors.js';

/** Lengths of peptides that can be looked up: class I from 8, class II up to 25. */
export const shortestPeptide = 8;
export const longestPeptide = 25;

/** @throws INVARIANT_BROKEN for a length that cannot be looked up: 'occurs nowhere' would be a wrong answer */
export function checkPeptideLength(peptide: string): void {
  if (peptide.length >= shortestPeptide && peptide.length <= longestPeptide) return;
  throw defect(
    `a peptide of ${peptide.length} residues was looked up, not ${shortestPeptide} to ${longestPeptide}`,
  );
}
