import type { SafetyRow } from '../../../schemas/biomarkers.js';
import { tsvLine } from '../../shared/tsv.js';
import { notice } from '../notice.js';
import { isElsewhere } from '../safety/classify-match.js';
import { stretchesElsewhere } from '../safety/words.js';

const columns = [
  'pick',
  'rank',
  'gene',
  'hgvs_p',
  'best_peptide',
  'best_allele',
  'cross_reactivity',
  'peptides_searched',
  'own_wildtype_matches',
  'other_gene_matches',
  'near_self',
  'normal_highest_tissue',
  'normal_highest_level',
  'essential_organs',
  'normal_unit',
  'normal_source',
  'summary',
  'notice',
];

/** One line per shortlisted antigen; matches in other genes and essential organs as lists in one cell, separated by ' | '. */
export function safetyTsv(rows: readonly SafetyRow[], rankLimit: number): string {
  return [columns, ...rows.map((row) => fieldsOf(row, rankLimit))].map(tsvLine).join('');
}

function fieldsOf(row: SafetyRow, rankLimit: number): readonly (string | number | null)[] {
  const { nearSelf, normalExpression } = row;
  return [
    row.pick,
    row.rank,
    row.gene,
    row.hgvsP,
    row.bestPeptide,
    row.bestAllele,
    row.crossReactivity,
    nearSelf === null ? null : row.peptidesSearched,
    nearSelf?.filter(({ kind }) => kind === 'own_wildtype').length ?? null,
    nearSelf?.filter(({ kind }) => isElsewhere(kind)).length ?? null,
    nearSelf === null ? null : list(stretchesElsewhere(nearSelf, rankLimit)),
    normalExpression?.highest.tissue ?? null,
    normalExpression?.highest.level ?? null,
    normalExpression === null
      ? null
      : list(normalExpression.essential.map(({ organ, tissue, level }) => `${organ} ${level} (${tissue})`)),
    normalExpression?.unit ?? null,
    row.normalExpressionNote,
    row.summary,
    notice,
  ];
}

function list(parts: readonly string[]): string {
  return parts.length === 0 ? 'none' : parts.join(' | ');
}
