/**
 * Tiers by the rules of pVACseq 7.1.5 (SCIENCE "Published policies"), so that people read them as they know them.
 * Unknown never fails a criterion.
 */
import type { FeatureRow, Tier } from '../../schemas/candidates.js';
import { formatNumber } from '../shared/tsv.js';

export interface TierParams {
  readonly affinityLimitNm: number;
  readonly percentileLimit: number;
  /** TPM × RNA VAF above which the allele counts as expressed. */
  readonly alleleExpressionLimit: number;
  /** DNA VAF below which a variant counts as subclonal. */
  readonly subclonalVaf: number | null;
  readonly maximumTranscriptLevel: number;
}

export type CriterionName =
  | 'affinity'
  | 'presentation'
  | 'reference match'
  | 'transcript'
  | 'anchor'
  | 'clonality'
  | 'expression';

export interface Criterion {
  readonly name: CriterionName;
  /** null: unknown, does not fail. */
  readonly passes: boolean | null;
  readonly value: string;
  readonly threshold: string;
  readonly source: string;
}

/** Every criterion of the tier rule with value, threshold and where the threshold is from. */
export function criteriaOf(row: FeatureRow, params: TierParams): readonly Criterion[] {
  const pvacseq = 'pVACseq 7.1.5';
  const isKnownTranscript = row.isManeSelect || row.isCanonical || row.supportLevel !== null;
  return [
    {
      name: 'affinity',
      passes: row.affinityNm === null ? null : row.affinityNm < params.affinityLimitNm,
      value: row.affinityNm === null ? 'unknown' : `${formatNumber(row.affinityNm)} nM`,
      threshold: `< ${params.affinityLimitNm} nM`,
      source: `${pvacseq}; Sette 1994`,
    },
    {
      name: 'presentation',
      passes: row.percentileRank < params.percentileLimit,
      value: `${formatNumber(row.percentileRank)} %`,
      threshold: `< ${params.percentileLimit} %`,
      source: `${pvacseq}; NetMHCpan convention`,
    },
    {
      name: 'reference match',
      passes: row.isSelfPeptide === null ? null : !row.isSelfPeptide,
      value:
        row.isSelfPeptide === null
          ? 'unknown (no reference proteome)'
          : row.isSelfPeptide
            ? 'occurs'
            : 'does not occur',
      threshold: 'not in the proteome',
      source: pvacseq,
    },
    {
      name: 'transcript',
      passes: isKnownTranscript
        ? row.isManeSelect ||
          row.isCanonical ||
          (row.supportLevel !== null && row.supportLevel <= params.maximumTranscriptLevel)
        : null,
      value: describeTranscript(row),
      threshold: `MANE Select, canonical or support level ≤ ${params.maximumTranscriptLevel}`,
      source: pvacseq,
    },
    {
      name: 'anchor',
      passes: row.anchor === 'non_anchor' || row.anchor === 'anchor_new',
      value: row.anchor.replace('_', ' '),
      threshold: 'faces the T cell, or the wild type does not bind',
      source: pvacseq,
    },
    {
      name: 'clonality',
      passes: row.dnaVaf === null || params.subclonalVaf === null ? null : row.dnaVaf >= params.subclonalVaf,
      value: row.dnaVaf === null ? 'unknown' : `DNA VAF ${formatNumber(row.dnaVaf)}`,
      threshold: params.subclonalVaf === null ? 'no VAF known' : `≥ ${formatNumber(params.subclonalVaf)}`,
      source: `${pvacseq}: half the clonal VAF`,
    },
    {
      name: 'expression',
      passes:
        row.alleleExpression !== null
          ? row.alleleExpression > params.alleleExpressionLimit
          : row.tpm === 0 || row.rnaVaf === 0
            ? false
            : null,
      value: row.alleleExpression === null ? 'unknown' : `${formatNumber(row.alleleExpression)} TPM`,
      threshold: `> ${params.alleleExpressionLimit} TPM × RNA VAF`,
      source: pvacseq,
    },
  ];
}

function describeTranscript(row: FeatureRow): string {
  if (row.isManeSelect) return 'MANE Select';
  if (row.isCanonical) return 'canonical';
  return row.supportLevel === null ? 'not stated by the annotation' : `support level ${row.supportLevel}`;
}

/** First rule that matches, in pVACseq's order. */
export function tierOf(row: FeatureRow, criteria: readonly Criterion[]): Tier {
  const failed = new Set(
    criteria.filter((criterion) => criterion.passes === false).map((criterion) => criterion.name),
  );
  const onlyFails = (...names: readonly CriterionName[]) =>
    names.every((name) => failed.has(name)) && failed.size === names.length;
  if (failed.size === 0) return 'Pass';
  if (onlyFails('affinity')) return 'PoorBinder';
  if (onlyFails('presentation')) return 'PoorPresentation';
  if (onlyFails('reference match')) return 'RefMatch';
  if (onlyFails('transcript') || onlyFails('transcript', 'anchor')) return 'PoorTranscript';
  if (onlyFails('anchor')) return 'Anchor';
  if (onlyFails('clonality')) return 'Subclonal';
  const isWeaklyExpressed =
    (row.alleleExpression !== null && row.alleleExpression > 0) ||
    (row.tpm === 0 && (row.rnaDepth ?? 0) > 10 && (row.rnaVaf ?? 0) > 0.25);
  if (onlyFails('expression') && isWeaklyExpressed) return 'LowExpr';
  if (row.tpm === 0 || row.rnaVaf === 0) return 'NoExpr';
  return 'Poor';
}
