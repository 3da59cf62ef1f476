/** pVACseq 7.1.5's tiers, best peptide and order with its default settings (SCIENCE "Published policies"). */
import type { CriterionRule, Policy, RankedFact } from './policy.js';
import {
  anchor,
  clonality,
  expression,
  isWeaklyExpressed,
  presentation,
  referenceMatch,
  tierRules,
  transcript,
} from './pvacseq-rules.js';

const source = 'pVACseq 7.1.5';

/** Affinity and its percentile are one criterion: either failing alone is still only a poor binder. */
const binding: CriterionRule = {
  name: 'affinity',
  test: {
    kind: 'all',
    of: [
      { kind: 'below', fact: 'affinityNm', limit: 'affinityLimitNm' },
      { kind: 'below', fact: 'bindingPercentile', limit: 'percentileLimit' },
    ],
  },
  unknown: 'passes',
  source,
};

const immunogenicity: CriterionRule = {
  name: 'immunogenicity',
  test: { kind: 'below', fact: 'immunogenicityPercentile', limit: 'percentileLimit' },
  unknown: 'passes',
  source,
};

const problematicPosition: CriterionRule = {
  name: 'problematic position',
  test: { kind: 'is', fact: 'hasProblematicPosition', value: false },
  unknown: 'passes',
  source,
};

const ascending = (fact: RankedFact['fact'], decimals: number | null): RankedFact => ({
  fact,
  direction: 'ascending',
  decimals,
});

/** The report's numbers have three decimals, and its order is made from them. */
const reportDecimals = 3;
const rankedBy: RankedFact[] = [
  { fact: 'alleleExpression', direction: 'descending', decimals: reportDecimals },
  ascending('affinityNm', reportDecimals),
  ascending('percentileRank', reportDecimals),
];

export const pvacseq7: Policy = {
  name: 'pvacseq-7',
  summary: "pVACseq 7.1.5's best peptide, tiers and order",
  sources: [
    'pVACtools 7.1.5, documentation of the aggregate report and its rules as published with the package',
    'Hundal 2020, doi:10.1158/2326-6066.CIR-19-0401',
  ],
  criteria: [
    binding,
    immunogenicity,
    presentation,
    referenceMatch,
    problematicPosition,
    { ...transcript, unknown: 'fails' },
    anchor,
    clonality,
    expression,
  ],
  gates: [],
  tiers: tierRules({
    // Said of a report only where the depth is in it.
    weaklyExpressed: {
      kind: 'all',
      of: [isWeaklyExpressed, { kind: 'at-least', fact: 'rnaDepth', limit: 0 }],
    },
    ignoredWithPoorTranscript: ['anchor', 'immunogenicity', 'presentation'],
  }),
  otherwise: 'Poor',
  score: { kind: 'none' },
  variantScore: { kind: 'minus-rank-sum', of: rankedBy },
  prefer: [
    { kind: 'test', test: { kind: 'is', fact: 'isProteinCoding', value: true } },
    { kind: 'criterion', name: 'transcript' },
    { kind: 'test', test: { kind: 'is', fact: 'hasProblematicPosition', value: false } },
    { kind: 'criterion', name: 'anchor' },
  ],
  best: [
    { kind: 'rank-sum', of: [ascending('affinityNm', null), ascending('percentileRank', null)] },
    { kind: 'fact', ...ascending('affinityNm', null) },
    { kind: 'flag', fact: 'isManeSelect' },
    { kind: 'flag', fact: 'isCanonical' },
    { kind: 'fact', ...ascending('supportLevel', null) },
    { kind: 'fact', fact: 'transcriptLength', direction: 'descending', decimals: null },
    { kind: 'fact', fact: 'transcriptTpm', direction: 'descending', decimals: null },
  ],
  order: [
    { kind: 'tier' },
    { kind: 'score' },
    { kind: 'fact', ...ascending('affinityNm', reportDecimals) },
    { kind: 'text', of: 'gene' },
    { kind: 'text', of: 'change' },
  ],
};
