/** Our own candidates.tsv: a row for each variant, peptide and allele of a run. */
import type { EpitopeRow } from './epitope-row.js';
import type { EpitopeFormat } from './formats.js';
import type { TableRow } from './table.js';

export const antigraphFormat: EpitopeFormat = {
  name: 'antigraph',
  needs: ['chrom', 'pos', 'ref', 'alt', 'peptide', 'allele', 'percentile_rank', 'anchor'],
  rowReader: () => antigraphRow,
};

function antigraphRow(row: TableRow): EpitopeRow | null {
  const peptide = row.text('peptide');
  const allele = row.text('allele');
  if (peptide === null || allele === null) return null;
  const rank = row.number('percentile_rank');
  const offsets = row.text('mutated_offsets');
  const anchor = row.text('anchor');
  const clonality = row.text('clonality');
  return {
    variant: ['chrom', 'pos', 'ref', 'alt'].map((column) => row.text(column) ?? '').join(':'),
    gene: row.text('gene') ?? '',
    change: row.text('hgvs_p') ?? '',
    peptide,
    allele,
    window: row.text('window') ?? '',
    numbers: {
      affinityNm: row.number('affinity_nm'),
      percentileRank: rank,
      presentationPercentile: rank,
      halfLifeHours: row.number('half_life_hours'),
      wildtypeAffinityNm: row.number('wildtype_affinity_nm'),
      wildtypePercentileRank: row.number('wildtype_percentile_rank'),
      agretopicity: row.number('agretopicity'),
      mismatches:
        row.text('wildtype_peptide') === null || offsets === null ? null : offsets.split(',').length,
      differentialAffinityNm: row.number('differential_affinity_nm'),
      amplitude: row.number('amplitude'),
      foreignness: row.number('foreignness'),
      recognitionPotential: row.number('recognition_potential'),
      dissimilarity: row.number('dissimilarity'),
      selfSimilarity: row.number('self_similarity'),
      immunogenicity: row.number('immunogenicity'),
      otherBindingAlleles: row.number('other_binding_alleles'),
      dnaVaf: row.number('dna_vaf'),
      rnaVaf: row.number('rna_vaf'),
      rnaDepth: row.number('rna_depth'),
      rnaAltReads: row.number('rna_alt_reads'),
      tpm: row.number('tpm'),
      alleleExpression: row.number('allele_expression'),
      cancerCellFraction: row.number('cancer_cell_fraction'),
      cancerCellFractionLow: row.number('cancer_cell_fraction_low'),
      cancerCellFractionHigh: row.number('cancer_cell_fraction_high'),
      classTwoPercentileRank: lastNumber(row.text('class_ii_support')),
      phbr: row.number('phbr'),
      supportLevel: row.number('support_level'),
    },
    flags: {
      isSelfPeptide: claim(row.text('self_peptide')),
      isManeSelect: claim(row.text('mane_select')),
      isCanonical: claim(row.text('canonical')),
      isProteinCoding: row.text('biotype') === 'protein_coding',
      isNewToTcells: anchor === null || anchor === 'unknown' ? null : anchor !== 'anchor_shared',
      isCertain: row.text('hypothesis') === null,
      isAlleleLost: claim(row.text('allele_lost')),
      isClonal: clonality === null ? null : clonality === 'clonal',
      isImprovedBinder: claim(row.text('improved_binder')),
      isDriver: row.text('driver') === null ? null : true,
    },
  };
}

function claim(cell: string | null): boolean | null {
  return cell === null ? null : cell === 'yes';
}

/** The percentile rank, which ends 'strong DRB1*15:01 PKYVKQNTLKLATGM 0.8'. */
function lastNumber(words: string | null): number | null {
  const found = /(?:^|\s)(\d+(?:\.\d+)?(?:e-?\d+)?)$/.exec(words ?? '')?.[1];
  return found === undefined ? null : Number(found);
}
