/** pVACseq's all_epitopes.tsv (pVACtools 3 to 7): a row for each variant, transcript, peptide and allele. */

import { anchorClass } from '../../../stages/compute-features/core-features.js';
import { compareText } from '../../../stages/shared/compare-text.js';
import { type EpitopeRow, mismatchesOf } from './epitope-row.js';
import type { EpitopeFormat } from './formats.js';
import type { TableRow } from './table.js';

const idColumns = ['Chromosome', 'Start', 'Stop', 'Reference', 'Variant'] as const;

/** Rows of one class or of both; the variant is named as in pVACseq's aggregate report: chrom-start-stop-ref-alt. */
export const pvacseqFormat: EpitopeFormat = {
  name: 'pvacseq',
  needs: [...idColumns, 'MT Epitope Seq', 'HLA Allele', 'Median MT IC50 Score'],
  rowReader: () => pvacseqRow,
  compareVariants,
};

function pvacseqRow(row: TableRow): EpitopeRow | null {
  const peptide = row.text('MT Epitope Seq');
  const allele = row.text('HLA Allele');
  if (peptide === null || allele === null) return null;
  const wildtype = row.text('WT Epitope Seq');
  const tpm = row.number('Gene Expression');
  const rnaVaf = row.number('Tumor RNA VAF');
  const rnaDepth = row.number('Tumor RNA Depth');
  const percentileRank = single(row.number('Median MT Percentile'));
  const wildtypeAffinityNm = row.number('Median WT IC50 Score');
  return {
    variant: idColumns.map((column) => row.text(column) ?? '').join('-'),
    gene: row.text('Gene Name') ?? '',
    change: changeOf(row),
    peptide,
    allele,
    numbers: {
      affinityNm: single(row.number('Median MT IC50 Score')),
      percentileRank,
      // Earlier versions have one percentile of all predictors, which their default settings did not test.
      bindingPercentile: row.number('Median MT IC50 Percentile'),
      immunogenicityPercentile: row.number('Median MT Immunogenicity Percentile'),
      presentationPercentile: row.number('Median MT Presentation Percentile'),
      wildtypeAffinityNm,
      wildtypePercentileRank: row.number('Median WT Percentile'),
      mismatches: mismatchesOf(peptide, wildtype),
      dnaVaf: row.number('Tumor DNA VAF'),
      rnaVaf,
      rnaDepth,
      rnaAltReads: rnaDepth === null || rnaVaf === null ? null : Math.round(rnaDepth * rnaVaf),
      tpm,
      transcriptTpm: row.number('Transcript Expression'),
      alleleExpression: tpm === null || rnaVaf === null ? null : Number((tpm * rnaVaf).toFixed(3)),
      supportLevel: supportLevelOf(row),
      transcriptLength: row.number('Transcript Length'),
    },
    flags: {
      isManeSelect: row.isThere('MANE Select') ? claim(row.text('MANE Select')) : null,
      isCanonical: row.isThere('Canonical') ? claim(row.text('Canonical')) : true,
      isProteinCoding: isWord(row.text('Biotype'), 'protein_coding'),
      // The column is there only where the check was asked for.
      hasProblematicPosition: row.isThere('Problematic Positions')
        ? row.text('Problematic Positions') !== null
        : null,
      isNewToTcells: isNewToTcells(row.text('Mutation Position'), {
        length: peptide.length,
        wildtypePeptide: wildtype,
        wildtypeAffinityNm,
      }),
      isSelfPeptide: claim(row.text('Reference Match')),
    },
  };
}

/** pVACtools holds these two columns as 32-bit numbers, and its ties come from that. */
function single(value: number | null): number | null {
  return value === null ? null : Math.fround(value);
}

/** As the aggregate report words it: E806V, or FS32 for a frameshift. */
function changeOf(row: TableRow): string {
  const position = row.text('Protein Position') ?? '';
  const mutation = row.text('Mutation') ?? '';
  if (row.text('Variant Type') === 'FS') return `FS${position}`;
  const [wildtype, mutant] = mutation.split('/');
  return wildtype === undefined || mutant === undefined ? mutation : `${wildtype}${position}${mutant}`;
}

/** 'Not Supported' is said of a whole run whose annotation has no levels: then no transcript fails for it. */
function supportLevelOf(row: TableRow): number | null {
  return row.text('Transcript Support Level') === 'Not Supported'
    ? 0
    : row.number('Transcript Support Level');
}

/** 'Not Run' is said of a whole run whose annotation does not tell, and earlier versions lack the column: then no transcript fails for it. */
function claim(cell: string | null): boolean | null {
  return cell === null ? null : cell === 'True' || cell === 'Not Run';
}

function isWord(cell: string | null, word: string): boolean | null {
  return cell === null ? null : cell === word;
}

function isNewToTcells(
  positions: string | null,
  peptide: {
    readonly length: number;
    readonly wildtypePeptide: string | null;
    readonly wildtypeAffinityNm: number | null;
  },
): boolean | null {
  if (positions === null) return true;
  const mutatedOffsets = positions.split(',').map((position) => Number(position) - 1);
  const found = anchorClass({ ...peptide, mutatedOffsets });
  return found === 'unknown' ? null : found !== 'anchor_shared';
}

/** Chromosome as text, then positions as numbers, then alleles: the order in which pVACseq meets variants. */
function compareVariants(a: string, b: string): number {
  const [left, right] = [a, b].map((id) => /^(.*)-(\d+)-(\d+)-([^-]*)-([^-]*)$/.exec(id) ?? []);
  const text = (index: number) => compareText(left?.[index] ?? '', right?.[index] ?? '');
  const number = (index: number) => Number(left?.[index]) - Number(right?.[index]);
  return text(1) || number(2) || number(3) || text(4) || text(5);
}
