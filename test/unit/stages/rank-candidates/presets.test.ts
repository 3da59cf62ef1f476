import { describe, expect, it } from 'vitest';
import type { FeatureRow } from '../../../../schemas/candidates.js';
import { judge, type PolicyContext, rankVariants } from '../../../../stages/rank-candidates/apply-policy.js';
import { factsOf } from '../../../../stages/rank-candidates/facts.js';
import { limitsOf } from '../../../../stages/rank-candidates/limits.js';
import { paramsSchema } from '../../../../stages/rank-candidates/params.js';
import { policySchema } from '../../../../stages/rank-candidates/policies/policy.js';
import {
  type PresetName,
  presetNames,
  presets,
} from '../../../../stages/rank-candidates/policies/presets.js';
import { presetOf } from '../../../../stages/rank-candidates/policies/resolve.js';
import { largestOf } from '../../../../stages/rank-candidates/score.js';
import { featureRow } from '../../../support/feature-row.js';

function rankBy(name: PresetName, rows: readonly Partial<FeatureRow>[]) {
  const facts = rows.map((changes) => factsOf(featureRow(changes)));
  const policy = presetOf(name);
  const context: PolicyContext = {
    policy,
    limits: limitsOf(
      paramsSchema.parse({}),
      facts.map(({ numbers }) => numbers.dnaVaf),
    ),
    largest: largestOf(policy, facts),
    gatesInForce: ['self-peptide', 'no-rna-read'],
  };
  return rankVariants(
    facts.map((each) => judge(each, context)),
    context,
  );
}

/** Score of a lone variant. */
const scoreBy = (name: PresetName, changes: Partial<FeatureRow>) => rankBy(name, [changes])[0]?.score;

describe('presets', () => {
  it('are all declared, by their names and within the schema of a policy', () => {
    expect(presets.map(({ name }) => name)).toEqual(presetNames);
    for (const preset of presets) expect(policySchema.parse(preset)).toEqual(preset);
  });
});

// score = sqrt(reads) × Σ L(x), L(x) = [1/(1 + e^((x − 350)/150))] / [1/(1 + e^(−350/150))], 0 from 5000 nM.
describe('vaxrank', () => {
  /** L(0) = 1 by definition, 1/(1 + e^(−7/3)) = 0.91160; L(350) = 0.5/0.91160; L(50) = 0.88080/0.91160. */
  it.each([
    [350, 4, 2 * (0.5 / 0.9116)],
    [50, 9, 3 * (0.880797 / 0.9116)],
    [4999, 1, 0],
    [5000, 100, 0],
  ])('gives %i nM and %i reads the score worked by hand', (affinityNm, rnaAltReads, expected) => {
    expect(scoreBy('vaxrank', { affinityNm, rnaAltReads })).toBeCloseTo(expected, 4);
  });

  it('sums over peptides and alleles, each pair once, and leaves out those of the proteome', () => {
    const pair = { affinityNm: 350, rnaAltReads: 1, window: '' };
    const [variant] = rankBy('vaxrank', [
      pair,
      { ...pair, allele: 'HLA-B*07:02' },
      { ...pair, transcript: 'ENST00000000002.1' },
      { ...pair, peptide: 'SLYNTVATV', isSelfPeptide: true },
    ]);
    expect(variant?.score).toBeCloseTo((2 * 0.5) / 0.9116, 4);
  });

  it('counts only peptides that fit one stretch of 25 residues', () => {
    const window = `ACDEFGHIK${'L'.repeat(20)}MNPQRSTVW`;
    const pair = { affinityNm: 350, rnaAltReads: 1, window };
    const [variant] = rankBy('vaxrank', [
      { ...pair, peptide: 'ACDEFGHIK' },
      { ...pair, peptide: 'MNPQRSTVW' },
    ]);
    expect(variant?.score).toBeCloseTo(0.5 / 0.9116, 4);
  });

  it('weighs by binding alone where no RNA is known, and scores 0 without a mutant read', () => {
    expect(scoreBy('vaxrank', { affinityNm: 350, rnaAltReads: null })).toBeCloseTo(0.5 / 0.9116, 4);
    expect(rankBy('vaxrank', [{ rnaAltReads: 0 }])[0]).toMatchObject({ score: 0, tier: 'Poor' });
  });
});

// score = A(rank_mut) × tanh(expr + 0.1) × (1 − 2^−mismatches × A(rank_wt)) × AF, A(r) = 1/(1 + e^(5(r − 2))).
describe('mupexi', () => {
  const row: Partial<FeatureRow> = {
    percentileRank: 2,
    tpm: 0.4,
    wildtypePercentileRank: 2,
    mutatedOffsets: [4],
    dnaVaf: 0.4,
  };

  it('gives the score worked by hand: 0.5 × tanh 0.5 × (1 − 0.5 × 0.5) × 0.4', () => {
    expect(scoreBy('mupexi', row)).toBeCloseTo(0.5 * 0.4621172 * 0.75 * 0.4, 6);
  });

  it('takes nothing off where there is no wild-type counterpart', () => {
    const novel = { ...row, wildtypePeptide: null, wildtypePercentileRank: null };
    expect(scoreBy('mupexi', novel)).toBeCloseTo(0.5 * 0.4621172 * 0.4, 6);
  });

  it('scores a peptide of the proteome 0', () => {
    expect(scoreBy('mupexi', { ...row, isSelfPeptide: true })).toBe(0);
  });
});

// score = max(0, 1 − IC50/1000) × log2(1 + reads)/largest × CCF, a CCF not known counting as 1.
describe('lens', () => {
  it('gives the scores worked by hand, the largest log of the report as the measure', () => {
    const ranked = rankBy('lens', [
      { alleleOrdinal: 1, affinityNm: 250, rnaAltReads: 3, cancerCellFraction: 0.5 },
      { alleleOrdinal: 2, affinityNm: 500, rnaAltReads: 15 },
      { alleleOrdinal: 3, affinityNm: 1200, rnaAltReads: 7 },
    ]);
    const scores = ranked.map(({ facts, score, tier }) => [facts.ordinal, score, tier]);
    expect(scores).toEqual([
      [2, 0.5, 'Pass'],
      [1, 0.75 * 0.5 * 0.5, 'Pass'],
      [3, 0, 'Poor'],
    ]);
  });

  it('has no score where reads or affinity are not known', () => {
    expect(scoreBy('lens', { rnaAltReads: null })).toBeNull();
    expect(scoreBy('lens', { affinityNm: null })).toBeNull();
  });
});

// Wells 2020: presented below 34 nM, above 33 TPM, half-life above 1.4 h; recognised by agretopicity below 0.1 or foreignness above 1e-16.
describe('tesla', () => {
  const presented: Partial<FeatureRow> = { affinityNm: 20, tpm: 50, halfLifeHours: 3, agretopicity: 0.05 };

  it.each<[string, Partial<FeatureRow>]>([
    ['Pass', {}],
    ['PoorBinder', { affinityNm: 34 }],
    ['LowExpr', { tpm: 33 }],
    ['PoorPresentation', { halfLifeHours: 1.4 }],
    ['Poor', { affinityNm: 34, tpm: 33 }],
    ['Pass', { halfLifeHours: null }],
  ])('is %s with %o', (expected, changes) => {
    expect(rankBy('tesla', [{ ...presented, ...changes }])[0]?.tier).toBe(expected);
  });

  it('orders those that pass by affinity', () => {
    const ranked = rankBy('tesla', [
      { ...presented, alleleOrdinal: 1, affinityNm: 30 },
      { ...presented, alleleOrdinal: 2, affinityNm: 3 },
      { ...presented, alleleOrdinal: 3, affinityNm: 1, tpm: 2 },
    ]);
    expect(ranked.map(({ facts }) => facts.ordinal)).toEqual([2, 1, 3]);
    expect(ranked[0]?.score).toBeCloseTo(1 / 4, 9);
  });
});

describe('pvacseq-7', () => {
  it('lets the peptide with the least sum of dense ranks speak, then the stronger binder', () => {
    // Ranks of affinity 1, 2, 3 and of percentile 3, 1, 2: sums 4, 3, 5.
    const [variant] = rankBy('pvacseq-7', [
      { peptide: 'AAAAAAAAA', affinityNm: 10, percentileRank: 1.5 },
      { peptide: 'CCCCCCCCC', affinityNm: 20, percentileRank: 0.1 },
      { peptide: 'DDDDDDDDD', affinityNm: 30, percentileRank: 0.5 },
    ]);
    expect(variant?.candidates.map(({ facts }) => facts.peptide[0])).toEqual(['C', 'A', 'D']);
  });

  it('prefers a coding, known transcript and a mutation off the anchors to binding', () => {
    const [variant] = rankBy('pvacseq-7', [
      { peptide: 'AAAAAAAAA', affinityNm: 1, biotype: 'nonsense_mediated_decay' },
      { peptide: 'CCCCCCCCC', affinityNm: 2, isManeSelect: false, isCanonical: false, supportLevel: 5 },
      { peptide: 'DDDDDDDDD', affinityNm: 3, anchor: 'anchor_shared' },
      { peptide: 'EEEEEEEEE', affinityNm: 400 },
    ]);
    expect(variant?.best.facts.peptide).toBe('EEEEEEEEE');
  });

  it('skips a preference that no candidate meets', () => {
    const [variant] = rankBy('pvacseq-7', [
      { peptide: 'AAAAAAAAA', affinityNm: 1, biotype: 'retained_intron', anchor: 'anchor_shared' },
      { peptide: 'CCCCCCCCC', affinityNm: 2, biotype: 'retained_intron' },
    ]);
    expect(variant?.best.facts.peptide).toBe('CCCCCCCCC');
  });

  it('scores by minus the sum of dense ranks of expression, affinity and percentile within the report', () => {
    const ranked = rankBy('pvacseq-7', [
      { alleleOrdinal: 1, alleleExpression: 10, affinityNm: 100, percentileRank: 1 },
      { alleleOrdinal: 2, alleleExpression: 50, affinityNm: 200, percentileRank: 0.5 },
      {
        alleleOrdinal: 3,
        alleleExpression: null,
        rnaVaf: null,
        tpm: null,
        affinityNm: 200,
        percentileRank: 0.5,
      },
    ]);
    // Expression ranks 2, 1, 3; affinity 1, 2, 2; percentile 2, 1, 1.
    expect(ranked.map(({ facts, score }) => [facts.ordinal, score])).toEqual([
      [2, -4],
      [1, -5],
      [3, -6],
    ]);
  });
});
