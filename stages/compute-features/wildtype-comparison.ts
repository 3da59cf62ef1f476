/** How the mutant peptide binds against its wild-type counterpart, on one allele. */
import type { FeatureRow } from '../../schemas/candidates.js';
import {
  amplitude,
  differentialAgretopicity,
  isImprovedBinder,
} from './neoantigen-scores/differential-binding.js';

type Comparison = Pick<
  FeatureRow,
  'agretopicity' | 'differentialAffinityNm' | 'amplitude' | 'isImprovedBinder'
>;

/** Each null where a number it needs is unknown. */
export function againstWildtype(
  { affinityNm, percentileRank }: { readonly affinityNm: number | null; readonly percentileRank: number },
  {
    wildtypeAffinityNm,
    wildtypePercentileRank,
  }: Pick<FeatureRow, 'wildtypeAffinityNm' | 'wildtypePercentileRank'>,
): Comparison {
  return {
    ...(affinityNm === null || wildtypeAffinityNm === null
      ? { agretopicity: null, differentialAffinityNm: null, amplitude: null }
      : {
          agretopicity: Number((affinityNm / wildtypeAffinityNm).toPrecision(4)),
          differentialAffinityNm: Number(
            differentialAgretopicity(affinityNm, wildtypeAffinityNm).toPrecision(5),
          ),
          amplitude: Number(amplitude(affinityNm, wildtypeAffinityNm).toPrecision(5)),
        }),
    isImprovedBinder:
      wildtypePercentileRank === null ? null : isImprovedBinder(percentileRank, wildtypePercentileRank),
  };
}

/** Amplitude × likeness to known epitopes (Łuksza 2017, doi:10.1038/nature24473); null: one is unknown. */
export function recognitionPotential(amplitudeOf: number | null, foreignness: number | null): number | null {
  return amplitudeOf === null || foreignness === null
    ? null
    : Number((amplitudeOf * foreignness).toPrecision(5));
}
