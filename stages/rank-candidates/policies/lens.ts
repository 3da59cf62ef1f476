/**
 * LENS's priority score (its documentation, version 1.9), with two findings from its reports 1.4, 1.5.1 and 1.9: reads are counted as
 * log2(1 + reads), and 1.4 and 1.5.1 hold |1 − affinity/1000| beyond 1000 nM, where the document says 0. The document is followed there.
 */
import { bestByScore, variantsByScore } from './by-score.js';
import { identity } from './identity.js';
import type { Policy } from './policy.js';

const source = 'LENS 1.9';

export const lens: Policy = {
  name: 'lens',
  summary: 'binding × share of the log of the RNA reads × cancer cell fraction',
  sources: [
    'LENS 1.9, "How is the prioritization score calculated"; log2(1 + reads) as in reports of 1.4, 1.5.1 and 1.9',
  ],
  criteria: [
    { name: 'affinity', test: { kind: 'below', fact: 'affinityNm', limit: 1000 }, unknown: 'fails', source },
    {
      name: 'mutant RNA reads',
      test: { kind: 'above', fact: 'rnaAltReads', limit: 0 },
      unknown: 'fails',
      source,
    },
  ],
  gates: [],
  tiers: [{ tier: 'Pass', fails: [], ignores: [] }],
  otherwise: 'Poor',
  score: {
    kind: 'product',
    factors: [
      {
        kind: 'fact',
        name: 'binding (1 − affinity / 1000 nM)',
        fact: 'affinityNm',
        transform: { kind: 'hinge', zeroAt: 1000 },
        isShareOfLargest: false,
        whenUnknown: null,
      },
      {
        kind: 'fact',
        name: "log2(1 + mutant RNA reads), share of the report's largest",
        fact: 'rnaAltReads',
        transform: { kind: 'log2-one-plus' },
        isShareOfLargest: true,
        whenUnknown: null,
      },
      {
        kind: 'fact',
        name: 'cancer cell fraction',
        fact: 'cancerCellFraction',
        transform: identity,
        isShareOfLargest: false,
        whenUnknown: 1,
      },
    ],
  },
  variantScore: { kind: 'best' },
  prefer: [],
  best: bestByScore,
  order: variantsByScore,
};
