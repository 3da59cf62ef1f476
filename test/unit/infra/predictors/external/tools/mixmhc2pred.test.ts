import { describe, expect, it } from 'vitest';
import { mixmhc2pred } from '../../../../../../infra/predictors/external/tools/mixmhc2pred.js';

const pair = 'DPA1_01_03__DPB1_04_01';
const columnsOfOne = `Peptide BestAllele %Rank_best %Rank_best_perL Core_best CoreP1_best %Rank_DRB1_07_01 CoreP1_DRB1_07_01 %Rank_${pair} CoreP1_${pair}`;
const columnsOfTwo = `Peptide Context BestAllele %Rank_best Core_best CoreP1_best SubSpec_best %Rank_DRB1_07_01 CoreP1_DRB1_07_01 SubSpec_DRB1_07_01 %Rank_${pair} CoreP1_${pair} SubSpec_${pair}`;

/** Fields are divided by one space here; two spaces are an empty field. */
function output(version: string, ...rows: readonly string[]): string {
  const top = [
    '####################',
    `# Output from MixMHC2pred (v${version})`,
    '# Input file: peptides.txt',
    '#',
    '####################',
  ];
  return `${[...top, ...rows.map((row) => row.replaceAll(' ', '\t'))].join('\n')}\n`;
}

describe('mixmhc2pred', () => {
  it('reads rank and core of each allele of version 2, without and with context; positions count from 1 there, from 0 here', () => {
    const text = output(
      '2.0.2',
      columnsOfTwo,
      `DGQYRALFVNKTSAA  DRB1_07_01 0.5 YRALFVNKT 4 1 0.5 4 1 62.5 7 -1`,
      `QSLKEVTARIDLNPW ADEQSLNPWGHK ${pair} 1.25 KEVTARIDL 4 1 9 1 1 1.25 4 2`,
    );
    expect(mixmhc2pred.parse(text, 'out.txt')).toMatchObject({
      version: '2.0.2',
      rows: [
        { peptide: 'DGQYRALFVNKTSAA', allele: 'HLA-DRB1*07:01', percentileRank: 0.5, coreOffset: 3 },
        {
          peptide: 'DGQYRALFVNKTSAA',
          allele: 'HLA-DPA1*01:03/DPB1*04:01',
          percentileRank: 62.5,
          coreOffset: 6,
        },
        { peptide: 'QSLKEVTARIDLNPW', allele: 'HLA-DRB1*07:01', percentileRank: 9, coreOffset: 0 },
        {
          peptide: 'QSLKEVTARIDLNPW',
          allele: 'HLA-DPA1*01:03/DPB1*04:01',
          percentileRank: 1.25,
          coreOffset: 3,
        },
      ],
    });
  });

  it.each(['1.2', '1.3'])('reads the narrower columns of version %s', (version) => {
    const text = output(version, columnsOfOne, 'DGQYRALFVNKTSAA DRB1_07_01 0.5 1.5 YRALFVNKT 4 0.5 4 62.5 7');
    expect(mixmhc2pred.parse(text, 'out.txt').rows).toMatchObject([
      {
        allele: 'HLA-DRB1*07:01',
        percentileRank: 0.5,
        affinityNm: null,
        presentationScore: null,
        coreOffset: 3,
      },
      { allele: 'HLA-DPA1*01:03/DPB1*04:01', percentileRank: 62.5, coreOffset: 6 },
    ]);
  });

  it('gives null for a peptide the tool does not score, never a number', () => {
    const text = output('2.0', columnsOfTwo, 'DGQYRALFVN  NA NA NA NA NA NA NA NA NA NA NA');
    expect(
      mixmhc2pred
        .parse(text, 'out.txt')
        .rows.map(({ percentileRank, coreOffset }) => [percentileRank, coreOffset]),
    ).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it('takes the score of 0 to 1 that --extra_out adds after the columns of all alleles', () => {
    const extra = ` Score_DRB1_07_01 %RankPWM_DRB1_07_01 ScorePWM_DRB1_07_01 Score_${pair} %RankPWM_${pair} ScorePWM_${pair}`;
    const text = output(
      '2.0.2',
      columnsOfTwo + extra,
      'DGQYRALFVNKTSAA  DRB1_07_01 0.5 YRALFVNKT 4 1 0.5 4 1 62.5 7 1 0.75 0.25 12.5 0.0625 71 0.125',
    );
    expect(mixmhc2pred.parse(text, 'out.txt').rows.map(({ presentationScore }) => presentationScore)).toEqual(
      [0.75, 0.0625],
    );
  });

  it('refuses 1.1, which tells only of the best allele, and columns of the other version', () => {
    expect(() =>
      mixmhc2pred.parse(output('1.1.2', 'Peptide BestAllele %Rank', 'DGQYRALFVNKTSAA DRB1_07_01 1'), 'f'),
    ).toThrow(expect.objectContaining({ code: 'TOOL_VERSION_UNKNOWN' }));
    expect(() => mixmhc2pred.parse(output('2.0', columnsOfOne, 'A B 1 1 C 1 1 1 1 1'), 'f')).toThrow(
      /expected 'Context' as column 2, found 'BestAllele'/,
    );
  });

  it('refuses a core that does not lie within its peptide', () => {
    const text = output(
      '2.0',
      columnsOfTwo,
      'DGQYRALFVNKTSAA  DRB1_07_01 0.5 YRALFVNKT 4 1 0.5 8 1 62.5 7 1',
    );
    expect(() => mixmhc2pred.parse(text, 'out.txt')).toThrow(
      expect.objectContaining({ at: { file: 'out.txt', line: 7, field: 'CoreP1_DRB1_07_01' } }),
    );
  });

  it('is called without context, each allele an argument of its own', () => {
    const [command] = mixmhc2pred.commands(
      ['DGQYRALFVNKTSAA'],
      ['HLA-DRB1*07:01', 'HLA-DPA1*01:03/DPB1*04:01'],
    );
    expect(command?.arguments.slice(-4)).toEqual(['--no_context', '-a', 'DRB1_07_01', pair]);
    expect(command?.files).toEqual({ 'peptides.txt': 'DGQYRALFVNKTSAA\n' });
  });
});
