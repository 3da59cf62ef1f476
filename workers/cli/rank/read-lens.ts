/** LENS's report (1.4 to 1.9): a row for each antigen peptide and allele, of every kind of source. */
import type { EpitopeRow } from './epitope-row.js';
import type { EpitopeFormat } from './formats.js';
import type { TableRow } from './table.js';

const readsColumn = 'rna_reads_covering_genomic_origin_with_peptide_cds';

/** Predictors in LENS's own order of use: NetMHCpan where the table has it, else MHCflurry. */
const affinityColumns = /^(netmhcpan_.*\.aff_nm|mhcflurry_.*\.aff)$/;
const rankColumns = /^(netmhcpan_.*\.perc_rank_el|mhcflurry_.*\.pres_perc)$/;

export const lensFormat: EpitopeFormat = {
  name: 'lens',
  needs: ['peptide', 'allele', 'antigen_source', readsColumn],
  rowReader: (columns) => {
    const first = (pattern: RegExp) =>
      columns
        .filter((column) => pattern.test(column))
        .sort((a, b) => Number(isFlurry(a)) - Number(isFlurry(b)))[0] ?? '';
    const chosen = {
      affinity: first(affinityColumns),
      rank: first(rankColumns),
      halfLife: first(/^netmhcstabpan_.*\.halflife_hours$/),
      agretopicity: first(/^(netmhcpan|mhcflurry)_agretopicity$/),
    };
    return (row) => lensRow(row, chosen);
  },
};

function isFlurry(column: string): boolean {
  return column.startsWith('mhcflurry');
}

function lensRow(
  row: TableRow,
  chosen: {
    readonly affinity: string;
    readonly rank: string;
    readonly halfLife: string;
    readonly agretopicity: string;
  },
): EpitopeRow | null {
  const peptide = row.text('peptide');
  const allele = row.text('allele');
  if (peptide === null || allele === null) return null;
  const rank = row.number(chosen.rank);
  return {
    variant: originOf(row),
    gene: row.text('gene_name') ?? row.text('all_gene_names_encoding_peptide') ?? '',
    change: row.text('variant_effect') ?? row.text('antigen_source') ?? '',
    peptide,
    allele: starred(allele),
    numbers: {
      affinityNm: row.number(chosen.affinity),
      percentileRank: rank,
      presentationPercentile: rank,
      halfLifeHours: row.number(chosen.halfLife),
      agretopicity: row.number(chosen.agretopicity),
      dnaVaf: row.number('vaf'),
      rnaDepth: row.number('rna_reads_covering_genomic_origin'),
      rnaAltReads: row.number(readsColumn),
      tpm: tpmOf(row),
      cancerCellFraction: row.number('ccf'),
    },
    flags: {},
  };
}

/** Of a fusion the cell lists both transcripts: then no one number is the antigen's. */
function tpmOf(row: TableRow): number | null {
  return row.text('tpm')?.includes(':') === true ? null : row.number('tpm');
}

/** What rows of one antigen share: the variant, the fusion, the junction, else the transcript or reading frame. */
function originOf(row: TableRow): string {
  const place = [
    'variant_coords',
    'fusion_id',
    'splice_coords',
    'erv_orf_id',
    'origin_descriptor',
    'transcript_id',
  ]
    .map((column) => row.text(column))
    .find((name) => name !== null);
  const alternate = row.text('snv_alt_allele') ?? row.text('indel_alt_allele');
  const name = place ?? row.text('peptide') ?? '';
  return `${row.text('antigen_source') ?? 'antigen'}:${name}${alternate === null ? '' : `:${alternate}`}`;
}

/** HLA-A02:01 → HLA-A*02:01. */
function starred(allele: string): string {
  return allele.replace(/^HLA-([A-Z]+)(\d+:)/, 'HLA-$1*$2');
}
