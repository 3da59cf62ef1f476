/** Similarity of two peptides by the string kernel K̂3 (Shen 2012, arXiv:1205.6031; used for neoantigens by Bjerregaard 2017, doi:10.3389/fimmu.2017.01566). */

/** Similarity of two residues, symmetric and positive: BLOSUM62 odds to the power 0.11387 (Shen 2012). */
export type ResidueKernel = (a: string, b: string) => number;

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
