import { describe, expect, it } from 'vitest';
import type { FeatureRow, RankedVariant, ShortlistRow } from '../../../../schemas/candidates.js';
import type { Omission } from '../../../../schemas/omissions.js';
import { rankCandidates } from '../../../../stages/rank-candidates/index.js';
import { selectShortlist } from '../../../../stages/select-shortlist/index.js';
import { featureRow } from '../../../support/feature-row.js';

function select(features: readonly FeatureRow[], given: Record<string, unknown> = {}) {
  const ranked: RankedVariant[] = [];
  const picks: ShortlistRow[] = [];
  const omissions: Omission[] = [];
  const resources = { reference: null, predictor: null };
  void rankCandidates.run({
    params: rankCandidates.params.parse({}),
    inputs: { features },
    resources,
    emit: {
      candidates: () => undefined,
      ranked: (row) => ranked.push(row),
      policyRanks: () => undefined,
      policyRanksTsv: () => undefined,
    },
    omit: () => undefined,
  });
  void selectShortlist.run({
    params: selectShortlist.params.parse(given),
    inputs: { ranked },
    resources,
    emit: { shortlist: (row) => picks.push(row) },
    omit: (omission) => omissions.push(omission),
  });
  return { picks: picks.map((pick) => pick.alleleOrdinal), omissions };
}

/** Variants of as many genes, best first. */
const variants = [1, 2, 3, 4, 5].map((ordinal) =>
  featureRow({
    alleleOrdinal: ordinal,
    gene: `GENE${ordinal}`,
    window: `W${ordinal}`,
    transcript: `T${ordinal}`,
    percentileRank: ordinal / 10,
  }),
);

describe('select-shortlist', () => {
  it('takes the best in rank order up to the size, and says of each other why not', () => {
    const { picks, omissions } = select(variants, { size: 3 });
    expect(picks).toEqual([1, 2, 3]);
    expect(omissions.map((omission) => [omission.alleleOrdinal, omission.code])).toEqual([
      [4, 'BEYOND_SHORTLIST'],
      [5, 'BEYOND_SHORTLIST'],
    ]);
  });

  it('takes at most so many of one gene', () => {
    const sameGene = variants.map((row) => ({ ...row, gene: 'GENE1' }));
    expect(select(sameGene, { perGene: 2 }).picks).toEqual([1, 2]);
  });

  it('takes one product of phased variants once', () => {
    const [first, second, ...rest] = variants;
    if (first === undefined || second === undefined) throw new RangeError('fixture');
    const { picks, omissions } = select([first, { ...second, transcript: 'T1', window: 'W1' }, ...rest]);
    expect(picks).toEqual([1, 3, 4, 5]);
    expect(omissions[0]?.reason).toContain('same protein product');
  });

  it('leaves out gated variants and tiers that are excluded, and takes the latter when told to', () => {
    const poor = variants.map((row) =>
      row.alleleOrdinal === 2 ? { ...row, affinityNm: 9000, percentileRank: 9 } : row,
    );
    const gated = poor.map((row) =>
      row.alleleOrdinal === 3 ? { ...row, rnaDepth: 50, rnaAltReads: 0 } : row,
    );
    const { picks, omissions } = select(gated);
    expect(picks).toEqual([1, 4, 5]);
    expect(omissions.map((omission) => omission.code).sort()).toEqual(['BEYOND_SHORTLIST', 'GATED']);
    expect(select(gated, { excludedTiers: [] }).picks).toEqual([1, 4, 5, 2]);
  });

  it('takes what rests on an assumption where RNA reads show it, or when told to', () => {
    const [first] = variants;
    const assumed = { ...first, hypothesis: 'intron 4 is retained', proteoform: 'retain-intron-4' };
    expect(select([featureRow({ ...assumed, rnaAltReads: 4 })]).picks).toEqual([1]);
    expect(select([featureRow({ ...assumed, rnaAltReads: null })]).picks).toEqual([]);
    expect(select([featureRow({ ...assumed, rnaAltReads: null })], { allowHypotheses: true }).picks).toEqual([
      1,
    ]);
  });

  it('takes RNA reads of an allele for no proof of its phase, another start of translation or a skipped exon', () => {
    const read = { rnaAltReads: 40, hypothesis: 'assumed' };
    const phase = featureRow({ ...read, phaseState: 'possible', proteoform: 'with:chr1:109:A:T' });
    const start = featureRow({ ...read, proteoform: 'start-34' });
    expect(select([phase]).picks).toEqual([]);
    expect(select([start]).picks).toEqual([]);
    expect(select([featureRow({ ...read, proteoform: 'skip-exon-5' })]).picks).toEqual([]);
    expect(select([featureRow({ ...read, proteoform: 'retain-intron-4' })]).picks).toEqual([1]);
  });
});
