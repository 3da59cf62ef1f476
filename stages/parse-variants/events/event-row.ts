/** What the readers of event files give: rows to carry on with, or omissions with a reason. */
import type { OmissionCode } from '../../../schemas/omissions.js';
import type { Variant } from '../../../schemas/rows.js';

/** The fields of a ledger row that an event file states; the rest is null. */
export type EventFields = Pick<
  Variant,
  | 'id'
  | 'input'
  | 'line'
  | 'chrom'
  | 'position'
  | 'ref'
  | 'alt'
  | 'name'
  | 'filters'
  | 'rna'
  | 'geneExpression'
  | 'event'
>;

export type ReadEvent =
  | { readonly kind: 'event'; readonly row: EventFields }
  | {
      readonly kind: 'omitted';
      readonly input: string;
      readonly code: OmissionCode;
      readonly reason: string;
    };

/** What tells one joint seen in RNA from another. */
interface SeenJoint extends Pick<EventFields, 'input' | 'line' | 'chrom' | 'position' | 'alt' | 'event'> {
  readonly base: string;
  /** Reads that show it; null: not stated. */
  readonly reads: number | null;
}

/** The row of a joint seen in RNA, named like an allele of its first base. */
export function jointRow({ input, line, chrom, position, base, alt, reads, event }: SeenJoint): EventFields {
  return {
    id: `${chrom}:${position}:${base}:${alt}`,
    input,
    line,
    chrom,
    position,
    ref: base,
    alt,
    name: null,
    filters: [],
    rna:
      reads === null ? null : { depth: null, refReads: null, altReads: reads, variantAlleleFraction: null },
    geneExpression: null,
    event,
  };
}
