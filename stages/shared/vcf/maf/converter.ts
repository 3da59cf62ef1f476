import { AntigraphError } from '../../../../schemas/errors.js';
import { nearest } from '../../../../schemas/nearest.js';
import type { ReferenceBundle } from '../../../../schemas/reference.js';
import type { MalformedLine } from '../record.js';
import { type MafCells, MafColumns, withoutMark } from './columns.js';
import { type MafProblem, siteOfRow } from './record-of-row.js';
import { filterOfRow, isSomatic, mafFormat, normalColumn, tumorColumn } from './samples-of-row.js';

export interface MafOptions {
  readonly file: string;
  readonly reference: ReferenceBundle | null;
  /** Rows of this Tumor_Sample_Barcode alone; null: the table must have only one. */
  readonly tumorSample: string | null;
}

/** What a line of the text stands for in the table. */
export interface RowOrigin {
  /** 1-based line of the table. */
  readonly line: number;
  /** Why the row is no record; null: it is one. */
  readonly problem: MalformedLine | null;
}

/** The tumour of rows whose barcode is left empty. */
const nameless = 'TUMOR';
/** Named in a message; more help nobody. */
const mostNamed = 5;
/** Names of builds as bare numbers, which TCGA tables have. */
const numberedBuilds: Readonly<Record<string, string>> = { '36': 'NCBI36', '37': 'GRCh37', '38': 'GRCh38' };

/** Takes a table line by line and gives VCF text: a header once the tumour's first row is there, then a line for each of its rows. */
export class MafConverter {
  readonly #options: MafOptions;
  readonly #tumors = new Set<string>();
  readonly #origins = new Map<number, RowOrigin>();
  #columns: MafColumns | null = null;
  #header: { readonly tumor: string; readonly normal: string; readonly build: string } | null = null;
  #mafLine = 0;
  #textLine = 0;
  #text = '';

  constructor(options: MafOptions) {
    this.#options = options;
  }

  /** @throws VCF_HEADER_MALFORMED */
  push(text: string): void {
    this.#mafLine += 1;
    const line = this.#mafLine === 1 ? withoutMark(text) : text;
    if (line.trim() === '' || line.startsWith('#')) return;
    if (this.#columns === null) this.#columns = this.#readColumns(line);
    else this.#pushRow(this.#columns.cellsOf(line));
  }

  /** The text made since it was last taken. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  /** Where a line of the text comes from, once; null for its header. */
  takeOrigin(textLine: number): RowOrigin | null {
    const origin = this.#origins.get(textLine) ?? null;
    this.#origins.delete(textLine);
    return origin;
  }

  /** @throws VCF_SAMPLE_AMBIGUOUS where several tumours are in the table and none is asked for; VCF_SAMPLE_UNKNOWN where it is not there */
  finish(): void {
    const { tumorSample } = this.#options;
    if (tumorSample === null && this.#tumors.size > 1) throw this.#severalTumors();
    const isMissing = tumorSample !== null && this.#tumors.size > 0 && !this.#tumors.has(tumorSample);
    if (isMissing) throw this.#unknownTumor(tumorSample);
    if (this.#header === null) this.#writeHeader({ tumor: tumorSample ?? nameless, normal: '', build: '' });
  }

  #readColumns(line: string): MafColumns {
    const columns = new MafColumns(line);
    if (columns.missing.length === 0) return columns;
    throw new AntigraphError(
      'VCF_HEADER_MALFORMED',
      `the MAF lacks the column ${columns.missing.join(', ')}`,
      {
        at: { file: this.#options.file, line: this.#mafLine, field: columns.missing[0] ?? '' },
        fix: 'Give the table with the columns of the GDC MAF format, whole.',
      },
    );
  }

  #pushRow(cells: MafCells): void {
    const tumor = cells('Tumor_Sample_Barcode') || nameless;
    const wanted = this.#options.tumorSample;
    this.#tumors.add(tumor);
    // With a second tumour and none asked for, what remains is to read their names for the message.
    if (wanted === null ? this.#tumors.size > 1 : tumor !== wanted) return;
    const stated = cells('NCBI_Build');
    const build = numberedBuilds[stated] ?? stated;
    const normal = cells('Matched_Norm_Sample_Barcode');
    this.#header ?? this.#writeHeader({ tumor, normal: normal === tumor ? '' : normal, build });
    this.#writeRow(cells, build);
  }

  #writeHeader(header: { readonly tumor: string; readonly normal: string; readonly build: string }): void {
    this.#header = header;
    const lines = [
      '##fileformat=VCFv4.3',
      '##source=MAF',
      ...(header.build === '' ? [] : [`##reference=${header.build}`]),
      `##tumor_sample=${header.tumor}`,
      ...(header.normal === '' ? [] : [`##normal_sample=${header.normal}`]),
      '##INFO=<ID=SOMATIC,Number=0,Type=Flag,Description="Mutation_Status is Somatic">',
      '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype: Tumor_Seq_Allele1 and 2">',
      '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads of each allele: ref_count, alt_count">',
      '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Reads at the site: depth">',
      '##FORMAT=<ID=AF,Number=A,Type=Float,Description="Fraction of the variant allele: t_vaf or tumor_f">',
    ];
    const samples = header.normal === '' ? [header.tumor] : [header.tumor, header.normal];
    lines.push(
      ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT', ...samples].join('\t'),
    );
    for (const line of lines) this.#writeLine(line);
  }

  #writeRow(cells: MafCells, build: string): void {
    const site = this.#isOtherBuild(build) ?? siteOfRow(cells, this.#options.reference);
    if (site.kind === 'problem') {
      this.#origins.set(this.#textLine + 1, { line: this.#mafLine, problem: this.#malformed(cells, site) });
      this.#writeLine('.');
      return;
    }
    this.#origins.set(this.#textLine + 1, { line: this.#mafLine, problem: null });
    const { chrom, position, ref, alternates } = site;
    const name = /^rs\d+$/.test(cells('dbSNP_RS')) ? cells('dbSNP_RS') : '.';
    const columns = [
      chrom,
      position,
      name,
      ref,
      alternates.join(',') || '.',
      '.',
      filterOfRow(cells),
      isSomatic(cells) ? 'SOMATIC' : '.',
      mafFormat,
      tumorColumn(cells, alternates.length),
    ];
    if (this.#header?.normal) columns.push(normalColumn(cells, alternates.length));
    this.#writeLine(columns.join('\t'));
  }

  #isOtherBuild(build: string): MafProblem | null {
    const first = this.#header?.build ?? '';
    if (build === first) return null;
    const reason = `NCBI_Build is '${build}', that of the first row '${first}'`;
    return { kind: 'problem', field: 'NCBI_Build', reason, code: 'RECORD_MALFORMED' };
  }

  #malformed(cells: MafCells, { field, reason, code }: MafProblem): MalformedLine {
    const alleles = [cells('Reference_Allele'), cells('Tumor_Seq_Allele2')];
    const input = [cells('Chromosome'), cells('Start_Position'), ...alleles].join(':').slice(0, 200);
    return { line: this.#mafLine, column: 1, field, reason, input, code };
  }

  #writeLine(line: string): void {
    this.#textLine += 1;
    this.#text += `${line}\n`;
  }

  #severalTumors(): AntigraphError {
    const tumors = [...this.#tumors];
    const named = tumors.slice(0, mostNamed).join(', ');
    const more = tumors.length > mostNamed ? ` and ${tumors.length - mostNamed} more` : '';
    return new AntigraphError(
      'VCF_SAMPLE_AMBIGUOUS',
      `the MAF holds ${tumors.length} tumours (Tumor_Sample_Barcode ${named}${more}); a run is one patient's`,
      {
        at: { file: this.#options.file, field: 'Tumor_Sample_Barcode' },
        fix: `Say which: --tumor-sample ${tumors[0]}; rows of the others are then left out.`,
        details: { samples: tumors },
      },
    );
  }

  #unknownTumor(name: string): AntigraphError {
    const close = nearest(name, [...this.#tumors], 3);
    return new AntigraphError(
      'VCF_SAMPLE_UNKNOWN',
      `--tumor-sample names '${name}'; the MAF has ${[...this.#tumors].slice(0, mostNamed).join(', ') || 'no rows'}`,
      {
        at: { file: this.#options.file, field: 'Tumor_Sample_Barcode' },
        fix:
          close.length === 0
            ? 'Leave --tumor-sample out.'
            : `Give one of them, e.g. --tumor-sample ${close[0]}.`,
        details: { flag: '--tumor-sample', found: name, samples: close },
      },
    );
  }
}
