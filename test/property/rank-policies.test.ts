import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeatureRow } from '../../schemas/candidates.js';
import { judge, type PolicyContext, rankVariants } from '../../stages/rank-candidates/apply-policy.js';
import { type CandidateFacts, factsOf } from '../../stages/rank-candidates/facts.js';
import { limitsOf } from '../../stages/rank-candidates/limits.js';
import { rankSums } from '../../stages/rank-candidates/order.js';
import { paramsSchema } from '../../stages/rank-candidates/params.js';
import type { Policy } from '../../stages/rank-candidates/policies/policy.js';
import { presets } from '../../stages/rank-candidates/policies/presets.js';
import { largestOf } from '../../stages/rank-candidates/score.js';
import { featureRow } from '../support/feature-row.js';

const known = (max: number) => fc.option(fc.double({ min: 0, max, noNaN: true }));
const rows: fc.Arbitrary<FeatureRow[]> = fc.array(
  fc
    .record({
      alleleOrdinal: fc.integer({ min: 1, max: 6 }),
      peptide: fc.constantFrom('SLYNTVATL', 'GILGFVFTL', 'NLVPMVATV', 'SLYNTVAT'),
      allele: fc.constantFrom('HLA-A*02:01', 'HLA-B*07:02'),
      affinityNm: fc.option(fc.constantFrom(1, 33, 499, 500, 6000)),
      percentileRank: fc.constantFrom(0.1, 1.9, 2, 30),
      tpm: known(100),
      alleleExpression: known(100),
      rnaAltReads: fc.option(fc.nat(50)),
      dnaVaf: known(1),
      isSelfPeptide: fc.option(fc.boolean()),
      hypothesis: fc.option(fc.constant('assumed')),
      window: fc.constant(''),
    })
    .map(featureRow),
  { minLength: 1, maxLength: 20 },
);

function rank(policy: Policy, facts: readonly CandidateFacts[]) {
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

describe.each(presets.map((policy) => ({ name: policy.name, policy })))('policy $name', ({ policy }) => {
  it('gives every variant one place, and every candidate of it one too', () => {
    fc.assert(
      fc.property(rows, (features) => {
        const ranked = rank(policy, features.map(factsOf));
        const ordinals = ranked.map(({ facts }) => facts.ordinal);
        expect([...ordinals].sort()).toEqual([
          ...new Set(features.map((row) => row.alleleOrdinal).sort((a, b) => a - b)),
        ]);
        expect(ranked.flatMap(({ candidates }) => candidates)).toHaveLength(features.length);
      }),
      { numRuns: 40 },
    );
  });

  it('orders variants alike in whatever order candidates come', () => {
    fc.assert(
      fc.property(rows, (features) => {
        const order = (facts: readonly CandidateFacts[]) =>
          rank(policy, facts).map(({ facts: best, score, tier }) => [
            best.ordinal,
            tier,
            score === null ? null : Number(score.toPrecision(10)),
          ]);
        // Of candidates equal in all that pVACseq compares, the first of the file speaks: there the order may matter.
        const distinct = [
          ...new Map(
            features.map((row) => [`${row.alleleOrdinal} ${row.affinityNm} ${row.percentileRank}`, row]),
          ).values(),
        ].map(factsOf);
        const given = policy.name === 'pvacseq-7' ? distinct : features.map(factsOf);
        const unique = [
          ...new Map(
            given.map((facts) => [`${facts.ordinal} ${facts.peptide} ${facts.allele}`, facts]),
          ).values(),
        ];
        expect(order([...unique].reverse())).toEqual(order(unique));
      }),
      { numRuns: 40 },
    );
  });
});

describe('rank sums', () => {
  it('count dense ranks from 1, unknown values sharing the last', () => {
    const facts = [5, null, 3, 5, null].map((affinityNm) => factsOf(featureRow({ affinityNm })));
    expect(rankSums(facts, [{ fact: 'affinityNm', direction: 'ascending', decimals: null }])).toEqual([
      2, 3, 1, 2, 3,
    ]);
    expect(rankSums(facts, [{ fact: 'affinityNm', direction: 'descending', decimals: null }])).toEqual([
      1, 3, 2, 1, 3,
    ]);
  });
});
