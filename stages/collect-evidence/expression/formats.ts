/** Expression tables, told apart by the columns that each tool's manual names. */
import { columnOf, hasColumns, type TableHeader } from '../files/table.js';

/** What a table's value is, and so what makes it TPM. */
type Unit = 'tpm' | 'fpkm' | 'count';

export interface ExpressionColumns {
  readonly geneId: number | null;
  readonly geneName: number | null;
  readonly transcript: number | null;
  readonly value: number;
  readonly unit: Unit;
  /** Bases, for counts. */
  readonly length: number | null;
  /** Cufflinks' FPKM_status: a value is one only where it is OK or LOWDATA. */
  readonly status: number | null;
  /** A name of samples: more than one is no table of a patient. */
  readonly sample: number | null;
}

export interface ExpressionFormat {
  readonly tool: string;
  readonly columns: ExpressionColumns;
  /** What is assumed of the columns. */
  readonly notes: readonly string[];
}

/** Why a table with a header line cannot be read. */
export interface Refusal {
  readonly refusal: string;
}

type Recognise = (header: TableHeader) => ExpressionFormat | Refusal | null;

const absent = { geneId: null, geneName: null, transcript: null, length: null, status: null, sample: null };

/** Salmon's quant.sf and quant.genes.sf (salmon.readthedocs.io, "Salmon Output File Formats"). */
const salmon: Recognise = (header) => {
  if (!hasColumns(header, ['name', 'length', 'effectivelength', 'tpm', 'numreads'])) return null;
  return formatOf('Salmon', { transcript: columnOf(header, ['name']), value: columnOf(header, ['tpm']) });
};

/** kallisto's abundance.tsv (pachterlab.github.io/kallisto, manual of quant). */
const kallisto: Recognise = (header) => {
  if (!hasColumns(header, ['target_id', 'eff_length', 'est_counts', 'tpm'])) return null;
  return formatOf('kallisto', {
    transcript: columnOf(header, ['target_id']),
    value: columnOf(header, ['tpm']),
  });
};

/** RSEM's genes.results ('transcript_id(s)' is a list, no transcript of the row) and isoforms.results (rsem-calculate-expression, OUTPUT). */
const rsem: Recognise = (header) => {
  if (!hasColumns(header, ['gene_id', 'effective_length', 'expected_count', 'tpm'])) return null;
  return formatOf('RSEM', {
    geneId: columnOf(header, ['gene_id']),
    transcript: columnOf(header, ['transcript_id']),
    value: columnOf(header, ['tpm']),
  });
};

/** StringTie's gene abundances, -A (ccb.jhu.edu/software/stringtie, manual). */
const stringTie: Recognise = (header) => {
  if (!hasColumns(header, ['gene id', 'gene name', 'coverage', 'tpm'])) return null;
  return formatOf('StringTie', {
    geneId: columnOf(header, ['gene id']),
    geneName: columnOf(header, ['gene name']),
    value: columnOf(header, ['tpm']),
  });
};

/** featureCounts (Subread user's guide, "Program output"): counts of one BAM file behind Length and any extra attributes. */
const featureCounts: Recognise = (header) => {
  if (!hasColumns(header, ['geneid', 'chr', 'start', 'end', 'strand', 'length'])) return null;
  const length = header.names.indexOf('length');
  const extras = ['gene_name', 'gene_symbol', 'gene_biotype', 'gene_type', 'gene_id', 'transcript_id'];
  const samples = header.names.flatMap((name, index) =>
    index > length && !extras.includes(name) ? [index] : [],
  );
  const [value] = samples;
  if (value === undefined) return { refusal: 'featureCounts without a column of counts behind Length' };
  if (samples.length > 1) {
    const names = samples.map((index) => header.cells[index]).join(', ');
    return { refusal: `featureCounts of ${samples.length} samples (${names}): expected one` };
  }
  return formatOf('featureCounts', {
    geneId: columnOf(header, ['geneid']),
    geneName: columnOf(header, ['gene_name', 'gene_symbol']),
    length,
    value,
    unit: 'count',
  });
};

/** Cufflinks' genes.fpkm_tracking and isoforms.fpkm_tracking (cole-trapnell-lab.github.io/cufflinks, "FPKM Tracking Files"). */
const cufflinks: Recognise = (header) => {
  if (!hasColumns(header, ['tracking_id', 'gene_id', 'gene_short_name', 'locus'])) return null;
  const value = columnOf(header, ['fpkm']);
  if (value === null)
    return { refusal: 'an FPKM tracking file of several samples: expected one column FPKM' };
  return formatOf('Cufflinks', {
    geneId: columnOf(header, ['gene_id']),
    geneName: columnOf(header, ['gene_short_name']),
    transcript: columnOf(header, ['tracking_id']),
    status: columnOf(header, ['fpkm_status']),
    value,
    unit: 'fpkm',
  });
};

const geneIdNames = ['gene_id', 'gene', 'geneid', 'ensembl_gene_id', 'ensembl_id'];
const geneNameNames = ['gene_name', 'gene_symbol', 'symbol', 'hgnc_symbol', 'gene_short_name', 'hugo_symbol'];
const transcriptNames = [
  'transcript_id',
  'transcript',
  'target_id',
  'tx_id',
  'txname',
  'name',
  'tracking_id',
];
/** 'tpm_unstranded' is that of the GDC's STAR tables. */
const tpmNames = ['tpm', 'tpm_unstranded', 'abundance', 'expression'];

const generic: Recognise = (header) => {
  // Expression of many normal tissues is another table.
  if (columnOf(header, ['tissue']) !== null) return null;
  const geneId = columnOf(header, geneIdNames);
  const geneName = columnOf(header, geneNameNames);
  const transcript = columnOf(header, transcriptNames);
  const tpm = columnOf(header, tpmNames);
  const value = tpm ?? columnOf(header, ['fpkm', 'rpkm']);
  if (value === null) return null;
  if (geneId === null && geneName === null && transcript === null) return null;
  const name = header.names[value];
  const unnamed = name === 'expression' || name === 'abundance';
  const notes = unnamed && tpm !== null ? [`the column '${header.cells[value]}' is taken as TPM`] : [];
  const sample = columnOf(header, ['sample', 'sample_id']);
  const unit = tpm === null ? 'fpkm' : 'tpm';
  return formatOf('table', { geneId, geneName, transcript, sample, value, unit }, notes);
};

function formatOf(
  tool: string,
  columns: Partial<Omit<ExpressionColumns, 'value'>> & { readonly value: number | null },
  notes: readonly string[] = [],
): ExpressionFormat | null {
  const { value } = columns;
  return value === null ? null : { tool, columns: { ...absent, unit: 'tpm', ...columns, value }, notes };
}

const formats: readonly Recognise[] = [salmon, kallisto, rsem, stringTie, featureCounts, cufflinks, generic];

/** The format of a table by its header; a refusal where it is known and not usable, null where it is none. */
export function expressionFormatOf(header: TableHeader): ExpressionFormat | Refusal | null {
  for (const recognise of formats) {
    const found = recognise(header);
    if (found !== null) return found;
  }
  return null;
}

/** What is wanting in a table that is none of these, for people. */
export function missingColumns(header: TableHeader): string {
  const hasIds = columnOf(header, [...geneIdNames, ...geneNameNames, ...transcriptNames]) !== null;
  if (hasIds && columnOf(header, ['counts', 'count', 'numreads', 'est_counts', 'expected_count']) !== null) {
    return 'no TPM column: counts without lengths are none';
  }
  return hasIds
    ? `no TPM column (one of ${tpmNames.join(', ')}; or fpkm)`
    : `no gene or transcript column (one of ${[...geneIdNames, ...geneNameNames, ...transcriptNames].join(', ')})`;
}
