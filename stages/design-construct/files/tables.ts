import { tsvLine } from '../../shared/tsv.js';
import type { ScoredPeptide } from '../arrange.js';
import type { Design } from '../design.js';
import { strongRisk } from '../junctions/peptide-scores.js';
import { difficulties, type SyntheticPeptide } from '../synthetic-peptides.js';

const junctionColumns = [
  'construct',
  'seam',
  'left',
  'spacer',
  'right',
  'peptide',
  'length',
  'start',
  'mhc_class',
  'strongest_allele',
  'percentile_rank',
  'affinity_nm',
  'margin',
  'strong_alleles',
  'unpredicted_alleles',
  'self_genes',
  'status',
];

/** Every peptide of every seam with its strongest allele, in the order of the construct; peptides over three pieces last. */
export function junctionTable({ constructs, isSelfKnown }: Design): string {
  const lines = [tsvLine(junctionColumns)];
  for (const { name, arrangement } of constructs) {
    for (const [index, seam] of arrangement.seams.entries()) {
      const place = [name, index + 1, seam.left, seam.spacer, seam.right];
      for (const peptide of seam.peptides)
        lines.push(tsvLine([...place, ...peptideCells(peptide, isSelfKnown)]));
    }
    for (const peptide of arrangement.wide)
      lines.push(tsvLine([name, null, null, null, null, ...peptideCells(peptide, isSelfKnown)]));
  }
  return lines.join('');
}

function peptideCells(scored: ScoredPeptide, isSelfKnown: boolean): readonly (string | number | null)[] {
  const { peptide, start, worst, strong, unknown, selfGenes } = scored;
  return [
    peptide,
    peptide.length,
    start + 1,
    worst?.mhcClass ?? null,
    worst?.allele ?? null,
    worst?.percentileRank ?? null,
    worst?.affinityNm ?? null,
    worst === null || worst.risk === 0 ? null : strongRisk / worst.risk,
    strong,
    unknown,
    isSelfKnown ? selfGenes.join(',') : null,
    statusOf(scored),
  ];
}

function statusOf({ strong, worst, cores, selfGenes }: ScoredPeptide): string {
  const found = [...(strong > 0 ? ['strong_binder'] : []), ...(selfGenes.length > 0 ? ['self'] : [])];
  if (found.length > 0) return found.join(',');
  if (worst !== null) return 'ok';
  return cores === null ? 'not_predicted' : 'core_in_window';
}

/** One row per synthetic peptide; a column for what makes it hard to make, the last one the names of the limits not met. */
export function peptideTable(peptides: readonly SyntheticPeptide[]): string {
  const columns = difficulties.map(({ column }) => column);
  const lines = [
    tsvLine(['name', 'sequence', 'length', 'trimmed_n', 'trimmed_c', 'variants', ...columns, 'not_met']),
  ];
  for (const { element, sequence, trimmed, checks } of peptides) {
    const violated = checks.filter(({ outcome }) => outcome === 'violated').map(({ name }) => name);
    lines.push(
      tsvLine([
        element.name,
        sequence,
        sequence.length,
        trimmed.start,
        trimmed.end,
        element.sources.join(','),
        ...difficulties.map(({ show }) => show(sequence)),
        violated.join('; '),
      ]),
    );
  }
  return lines.join('');
}
