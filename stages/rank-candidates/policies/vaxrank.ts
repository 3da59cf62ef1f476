/** Vaxrank's score of a variant (Rubinsteyn 2017, doi:10.3389/fimmu.2017.01807; defaults of its configuration). */
import { bestByScore, variantsByScore } from './by-score.js';
import type { Factor, Policy } from './policy.js';
import { referenceMatch } from './pvacseq-rules.js';

const source = 'Vaxrank, default configuration';

/** Affinity at which the logistic, 1 at 0 nM, has fallen to the configuration's least score of an epitope, 1e-5; weaker ones add nothing, long before the cut-off at 5000 nM. */
const leastScoreNm = 350 + 150 * Math.log((1 + Math.exp(-350 / 150)) / 1e-5 - 1);

/** 1 where the peptide is not part of self, else 0. */
export const notSelf: Factor = {
  kind: 'fact',
  name: 'not in the proteome',
  fact: 'isSelfPeptide',
  transform: { kind: 'hinge', zeroAt: 1 },
  isShareOfLargest: false,
  whenUnknown: 1,
};

export const vaxrank: Policy = {
  name: 'vaxrank',
  summary: 'square root of the mutant RNA reads × the sum of a logistic of affinity over the mutant peptides',
  sources: [
    'Rubinsteyn 2017, doi:10.3389/fimmu.2017.01807',
    'midpoint 350 nM, width 150 nM, 0 below a score of 1e-5, 25 residues: default configuration',
  ],
  criteria: [
    {
      name: 'affinity',
      test: { kind: 'below', fact: 'affinityNm', limit: 5000 },
      unknown: 'fails',
      source,
    },
    {
      name: 'mutant RNA reads',
      test: { kind: 'above', fact: 'rnaAltReads', limit: 0 },
      unknown: 'passes',
      source,
    },
    { ...referenceMatch, source },
  ],
  gates: [],
  tiers: [{ tier: 'Pass', fails: [], ignores: [] }],
  otherwise: 'Poor',
  score: {
    kind: 'product',
    factors: [
      {
        kind: 'fact',
        name: 'binding (logistic of affinity)',
        fact: 'affinityNm',
        transform: {
          kind: 'falling-logistic',
          midpoint: 350,
          width: 150,
          isOneAtZero: true,
          zeroFrom: leastScoreNm,
        },
        isShareOfLargest: false,
        whenUnknown: null,
      },
      notSelf,
    ],
  },
  variantScore: {
    kind: 'sum',
    within: 25,
    times: [
      {
        kind: 'fact',
        name: 'square root of the mutant RNA reads',
        fact: 'rnaAltReads',
        transform: { kind: 'square-root' },
        isShareOfLargest: false,
        // Without RNA every variant is weighed by its binding alone.
        whenUnknown: 1,
      },
    ],
  },
  prefer: [],
  best: bestByScore,
  order: variantsByScore,
};
