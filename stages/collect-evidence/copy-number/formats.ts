/** Tables of copy number segments, told apart by the columns that each tool writes. */
import { columnOf, hasColumns, type TableHeader } from '../files/table.js';

/** What makes the total of a row. */
type TotalCopies =
  | { readonly kind: 'stated'; readonly column: number }
  | { readonly kind: 'sum'; readonly major: number; readonly minor: number }
  /** log2 of tumour over normal depth: needs the purity. */
  | { readonly kind: 'log2'; readonly column: number };

export interface SegmentFormat {
  readonly tool: string;
  readonly chrom: number;
  readonly start: number;
  readonly end: number;
  /** 0 where the first base is 1, 1 where it is 0 (BED). */
  readonly startOffset: 0 | 1;
  readonly total: TotalCopies;
  readonly sample: number | null;
  readonly purity: number | null;
}

type Recognise = (header: TableHeader) => SegmentFormat | null;

/** PURPLE's cnv.somatic.tsv (hmftools, PURPLE readme, "Copy number file"); copy numbers are not rounded. */
const purple: Recognise = (header) =>
  hasColumns(header, ['copynumber', 'bafcount', 'minorallelecopynumber', 'majorallelecopynumber'])
    ? segmentFormat(header, { tool: 'PURPLE', total: stated(header, ['copynumber']) })
    : null;

/** Sequenza's segments.txt (sequenza vignette, "Results files"): CNt is the total. */
const sequenza: Recognise = (header) =>
  hasColumns(header, ['chromosome', 'start.pos', 'end.pos', 'cnt'])
    ? segmentFormat(header, { tool: 'Sequenza', total: stated(header, ['cnt']) })
    : null;

/** FACETS' cncf table (facets vignette, emcncf): tcn.em is the EM estimate, tcn the one of the plain fit. */
const facets: Recognise = (header) =>
  hasColumns(header, ['chrom', 'num.mark']) && columnOf(header, ['tcn.em', 'tcn']) !== null
    ? segmentFormat(header, { tool: 'FACETS', total: stated(header, ['tcn.em', 'tcn']) })
    : null;

/** ASCAT's segments (ASCAT manual, ascat.runAscat: `segments`). */
const ascat: Recognise = (header) => {
  const [major, minor] = [columnOf(header, ['nmajor']), columnOf(header, ['nminor'])];
  if (major === null || minor === null) return null;
  return segmentFormat(header, { tool: 'ASCAT', total: { kind: 'sum', major, minor } });
};

/** CNVkit's .call.cns (cn) and .cns (log2 alone); both count bases from 0 (cnvkit.readthedocs.io, "File formats"). */
const cnvkit: Recognise = (header) => {
  if (!hasColumns(header, ['chromosome', 'start', 'end', 'gene', 'log2'])) return null;
  const log2 = header.names.indexOf('log2');
  const total = stated(header, ['cn']) ?? { kind: 'log2', column: log2 };
  const format = segmentFormat(header, { tool: 'CNVkit', total });
  return format === null ? null : { ...format, startOffset: 1 };
};

/** A table of one's own, and the GDC's: places count from 1, the end is part of the segment. */
const generic: Recognise = (header) => {
  const [major, minor] = [columnOf(header, majorNames), columnOf(header, minorNames)];
  const sum: TotalCopies | null = major === null || minor === null ? null : { kind: 'sum', major, minor };
  return segmentFormat(header, { tool: 'table', total: stated(header, totalNames) ?? sum });
};

const totalNames = ['total_cn', 'total_copy_number', 'copy_number', 'cn', 'tcn', 'total'];
const majorNames = ['major', 'major_cn', 'major_copy_number'];
const minorNames = ['minor', 'minor_cn', 'minor_copy_number'];
const chromNames = ['chrom', 'chromosome', 'chr', 'contig'];
const startNames = ['start', 'start.pos', 'startpos', 'loc.start'];
const endNames = ['end', 'end.pos', 'endpos', 'loc.end'];
const sampleNames = ['sample', 'id', 'sample_id', 'gdc_aliquot'];
const purityNames = ['purity', 'cellularity', 'aberrantcellfraction'];

function stated(header: TableHeader, names: readonly string[]): TotalCopies | null {
  const column = columnOf(header, names);
  return column === null ? null : { kind: 'stated', column };
}

function segmentFormat(
  header: TableHeader,
  { tool, total }: { readonly tool: string; readonly total: TotalCopies | null },
): SegmentFormat | null {
  const [chrom, start, end] = [
    columnOf(header, chromNames),
    columnOf(header, startNames),
    columnOf(header, endNames),
  ];
  if (chrom === null || start === null || end === null || total === null) return null;
  return {
    tool,
    chrom,
    start,
    end,
    startOffset: 0,
    total,
    sample: columnOf(header, sampleNames),
    purity: columnOf(header, purityNames),
  };
}

const formats: readonly Recognise[] = [purple, sequenza, facets, ascat, cnvkit, generic];

/** The format of a table of segments by its header; null: it is none. */
export function segmentFormatOf(header: TableHeader): SegmentFormat | null {
  for (const recognise of formats) {
    const format = recognise(header);
    if (format !== null) return format;
  }
  return null;
}
