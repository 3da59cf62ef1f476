/**
 * Fraction of cancer cells that carry the mutation.
 * u = VAF·(p·CN_t + CN_n·(1−p))/p; multiplicity m = 1, or round(u) where u ≥ 1; CCF = u/m, at most 1.
 * McGranahan et al. 2015, doi:10.1126/scitranslmed.aaa1408 (multiplicity as there; copy number 2 is assumed until a table is given).
 */
export function cancerCellFraction(options: {
  readonly vaf: number;
  readonly purity: number;
  readonly tumorCopies: number;
  readonly normalCopies: number;
}): number {
  const { vaf, purity, tumorCopies, normalCopies } = options;
  const mutatedCopies = (vaf * (purity * tumorCopies + normalCopies * (1 - purity))) / purity;
  const multiplicity = mutatedCopies >= 1 ? Math.round(mutatedCopies) : 1;
  return Number(Math.min(1, mutatedCopies / multiplicity).toFixed(4));
}
