import { describe, expect, it } from 'vitest';
import { readHlaLoss } from '../../../../stages/collect-evidence/hla-loss/index.js';
import { evidenceSource, tsv } from '../../../support/evidence-file.js';

const limits = { maxCopies: 0.5, maxPValue: 0.01 };
const read = (text: string) => readHlaLoss(evidenceSource(text, 'loss.tsv'), limits);
const allelesOf = async (text: string) =>
  (await read(text)).status.alleles.map(({ allele, isLost }) => [allele, isLost]);

// The columns that LOHHLA's README marks for use; the numbers are made up.
const lohhlaHeader = [
  'region',
  'HLA_A_type1',
  'HLA_A_type2',
  'HLA_type1copyNum_withBAFBin',
  'HLA_type2copyNum_withBAFBin',
  'PVal_unique',
  'LossAllele',
  'KeptAllele',
] as const;
const lohhlaRow = (
  types: readonly [string, string],
  copies: readonly [string, string],
  p: string,
  region = 'tumor',
) => [region, ...types, ...copies, p, types[1], types[0]];

describe('LOHHLA', () => {
  const types = ['hla_a_01_01_01_01', 'hla_a_24_02_01_01'] as const;

  it('an allele with fewer than 0.5 copies at p below 0.01 is lost', async () => {
    const { status, tool } = await read(tsv(lohhlaHeader, lohhlaRow(types, ['1.53', '0.06'], '8.7e-26')));
    expect(tool).toBe('LOHHLA');
    expect(status.source).toBe('LOHHLA, loss.tsv');
    expect(status.alleles).toEqual([
      { allele: 'HLA-A*01:01', isLost: false, minorCopies: 1.53, pValue: 8.7e-26 },
      { allele: 'HLA-A*24:02', isLost: true, minorCopies: 0.06, pValue: 8.7e-26 },
    ]);
  });

  it.each([
    ['an imbalance without loss', ['1.9', '0.9'], '1e-9', [false, false]],
    ['few copies without certainty', ['1.1', '0.3'], '0.2', [false, false]],
    ['an imbalance of unknown copies', ['NA', 'NA'], '1e-9', [null, null]],
    ['few copies with an unknown p-value', ['1.1', '0.3'], 'NA', [false, null]],
  ] as const)('%s', async (_name, copies, p, expected) => {
    const lost = await allelesOf(tsv(lohhlaHeader, lohhlaRow(types, copies, p)));
    expect(lost.map(([, isLost]) => isLost)).toEqual(expected);
  });

  it('keeps an allele that is one with the lost one at two fields', async () => {
    const same = ['hla_a_02_01_01', 'hla_a_02_01_05'] as const;
    const { status } = await read(tsv(lohhlaHeader, lohhlaRow(same, ['1.5', '0.1'], '1e-9')));
    expect(status.alleles).toEqual([
      { allele: 'HLA-A*02:01', isLost: false, minorCopies: 1.6, pValue: null },
    ]);
  });

  it('refuses results of two samples', async () => {
    const rows = [lohhlaRow(types, ['1', '1'], '1'), lohhlaRow(types, ['1', '1'], '1', 'other')];
    await expect(read(tsv(lohhlaHeader, ...rows))).rejects.toMatchObject({
      code: 'HLA_LOSS_MALFORMED',
      at: { line: 3 },
    });
  });
});

describe('DASH', () => {
  const header = ['Alleles', 'DASH_deletion', 'Secondary_check', 'Confidence', 'Purities'];

  it('takes its verdict', async () => {
    const text = tsv(
      header,
      ['hla_b_07_02_01', 'True', 'False', '0.98', '0.6'],
      ['hla_b_08_01_01', 'False', 'False', '0.98', '0.6'],
      ['hla_c_07_01_01', '-', '-', '-', '0.6'],
    );
    expect(await allelesOf(text)).toEqual([
      ['HLA-B*07:02', true],
      ['HLA-B*08:01', false],
      ['HLA-C*07:01', null],
    ]);
  });
});

describe('SpecHLA', () => {
  const header = [
    'Sample',
    'HLA',
    'Allele1',
    'Allele2',
    'copyratio',
    'KeptHLA',
    'LossHLA',
    'Freq1',
    'Freq2',
    'Purity',
    'Het_num',
    'LOH',
  ];

  it('its LOH is an imbalance: a loss needs that no copy is left', async () => {
    const text = tsv(
      header,
      [
        'S',
        'A',
        'A*01:01:01:01',
        'A*02:01:01:01',
        '2:0',
        'A*01:01:01:01',
        'A*02:01:01:01',
        '0.9',
        '0.1',
        '0.8',
        20,
        'Y',
      ],
      [
        'S',
        'B',
        'B*07:02:01:01',
        'B*08:01:01:01',
        '1:2',
        'B*08:01:01:01',
        'B*07:02:01:01',
        '0.4',
        '0.6',
        '0.8',
        20,
        'Y',
      ],
      [
        'S',
        'C',
        'C*07:01:01:01',
        'C*07:02:01:01',
        '0:2',
        'C*07:02:01:01',
        'C*07:01:01:01',
        '0.4',
        '0.6',
        '0.8',
        2,
        'N',
      ],
    );
    expect(await allelesOf(text)).toEqual([
      ['HLA-A*01:01', false],
      ['HLA-A*02:01', true],
      ['HLA-B*07:02', false],
      ['HLA-B*08:01', false],
      ['HLA-C*07:01', false],
      ['HLA-C*07:02', false],
    ]);
  });
});

it('reads a table of one’s own', async () => {
  const { status } = await read('allele,is_lost,copies,p_value\nHLA-A*02:01,yes,0.1,1e-5\nB0702,no,,\n');
  expect(status.alleles).toEqual([
    { allele: 'HLA-A*02:01', isLost: true, minorCopies: 0.1, pValue: 1e-5 },
    { allele: 'HLA-B*07:02', isLost: false, minorCopies: null, pValue: null },
  ]);
});

describe('what is no such table is refused with file and line', () => {
  it.each([
    ['an empty file', '', 1],
    ['a header alone', 'allele\tis_lost\n', 1],
    ['a list of alleles', 'HLA-A*02:01\nHLA-B*07:02\n', 1],
    ['an allele of one field', 'allele\tis_lost\nA*02:01\tyes\nA*03\tno\n', 3],
    ['a verdict that is none', 'allele\tis_lost\nA*02:01\tperhaps\n', 2],
    ['two verdicts of one allele', 'allele\tis_lost\nA*02:01\tyes\nA*02:01\tno\n', 3],
    [
      'a ratio that is none',
      'HLA\tAllele1\tAllele2\tcopyratio\tKeptHLA\tLossHLA\tLOH\nA\tA*01:01\tA*02:01\t2\tx\ty\tY\n',
      2,
    ],
    ['a row that is cut', 'Alleles\tDASH_deletion\thla\nhla_a_02_01\n', 2],
    ["SpecHLA's older table, which names no alleles", 'Sample\tHLA\tcopy_number\nS\tHLA_A\t2:0\n', 1],
  ])('%s', async (_name, text, line) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'HLA_LOSS_MALFORMED',
      at: { file: 'loss.tsv', line },
    });
  });
});
