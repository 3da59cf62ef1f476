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
