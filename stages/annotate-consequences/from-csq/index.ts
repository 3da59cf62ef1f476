/** Consequences from VEP's CSQ field instead of from the reference bundle. */
import type { Omission } from '../../../schemas/omissions.js';
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Consequence, Variant, VcfSource } from '../../../schemas/rows.js';
import { alleleOmission, omissionOfAllele } from '../allele-omission.js';
import { consequenceRow, type RowContext } from './consequence-row.js';
import { type CsqEntry, type CsqReader, csqReader } from './csq-entry.js';
import { entriesOfAllele, writtenAllele } from './match-allele.js';

export interface CsqAnnotationOptions {
  /** In file order; alleles of one record follow each other. */
  readonly variants: Iterable<Variant>;
  readonly source: VcfSource;
  readonly reference: ReferenceBundle | null;
  readonly emit: (row: Consequence) => void;
  readonly omit: (omission: Omission) => void;
  /** Consequences of a variant from the bundle; completes rows for which the annotation gives no sequence. */
  readonly fromBundle?: (variant: Variant) => readonly Consequence[];
}

/**
 * Emits one row per allele and transcript of the annotation, by allele ordinal, then in the order VEP wrote them (all transcripts:
 * PICK marks one of them and selects none). Exactly one allele-scope omission for each allele without an 'ok' row.
 * @throws VCF_CSQ_MISSING where the file carries no usable VEP annotation
 */
export function annotateFromCsq(options: CsqAnnotationOptions): void {
  const reader = csqReader(options.source);
  for (const record of recordsOf(options.variants)) annotateRecord(record, reader, options);
}

/** Groups the alleles of one line: VEP's spelling of an allele depends on the record's other alleles. */
function* recordsOf(variants: Iterable<Variant>): Generator<readonly Variant[]> {
  let record: Variant[] = [];
  for (const variant of variants) {
    const [first] = record;
    if (first !== undefined && first.line !== variant.line) {
      yield record;
      record = [];
    }
    record.push(variant);
  }
  if (record.length > 0) yield record;
}

function annotateRecord(record: readonly Variant[], reader: CsqReader, options: CsqAnnotationOptions): void {
  const alleles = record.map((variant) => writtenAllele(variant.input));
  for (const [index, variant] of record.entries()) {
    if (variant.csq === null || variant.csq === '' || variant.csq === '.') {
      options.omit(alleleOmission(variant, 'NO_ANNOTATION', 'the record carries no CSQ'));
      continue;
    }
    const entries = readEntries(variant, variant.csq, reader, options);
    const own = entriesOfAllele(entries, alleles, index);
    if (own.length === 0) {
      options.omit(alleleOmission(variant, 'NO_ANNOTATION', unmatchedReason(entries)));
      continue;
    }
    annotateAllele(variant, own, options);
  }
}

function unmatchedReason(entries: readonly CsqEntry[]): string {
  const alleles = [...new Set(entries.map((entry) => entry.allele))];
  return `no CSQ entry is for this allele; it has entries for ${alleles.join(', ') || 'none'}`;
}

function readEntries(
  variant: Variant,
  csq: string,
  reader: CsqReader,
  options: CsqAnnotationOptions,
): readonly CsqEntry[] {
  const entries: CsqEntry[] = [];
  for (const text of csq.split(',')) {
    const entry = reader.read(text);
    if (entry !== null) {
      entries.push(entry);
      continue;
    }
    options.omit({
      scope: 'item',
      input: variant.input,
      alleleOrdinal: variant.alleleOrdinal,
      subject: `CSQ entry ${entries.length + 1}`,
      code: 'RECORD_MALFORMED',
      reason: `expected ${reader.columns.size} values as the header says, found ${text.split('|').length}; the line may be cut`,
      count: 1,
    });
  }
  return entries;
}

function annotateAllele(variant: Variant, entries: readonly CsqEntry[], options: CsqAnnotationOptions): void {
  let bundleRows: readonly Consequence[] | null = null;
  const { fromBundle } = options;
  const context: RowContext = {
    reference: options.reference,
    fromBundle:
      fromBundle === undefined
        ? null
        : (allele) => {
            bundleRows ??= fromBundle(allele);
            return bundleRows;
          },
  };
  const rows: Consequence[] = [];
  for (const entry of entries) {
    if (!entry.isTranscript) continue;
    const row = consequenceRow(variant, entry, context);
    options.emit(row);
    rows.push(row);
  }
  const omission = omissionOfAllele(variant, rows, 'the annotation names no transcript for this allele');
  if (omission !== null) options.omit(omission);
}
