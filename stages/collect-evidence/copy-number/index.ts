import type { ByteSource } from '../../../schemas/stage.js';
import { contigKey } from '../../shared/reference-bundle/contig-names.js';
import { clip, type EvidenceFile, fault, openEndNote } from '../files/evidence-file.js';
import { headerIn, listed, numberIn, readTable, type TableHeader, type TableRow } from '../files/table.js';
import { type SegmentFormat, segmentFormatOf } from './formats.js';
import { type Copies, type Segment, SegmentIndex } from './segments.js';

export type { Segment } from './segments.js';

export interface CopyNumberTable {
  readonly tool: string;
  readonly file: string;
  readonly rowCount: number;
  /** Where the table itself states it. */
  readonly purity: number | null;
  readonly notes: readonly string[];
  /** The segment at a 1-based position; null: the table has none there. */
  at(chrom: string, position: number): Segment | null;
}

const fix =
  'Give the segments of ASCAT, Sequenza, FACETS, PURPLE or CNVkit as the tool wrote them, or a table with a header line and the columns chrom, start, end, total_cn.';

/** The tool whose copy number segments begin with these bytes of text; null: none. */
export function copyNumberToolOf(head: string): string | null {
  const header = headerIn(head);
  return header === null ? null : (segmentFormatOf(header)?.tool ?? null);
}

/**
 * Reads a table of copy number segments; the tool is told from the header line.
 * @throws COPY_NUMBER_MALFORMED with file:line, also where two segments cover one place
 */
export async function readCopyNumber(source: ByteSource): Promise<CopyNumberTable> {
  const file: EvidenceFile = { source, code: 'COPY_NUMBER_MALFORMED', fix };
  const reader = new SegmentReader(file);
  const { rowCount, endsWithNewline } = await readTable(file, (header) => reader.open(header));
  if (rowCount === 0) throw fault(file, 1, 'the table has no segment');
  const index = new SegmentIndex(reader.segments);
  const overlap = index.overlap();
  if (overlap !== null) {
    const { earlier, later } = overlap;
    const place = `${later.chrom}:${later.start + 1}`;
    throw fault(
      file,
      later.line,
      `a second segment covers ${place} (the first is of line ${earlier.line}): expected one sample's segments, one over each place`,
    );
  }
  return {
    tool: reader.tool,
    file: source.name,
    rowCount,
    purity: reader.purity,
    notes: endsWithNewline ? [] : [openEndNote],
    at: (chrom, position) => index.at(contigKey(chrom, ''), position - 1),
  };
}

class SegmentReader {
  readonly segments: Segment[] = [];
  tool = '';
  purity: number | null = null;
  #sample: string | null = null;
  readonly #file: EvidenceFile;

  constructor(file: EvidenceFile) {
    this.#file = file;
  }

  open(header: TableHeader): { readonly needs: readonly number[]; visit(row: TableRow): void } {
    const format = segmentFormatOf(header);
    if (format === null) {
      const message = `expected the columns chrom, start, end and total_cn (or a known tool's) among: ${listed(header)}`;
      throw fault(this.#file, header.line, message, 'header');
    }
    this.tool = format.tool;
    this.purity = purityIn(header.comments);
    const { chrom, start, end, total } = format;
    const needs = total.kind === 'sum' ? [total.major, total.minor] : [total.column];
    return { needs: [chrom, start, end, ...needs], visit: (row) => this.#visit(row, format) };
  }

  #visit(row: TableRow, format: SegmentFormat): void {
    this.#checkSample(row, format);
    this.#takePurity(row, format);
    const start = this.#place(row, format.start, 'start') + format.startOffset;
    const end = this.#place(row, format.end, 'end');
    if (start < 1 || end < start)
      throw fault(this.#file, row.line, `a segment from ${start} to ${end}`, 'end');
    const chrom = chromOf(row.cell(format.chrom));
    if (chrom === '') throw fault(this.#file, row.line, 'a segment without a chromosome', 'chrom');
    this.segments.push({ chrom, start: start - 1, end, copies: this.#copies(row, format), line: row.line });
  }

  #checkSample(row: TableRow, { sample }: SegmentFormat): void {
    if (sample === null) return;
    const found = row.cell(sample);
    this.#sample ??= found;
    if (found !== this.#sample) {
      throw fault(this.#file, row.line, `a second sample, '${clip(found)}': expected one`, 'sample');
    }
  }

  #takePurity(row: TableRow, { purity }: SegmentFormat): void {
    const value = purity === null ? null : numberIn(this.#file, row, purity, 'purity');
    if (value === null) return;
    if (value <= 0 || value > 1) throw fault(this.#file, row.line, `a purity of ${value}`, 'purity');
    this.purity ??= value;
    if (this.purity !== value)
      throw fault(this.#file, row.line, 'a second purity: expected one sample', 'purity');
  }

  #place(row: TableRow, column: number, name: string): number {
    const text = row.cell(column);
    const value = Number(text);
    // R writes round positions as 1e+06.
    if (text !== '' && Number.isSafeInteger(value) && value >= 0) return value;
    throw fault(this.#file, row.line, `'${clip(text)}' is not a position`, name);
  }

  #copies(row: TableRow, { total }: SegmentFormat): Copies {
    if (total.kind === 'log2') {
      const log2 = numberIn(this.#file, row, total.column, 'log2');
      return log2 === null ? null : { kind: 'log2', log2 };
    }
    const columns = total.kind === 'sum' ? [total.major, total.minor] : [total.column];
    let sum = 0;
    for (const column of columns) {
      const value = numberIn(this.#file, row, column, 'total_cn');
      if (value === null) return null;
      // PURPLE does not round: slightly below 0 is none.
      if (value < -0.5) throw fault(this.#file, row.line, `a copy number of ${value}`, 'total_cn');
      sum += Math.max(0, value);
    }
    return { kind: 'total', total: sum };
  }
}

/** FACETS and Sequenza number the sex chromosomes. */
function chromOf(text: string): string {
  const key = contigKey(text, '');
  if (key === '23') return 'X';
  return key === '24' ? 'Y' : key;
}

/** '#purity=0.7' or '##cellularity: 0.7' before the header. */
function purityIn(comments: readonly string[]): number | null {
  for (const comment of comments) {
    const [, text] = /^#+\s*(?:purity|cellularity)\s*[=:\t]\s*([\d.]+)\s*$/i.exec(comment) ?? [];
    const value = Number(text ?? Number.NaN);
    if (value > 0 && value <= 1) return value;
  }
  return null;
}
