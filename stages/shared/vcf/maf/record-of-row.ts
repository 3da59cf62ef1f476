import { startOfPosition } from '../../../../schemas/coordinates.js';
import type { OmissionCode } from '../../../../schemas/omissions.js';
import type { ReferenceBundle } from '../../../../schemas/reference.js';
import type { MafCells } from './columns.js';

/** The site of one row as VCF writes it. */
export interface MafSite {
  readonly kind: 'site';
  readonly chrom: string;
  readonly position: number;
  readonly ref: string;
  readonly alternates: readonly string[];
}

/** Why a row is no record; alleles as the row has them. */
export interface MafProblem {
  readonly kind: 'problem';
  readonly field: string;
  readonly reason: string;
  readonly code: OmissionCode;
}

/** Said of an insertion or deletion that is read without a reference: a MAF leaves out the base before it, which VCF wants. */
export const needsReference =
  'a MAF writes an insertion or deletion without the base before it: it takes a reference to place it';

/**
 * Place and alleles of a row. Insertions and deletions have '-' for the side without bases; they get the base before them from the
 * reference (VCF 4.3 §1.6.1, REF). An insertion lies between Start_Position and End_Position (TCGA MAF specification 2.4, "Coordinates").
 */
export function siteOfRow(cells: MafCells, reference: ReferenceBundle | null): MafSite | MafProblem {
  const chrom = cells('Chromosome');
  const start = positionOf(cells('Start_Position'));
  if (chrom === '') return problem('Chromosome', 'no chromosome is given');
  if (start === null) {
    return problem('Start_Position', `'${cells('Start_Position')}' is not a position`);
  }
  // The specification has all alleles on the forward strand; a row that says otherwise may mean either.
  if (/^-1?$/.test(cells('Strand')))
    return problem('Strand', "Strand is '-': alleles must be those of the forward strand");
  const ref = cells('Reference_Allele').toUpperCase();
  const alternates = alternatesOf(cells, ref);
  const isInsertion = ref === '-';
  const wrongEnd = endProblem(cells('End_Position'), { start, ref });
  if (wrongEnd !== null) return wrongEnd;
  if (!isInsertion && !alternates.includes('-'))
    return { kind: 'site', chrom, position: start, ref, alternates };
  return anchored({ chrom, ref: bare(ref), alternates, before: isInsertion ? start : start - 1 }, reference);
}

/** 1-based; null: not digits alone, or 0. */
function positionOf(text: string): number | null {
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
}

/** Alleles of the tumour that are not the reference's, the stated mutant first. */
function alternatesOf(cells: MafCells, ref: string): string[] {
  const given = ['Tumor_Seq_Allele2', 'Tumor_Seq_Allele1'].map((name) => cells(name).toUpperCase());
  return [...new Set(given)].filter((allele) => allele !== '' && allele !== ref);
}

function endProblem(
  text: string,
  { start, ref }: { readonly start: number; readonly ref: string },
): MafProblem | null {
  if (text === '') return null;
  const end = positionOf(text);
  const expected = ref === '-' ? start + 1 : start + ref.length - 1;
  if (end === expected) return null;
  return problem(
    'End_Position',
    `End_Position is ${text}, and ${start} with Reference_Allele '${ref.slice(0, 40)}' ends at ${expected}`,
  );
}

interface Unanchored {
  readonly chrom: string;
  readonly ref: string;
  readonly alternates: readonly string[];
  /** 1-based position of the base before the change; 0 where the change is at the contig's first base. */
  readonly before: number;
}

function anchored(row: Unanchored, reference: ReferenceBundle | null): MafSite | MafProblem {
  if (reference === null) return problem('Reference_Allele', needsReference);
  const contig = reference.resolveContig(row.chrom);
  if (contig === null) {
    return problem(
      'Chromosome',
      `the reference ${reference.summary.name} has no contig '${row.chrom}'`,
      'CONTIG_UNKNOWN',
    );
  }
  // Before the first base there is none: then the base after the deleted ones stands for it (VCF 4.3 §1.6.1).
  const isFirst = row.before === 0;
  const anchorPosition = isFirst ? row.ref.length + 1 : row.before;
  if (anchorPosition > contig.length) {
    const reason = `position ${anchorPosition} is beyond the ${contig.length} bases of ${contig.name}`;
    return problem('Start_Position', reason, 'POSITION_OUT_OF_RANGE');
  }
  const from = startOfPosition(anchorPosition);
  const anchor = reference.sequence(contig.name, from, from + 1).toUpperCase();
  const withAnchor = (allele: string): string => (isFirst ? bare(allele) + anchor : anchor + bare(allele));
  return {
    kind: 'site',
    chrom: row.chrom,
    position: isFirst ? 1 : row.before,
    ref: withAnchor(row.ref),
    alternates: row.alternates.map(withAnchor),
  };
}

function bare(allele: string): string {
  return allele === '-' ? '' : allele;
}

function problem(field: string, reason: string, code: OmissionCode = 'RECORD_MALFORMED'): MafProblem {
  return { kind: 'problem', field, reason, code };
}
