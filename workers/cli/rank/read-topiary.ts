/** Topiary's table: wide (a row for each peptide and allele) or long (a row for each kind of prediction as well). */
import { anchorClass } from '../../../stages/compute-features/core-features.js';
import { type EpitopeRow, mismatchesOf } from './epitope-row.js';
import type { EpitopeFormat } from './formats.js';
import type { TableRow } from './table.js';

export const topiaryFormat: EpitopeFormat = {
  name: 'topiary',
  needs: ['variant', 'peptide', 'allele'],
  rowReader: (columns) => (row) => topiaryRow(row, columns),
};

function topiaryRow(row: TableRow, columns: readonly string[]): EpitopeRow | null {
  const peptide = row.text('peptide');
  const allele = row.text('allele');
  const variant = row.text('variant');
  if (
    peptide === null ||
    allele === null ||
    variant === null ||
    row.text('contains_mutant_residues') === 'False'
  )
    return null;
  const first = (...names: readonly string[]) =>
    names.map((name) => row.number(name)).find((value) => value !== null) ?? null;
  const kind = row.text('kind');
  const wildtype = row.text('wt_peptide');
  const wildtypeAffinityNm =
    first('wt_affinity', 'wt_affinity_value') ?? (isAffinity(kind) ? first('wt_value') : null);
  const rank = first('percentile_rank', 'presentation_rank', 'affinity_rank');
  return {
    variant,
    gene: row.text('gene') ?? '',
    change: row.text('effect') ?? '',
    peptide,
    allele,
    numbers: {
      affinityNm: first('affinity', 'affinity_value') ?? (isAffinity(kind) ? first('value') : null),
      percentileRank: rank,
      bindingPercentile: isAffinity(kind) ? rank : first('affinity_rank'),
      presentationPercentile: kind === 'pMHC_presentation' ? rank : first('presentation_rank'),
      halfLifeHours: kind === 'pMHC_stability' ? first('value') : first('stability_value'),
      wildtypeAffinityNm,
      wildtypePercentileRank: first('wt_percentile_rank', 'wt_affinity_rank'),
      mismatches: mismatchesOf(peptide, wildtype),
      foreignness: first('foreignness'),
      rnaAltReads: first('variant_num_alt_reads', 'n_rna_alt', 'num_alt_reads'),
      rnaVaf: first('rna_vaf'),
      dnaVaf: first('dna_vaf', 'vaf'),
      tpm: first('gene_tpm', 'gene_expression', 'gene_fpkm'),
      transcriptTpm: first('transcript_tpm', 'transcript_expression'),
      cancerCellFraction: first('ccf'),
    },
    flags: {
      isSelfPeptide: columns.includes('occurs_in_reference')
        ? row.text('occurs_in_reference') === 'True'
        : null,
      isNewToTcells: isNewToTcells(row, { peptide, wildtype, wildtypeAffinityNm }),
    },
  };
}

function isAffinity(kind: string | null): boolean {
  return kind === 'pMHC_affinity';
}

function isNewToTcells(
  row: TableRow,
  of: {
    readonly peptide: string;
    readonly wildtype: string | null;
    readonly wildtypeAffinityNm: number | null;
  },
): boolean | null {
  const start = row.number('mutation_start_in_peptide');
  const end = row.number('mutation_end_in_peptide');
  if (start === null || end === null) return null;
  const found = anchorClass({
    length: of.peptide.length,
    mutatedOffsets: Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index),
    wildtypePeptide: of.wildtype,
    wildtypeAffinityNm: of.wildtypeAffinityNm,
  });
  return found === 'unknown' ? null : found !== 'anchor_shared';
}
