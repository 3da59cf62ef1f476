/** The table of `antigraph annotate`: its columns (stable, DESIGN §4) and what a row has in each. */
import type { Omission } from '../../schemas/omissions.js';
import type { Consequence, Variant } from '../../schemas/rows.js';

type Cell = string | number | null;

const columns = [
  'input',
  'chrom',
  'pos',
  'ref',
  'alt',
  'gene',
  'transcript',
  'biotype',
  'strand',
  'consequence',
  'hgvs_c',
  'hgvs_p',
  'protein_start',
  'wildtype_protein',
  'mutant_protein',
  'phase_group',
  'nmd',
  'status',
] as const;

const proteinColumns: readonly string[] = ['wildtype_protein', 'mutant_protein'];

/** Names of the columns, with or without the two sequences. */
export function columnNames(hasProteins: boolean): readonly string[] {
  return hasProteins ? columns : columns.filter((name) => !proteinColumns.includes(name));
}

/** A row's cells in groups: what rows of one allele share, what rows of one transcript share, and what is the row's own. */
export interface RowCells {
  readonly allele: readonly Cell[];
  readonly transcript: readonly Cell[];
  readonly change: readonly Cell[];
  /** Nearly all of a row's bytes. */
  readonly proteins: readonly [string | null, string | null];
  readonly end: readonly Cell[];
}

/** All cells in the order of the columns. */
export function inOrder(cells: RowCells, hasProteins: boolean): readonly Cell[] {
  const { allele, transcript, change, proteins, end } = cells;
  return [...allele, ...transcript, ...change, ...(hasProteins ? proteins : []), ...end];
}

/** One allele on one transcript. */
export function cellsOfRow(variant: Variant, row: Consequence): RowCells {
  return {
    allele: cellsOfAllele(variant),
    transcript: cellsOfTranscript(row),
    change: [termsOf(row), row.hgvsC, row.hgvsP, row.proteinStart],
    proteins: [row.wildtypeProtein, row.mutantProtein],
    end: [phaseGroupOf(row), row.nmd, row.status],
  };
}

export function cellsOfAllele({ input, chrom, position, ref, alt }: Variant): readonly Cell[] {
  return [input, chrom, position, ref, alt];
}

export function cellsOfTranscript({ gene, transcript, biotype, strand }: Consequence): readonly Cell[] {
  return [gene, transcript, biotype, strand];
}

/** Sequence Ontology terms, most severe first. */
export function termsOf({ consequence }: Consequence): string {
  const [first = ''] = consequence;
  return consequence.length === 1 ? first : consequence.join('&');
}

/** An allele that is on no transcript, with the omission's code; `variant` is null where the allele could not be read. */
export function cellsOfOmission(omission: Omission, variant: Variant | null): RowCells {
  return {
    allele: variant === null ? [omission.input, null, null, null, null] : cellsOfAllele(variant),
    transcript: [null, null, null, null],
    change: [null, null, null, null],
    proteins: [null, null],
    end: [null, null, omission.code],
  };
}

/** Ids of the variants whose changes are in the protein; 'possible:' in front where their phase is not known. */
export function phaseGroupOf({ phaseGroup, phaseState }: Consequence): string | null {
  const [first] = phaseGroup;
  if (first === undefined) return null;
  const ids = phaseGroup.length === 1 ? first : phaseGroup.join(',');
  return phaseState === 'possible' ? `possible:${ids}` : ids;
}
