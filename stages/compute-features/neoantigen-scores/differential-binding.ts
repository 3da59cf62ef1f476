/** How much better the mutant binds than the wild type. Affinities in nM. */

/** IC50 of the wild type minus that of the mutant; positive: the mutant binds better (DAI; Duan 2014, doi:10.1084/jem.20141308). */
export function differentialAgretopicity(affinityNm: number, wildtypeAffinityNm: number): number {
  return wildtypeAffinityNm - affinityNm;
}

/** Concentration of the assay below which a wild-type affinity counts as measured exactly (Łuksza 2017). */
const epsilon = 0.0003;

/** IC50 ratio of wild type to mutant, damped where the wild type hardly binds (amplitude A; Łuksza 2017, doi:10.1038/nature24473). */
export function amplitude(affinityNm: number, wildtypeAffinityNm: number): number {
  return wildtypeAffinityNm / affinityNm / (1 + epsilon * wildtypeAffinityNm);
}

/** How many times better the mutant's rank must be (Bjerregaard 2017). */
const improvedRatio = 1.2;

/** Whether the mutant binds better than the wild type: rank of the wild type / of the mutant ≥ 1.2 (Bjerregaard 2017, doi:10.3389/fimmu.2017.01566). */
export function isImprovedBinder(percentileRank: number, wildtypePercentileRank: number): boolean {
  return wildtypePercentileRank >= improvedRatio * percentileRank;
}
