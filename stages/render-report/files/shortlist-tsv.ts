import { tsvLine } from '../../shared/tsv.js';
import type { Pick } from '../gather.js';
import { bindingFields, evidenceFields, placeFields } from './antigen-columns.js';
import { classTwoText } from './class-two-support.js';

/** The columns that DESIGN §6 fixes, in its order. */
const shortlistColumns = [
  'rank',
  'tier',
  'probability',
  'gene',
  'hgvs_p',
  'hgvs_c',
  'transcript',
  'chrom',
  'pos',
  'ref',
  'alt',
  'best_peptide',
  'best_allele',
  'affinity_nm',
  'percentile_rank',
  'wildtype_peptide',
  'wildtype_affinity_nm',
  'agretopicity',
  'anchor',
  'dna_vaf',
  'rna_vaf',
  'tpm',
  'allele_expression',
  'cancer_cell_fraction',
  'class_ii_support',
  'window',
  'reasons',
] as const;

/** shortlist.tsv: one line per antigen by rank, its first column (shortlist.json has the order of the picks); real numbers have four significant digits, NA is unknown. */
export function shortlistTsv(picks: readonly Pick[]): string {
  const byRank = [...picks].sort((a, b) => a.ranked.rank - b.ranked.rank);
  const lines = byRank.map(({ ranked, trace }) =>
    tsvLine([
      ranked.rank,
      ranked.tier,
      ranked.probability,
      ...placeFields(ranked.best, trace),
      ranked.best.peptide,
      ranked.best.allele,
      ...bindingFields(ranked.best),
      ...evidenceFields(ranked.best),
      classTwoText(ranked.best.classTwoSupport),
      ranked.best.window,
      ranked.reasons.join('; '),
    ]),
  );
  return tsvLine(shortlistColumns) + lines.join('');
}
