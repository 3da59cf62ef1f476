import { describe, expect, it } from 'vitest';
import type { FeatureRow, Tier } from '../../../../schemas/candidates.js';
import { factsOf } from '../../../../stages/rank-candidates/facts.js';
import type { Limits } from '../../../../stages/rank-candidates/limits.js';
import { antigraph } from '../../../../stages/rank-candidates/policies/antigraph.js';
import type { Policy } from '../../../../stages/rank-candidates/policies/policy.js';
import { pvacseq7 } from '../../../../stages/rank-candidates/policies/pvacseq-7.js';
import { criteriaOf, tierOf } from '../../../../stages/rank-candidates/tier.js';
import { featureRow } from '../../../support/feature-row.js';

/** Defaults of pVACseq 7.1.5: 500 nM, 2 %, 1 TPM × 0.25 × 10, half of a clonal VAF of 0.5, TSL 1. */
const limits: Limits = {
  affinityLimitNm: 500,
  percentileLimit: 2,
  alleleExpressionLimit: 2.5,
  subclonalVaf: 0.25,
  minimumRnaVaf: 0.25,
  maximumTranscriptLevel: 1,
  rnaDepthForGate: 20,
};

function tier(changes: Partial<FeatureRow>, policy: Policy = antigraph): Tier {
  const facts = factsOf(featureRow(changes));
  return tierOf(facts, criteriaOf(facts, policy, limits), policy, limits);
}

// SCIENCE "Published policies", pVACseq 7.1.5: first match in this order.
describe('tierOf', () => {
  it.each<[Tier, string, Partial<FeatureRow>]>([
    ['Pass', 'everything is met', {}],
    ['PoorBinder', 'only the affinity fails', { affinityNm: 800 }],
    ['Pass', 'the affinity is unknown', { affinityNm: null }],
    [
      'PoorPresentation',
      'the affinity is unknown and the percentile fails',
      { affinityNm: null, percentileRank: 3 },
    ],
    ['PoorPresentation', 'only the percentile fails', { percentileRank: 3 }],
    ['RefMatch', 'only the reference match fails', { isSelfPeptide: true }],
    [
      'PoorTranscript',
      'only the transcript fails',
      { isManeSelect: false, isCanonical: false, supportLevel: 2 },
    ],
    [
      'PoorTranscript',
      'transcript and anchor fail (the anchor is not looked at)',
      { isManeSelect: false, isCanonical: false, supportLevel: 3, anchor: 'anchor_shared' },
    ],
    ['Anchor', 'only the anchor fails', { anchor: 'anchor_shared' }],
    ['Subclonal', 'only the VAF fails', { dnaVaf: 0.1 }],
    ['LowExpr', 'only the expression fails and the allele is expressed', { alleleExpression: 1, tpm: 2 }],
    [
      'LowExpr',
      'the gene is silent by TPM but RNA reads carry the variant',
      { alleleExpression: 0, tpm: 0, rnaDepth: 40, rnaVaf: 0.5 },
    ],
    ['NoExpr', 'the gene is silent', { alleleExpression: 0, tpm: 0, rnaDepth: 4, rnaVaf: 0.5 }],
    ['NoExpr', 'no RNA read carries the variant', { alleleExpression: 0, tpm: 50, rnaVaf: 0 }],
    ['Poor', 'affinity and clonality fail', { affinityNm: 800, dnaVaf: 0.1 }],
    ['Poor', 'affinity and percentile fail', { affinityNm: 800, percentileRank: 3 }],
  ])('is %s when %s', (expected, _when, changes) => {
    expect(tier(changes)).toBe(expected);
  });

  it.each<[string, Partial<FeatureRow>]>([
    ['expression', { alleleExpression: null, tpm: null, rnaVaf: null }],
    ['VAF', { dnaVaf: null }],
    ['reference match', { isSelfPeptide: null }],
    ['transcript quality', { isManeSelect: false, isCanonical: false, supportLevel: null }],
  ])('does not fail for an unknown %s', (_name, changes) => {
    expect(tier(changes)).toBe('Pass');
  });

  it('fails the anchor where the wild type is unknown, as pVACseq does', () => {
    expect(tier({ anchor: 'unknown', wildtypePeptide: null, wildtypeAffinityNm: null })).toBe('Anchor');
  });

  it('takes thresholds as strict: 500 nM and 2 % fail, 2.5 TPM fails, the half clonal VAF passes', () => {
    expect(tier({ affinityNm: 500 })).toBe('PoorBinder');
    expect(tier({ percentileRank: 2 })).toBe('PoorPresentation');
    expect(tier({ alleleExpression: 2.5 })).toBe('LowExpr');
    expect(tier({ dnaVaf: 0.25 })).toBe('Pass');
  });

  it('does not call an allele silent whose RNA reads carry the variant, even where the binding fails too', () => {
    expect(tier({ affinityNm: 900, alleleExpression: 0, tpm: 0, rnaDepth: 40, rnaVaf: 0.5 })).toBe('Poor');
  });
});

// Read off the rules of the released package; SCIENCE "Published policies" sums them up.
describe('pvacseq-7', () => {
  it('fails a transcript without MANE Select, canonical flag or level, which the default lets pass', () => {
    const changes = { isManeSelect: false, isCanonical: false, supportLevel: null };
    expect(tier(changes, pvacseq7)).toBe('PoorTranscript');
    expect(tier(changes)).toBe('Pass');
  });

  it('is PoorTranscript also where presentation or anchor fails beside the transcript, but not where the affinity does', () => {
    const poor = { isManeSelect: false, isCanonical: false, supportLevel: 3 };
    expect(tier({ ...poor, percentileRank: 9, anchor: 'anchor_shared' }, pvacseq7)).toBe('PoorTranscript');
    expect(tier({ ...poor, affinityNm: 900 }, pvacseq7)).toBe('Poor');
  });

  it('is NoExpr, not LowExpr, where the RNA depth is not known', () => {
    const silent = { alleleExpression: 0, tpm: 0, rnaVaf: 0.5 };
    expect(tier({ ...silent, rnaDepth: 40 }, pvacseq7)).toBe('LowExpr');
    expect(tier({ ...silent, rnaDepth: null }, pvacseq7)).toBe('NoExpr');
  });
});
