/** How well a genotype presents a mutation (PHBR-I; Marty 2017, doi:10.1016/j.cell.2017.09.050). */

/**
 * Harmonic mean over the six class I alleles of the best percentile rank among the peptides that hold the mutation. An allele that is the only
 * one of its gene counts twice, as in the paper. null: no allele, or one without any rank.
 * @param bestRanks per allele of the panel, e.g. HLA-A*02:01
 */
export function phbr(bestRanks: ReadonlyMap<string, number | null>): number | null {
  const perGene = new Map<string, number>();
  for (const allele of bestRanks.keys()) perGene.set(geneOf(allele), (perGene.get(geneOf(allele)) ?? 0) + 1);
  let count = 0;
  let inverses = 0;
  for (const [allele, rank] of bestRanks) {
    if (rank === null) return null;
    const copies = perGene.get(geneOf(allele)) === 1 ? 2 : 1;
    count += copies;
    inverses += copies / rank;
  }
  return count === 0 ? null : Number((count / inverses).toPrecision(5));
}

function geneOf(allele: string): string {
  return allele.slice(0, allele.indexOf('*'));
}
