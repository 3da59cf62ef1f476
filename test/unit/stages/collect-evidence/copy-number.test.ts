import { describe, expect, it } from 'vitest';
import { tumorCopiesAt } from '../../../../stages/collect-evidence/clonality/copies.js';
import { readCopyNumber } from '../../../../stages/collect-evidence/copy-number/index.js';
import { evidenceSource, tsv } from '../../../support/evidence-file.js';

const read = (text: string) => readCopyNumber(evidenceSource(text, 'segments.tsv'));
const copiesOf = async (text: string, chrom: string, position: number, purity: number | null = null) =>
  tumorCopiesAt(await read(text), { chrom, position }, { purity, normalCopies: 2 }).copies;

// Columns as each tool's documentation names them; the numbers are made up.
const ascat = tsv(
  ['sample', 'chr', 'startpos', 'endpos', 'nMajor', 'nMinor'],
  ['T1', '1', 1000, 2000, 2, 1],
  ['T1', 'X', 1, 500, 1, 0],
);
const sequenza = tsv(
  [
    '"chromosome"',
    '"start.pos"',
    '"end.pos"',
    '"Bf"',
    '"N.BAF"',
    '"sd.BAF"',
    '"depth.ratio"',
    '"N.ratio"',
    '"sd.ratio"',
    '"CNt"',
    '"A"',
    '"B"',
    '"LPP"',
  ],
  ['"chr7"', 100, 900, '0.3', 10, '0.1', '1.4', 10, '0.2', 4, 3, 1, '-7.1'],
  ['"chr7"', 901, 1e6, 'NA', 10, 'NA', '1.4', 10, '0.2', 'NA', 'NA', 'NA', 'NA'],
);
const facets = tsv(
  [
    'chrom',
    'seg',
    'num.mark',
    'nhet',
    'cnlr.median',
    'mafR',
    'segclust',
    'cnlr.median.clust',
    'mafR.clust',
    'start',
    'end',
    'cf.em',
    'tcn.em',
    'lcn.em',
  ],
  [23, 1, 100, 10, '0.1', '0.2', 3, '0.1', '0.2', 10, 999, '0.8', 3, 1],
);
const purple = tsv(
  [
    'chromosome',
    'start',
    'end',
    'copyNumber',
    'bafCount',
    'observedBAF',
    'baf',
    'segmentStartSupport',
    'segmentEndSupport',
    'method',
    'depthWindowCount',
    'gcContent',
    'minStart',
    'maxStart',
    'minorAlleleCopyNumber',
    'majorAlleleCopyNumber',
  ],
  [
    'chr1',
    1,
    1000,
    '3.0512',
    5,
    '0.6',
    '0.66',
    'TELOMERE',
    'NONE',
    'BAF_WEIGHTED',
    9,
    '0.5',
    1,
    1,
    '1.02',
    '2.03',
  ],
  [
    'chr1',
    1001,
    2000,
    '-0.0213',
    0,
    0,
    0,
    'NONE',
    'TELOMERE',
    'BAF_WEIGHTED',
    9,
    '0.5',
    1001,
    1001,
    '-0.01',
    '-0.01',
  ],
);
const call = tsv(
  ['chromosome', 'start', 'end', 'gene', 'log2', 'baf', 'cn', 'cn1', 'cn2', 'depth', 'probes', 'weight'],
  ['chr2', 0, 1000, 'MYCN', '0.58', '', 3, 2, 1, 90, 10, 9],
);
const plain = tsv(
  ['chromosome', 'start', 'end', 'gene', 'log2', 'depth', 'probes', 'weight'],
  ['chr2', 0, 1000, 'MYCN', 1, 90, 10, 9],
);

describe('the tool is told from the header, and chr is no matter', () => {
  it.each([
    ['ASCAT', ascat, 'chr1', 1500, 3],
    ['ASCAT', ascat, 'chrX', 500, 1],
    ['Sequenza', sequenza, '7', 100, 4],
    ['Sequenza', sequenza, '7', 1_000_000, null],
    ['FACETS', facets, 'chrX', 10, 3],
    ['PURPLE', purple, '1', 1000, 3.0512],
    ['PURPLE', purple, '1', 1001, 0],
    ['CNVkit', call, '2', 1, 3],
    ['table', 'chrom,start,end,total_cn\n3,1,100,5\n', 'chr3', 100, 5],
    ['table', '#chrom\tstart\tend\tmajor\tminor\n3\t1\t100\t2\t0\n', 'chr3', 100, 2],
  ])('%s at %s', async (tool, text, chrom, position, copies) => {
    expect((await read(text)).tool).toBe(tool);
    expect(await copiesOf(text, chrom, position)).toBe(copies);
  });
});

it('CNVkit counts from 0: base 1 is in a segment from 0, base 1001 is not', async () => {
  expect(await copiesOf(call, 'chr2', 1000)).toBe(3);
  expect(await copiesOf(call, 'chr2', 1001)).toBe(null);
});

it("makes copies of CNVkit's log2 by the purity, and none without", async () => {
  // log2 1: depth twice the normal's. (2·2 − 2·(1−0.5))/0.5 = 6 copies; pure: 4.
  expect(await copiesOf(plain, 'chr2', 1, 0.5)).toBe(6);
  expect(await copiesOf(plain, 'chr2', 1, 1)).toBe(4);
  expect(await copiesOf(plain, 'chr2', 1)).toBe(null);
});

it('a place beside every segment is not known', async () => {
  expect(await copiesOf(ascat, '1', 999)).toBe(null);
  expect(await copiesOf(ascat, '1', 2001)).toBe(null);
  expect(await copiesOf(ascat, '2', 1500)).toBe(null);
});

it('takes the purity that the table states', async () => {
  expect((await read('chrom\tstart\tend\ttotal_cn\tpurity\n1\t1\t9\t2\t0.62\n')).purity).toBe(0.62);
  expect((await read('#purity=0.7\nchrom\tstart\tend\ttotal_cn\n1\t1\t9\t2\n')).purity).toBe(0.7);
  expect((await read(ascat)).purity).toBe(null);
});

it('segments may share their edge; it belongs to the later', async () => {
  const text = 'chrom\tstart\tend\ttotal_cn\n1\t1\t100\t2\n1\t100\t200\t3\n';
  expect(await copiesOf(text, '1', 100)).toBe(3);
});

describe('what is no table of segments is refused with file and line', () => {
  const header = 'chrom\tstart\tend\ttotal_cn\n';
  it.each([
    ['an empty file', '', 1],
    ['a header alone', header, 1],
    ['bins without a copy number', 'chrom\tstart\tend\tdepth\n1\t1\t9\t3\n', 1],
    ['a place that is no number', `${header}1\tone\t9\t2\n`, 2],
    ['an end before the start', `${header}1\t10\t9\t2\n`, 2],
    ['a negative copy number', `${header}1\t1\t9\t-1\n`, 2],
    ['a copy number that is no number', `${header}1\t1\t9\t2\n1\t10\t19\ttwo\n`, 3],
    ['a row that is cut', `${header}1\t1\t9\t2\n1\t10\n`, 3],
    ['two segments over one place', `${header}1\t1\t90\t2\n1\t10\t19\t3\n`, 3],
    [
      'two samples',
      'sample\tchr\tstartpos\tendpos\tnMajor\tnMinor\nA\t1\t1\t9\t1\t1\nB\t1\t10\t19\t1\t1\n',
      3,
    ],
    ['two purities', 'chrom\tstart\tend\tcn\tpurity\n1\t1\t9\t2\t0.5\n1\t10\t19\t2\t0.6\n', 3],
    ['a purity above 1', 'chrom\tstart\tend\tcn\tpurity\n1\t1\t9\t2\t70\n', 2],
  ])('%s', async (_name, text, line) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'COPY_NUMBER_MALFORMED',
      at: { file: 'segments.tsv', line },
    });
  });
});
