/** MuPeXI's priority score (Bjerregaard 2017, doi:10.1007/s00262-017-2001-3). */
import { bestByScore, variantsByScore } from './by-score.js';
import { identity } from './identity.js';
import type { Factor, Policy, Transform } from './policy.js';
import { referenceMatch } from './pvacseq-rules.js';
import { notSelf } from './vaxrank.js';

/** A(r) = 1/(1 + e^(5(r − 2))). */
const presented: Transform = {
  kind: 'falling-logistic',
  midpoint: 2,
  width: 0.2,
  isOneAtZero: false,
  zeroFrom: null,
};

const factor = (
  name: string,
  options: Pick<Factor & { kind: 'fact' }, 'fact' | 'transform' | 'whenUnknown'>,
): Factor => ({
  kind: 'fact',
  name,
  isShareOfLargest: false,
  ...options,
});

export const mupexi: Policy = {
  name: 'mupexi',
  summary: 'presentation × expression × unlikeness to a presented wild type × allele fraction',
  sources: ['Bjerregaard 2017, doi:10.1007/s00262-017-2001-3'],
  criteria: [
    { ...referenceMatch, source: 'MuPeXI' },
    {
      // tanh(TPM + 0.1) never reaches 0: a silent gene only weighs down, so beside self an absent allele alone makes the score 0.
      name: 'allele fraction',
      test: { kind: 'above', fact: 'dnaVaf', limit: 0 },
      unknown: 'passes',
      source: 'MuPeXI',
    },
  ],
  gates: [],
  tiers: [{ tier: 'Pass', fails: [], ignores: [] }],
  otherwise: 'Poor',
  score: {
    kind: 'product',
    factors: [
      factor('presentation (logistic of the rank)', {
        fact: 'percentileRank',
        transform: presented,
        whenUnknown: null,
      }),
      factor('expression (tanh(TPM + 0.1))', {
        fact: 'tpm',
        transform: { kind: 'tanh', plus: 0.1 },
        whenUnknown: 1,
      }),
      {
        kind: 'complement',
        name: 'unlike a presented wild type',
        of: [
          factor('2^−mismatches', {
            fact: 'mismatches',
            transform: { kind: 'power', base: 0.5 },
            whenUnknown: 0,
          }),
          factor('presentation of the wild type', {
            fact: 'wildtypePercentileRank',
            transform: presented,
            whenUnknown: 0,
          }),
        ],
      },
      factor('allele fraction', { fact: 'dnaVaf', transform: identity, whenUnknown: 1 }),
      notSelf,
    ],
  },
  variantScore: { kind: 'best' },
  prefer: [],
  best: bestByScore,
  order: variantsByScore,
};
