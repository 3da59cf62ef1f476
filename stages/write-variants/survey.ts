import type { ByteSource } from '../../schemas/stage.js';
import { readVcf, type VcfHeader, type VcfRecord, type VcfVisitor } from '../shared/vcf/index.js';
import type { VcfTextOptions } from '../shared/vcf/text.js';

/** What must be known of a file before its first line is written again. */
export interface Survey {
  /** Contigs each in one stretch, positions rising: what an index needs. */
  readonly isSorted: boolean;
  /** Of the lines that are written. */
  readonly sizeBytes: number;
  /** Lines that are no records: nobody could read them in a VCF. */
  readonly unreadableCount: number;
  /** Contigs in the order of the header, then of appearance. */
  readonly contigs: readonly string[];
}

/** Reads the whole file once, for its order. */
export async function surveyVcf(source: ByteSource, options: VcfTextOptions): Promise<Survey> {
  const surveyor = new Surveyor();
  await readVcf(source, surveyor, options);
  return surveyor.survey();
}

class Surveyor implements VcfVisitor {
  readonly #seen = new Set<string>();
  readonly #declared: string[] = [];
  #sampleCount = 0;
  #chrom = '';
  #position = 0;
  #isSorted = true;
  #sizeBytes = 0;
  #unreadableCount = 0;

  header(header: VcfHeader): void {
    this.#sampleCount = header.samples.length;
    for (const { key, fields } of header.meta) {
      const id = fields?.get('ID');
      if (key === 'contig' && id !== undefined) this.#declared.push(id);
    }
  }

  record(record: VcfRecord): void {
    if (!hasAllColumns(record, this.#sampleCount)) {
      this.#unreadableCount += 1;
      return;
    }
    this.#sizeBytes += record.sizeBytes + 1;
    if (record.chrom !== this.#chrom) {
      if (this.#seen.has(record.chrom)) this.#isSorted = false;
      this.#seen.add(record.chrom);
      this.#chrom = record.chrom;
    } else if (record.position < this.#position) {
      this.#isSorted = false;
    }
    this.#position = record.position;
  }

  malformed(): void {
    this.#unreadableCount += 1;
  }

  survey(): Survey {
    return {
      isSorted: this.#isSorted,
      sizeBytes: this.#sizeBytes,
      unreadableCount: this.#unreadableCount,
      contigs: [...new Set([...this.#declared, ...this.#seen])],
    };
  }
}

/** Whether a line has a column for each sample; without samples whatever it has is left off. */
export function hasAllColumns(record: VcfRecord, sampleCount: number): boolean {
  return sampleCount === 0 || record.sampleColumnCount === sampleCount + 1;
}
