import type { FeatureRow } from '../../../schemas/candidates.js';
import { formatNumber } from '../../shared/tsv.js';

/** `class_ii_support` of the tables: strength, allele, peptide and percentile rank, as 'strong DRB1*15:01 PKYVKQNTLKLATGM 0.8'; null: not known. */
export function classTwoText(support: FeatureRow['classTwoSupport']): string | null {
  if (support === null) return null;
  const { strength, allele, peptide, percentileRank } = support;
  return [strength, allele.replace(/^HLA-/, ''), peptide, formatNumber(percentileRank)].join(' ');
}
