import type { LimitName } from './policies/policy.js';

export interface LimitParams {
  readonly affinityLimitNm: number;
  readonly percentileLimit: number;
  readonly minimumTpm: number;
  readonly minimumRnaVaf: number;
  readonly purity: number | null;
  readonly maximumTranscriptLevel: number;
  readonly rnaDepthForGate: number;
}

/** null: cannot be known of this report, and what is compared with it is unknown. */
export type Limits = Readonly<Record<LimitName, number | null>>;

/** The limits of a report. The clonal VAF needs all variants: purity/2, else the largest tumour VAF below 0.6, at most 0.5 (pVACseq 7.1.5). */
export function limitsOf(params: LimitParams, dnaVafs: Iterable<number | null>): Limits {
  let largest: number | null = null;
  for (const vaf of dnaVafs) if (vaf !== null && vaf < 0.6 && vaf > (largest ?? 0)) largest = vaf;
  const clonalVaf =
    params.purity !== null ? params.purity / 2 : largest === null ? null : Math.min(0.5, largest);
  return {
    affinityLimitNm: params.affinityLimitNm,
    percentileLimit: params.percentileLimit,
    alleleExpressionLimit: Number((params.minimumTpm * params.minimumRnaVaf * 10).toPrecision(6)),
    subclonalVaf: clonalVaf === null ? null : Number((clonalVaf / 2).toPrecision(4)),
    minimumRnaVaf: params.minimumRnaVaf,
    maximumTranscriptLevel: params.maximumTranscriptLevel,
    rnaDepthForGate: params.rnaDepthForGate,
  };
}
