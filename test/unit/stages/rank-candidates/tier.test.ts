import { describe, expect, it } from 'vitest';
import type { FeatureRow, Tier } from '../../../../schemas/candidates.js';
import { criteriaOf, type TierParams, tierOf } from '../../../../stages/rank-candidates/tier.js';
import { featureRow } from '../../../support/feature-row.js';

/** Defaults of pVACseq 7.1.5: 500 nM, 2 %, 1 TPM × 0.25 × 10, half of a clonal VAF of 0.5, TSL 1. */
const params: TierParams = {
  affinityLimitNm: 500,
  percentileLimit: 2,
  alleleExpressionLimit: 2.5,
  subclonalVaf: 0.25,
  maximumTranscriptLevel: 1,
};

function tier(changes: Partial<FeatureRow>): Tier {
  const row = featureRow(changes);
  return tierOf(row, criteriaOf(row, params));
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
});
