/** The thresholds that Wells 2020 (TESLA, doi:10.1016/j.cell.2020.09.015) found to set immunogenic peptides apart: presentation, then recognition. */
import { bestByScore, variantsByScore } from './by-score.js';
import type { Policy } from './policy.js';

const source = 'Wells 2020';

export const tesla: Policy = {
  name: 'tesla',
  summary:
    'affinity, abundance and stability for presentation, agretopicity or foreignness for recognition; then affinity',
  sources: ['Wells 2020, doi:10.1016/j.cell.2020.09.015'],
  criteria: [
    { name: 'affinity', test: { kind: 'below', fact: 'affinityNm', limit: 34 }, unknown: 'passes', source },
    { name: 'abundance', test: { kind: 'above', fact: 'tpm', limit: 33 }, unknown: 'passes', source },
    {
      name: 'stability',
      test: { kind: 'above', fact: 'halfLifeHours', limit: 1.4 },
      unknown: 'passes',
      source,
    },
    {
      name: 'recognition',
      test: {
        kind: 'any',
        of: [
          { kind: 'below', fact: 'agretopicity', limit: 0.1 },
          { kind: 'above', fact: 'foreignness', limit: 1e-16 },
        ],
      },
      unknown: 'passes',
      needs: 'agretopicity < 0.1 or foreignness > 1e-16',
      source,
    },
  ],
  gates: [],
  tiers: [
    { tier: 'Pass', fails: [], ignores: [] },
    { tier: 'PoorBinder', fails: ['affinity'], ignores: [] },
    { tier: 'PoorImmunogenicity', fails: ['recognition'], ignores: [] },
    { tier: 'PoorPresentation', fails: ['stability'], ignores: [] },
    { tier: 'LowExpr', fails: ['abundance'], ignores: [] },
  ],
  otherwise: 'Poor',
  score: {
    kind: 'product',
    factors: [
      {
        kind: 'fact',
        name: '1/(1 + affinity)',
        fact: 'affinityNm',
        transform: { kind: 'reciprocal' },
        isShareOfLargest: false,
        whenUnknown: null,
      },
    ],
  },
  variantScore: { kind: 'best' },
  prefer: [],
  best: [
    { kind: 'gates' },
    { kind: 'certainty' },
    { kind: 'tier' },
    ...bestByScore.filter(({ kind }) => kind !== 'gates' && kind !== 'certainty'),
  ],
  order: variantsByScore,
};
