/** Likeness of a peptide to epitopes that T cells are known to recognise (Łuksza 2017, doi:10.1038/nature24473). */
import { bestUngapped, residueCodes } from './blosum62.js';

export interface RecognitionModel {
  /** Alignment score at which an epitope is recognised half the time, half bits. */
  readonly midpoint: number;
  readonly steepness: number;
}

/** Fitted to the survival of three cohorts in the paper. */
export const pathogenRecognition: RecognitionModel = { midpoint: 26, steepness: 4.86936 };

/** Against the human proteome; 1 − R is the dissimilarity to self (Richman 2019, doi:10.1016/j.cels.2019.08.009). */
export const selfRecognition: RecognitionModel = { midpoint: 32, steepness: 4.86936 };

/**
 * R = Σ e^(−k(a − s)) / (1 + Σ e^(−k(a − s))) over the epitopes, s the best ungapped BLOSUM62 alignment score: 0 unlike all, 1 like one.
 * Epitopes as `residueCodes` makes them.
 */
export function recognition(
  peptide: string,
  epitopes: readonly Uint8Array[],
  { midpoint, steepness }: RecognitionModel = pathogenRecognition,
): number {
  const codes = residueCodes(peptide);
  let sum = 0;
  for (const epitope of epitopes) sum += Math.exp(-steepness * (midpoint - bestUngapped(codes, epitope)));
  // A perfect match of a long peptide is beyond the largest double; R is 1 then.
  return Number.isFinite(sum) ? sum / (1 + sum) : 1;
}
