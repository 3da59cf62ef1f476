/** Criteria and tiers by the rules of pVACseq 7.1.5 (SCIENCE "Published policies"), which the default shares so that people read tiers as they know them. */
import type { CriterionRule, Test, TierRule } from './policy.js';

const pvacseq = 'pVACseq 7.1.5';

export const affinity: CriterionRule = {
  name: 'affinity',
  test: { kind: 'below', fact: 'affinityNm', limit: 'affinityLimitNm' },
  unknown: 'passes',
  source: `${pvacseq}; Sette 1994`,
};

export const presentation: CriterionRule = {
  name: 'presentation',
  test: { kind: 'below', fact: 'presentationPercentile', limit: 'percentileLimit' },
  unknown: 'passes',
  source: `${pvacseq}; NetMHCpan convention`,
};

export const referenceMatch: CriterionRule = {
  name: 'reference match',
  test: { kind: 'is', fact: 'isSelfPeptide', value: false },
  unknown: 'passes',
  needs: 'not in the proteome',
  source: pvacseq,
};

export const transcript: CriterionRule = {
  name: 'transcript',
  test: {
    kind: 'any',
    of: [
      { kind: 'is', fact: 'isManeSelect', value: true },
      { kind: 'is', fact: 'isCanonical', value: true },
      { kind: 'at-most', fact: 'supportLevel', limit: 'maximumTranscriptLevel' },
    ],
  },
  unknown: 'passes',
  source: pvacseq,
};

export const anchor: CriterionRule = {
  name: 'anchor',
  test: { kind: 'is', fact: 'isNewToTcells', value: true },
  // Mutated anchors whose wild type was not scored: pVACseq fails them.
  unknown: 'fails',
  source: pvacseq,
};

export const clonality: CriterionRule = {
  name: 'clonality',
  test: { kind: 'at-least', fact: 'dnaVaf', limit: 'subclonalVaf' },
  unknown: 'passes',
  source: `${pvacseq}: half the clonal VAF`,
};

export const expression: CriterionRule = {
  name: 'expression',
  test: { kind: 'above', fact: 'alleleExpression', limit: 'alleleExpressionLimit' },
  unknown: 'passes',
  source: pvacseq,
};

/** The gene is read as silent although RNA reads carry the variant, or the allele is expressed a little. */
export const isWeaklyExpressed: Test = {
  kind: 'any',
  of: [
    { kind: 'above', fact: 'alleleExpression', limit: 0 },
    {
      kind: 'all',
      of: [
        { kind: 'at-most', fact: 'tpm', limit: 0 },
        { kind: 'above', fact: 'rnaDepth', limit: 10 },
        { kind: 'above', fact: 'rnaVaf', limit: 'minimumRnaVaf' },
      ],
    },
  ],
};

/** First match, in pVACseq's order. Criteria that a policy lacks never fail. */
export function tierRules(options: {
  readonly weaklyExpressed: Test;
  readonly ignoredWithPoorTranscript: readonly string[];
}): TierRule[] {
  const only = (tier: TierRule['tier'], fails: string[]): TierRule => ({ tier, fails, ignores: [] });
  return [
    only('Pass', []),
    only('PoorBinder', ['affinity']),
    only('PoorImmunogenicity', ['immunogenicity']),
    only('PoorPresentation', ['presentation']),
    only('RefMatch', ['reference match']),
    only('ProbPos', ['problematic position']),
    { tier: 'PoorTranscript', fails: ['transcript'], ignores: [...options.ignoredWithPoorTranscript] },
    only('Anchor', ['anchor']),
    only('Subclonal', ['clonality']),
    { tier: 'LowExpr', fails: ['expression'], ignores: [], when: options.weaklyExpressed },
    {
      tier: 'NoExpr',
      fails: [],
      ignores: 'all',
      when: {
        kind: 'any',
        of: [
          { kind: 'at-most', fact: 'tpm', limit: 0 },
          { kind: 'at-most', fact: 'rnaVaf', limit: 0 },
        ],
      },
      unless: options.weaklyExpressed,
    },
  ];
}
