import { defect } from '../../schemas/errors.js';
import {
  infoValue,
  splitAlternates,
  type VcfHeader,
  type VcfRecord,
  type VcfVisitor,
} from '../shared/vcf/index.js';
import type { AlleleNotes } from './allele-notes.js';
import { infoOf, withEntries } from './info-fields.js';
import type { LineSink } from './record-writer.js';
import { hasAllColumns } from './survey.js';

/** Reads the records again in file order and hands each on with what is known of its alleles. */
export class AnnotatingVisitor implements VcfVisitor {
  readonly #notes: AlleleNotes;
  readonly #open: (header: VcfHeader) => LineSink;
  #sink: LineSink | null = null;
  #sampleCount = 0;
  #ordinal = 0;

  constructor(notes: AlleleNotes, open: (header: VcfHeader) => LineSink) {
    this.#notes = notes;
    this.#open = open;
  }

  header(header: VcfHeader): void {
    this.#sampleCount = header.samples.length;
    this.#sink = this.#open(header);
  }

  /** One allele of the ledger, and no record. */
  malformed(): void {
    this.#ordinal += 1;
  }

  record(record: VcfRecord): void {
    const notes = splitAlternates(record.alt).map(() => {
      this.#ordinal += 1;
      return this.#notes.take(this.#ordinal);
    });
    if (!hasAllColumns(record, this.#sampleCount)) return;
    const { before, info, after } = record.aroundInfo();
    // As latin1 every byte is a character and comes back as it was, whatever the file's encoding.
    const text = info.toString('latin1');
    const annotated = Buffer.from(withEntries(text, infoOf(notes)), 'latin1');
    const columns = this.#sampleCount === 0 ? [before, annotated] : [before, annotated, after];
    this.#sink?.write({
      chrom: record.chrom,
      position: record.position,
      lastPosition: lastPosition(record, text),
      parts: [...columns, '\n'],
    });
  }

  /** Ends the file. @throws INVARIANT_BROKEN where the alleles met are not those the run counted */
  finish(alleleCount: number): void {
    if (this.#ordinal !== alleleCount) {
      throw defect(`the file has ${this.#ordinal} alleles, and parse-variants counted ${alleleCount}`);
    }
    this.#sink?.finish();
  }
}

/** END where the record states one beyond its position (VCF 4.3 §1.6.1), else the last base of REF. */
function lastPosition({ position, ref }: VcfRecord, info: string): number {
  const end = info.includes('END=') ? Number(infoValue(info, 'END') || Number.NaN) : Number.NaN;
  return Number.isInteger(end) && end >= position ? end : position + ref.length - 1;
}
