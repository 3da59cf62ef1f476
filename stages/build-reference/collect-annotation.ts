/** Annotation bytes → transcript drafts; GTF or GFF3 is told from the first feature line. */
import { AntigraphError } from '../../schemas/errors.js';
import { type FeatureLine, LineSplitter, readColumns } from './annotation-lines.js';
import type { BuildReporter } from './build-report.js';
import { Gff3Collector } from './gff3.js';
import { GtfCollector } from './gtf.js';
import type { StyleCollector } from './style-collector.js';
import type { TranscriptDraft } from './transcript-draft.js';

const whatToGive =
  'Give Ensembl, GENCODE or RefSeq gene annotation of the same genome build as GTF (--gtf) or GFF3 (--gff).';

/** `key "value"` is GTF, `key=value` GFF3; null: neither. */
function detectStyle(attributes: string): 'gtf' | 'gff3' | null {
  if (/^\s*\w+ +("|\d)/.test(attributes)) return 'gtf';
  return /^\s*[^\s=;"]+=/.test(attributes) ? 'gff3' : null;
}

/** A sink for the bytes of one annotation file. */
export class AnnotationCollector {
  readonly #lines: LineSplitter;
  readonly #feature: FeatureLine = {
    bytes: Buffer.alloc(0),
    line: 0,
    contig: '',
    type: '',
    start: 0,
    end: 0,
    strand: '.',
    phase: 0,
    attributes: { start: 0, end: 0 },
    sourceStart: 0,
    sourceEnd: 0,
  };
  #style: StyleCollector | null = null;
  #isInFasta = false;

  constructor(
    readonly file: string,
    readonly reporter: BuildReporter,
  ) {
    this.#lines = new LineSplitter((bytes, start, end) => this.#line(bytes, start, end));
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  /** Ends the file. Throws ANNOTATION_MALFORMED if it held no feature line. */
  close(): Iterable<TranscriptDraft> {
    this.#lines.close();
    if (this.#style === null) {
      throw this.#unreadable(
        this.#feature.line === 0 ? 'the file is empty' : 'no line could be read as a feature',
      );
    }
    return this.#style.drafts();
  }

  #line(bytes: Buffer, start: number, end: number): void {
    const feature = this.#feature;
    feature.line++;
    if (start === end || this.#isInFasta) return;
    if (bytes[start] === 0x23) {
      // GFF3 may carry its sequence after this directive; the genome comes from the FASTA file.
      this.#isInFasta = bytes.toString('latin1', start, Math.min(end, start + 7)) === '##FASTA';
      return;
    }
    const problem = readColumns(bytes, start, end, feature);
    if (this.#style === null) this.#style = this.#chooseStyle(problem);
    if (problem === '') {
      const found = this.#style?.feature(feature) ?? '';
      if (found !== '') this.#warn(found);
      return;
    }
    this.#warn(problem);
    if (!problem.startsWith('expected 9')) this.#style?.malformed(feature);
  }

  #chooseStyle(problem: string): StyleCollector | null {
    const feature = this.#feature;
    if (problem.startsWith('expected 9')) {
      if (feature.line > 1000) throw this.#unreadable(problem);
      return null;
    }
    const text = feature.bytes.toString('latin1', feature.attributes.start, feature.attributes.end);
    const style = detectStyle(text);
    if (style === 'gtf') return new GtfCollector(this.file);
    if (style === 'gff3') return new Gff3Collector(this.file);
    throw this.#unreadable(
      `expected attributes as in GTF (key "value";) or GFF3 (key=value;), found "${text.slice(0, 60)}"`,
    );
  }

  #warn(message: string): void {
    this.reporter.malformedLine({ file: this.file, line: this.#feature.line, message });
  }

  #unreadable(found: string): AntigraphError {
    return new AntigraphError(
      'ANNOTATION_MALFORMED',
      `${this.file}:${this.#feature.line}: not a gene annotation that can be read: ${found}`,
      { fix: whatToGive, at: { file: this.file, line: this.#feature.line } },
    );
  }
}
