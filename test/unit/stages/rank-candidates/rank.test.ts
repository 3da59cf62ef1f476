import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate, FeatureRow, PolicyRank, RankedVariant } from '../../../../schemas/candidates.js';
import { factsOf } from '../../../../stages/rank-candidates/facts.js';
import { rankCandidates } from '../../../../stages/rank-candidates/index.js';
import { antigraph } from '../../../../stages/rank-candidates/policies/antigraph.js';
import { type LogisticScore, logisticScore } from '../../../../stages/rank-candidates/score.js';
import { featureRow } from '../../../support/feature-row.js';

function rank(features: readonly FeatureRow[], given: Record<string, unknown> = {}) {
  const candidates: Candidate[] = [];
  const ranked: RankedVariant[] = [];
  const policyRanks: PolicyRank[] = [];
  let tsv = '';
  void rankCandidates.run({
    params: rankCandidates.params.parse(given),
    inputs: { features },
    resources: { reference: null, predictor: null, classTwoPredictor: null },
    emit: {
      candidates: (row) => candidates.push(row),
      ranked: (row) => ranked.push(row),
      policyRanks: (row) => policyRanks.push(row),
      policyRanksTsv: (text) => {
        tsv += String(text);
      },
    },
    omit: () => undefined,
  });
  return { candidates, ranked, policyRanks, tsv };
}

function score(row: FeatureRow): LogisticScore {
  if (antigraph.score.kind !== 'logistic') throw new Error('the default has a logistic score');
  return logisticScore(factsOf(row), antigraph.score);
}

const support = {
  strength: 'strong',
  allele: 'HLA-DRB1*01:01',
  peptide: 'AAAAAAAAAAAAAAA',
  percentileRank: 0.5,
} as const;

const positive = fc.double({ min: 0.001, max: 50_000, noNaN: true });
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const anyFeature = fc
  .record({
    affinityNm: positive,
    percentileRank: fc.double({ min: 0.001, max: 100, noNaN: true }),
    alleleExpression: fc.option(positive),
    rnaAltReads: fc.option(fc.nat(5000)),
    dnaVaf: fc.option(fraction),
    cancerCellFraction: fc.option(fraction),
    hydrophobicCore: fc.double({ min: -4.5, max: 4.5, noNaN: true }),
    aromaticCore: fraction,
    agretopicity: fc.option(positive),
    otherBindingAlleles: fc.nat(5),
    anchor: fc.constantFrom('non_anchor', 'anchor_new', 'anchor_shared', 'unknown' as const),
  })
  .map((changes) => featureRow(changes));

describe('score', () => {
  it('explains itself: the terms sum exactly to the logit, and the logit gives the probability', () => {
    fc.assert(
      fc.property(anyFeature, (row) => {
        const { terms, logit, probability } = score(row);
        const thousandths = terms.reduce((sum, term) => sum + Math.round(term.contribution * 1000), 0);
        expect(thousandths).toBe(Math.round(logit * 1000));
        expect(probability).toBeCloseTo(1 / (1 + Math.exp(-logit)), 5);
        expect(terms.length).toBeLessThanOrEqual(13);
      }),
    );
  });

  it.each<[string, Partial<FeatureRow>, Partial<FeatureRow>]>([
    ['stronger presentation', { percentileRank: 0.1 }, { percentileRank: 1 }],
    ['more expression', { alleleExpression: 50 }, { alleleExpression: 5 }],
    ['more RNA reads', { rnaAltReads: 80 }, { rnaAltReads: 8 }],
    ['a clonal mutation', { cancerCellFraction: 1 }, { cancerCellFraction: 0.2 }],
    ['a hydrophobic core', { hydrophobicCore: 2 }, { hydrophobicCore: -2 }],
    ['an aromatic core', { aromaticCore: 0.4 }, { aromaticCore: 0 }],
    ['a mutation that faces the T cell', { anchor: 'non_anchor' }, { anchor: 'anchor_shared' }],
    ['binding gained over the wild type', { agretopicity: 0.05 }, { agretopicity: 2 }],
  ])('never falls with %s', (_name, better, worse) => {
    expect(score(featureRow(better)).logit).toBeGreaterThan(score(featureRow(worse)).logit);
  });
});

describe('rank-candidates', () => {
  it('combines the best three alleles of a variant: P = 1 − Π(1 − p)', () => {
    const rows = ['HLA-A*02:01', 'HLA-B*07:02', 'HLA-C*07:02', 'HLA-A*01:01'].map((allele, index) =>
      featureRow({ allele, percentileRank: 0.1 * (index + 1) }),
    );
    const { ranked, candidates } = rank(rows);
    const three = candidates
      .map((candidate) => candidate.probability)
      .sort((a, b) => b - a)
      .slice(0, 3);
    expect(ranked[0]?.probability).toBeCloseTo(1 - three.reduce((product, p) => product * (1 - p), 1), 4);
    expect(ranked[0]?.others.map((other) => other.allele)).toEqual([
      'HLA-B*07:02',
      'HLA-C*07:02',
      'HLA-A*01:01',
    ]);
  });

  it('orders by gate, tier, then probability', () => {
    const { ranked } = rank([
      featureRow({ alleleOrdinal: 1, alleleExpression: 3 }),
      featureRow({ alleleOrdinal: 2, alleleExpression: 300 }),
      featureRow({ alleleOrdinal: 3, affinityNm: 900, alleleExpression: 900 }),
      featureRow({ alleleOrdinal: 4, rnaDepth: 90, rnaAltReads: 0, rnaVaf: 0.4 }),
    ]);
    expect(ranked.map((variant) => variant.alleleOrdinal)).toEqual([2, 1, 3, 4]);
    expect(ranked.map((variant) => variant.rank)).toEqual([1, 2, 3, 4]);
    expect(ranked[3]?.isGated).toBe(true);
  });

  it('lets a certain peptide speak for its variant before a better one that rests on an assumption', () => {
    const certain = featureRow({ peptide: 'SLYNTVATL', percentileRank: 1, affinityNm: 600 });
    const assumed = featureRow({ peptide: 'SLYNTVATV', percentileRank: 0.1, hypothesis: 'on one molecule' });
    const { ranked } = rank([assumed, certain]);
    expect(ranked.map(({ best }) => best.peptide)).toEqual(['SLYNTVATL']);
    expect(ranked[0]?.tier).toBe('PoorBinder');
  });

  it('shows the assumed peptide where the certain one is of a tier that no shortlist takes', () => {
    const certain = featureRow({ peptide: 'SLYNTVATL', percentileRank: 9, affinityNm: 9000 });
    const assumed = featureRow({ peptide: 'SLYNTVATV', percentileRank: 0.1, hypothesis: 'on one molecule' });
    expect(rank([certain, assumed]).ranked[0]?.best.peptide).toBe('SLYNTVATV');
  });

  it('gates no variant for RNA that was not deep enough, or when the gate is switched off', () => {
    const shallow = featureRow({ rnaDepth: 19, rnaAltReads: 0 });
    const deep = featureRow({ rnaDepth: 20, rnaAltReads: 0 });
    expect(rank([shallow]).ranked[0]?.isGated).toBe(false);
    expect(rank([deep]).ranked[0]?.isGated).toBe(true);
    expect(rank([deep], { gates: ['self-peptide'] }).ranked[0]?.isGated).toBe(false);
  });

  it('gates candidates on a lost HLA allele, and lets the mutation live on its other alleles', () => {
    const lost = featureRow({ allele: 'HLA-A*02:01', percentileRank: 0.05, isAlleleLost: true });
    const kept = featureRow({ allele: 'HLA-B*07:02', percentileRank: 0.5, isAlleleLost: false });
    const { ranked, candidates } = rank([lost, kept]);
    expect(candidates.map(({ gates }) => gates)).toEqual([['the tumour lost the HLA allele'], []]);
    expect(ranked[0]).toMatchObject({ isGated: false, best: { allele: 'HLA-B*07:02' } });
    // The lost allele adds nothing to the variant's chance.
    expect(ranked[0]?.probability).toBe(candidates[1]?.probability);
    expect(rank([lost]).ranked[0]?.isGated).toBe(true);
    expect(rank([featureRow({ isAlleleLost: null })]).ranked[0]?.isGated).toBe(false);
    expect(rank([lost], { gates: ['self-peptide'] }).ranked[0]?.isGated).toBe(false);
  });

  it('shows the interval of the cancer cell fraction beside it', () => {
    const row = featureRow({ cancerCellFraction: 0.8, cancerCellFractionInterval: [0.62, 0.97] });
    const value = rank([row]).candidates[0]?.terms.find(({ name }) => name.startsWith('clonality'))?.value;
    expect(value).toBe('fraction of the tumour 0.8 (95 %: 0.62 to 0.97)');
  });

  it('orders by the probability whatever the board score is', () => {
    const rows = [
      featureRow({ alleleOrdinal: 1, percentileRank: 0.1, isManeSelect: true, agretopicity: 5 }),
      featureRow({ alleleOrdinal: 2, percentileRank: 0.15, agretopicity: 0.9, otherBindingAlleles: 0 }),
    ].map((row, index) => ({ ...row, classTwoSupport: index === 0 ? null : support }));
    const { ranked } = rank(rows);
    expect(ranked.map(({ alleleOrdinal }) => alleleOrdinal)).toEqual([1, 2]);
    expect(ranked[1]?.best.boardScore).toBeGreaterThan(ranked[0]?.best.boardScore ?? 1);
  });

  it('takes the clonal VAF from purity, else from the largest VAF below 0.6, at most 0.5', () => {
    const threshold = (rows: readonly FeatureRow[], given = {}) =>
      rank(rows, given).candidates[0]?.criteria.find((criterion) => criterion.name === 'clonality')
        ?.threshold;
    expect(threshold([featureRow({ dnaVaf: 0.4 })])).toBe('≥ 0.2');
    expect(threshold([featureRow({ dnaVaf: 0.55 }), featureRow({ dnaVaf: 0.9 })])).toBe('≥ 0.25');
    expect(threshold([featureRow({ dnaVaf: 0.4 })], { purity: 0.6 })).toBe('≥ 0.15');
    expect(threshold([featureRow({ dnaVaf: null })])).toBe('no DNA VAF known');
  });

  it('says what would make a failing candidate pass', () => {
    expect(rank([featureRow({ affinityNm: 900 })]).ranked[0]?.flip).toBe(
      'Pass needs affinity < 500 nM (is 900 nM)',
    );
  });

  it('keeps the probability of the default beside a policy whose score is none, and explains its own score', () => {
    const row = featureRow({ affinityNm: 100, rnaAltReads: 9 });
    const byDefault = rank([row]).ranked[0];
    const { ranked } = rank([row], { policy: 'vaxrank' });
    expect(ranked[0]?.probability).toBe(byDefault?.probability);
    expect(byDefault?.policyScore).toBeUndefined();
    const factors = ranked[0]?.best.policyScore?.factors ?? [];
    const product = factors.reduce((total, factor) => total * factor.contribution, 1);
    expect(product).toBeCloseTo(ranked[0]?.best.policyScore?.value ?? Number.NaN, 5);
  });

  it('ranks by a policy of the user, which extends a preset', () => {
    const rows = [
      featureRow({ alleleOrdinal: 1, percentileRank: 0.1, alleleExpression: 3 }),
      featureRow({ alleleOrdinal: 2, percentileRank: 1.5, alleleExpression: 300 }),
    ];
    const ordinals = (given: Record<string, unknown>) =>
      rank(rows, given).ranked.map((variant) => variant.alleleOrdinal);
    expect(ordinals({ policy: { name: 'binding-only', weights: { expression: 0 } } })).toEqual([1, 2]);
    expect(ordinals({ policy: { name: 'expression-only', weights: { presentation: 0 } } })).toEqual([2, 1]);
  });

  it('shows where each policy puts a variant, the policy in force first', () => {
    const { policyRanks, tsv } = rank(
      [
        featureRow({ alleleOrdinal: 1, variantId: 'chr1:1:A:T', affinityNm: 5, tpm: 1, alleleExpression: 3 }),
        featureRow({
          alleleOrdinal: 2,
          variantId: 'chr1:2:A:T',
          affinityNm: 30,
          tpm: 500,
          alleleExpression: 200,
        }),
      ],
      { policy: 'lens' },
    );
    expect(policyRanks.map(({ variantId }) => variantId)).toEqual(['chr1:1:A:T', 'chr1:2:A:T']);
    const standing = (policy: string) =>
      policyRanks.map(({ standings }) => standings.find((each) => each.policy === policy)?.rank);
    expect(policyRanks[0]?.standings.map(({ policy }) => policy)).toEqual([
      'lens',
      'antigraph',
      'pvacseq-7',
      'vaxrank',
      'mupexi',
      'tesla',
    ]);
    // LENS and Vaxrank see binding and reads; TESLA asks for 33 TPM first.
    expect(standing('lens')).toEqual([1, 2]);
    expect(standing('tesla')).toEqual([2, 1]);
    expect(policyRanks[0]?.spread).toBe(1);
    expect(tsv.split('\n')[0]).toMatch(/^variant\tgene\thgvs_p\tlens\.rank\tlens\.tier\t/);
    expect(tsv.trimEnd().split('\n')).toHaveLength(3);
  });
});
