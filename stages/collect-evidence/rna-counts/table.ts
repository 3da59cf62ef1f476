/** A table of reads per allele; GATK's ASEReadCounter writes one. */
import { clip, type EvidenceFile, fault } from '../files/evidence-file.js';
import { columnOf, isUnknown, listed, readTable, type TableHeader, type TableRow } from '../files/table.js';
import type { WantedAlleles } from './wanted.js';

interface Columns {
  readonly chrom: number;
  readonly position: number;
  readonly ref: number;
  readonly alt: number;
  readonly refReads: number | null;
  readonly altReads: number;
  readonly depth: number | null;
}

/** The first of each is this table's own; 'contig', 'refAllele', 'totalCount' … are ASEReadCounter's (GATK 4 tool documentation). */
const names = {
  chrom: ['chrom', 'chr', 'chromosome', 'contig', '#chrom'],
  position: ['pos', 'position', 'start'],
  ref: ['ref', 'reference', 'refallele', 'ref_allele'],
  alt: ['alt', 'altallele', 'alt_allele', 'alternate'],
  refReads: ['ref_count', 'refcount', 'ref_reads', 'ref_depth'],
  altReads: ['alt_count', 'altcount', 'alt_reads', 'alt_depth'],
  depth: ['depth', 'totalcount', 'total_count', 'total', 'dp'],
} as const;

/** The columns of a table of reads; null where it is none. */
export function readTableColumns(header: TableHeader): Columns | null {
  const [chrom, position, ref, alt, altReads] = [
    columnOf(header, names.chrom),
    columnOf(header, names.position),
    columnOf(header, names.ref),
    columnOf(header, names.alt),
    columnOf(header, names.altReads),
  ];
  if (chrom === null || position === null || ref === null || alt === null || altReads === null) return null;
  const [refReads, depth] = [columnOf(header, names.refReads), columnOf(header, names.depth)];
  if (refReads === null && depth === null) return null;
  return { chrom, position, ref, alt, refReads, altReads, depth };
}

/** Takes the reads of every wanted allele. @throws RNA_COUNTS_MALFORMED */
export async function readCountTable(
  file: EvidenceFile,
  wanted: WantedAlleles,
): Promise<{ readonly rowCount: number; readonly endsWithNewline: boolean }> {
  return readTable(file, (header) => {
    const columns = readTableColumns(header);
    if (columns === null) {
      const wantedNames = 'chrom, pos, ref, alt, alt_count and ref_count or depth';
      throw fault(
        file,
        header.line,
        `expected the columns ${wantedNames} among: ${listed(header)}`,
        'header',
      );
    }
    const { refReads, depth, ...always } = columns;
    const needs = [...Object.values(always), refReads ?? 0, depth ?? 0];
    return { needs, visit: (row) => takeRow(file, row, columns, wanted) };
  });
}

function takeRow(file: EvidenceFile, row: TableRow, columns: Columns, wanted: WantedAlleles): void {
  const position = count(file, row, columns.position, 'pos');
  if (position === null || position === 0) throw fault(file, row.line, 'a row without a position', 'pos');
  const altReads = count(file, row, columns.altReads, 'alt_count');
  if (altReads === null) return;
  const refReads = columns.refReads === null ? null : count(file, row, columns.refReads, 'ref_count');
  const stated = columns.depth === null ? null : count(file, row, columns.depth, 'depth');
  const depth = stated ?? (refReads === null ? null : refReads + altReads);
  if (depth !== null && depth < altReads) {
    throw fault(file, row.line, `${altReads} reads of the variant at a depth of ${depth}`, 'alt_count');
  }
  // Reads of neither allele say nothing of it: the fraction is of the counted ones, where both are given.
  const total = refReads === null ? depth : refReads + altReads;
  wanted.putReads(
    { chrom: row.cell(columns.chrom), position, ref: row.cell(columns.ref), alt: row.cell(columns.alt) },
    {
      depth,
      refReads,
      altReads,
      variantAlleleFraction: total === null || total === 0 ? null : altReads / total,
    },
  );
}

function count(file: EvidenceFile, row: TableRow, column: number, name: string): number | null {
  const text = row.cell(column);
  if (isUnknown(text)) return null;
  if (/^\d{1,12}(?:\.0+)?$/.test(text)) return Number(text);
  throw fault(file, row.line, `'${clip(text)}' is not a whole number of 0 or more`, name);
}
