import type { OrderKey } from './policy.js';

/** Candidates of a variant by score alone, certain ones first; the rest only breaks ties. */
export const bestByScore: OrderKey[] = [
  { kind: 'gates' },
  { kind: 'certainty' },
  { kind: 'score' },
  { kind: 'fact', fact: 'percentileRank', direction: 'ascending', decimals: null },
  { kind: 'fact', fact: 'affinityNm', direction: 'ascending', decimals: null },
  { kind: 'text', of: 'peptide' },
  { kind: 'text', of: 'allele' },
];

/** Variants by tier (scored or not), then score. */
export const variantsByScore: OrderKey[] = [{ kind: 'gates' }, { kind: 'tier' }, { kind: 'score' }];
