/**
 * The default score: a logistic model with few, monotone terms. The weights are a stated prior, NOT fitted to any response
 * data: their signs and order of size follow what replicates (SCIENCE "Features", "Default ranking": presentation and allele
 * expression are the backbone, a hydrophobic or aromatic core the one cheap extra; agretopicity is shown and weighs little).
 * The intercept puts a typical presented, expressed, clonal candidate near the prevalence among tested neoantigens:
 * 6 % of 608 tested peptides were immunogenic in TESLA (Wells 2020, doi:10.1016/j.cell.2020.09.015).
 */
import type { FeatureRow } from '../../schemas/candidates.js';
import { formatNumber } from '../shared/tsv.js';

export interface ScoreTerm {
  readonly name: string;
  /** What a person reads: value with unit. */
  show(row: FeatureRow): string;
  /** null: unknown; the term then adds `whenUnknown`. */
  value(row: FeatureRow): number | null;
  readonly weight: number;
  /** Value the weight is measured from: a candidate at the reference adds 0. */
  readonly reference: number;
  readonly min: number;
  readonly max: number;
  readonly whenUnknown: number;
}

export const intercept = -3;

export const scoreTerms: readonly ScoreTerm[] = [
  {
    name: 'presentation (−log10 percentile rank)',
    show: (row) => `rank ${formatNumber(row.percentileRank)} %`,
    value: (row) => -Math.log10(Math.max(row.percentileRank, 0.005)),
    weight: 0.7,
    reference: 0.3,
    min: -2,
    max: 2.31,
    whenUnknown: 0,
  },
  {
    name: 'allele expression (log2(1 + TPM × RNA VAF))',
    show: (row) => (row.alleleExpression === null ? 'unknown' : `${formatNumber(row.alleleExpression)} TPM`),
    value: (row) => (row.alleleExpression === null ? null : Math.log2(1 + row.alleleExpression)),
    weight: 0.25,
    reference: 2,
    min: 0,
    max: 8,
    whenUnknown: -0.25,
  },
  {
    name: 'RNA reads of the mutant allele (log2(1 + reads))',
    show: (row) => (row.rnaAltReads === null ? 'unknown' : `${row.rnaAltReads} reads`),
    value: (row) => (row.rnaAltReads === null ? null : Math.log2(1 + row.rnaAltReads)),
    weight: 0.08,
    reference: 3,
    min: 0,
    max: 8,
    whenUnknown: -0.08,
  },
  {
    name: 'clonality (cancer cell fraction, else 2 × DNA VAF)',
    show: (row) =>
      row.cancerCellFraction !== null
        ? `CCF ${formatNumber(row.cancerCellFraction)}`
        : row.dnaVaf !== null
          ? `VAF ${formatNumber(row.dnaVaf)}`
          : 'unknown',
    value: (row) => row.cancerCellFraction ?? (row.dnaVaf === null ? null : Math.min(1, 2 * row.dnaVaf)),
    weight: 0.8,
    reference: 0.8,
    min: 0,
    max: 1,
    whenUnknown: -0.16,
  },
  {
    name: 'hydrophobic core (mean Kyte-Doolittle, P4 to P(L−1))',
    show: (row) => formatNumber(row.hydrophobicCore),
    value: (row) => row.hydrophobicCore,
    weight: 0.12,
    reference: 0,
    min: -3,
    max: 3,
    whenUnknown: 0,
  },
  {
    name: 'aromatic core (fraction of F, W, Y)',
    show: (row) => formatNumber(row.aromaticCore),
    value: (row) => row.aromaticCore,
    weight: 0.6,
    reference: 0.15,
    min: 0,
    max: 0.6,
    whenUnknown: 0,
  },
  {
    name: 'length (9 or 10 residues)',
    show: (row) => `${row.peptide.length} residues`,
    value: (row) => (row.peptide.length === 9 || row.peptide.length === 10 ? 1 : 0),
    weight: 0.2,
    reference: 1,
    min: 0,
    max: 1,
    whenUnknown: 0,
  },
  {
    name: 'other HLA alleles that present it',
    show: (row) => String(row.otherBindingAlleles),
    value: (row) => row.otherBindingAlleles,
    weight: 0.15,
    reference: 0,
    min: 0,
    max: 3,
    whenUnknown: 0,
  },
  {
    name: 'mutation faces the T cell or makes the anchor',
    show: (row) => row.anchor.replace('_', ' '),
    value: (row) => (row.anchor === 'unknown' ? null : row.anchor === 'anchor_shared' ? 0 : 1),
    weight: 0.7,
    reference: 1,
    min: 0,
    max: 1,
    whenUnknown: -0.2,
  },
  {
    name: 'binding gained over the wild type (−log10 agretopicity, where presented)',
    show: (row) =>
      row.agretopicity === null ? 'no counterpart' : `agretopicity ${formatNumber(row.agretopicity)}`,
    value: (row) =>
      row.agretopicity === null || row.percentileRank > 2 ? null : -Math.log10(row.agretopicity),
    weight: 0.15,
    reference: 0,
    min: -1,
    max: 2,
    whenUnknown: 0,
  },
  {
    name: 'the mutant protein is certain',
    show: (row) => (row.hypothesis === null ? 'yes' : 'an assumption'),
    value: (row) => (row.hypothesis === null ? 1 : 0),
    weight: 1,
    reference: 1,
    min: 0,
    max: 1,
    whenUnknown: 0,
  },
];
