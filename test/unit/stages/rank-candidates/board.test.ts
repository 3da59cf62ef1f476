import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeatureRow } from '../../../../schemas/candidates.js';
import { boardOf } from '../../../../stages/rank-candidates/board.js';
import { factsOf } from '../../../../stages/rank-candidates/facts.js';
import { limitsOf } from '../../../../stages/rank-candidates/limits.js';
import { paramsSchema } from '../../../../stages/rank-candidates/params.js';
import { featureRow } from '../../../support/feature-row.js';

const limits = limitsOf(paramsSchema.parse({}), []);
const board = (changes: Partial<FeatureRow>) => boardOf(factsOf(featureRow(changes)), limits);
const points = (name: string, changes: Partial<FeatureRow>) =>
  board(changes).boardParts.find((part) => part.name === name)?.points;

describe('board score', () => {
  it.each<[string, number, Partial<FeatureRow>]>([
    // Half the points at the published threshold, all a factor of ten better, none a factor of ten worse.
    ['affinity', 1, { affinityNm: 500 }],
    ['affinity', 2, { affinityNm: 50 }],
    ['affinity', 2, { affinityNm: 1 }],
    ['affinity', 0, { affinityNm: 5000 }],
    ['presentation', 1, { percentileRank: 2 }],
    ['allele expression', 1, { alleleExpression: 2.5 }],
    ['allele expression', 2, { alleleExpression: 25 }],
    ['allele expression', 0, { alleleExpression: 0 }],
    ['mutant RNA reads', 0.5, { rnaAltReads: 2 }],
    ['agretopicity', 0.5, { agretopicity: 0.1 }],
    ['agretopicity', 0, { agretopicity: 1 }],
    ['fraction of the tumour', 0.6, { cancerCellFraction: 0.3 }],
    ['new to T cells', 0, { anchor: 'anchor_shared' }],
    ['not in the proteome', 0, { isSelfPeptide: true }],
    ['further HLA alleles', 0.5, { otherBindingAlleles: 1 }],
    [
      'class II support',
      0.5,
      { classTwoSupport: { strength: 'weak', allele: 'a', peptide: 'p', percentileRank: 5 } },
    ],
    ['certain protein', 0, { hypothesis: 'on one molecule' }],
  ])('gives %s %d points for %o', (name, expected, changes) => {
    expect(points(name, changes)).toBeCloseTo(expected, 2);
  });

  it('is the points of the known parts over what these could have, so that anybody can add it up', () => {
    // 2 + 2 + 1 + 1 + 2·0.8 + 2 + 0.04 + 2 + 1 + 1 + 0 of 17: class II is not known. 0.04 is half of 1 + log10(0.1 ÷ 0.8333).
    const { boardScore, boardParts } = board({
      ...{ affinityNm: 50, percentileRank: 0.2, alleleExpression: 2.5, rnaAltReads: 40, dnaVaf: 0.4 },
      ...{ agretopicity: 0.8333, otherBindingAlleles: 0, classTwoSupport: null },
    });
    expect(boardParts.find(({ name }) => name === 'class II support')?.points).toBeNull();
    expect(boardScore).toBeCloseTo((2 + 2 + 1 + 1 + 1.6 + 2 + 0.04 + 2 + 1 + 1 + 0) / 17, 3);
  });

  it('is unknown where fewer than half of the points can be known', () => {
    const nothing = {
      ...{ affinityNm: null, alleleExpression: null, rnaAltReads: null, rnaVaf: null, tpm: null },
      ...{ dnaVaf: null, anchor: 'unknown' as const, agretopicity: null, isSelfPeptide: null },
    };
    expect(board(nothing).boardScore).toBeNull();
    expect(board({ ...nothing, affinityNm: 50, alleleExpression: 5 }).boardScore).not.toBeNull();
  });

  it('never lies outside 0 to 1', () => {
    const positive = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({
          affinityNm: fc.option(positive),
          percentileRank: positive,
          alleleExpression: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
          rnaAltReads: fc.option(fc.nat()),
          otherBindingAlleles: fc.nat(),
          agretopicity: fc.option(positive),
        }),
        (changes) => {
          const { boardScore } = board(changes);
          expect(boardScore === null || (boardScore >= 0 && boardScore <= 1)).toBe(true);
        },
      ),
    );
  });
});
