import { describe, expect, it } from 'vitest';
import { featureRow } from '../../../support/feature-row.js';
import { select, selectVariants } from '../../../support/select-shortlist.js';

/** Variants of as many genes, best first. */
const variants = [1, 2, 3, 4, 5].map((ordinal) =>
  featureRow({
    alleleOrdinal: ordinal,
    variantId: `chr1:${ordinal}:A:T`,
    gene: `GENE${ordinal}`,
    window: `W${ordinal}`,
    transcript: `T${ordinal}`,
    percentileRank: ordinal / 10,
  }),
);

describe.each(['objective', 'rank'])('select-shortlist by %s', (method) => {
  it('takes the likeliest up to the size where all are seen by one allele, and says of each other why not', async () => {
    const { picks, omissions } = await select(variants, { params: { method, size: 3 } });
    expect(picks).toEqual([1, 2, 3]);
    expect(omissions.map((omission) => [omission.alleleOrdinal, omission.code])).toEqual([
      [4, 'BEYOND_SHORTLIST'],
      [5, 'BEYOND_SHORTLIST'],
    ]);
  });

  it('takes at most so many of one gene', async () => {
    const sameGene = variants.map((row) => ({ ...row, gene: 'GENE1' }));
    expect((await select(sameGene, { params: { method, perGene: 2 } })).picks).toEqual([1, 2]);
  });

  it('takes one product of phased variants once', async () => {
    const [first, second, ...rest] = variants;
    if (first === undefined || second === undefined) throw new RangeError('fixture');
    const together = { ...second, gene: first.gene, transcript: 'T1', window: 'W1' };
    const { picks, omissions } = await select([first, together, ...rest], { params: { method } });
    expect(picks).toEqual([1, 3, 4, 5]);
    expect(omissions[0]?.reason).toContain('same protein product as chr1:1:A:T');
  });

  it('leaves out gated variants and tiers that are excluded, and takes the latter when told to', async () => {
    const poor = variants.map((row) =>
      row.alleleOrdinal === 2 ? { ...row, affinityNm: 9000, percentileRank: 9 } : row,
    );
    const gated = poor.map((row) =>
      row.alleleOrdinal === 3 ? { ...row, rnaDepth: 50, rnaAltReads: 0 } : row,
    );
    const { picks, omissions } = await select(gated, { params: { method } });
    expect(picks).toEqual([1, 4, 5]);
    expect(omissions.map((omission) => omission.code).sort()).toEqual(['BEYOND_SHORTLIST', 'GATED']);
    const all = await select(gated, { params: { method, excludedTiers: [] } });
    expect(all.picks).toEqual([1, 4, 5, 2]);
  });

  it('takes what rests on an assumption where RNA reads show it, or when told to', async () => {
    const [first] = variants;
    const assumed = { ...first, hypothesis: 'intron 4 is retained', proteoform: 'retain-intron-4' };
    const unread = [featureRow({ ...assumed, rnaAltReads: null })];
    expect(
      (await select([featureRow({ ...assumed, rnaAltReads: 4 })], { params: { method } })).picks,
    ).toEqual([1]);
    expect((await select(unread, { params: { method } })).picks).toEqual([]);
    expect((await select(unread, { params: { method, allowHypotheses: true } })).picks).toEqual([1]);
  });

  it('takes RNA reads of an allele for no proof of its phase, another start of translation or a skipped exon', async () => {
    const read = { rnaAltReads: 40, hypothesis: 'assumed' };
    const picksOf = async (row: ReturnType<typeof featureRow>) =>
      (await select([row], { params: { method } })).picks;
    const phase = featureRow({ ...read, phaseState: 'possible', proteoform: 'with:chr1:109:A:T' });
    expect(await picksOf(phase)).toEqual([]);
    expect(await picksOf(featureRow({ ...read, proteoform: 'start-34' }))).toEqual([]);
    expect(await picksOf(featureRow({ ...read, proteoform: 'skip-exon-5' }))).toEqual([]);
    expect(await picksOf(featureRow({ ...read, proteoform: 'retain-intron-4' }))).toEqual([1]);
  });

  it('gives an empty shortlist of nothing', async () => {
    const { picks, selection } = await select([], { params: { method } });
    expect(picks).toEqual([]);
    expect(selection).toMatchObject({ objective: 0, bound: 0, gap: 0, isProven: true, coverage: [] });
  });
});

describe('the objective', () => {
  const a = 'HLA-A*02:01';
  const b = 'HLA-B*07:02';

  it('covers a second allele before it covers the first one twice', async () => {
    // Of two: A + A is worth 1 − 0.5·0.6 = 0.7; A + B 0.5 + 0.3 = 0.8.
    const specs = [
      { ordinal: 1, probabilities: { [a]: 0.5 } },
      { ordinal: 2, probabilities: { [a]: 0.4 } },
      { ordinal: 3, probabilities: { [b]: 0.3 } },
    ];
    const { picks, selection, omissions } = await selectVariants(specs, { params: { size: 2 } });
    expect(picks).toEqual([1, 3]);
    expect(selection).toMatchObject({ objective: 0.8, bound: 0.8, gap: 0, isProven: true });
    expect(selection.byRank).toEqual({ objective: 0.7, sharedCount: 1 });
    // Beside 0.5 on the same allele, 0.4 adds 0.5 × 0.4.
    expect(omissions.map(({ reason }) => reason)).toEqual([
      'ranked 2; the 2 antigens of the shortlist cover 0.8, this one would add 0.2',
    ]);
    expect((await selectVariants(specs, { params: { size: 2, method: 'rank' } })).picks).toEqual([1, 2]);
  });

  it('says what each pick adds in its place, what it alone adds, and how far each allele is covered', async () => {
    const { selection } = await selectVariants(
      [
        { ordinal: 1, probabilities: { [b]: 0.2 } },
        { ordinal: 2, probabilities: { [a]: 0.5 } },
        { ordinal: 3, probabilities: { [a]: 0.4 } },
      ],
      { alleles: [a, b, 'HLA-C*07:01'] },
    );
    // By gain: 0.5; then 0.2 against 0.5 × 0.4 on an allele half covered: equal, so the better ranked first.
    expect(selection.picks.map(({ alleleOrdinal, marginalGain }) => [alleleOrdinal, marginalGain])).toEqual([
      [2, 0.5],
      [1, 0.2],
      [3, 0.2],
    ]);
    expect(selection.picks.map(({ uniqueGain }) => uniqueGain)).toEqual([0.3, 0.2, 0.2]);
    expect(
      selection.coverage.map(({ allele, coverage, antigenCount }) => [allele, coverage, antigenCount]),
    ).toEqual([
      [a, 0.7, 2],
      [b, 0.2, 1],
      ['HLA-C*07:01', 0, 0],
    ]);
    expect(selection.notes).toEqual(['no antigen of the list is seen by HLA-C*07:01']);
  });

  it('prefers what more cancer cells carry, and takes fractions as nested', async () => {
    const specs = [
      { ordinal: 1, probabilities: { [a]: 0.5 }, changes: { cancerCellFraction: 0.5 } },
      {
        ordinal: 2,
        probabilities: { [a]: 0.4 },
        changes: { cancerCellFraction: 1, clonality: 'clonal' as const },
      },
    ];
    const { picks, selection } = await selectVariants(specs);
    // Alone 0.25 and 0.4. Together: half of the cells 1 − 0.5·0.6, the other half 0.4.
    expect(picks).toEqual([2, 1]);
    expect(selection.objective).toBeCloseTo(0.5 * 0.7 + 0.5 * 0.4, 6);
    expect(selection.clones).toEqual([
      { clone: 'cells 0-50 %', weight: 0.5 },
      { clone: 'cells 50-100 %', weight: 0.5 },
    ]);
  });

  it('counts a variant of unknown fraction as the parameter says, and one whose interval reaches 1 as clonal', async () => {
    const fractionOf = async (changes: object, params = {}) =>
      (await selectVariants([{ ordinal: 1, probabilities: { [a]: 0.5 }, changes }], { params })).selection
        .picks[0];
    expect(await fractionOf({ cancerCellFraction: null })).toMatchObject({
      cellFraction: 1,
      cellFractionFrom: 'unknown',
    });
    expect(await fractionOf({ cancerCellFraction: null }, { unknownCellFraction: 0.7 })).toMatchObject({
      cellFraction: 0.7,
    });
    expect(await fractionOf({ cancerCellFraction: 0.8, clonality: 'clonal' })).toMatchObject({
      cellFraction: 1,
      cellFractionFrom: 'clonality',
    });
  });

  it('counts nothing on an allele that the tumour lost, nor of a candidate that a gate shuts out', async () => {
    const best = { ordinal: 1, probabilities: { [a]: 0.5 } };
    const lost = await selectVariants([
      best,
      { ordinal: 2, probabilities: { [b]: 0.9 }, changes: { isAlleleLost: true } },
    ]);
    expect(lost.selection).toMatchObject({ objective: 0.5, alleles: [a], lostAlleles: [b] });
    const gated = await selectVariants([
      best,
      { ordinal: 2, probabilities: { [b]: 0.9 }, changes: { gates: ['self'] } },
    ]);
    expect(gated.picks).toEqual([1]);
    expect(gated.selection.objective).toBe(0.5);
  });

  it('counts only peptides that the product has which speaks for the variant', async () => {
    const best = featureRow({ window: 'AAAASLYNTVATLAAA', transcript: 'T1' });
    const inside = featureRow({
      ...best,
      transcript: 'T2',
      window: 'SLYNTVATLAAAAA',
      allele: b,
      percentileRank: 0.4,
    });
    const elsewhere = featureRow({
      ...best,
      transcript: 'T3',
      window: 'CCCGILGFVFTL',
      peptide: 'GILGFVFTL',
      allele: 'HLA-C*07:01',
      percentileRank: 0.4,
    });
    const { selection } = await select([best, inside, elsewhere]);
    expect(selection.picks[0]?.alleles.map(({ allele }) => allele)).toEqual([a, b]);
  });

  it('leaves a better-ranked antigen its place where the difference is no more than the tolerance', async () => {
    const specs = [
      { ordinal: 1, probabilities: { [a]: 0.4 } },
      { ordinal: 2, probabilities: { [a]: 0.401 } },
    ];
    expect((await selectVariants(specs, { params: { size: 1 } })).picks).toEqual([1]);
    const strict = await selectVariants(specs, { params: { size: 1, tieTolerance: 0 } });
    expect(strict.picks).toEqual([2]);
    const tied = await selectVariants(specs, { params: { size: 1 } });
    expect(tied.selection).toMatchObject({ objective: 0.4, bound: 0.401, bestFound: 0.401, isProven: true });
    expect(tied.selection.gap).toBeCloseTo(0.001 / 0.401, 5);
  });
});
