/** Consequences from the VCF's own annotation, VEP's CSQ or SnpEff's ANN, instead of from the reference bundle alone. */
import type { Omission } from '../../../schemas/omissions.js';
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Consequence, Variant, VcfSource } from '../../../schemas/rows.js';
import { alleleOmission, omissionOfAllele } from '../allele-omission.js';
import { createEventAnnotator, type EventOptions } from '../annotate-event.js';
import type { RowContext } from './consequence-row.js';
import { type AnnotationEntry, type Dialect, dialectOf } from './dialect.js';
import { writtenAllele } from './match-allele.js';

export interface VcfAnnotationOptions {
  /** In file order; alleles of one record follow each other. */
  readonly variants: Iterable<Variant>;
  readonly source: VcfSource;
  readonly reference: ReferenceBundle | null;
  readonly emit: (row: Consequence) => void;
  readonly omit: (omission: Omission) => void;
  /** Consequences of a variant from the bundle; completes rows for which the annotation gives no sequence. */
  readonly fromBundle?: (variant: Variant) => readonly Consequence[];
  /** For fusions, junctions and proteins, of which no annotation speaks. */
  readonly events?: EventOptions;
}

/**
 * Emits one row per allele and transcript of the annotation, by allele ordinal, then in the order they were written (all transcripts:
 * VEP's PICK marks one of them and selects none). Exactly one allele-scope omission for each allele without a usable row.
 * @throws VCF_CSQ_MISSING where the file carries no usable annotation
 */
export function annotateFromVcf(options: VcfAnnotationOptions): void {
  const dialect = dialectOf(options.source);
  const annotateEvent = createEventAnnotator(options.reference, options.events);
  for (const record of recordsOf(options.variants)) {
    const [first] = record;
    if (first === undefined || first.event === null) {
      annotateRecord(record, dialect, options);
      continue;
    }
    const { rows, omission } = annotateEvent(first, first.event);
    for (const row of rows) options.emit(row);
    if (omission !== null) options.omit(omission);
  }
}

/** Groups the alleles of one line: VEP's spelling of an allele depends on the record's other alleles. An event stands alone. */
function* recordsOf(variants: Iterable<Variant>): Generator<readonly Variant[]> {
  let record: Variant[] = [];
  for (const variant of variants) {
    const [first] = record;
    const isSameRecord = first?.line === variant.line && first.event === null && variant.event === null;
    if (first !== undefined && !isSameRecord) {
      yield record;
      record = [];
    }
    record.push(variant);
  }
  if (record.length > 0) yield record;
}

function annotateRecord(record: readonly Variant[], dialect: Dialect, options: VcfAnnotationOptions): void {
  const alleles = record.map((variant) => writtenAllele(variant.input));
  for (const [index, variant] of record.entries()) {
    const value = dialect.valueOf(variant);
    if (value === null || value === '' || value === '.') {
      options.omit(alleleOmission(variant, 'NO_ANNOTATION', `the record carries no ${dialect.field}`));
      continue;
    }
    const entries = readEntries(variant, value, dialect, options);
    const own = dialect.entriesOf(entries, alleles, index);
    if (own.length === 0) {
      options.omit(alleleOmission(variant, 'NO_ANNOTATION', unmatchedReason(entries, dialect)));
      continue;
    }
    annotateAllele(variant, own, options);
  }
}

function unmatchedReason(entries: readonly AnnotationEntry[], { field }: Dialect): string {
  const alleles = [...new Set(entries.map((entry) => entry.allele))];
  return `no ${field} entry is for this allele; it has entries for ${alleles.join(', ') || 'none'}`;
}

function readEntries(
  variant: Variant,
  value: string,
  dialect: Dialect,
  options: VcfAnnotationOptions,
): readonly AnnotationEntry[] {
  const entries: AnnotationEntry[] = [];
  for (const text of value.split(',')) {
    const entry = dialect.read(text);
    if (entry !== null) {
      entries.push(entry);
      continue;
    }
    options.omit({
      scope: 'item',
      input: variant.input,
      alleleOrdinal: variant.alleleOrdinal,
      subject: `${dialect.field} entry ${entries.length + 1}`,
      code: 'RECORD_MALFORMED',
      reason: `expected ${dialect.expected}, found ${text.split('|').length}; the line may be cut`,
      count: 1,
    });
  }
  return entries;
}

function annotateAllele(
  variant: Variant,
  entries: readonly AnnotationEntry[],
  options: VcfAnnotationOptions,
): void {
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
    for (const row of entry.rowsOf(variant, context)) {
      options.emit(row);
      rows.push(row);
    }
  }
  const omission = omissionOfAllele(variant, rows, 'the annotation names no transcript for this allele');
  if (omission !== null) options.omit(omission);
}
