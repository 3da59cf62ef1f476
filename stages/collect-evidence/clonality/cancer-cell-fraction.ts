import { betaQuantile } from './beta.js';

/** What the fraction of cancer cells is computed from. */
interface CloneFacts {
  readonly vaf: number;
  readonly purity: number;
  readonly tumorCopies: number;
  readonly normalCopies: number;
  /** Reads of the tumour at the allele; null: not known, and so no interval. */
  readonly depth: number | null;
}

interface CancerCellFraction {
  readonly fraction: number;
  /** 95 %; at most 1. */
  readonly interval: readonly [number, number] | null;
  readonly clonality: 'clonal' | 'subclonal' | null;
  /** Copies that carry the mutation in a mutated cell. */
  readonly multiplicity: number;
}

const tail = 0.025;

/**
 * Fraction of cancer cells that carry the mutation: u = VAF·(p·CN_t + CN_n·(1−p))/p mutated copies per cancer cell; multiplicity m = 1, or
 * round(u) where u ≥ 1; CCF = u/m, at most 1 (McGranahan et al. 2015, doi:10.1126/scitranslmed.aaa1408).
 * The interval puts the 2.5 % and 97.5 % quantiles of VAF's beta posterior (uniform prior: Beta(alt + 1, depth − alt + 1)) through the same
 * formula with the same m, as purity and copy number are taken for exact; where no read, or every read, shows the mutation it begins at 0,
 * or ends at VAF 1 (Brown, Cai and DasGupta 2001, doi:10.1214/ss/1009213286). Clonal where it reaches 1.
 */
export function cancerCellFraction({
  vaf,
  purity,
  tumorCopies,
  normalCopies,
  depth,
}: CloneFacts): CancerCellFraction {
  const copiesPerVaf = (purity * tumorCopies + normalCopies * (1 - purity)) / purity;
  const mutatedCopies = vaf * copiesPerVaf;
  const multiplicity = mutatedCopies >= 1 ? Math.round(mutatedCopies) : 1;
  const fractionOf = (share: number): number => (share * copiesPerVaf) / multiplicity;
  const fraction = rounded(fractionOf(vaf));
  if (depth === null || depth === 0) return { fraction, interval: null, clonality: null, multiplicity };
  const alt = Math.min(depth, vaf * depth);
  const quantile = (probability: number): number => betaQuantile(probability, alt + 1, depth - alt + 1);
  // Both tails would leave out what no read speaks against: all reads, or none.
  const low = alt === 0 ? 0 : rounded(fractionOf(quantile(tail)));
  const high = rounded(fractionOf(alt === depth ? 1 : quantile(1 - tail)));
  return { fraction, interval: [low, high], clonality: high === 1 ? 'clonal' : 'subclonal', multiplicity };
}

/** Four decimals, at most 1. */
function rounded(value: number): number {
  return Number(Math.min(1, value).toFixed(4));
}
