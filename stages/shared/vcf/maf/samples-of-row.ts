import type { MafCells } from './columns.js';

/** FORMAT of every line. */
export const mafFormat = 'GT:AD:DP:AF';

/** The tumour's column of a row: genotype, reads of reference and variant, depth, and the caller's fraction where the table has one. */
export function tumorColumn(cells: MafCells, alternateCount: number): string {
  const reads = [cells('t_ref_count'), cells('t_alt_count')].map(countText);
  // The reads of one of two alternates say nothing of the other.
  const perAllele = alternateCount === 1 && reads.some((count) => count !== '.') ? reads.join(',') : '.';
  const fraction = cells('t_vaf') || cells('tumor_f') || '.';
  return [genotype(cells, alternateCount), perAllele, countText(cells('t_depth')), fraction].join(':');
}

/** The normal's column; what its genotype is, public tables leave out. */
export function normalColumn(cells: MafCells, alternateCount: number): string {
  const reads = [cells('n_ref_count'), cells('n_alt_count')].map(countText);
  const perAllele = alternateCount === 1 && reads.some((count) => count !== '.') ? reads.join(',') : '.';
  return ['./.', perAllele, countText(cells('n_depth')), '.'].join(':');
}

/**
 * Tumor_Seq_Allele1 and 2 as GT. Many writers repeat the mutant in both whatever the genotype, so 'homozygous' is believed only where no
 * read shows the reference; else the other allele is left open.
 */
function genotype(cells: MafCells, alternateCount: number): string {
  if (alternateCount === 0) return './.';
  if (alternateCount === 2) return '1/2';
  const [reference, first, second] = ['Reference_Allele', 'Tumor_Seq_Allele1', 'Tumor_Seq_Allele2'].map(
    (name) => cells(name).toUpperCase(),
  );
  if (first === reference || second === reference) return '0/1';
  return first === second && Number(cells('t_ref_count') || Number.NaN) === 0 ? '1/1' : './1';
}

function countText(text: string): string {
  return /^\d+(?:\.0+)?$/.test(text) ? text : '.';
}

/** Mutation_Status of a change that is the tumour's own, or of tables that do not tell. */
const somatic = new Set(['', 'somatic', 'unknown', 'untested']);

/** FILTER of a row: the table's names, and its Mutation_Status where that is another than somatic (germline, LOH …). */
export function filterOfRow(cells: MafCells): string {
  const names = cells('FILTER')
    .split(/[;,\s]+/)
    .filter((name) => name !== '');
  const status = cells('Mutation_Status');
  if (somatic.has(status.toLowerCase())) return names.join(';') || '.';
  return [...names.filter((name) => name !== 'PASS'), status.replace(/[;,\s]+/g, '_')].join(';');
}

export function isSomatic(cells: MafCells): boolean {
  return cells('Mutation_Status').toLowerCase() === 'somatic';
}
