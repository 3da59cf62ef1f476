/** Why an allele without a usable row leaves the run. */
import type { Omission, OmissionCode } from '../../../schemas/omissions.js';
import type { Consequence, Variant } from '../../../schemas/rows.js';

/** Most telling first: what most likely changes a protein, though it cannot be stated, before what certainly changes none. */
const tellingCodes: readonly OmissionCode[] = [
  'START_LOST',
  'SPLICE_ALTERED',
  'CDS_INVALID',
  'CDS_INCOMPLETE',
  'SYNONYMOUS',
  'NOT_CODING',
];

/** The allele's omission if none of its rows is 'ok', else null. One for the allele, by the most telling of its rows. */
export function omissionOfAllele(variant: Variant, rows: readonly Consequence[]): Omission | null {
  if (rows.some(({ status }) => status === 'ok')) return null;
  const { input, alleleOrdinal } = variant;
  const omission = { scope: 'allele', input, alleleOrdinal, subject: '', count: 1 } as const;
  for (const code of tellingCodes) {
    const row = rows.find(({ status }) => status === code);
    if (row !== undefined) return { ...omission, code, reason: `${row.transcript}: ${row.statusReason}` };
  }
  return { ...omission, code: 'INTERGENIC', reason: 'no transcript of the reference overlaps it' };
}
