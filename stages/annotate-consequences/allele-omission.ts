/** Why an allele without a usable row leaves the run: one place, whether the rows come from the bundle or from the annotation. */

import type { Omission, OmissionCode } from '../../schemas/omissions.js';
import type { Consequence, Variant } from '../../schemas/rows.js';
import { isUsable } from '../shared/usable-consequence.js';

/**
 * Most telling first: what a person could mend, then what most likely changes a protein though it cannot be stated, last what
 * certainly changes none.
 */
const tellingCodes: readonly OmissionCode[] = [
  'TRANSCRIPT_REFERENCE_MISMATCH',
  'PROTEIN_UNKNOWN',
  'TRANSCRIPT_UNKNOWN',
  'EVENT_UNRESOLVED',
  'PARTNER_NOT_CODING',
  'START_LOST',
  'SPLICE_ALTERED',
  'CDS_INVALID',
  'CDS_INCOMPLETE',
  'SYNONYMOUS',
  'NOT_CODING',
];

/** An omission of the whole allele. */
export function alleleOmission(variant: Variant, code: OmissionCode, reason: string): Omission {
  const { input, alleleOrdinal } = variant;
  return { scope: 'allele', input, alleleOrdinal, subject: '', code, reason, count: 1 };
}

/**
 * The allele's omission if none of its rows is 'ok', else null: one for the allele, by the most telling of its rows.
 * @param withoutRows reason given where no transcript is touched
 */
export function omissionOfAllele(
  variant: Variant,
  rows: readonly Consequence[],
  withoutRows: string,
): Omission | null {
  if (rows.some(isUsable)) return null;
  for (const code of tellingCodes) {
    const row = rows.find(({ status }) => status === code);
    if (row !== undefined) return alleleOmission(variant, code, `${row.transcript}: ${row.statusReason}`);
  }
  return alleleOmission(variant, 'INTERGENIC', withoutRows);
}
