/** Similarity of two peptides by the string kernel K̂3 (Shen 2012, arXiv:1205.6031; used for neoantigens by Bjerregaard 2017, doi:10.3389/fimmu.2017.01566). */
import { blosum62 } from './blosum62.js';

/** Similarity of two residues, symmetric and positive: BLOSUM62 odds to the power 0.11387 (Shen 2012). */
export type ResidueKernel = (a: string, b: string) => number;

/** Exponent of the odds (Shen 2012). */
const exponent = 0.11387;
const worst = -4;
/** By score − worst, up to 11: the odds are 2^(half bits / 2). */
const kernelOfScore = Array.from({ length: 16 }, (_, index) => 2 ** (((index + worst) / 2) * exponent));

/** The kernel of our BLOSUM62 in half bits; unrounded odds give nearly the same K̂3 (docs/validation/features.md). */
export function blosum62Kernel(a: string, b: string): number {
  return kernelOfScore[blosum62(a, b) - worst] ?? 1;
}

/**
 * 1 for equal peptides, towards 0 the less they share: the sum over all pairs of equally long stretches of the product of their
 * residues' similarities, normalised. Peptides may differ in length; both have at least one residue.
 */
export function selfSimilarity(mutant: string, wildtype: string, kernel: ResidueKernel): number {
  const shared = stretchSum(mutant, wildtype, kernel);
  return shared / Math.sqrt(stretchSum(mutant, mutant, kernel) * stretchSum(wildtype, wildtype, kernel));
}

/** All stretches that end at (i, j) sum to k(i, j) × (1 + those that end one before): linear in the pairs of places, not cubic. */
function stretchSum(a: string, b: string, kernel: ResidueKernel): number {
  let total = 0;
  let above: readonly number[] = [];
  for (const left of a) {
    const row: number[] = [];
    for (const [index, right] of [...b].entries()) {
      const here = kernel(left, right) * (1 + (above[index - 1] ?? 0));
      row.push(here);
      total += here;
    }
    above = row;
  }
  return total;
}
