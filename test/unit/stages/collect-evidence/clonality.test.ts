import { describe, expect, it } from 'vitest';
import { betaDistribution, betaQuantile } from '../../../../stages/collect-evidence/clonality/beta.js';
import { cancerCellFraction } from '../../../../stages/collect-evidence/clonality/cancer-cell-fraction.js';
import { cloneOf } from '../../../../stages/collect-evidence/clonality/clone.js';
import { variantOf } from '../../../support/variant.js';

describe('the beta distribution is scipy’s (1.17.1, beta.cdf)', () => {
  it.each([
    [0.3, 2, 5, 0.5798250000000003],
    [0.5, 0.5, 0.5, 0.5000000000000001],
    [0.9, 30, 4, 0.5769436641256929],
    [0.01, 1, 200, 0.8660203251420381],
    [0.24, 12001, 38001, 0.4985518312311251],
  ])('I_%d(%d, %d)', (x, a, b, expected) => {
    expect(Math.abs(betaDistribution(x, a, b) - expected)).toBeLessThan(1e-9);
  });
});

describe('its quantiles are scipy’s (1.17.1, beta.ppf of 0.025 and 0.975 of Beta(alt + 1, depth − alt + 1))', () => {
  it.each([
    [0, 30, 0.000816370071846613, 0.11218874692236996],
    [1, 10, 0.02283119829995966, 0.4127799169883827],
    [25, 100, 0.1755555630832647, 0.34334815909302263],
    [50, 100, 0.40364306750950685, 0.5963569324904932],
    [60, 200, 0.24076664624131736, 0.3669077114851761],
    [200, 200, 0.9818147499456137, 0.9998740486888296],
    [12000, 50000, 0.23627685157008935, 0.2437636467842698],
    [3, 100000, 1.0898648839929267e-5, 8.766932589838376e-5],
  ])('%d of %d reads', (alt, depth, low, high) => {
    expect(Math.abs(betaQuantile(0.025, alt + 1, depth - alt + 1) - low)).toBeLessThan(1e-10);
    expect(Math.abs(betaQuantile(0.975, alt + 1, depth - alt + 1) - high)).toBeLessThan(1e-10);
  });
});

const diploid = { tumorCopies: 2, normalCopies: 2, depth: null };

describe('cancerCellFraction', () => {
  it.each([
    // u = VAF·(p·2 + 2·(1−p))/p = 2·VAF/p; m = 1 below u = 1, else round(u).
    ['a clonal heterozygous mutation in a pure tumour', 0.5, 1, 1],
    ['half of the cells', 0.25, 1, 0.5],
    ['a clonal one at purity 0.6', 0.3, 0.6, 1],
    ['a homozygous one: two copies in each cell', 1, 1, 1],
    ['a subclone at purity 0.8', 0.1, 0.8, 0.25],
  ])('gives for %s', (_name, vaf, purity, expected) => {
    expect(cancerCellFraction({ ...diploid, vaf, purity }).fraction).toBe(expected);
  });

  it('counts the copies of a gain: 4 in the tumour, 2 of them mutated', () => {
    // p = 0.5: u = VAF·(0.5·4 + 2·0.5)/0.5 = 6·VAF; VAF 2·0.5/(0.5·4 + 1) = 1/3 gives u = 2, m = 2.
    const found = cancerCellFraction({
      vaf: 1 / 3,
      purity: 0.5,
      tumorCopies: 4,
      normalCopies: 2,
      depth: null,
    });
    expect(found).toMatchObject({ fraction: 1, multiplicity: 2 });
  });

  it('counts one copy of X in a male', () => {
    // p = 0.5, one copy each: u = VAF·(0.5 + 0.5)/0.5 = 2·VAF.
    const found = cancerCellFraction({ vaf: 0.3, purity: 0.5, tumorCopies: 1, normalCopies: 1, depth: null });
    expect(found.fraction).toBe(0.6);
  });

  it('has the interval of the reads, through the same formula', () => {
    // 25 of 100 reads, p = 1: twice scipy's quantiles above.
    const found = cancerCellFraction({ vaf: 0.25, purity: 1, tumorCopies: 2, normalCopies: 2, depth: 100 });
    expect(found).toMatchObject({ fraction: 0.5, interval: [0.3511, 0.6867], clonality: 'subclonal' });
  });

  it('is clonal where every read shows a mutation of both copies', () => {
    const found = cancerCellFraction({ vaf: 1, purity: 1, tumorCopies: 2, normalCopies: 2, depth: 200 });
    expect(found).toEqual({ fraction: 1, interval: [0.9818, 1], clonality: 'clonal', multiplicity: 2 });
  });

  it('is clonal where the interval reaches 1, which few reads do and many do not', () => {
    const few = cancerCellFraction({ vaf: 0.4, purity: 1, tumorCopies: 2, normalCopies: 2, depth: 50 });
    const many = cancerCellFraction({ vaf: 0.4, purity: 1, tumorCopies: 2, normalCopies: 2, depth: 500 });
    expect([few.clonality, many.clonality]).toEqual(['clonal', 'subclonal']);
    expect(few.interval?.[1]).toBe(1);
  });
});

describe('cloneOf', () => {
  const reads = { depth: 100, refReads: 75, altReads: 25, variantAlleleFraction: 0.25 };
  const on = (chrom: string) => variantOf({ chrom, position: 100, ref: 'G', alt: 'A', tumor: reads });

  it('assumes two copies where no table is given, and says so', () => {
    const { clone, sources } = cloneOf(on('chr1'), { purity: 0.5, sex: null, build: null, table: null });
    expect(clone).toMatchObject({
      cancerCellFraction: 1,
      clonality: 'clonal',
      tumorCopies: null,
      normalCopies: 2,
    });
    expect(sources).toEqual(['copy number: 2 assumed']);
  });

  it('knows nothing without the purity', () => {
    expect(cloneOf(on('chr1'), { purity: null, sex: null, build: null, table: null }).clone).toMatchObject({
      cancerCellFraction: null,
      cancerCellFractionInterval: null,
      clonality: null,
    });
  });

  it('does not guess the sex', () => {
    const of = (chrom: string, sex: 'male' | 'female' | null) =>
      cloneOf(on(chrom), { purity: 1, sex, build: null, table: null }).clone;
    expect(of('chrX', null)).toMatchObject({ cancerCellFraction: null, normalCopies: null });
    expect(of('X', 'male')).toMatchObject({ cancerCellFraction: 0.25, normalCopies: 1 });
    expect(of('X', 'female')).toMatchObject({ cancerCellFraction: 0.5, normalCopies: 2 });
    expect(of('chrY', null)).toMatchObject({ normalCopies: 1 });
  });

  it('counts two copies where X and Y are the same, whatever the sex', () => {
    const at = (position: number, build: string | null) =>
      cloneOf({ ...on('chrX'), position }, { purity: 1, sex: 'male', build, table: null }).clone.normalCopies;
    // ASMTL lies in the first of the shared regions; 155,200,000 in the second of GRCh37, and before that of GRCh38.
    expect(at(1_419_096, null)).toBe(2);
    expect(at(155_200_000, 'GRCh37')).toBe(2);
    expect(at(155_200_000, 'GRCh38')).toBe(1);
    expect(at(155_200_000, null)).toBe(1);
    expect(at(2_750_000, 'GRCh38')).toBe(2);
  });

  it('gives no interval without reads', () => {
    const tumor = { depth: null, refReads: null, altReads: null, variantAlleleFraction: 0.25 };
    const { clone } = cloneOf({ ...on('1'), tumor }, { purity: 1, sex: null, build: null, table: null });
    expect(clone).toMatchObject({
      cancerCellFraction: 0.5,
      cancerCellFractionInterval: null,
      clonality: null,
    });
  });
});
