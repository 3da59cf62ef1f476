import { describe, expect, it } from 'vitest';
import { mhcflurry } from '../../../../../../infra/predictors/external/tools/mhcflurry.js';

const header =
  'allele,peptide,mhcflurry_affinity,mhcflurry_affinity_percentile,mhcflurry_processing_score,mhcflurry_presentation_score,mhcflurry_presentation_percentile';

function table(...lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

describe('mhcflurry', () => {
  it('reads affinity, the rank of the affinity and the presentation score of each pair', () => {
    const output = mhcflurry.parse(
      table(
        header,
        'HLA-A*02:01,LLDKVTRAY,41.25,0.31,0.72,0.914,0.05',
        'HLA-B*07:02,LLDKVTRAY,3.1e4,44.5,0.72,0.0041,98.1',
      ),
      'saved.csv',
    );
    expect(output).toEqual({
      version: null,
      rows: [
        {
          peptide: 'LLDKVTRAY',
          allele: 'HLA-A*02:01',
          affinityNm: 41.25,
          percentileRank: 0.31,
          presentationScore: 0.914,
          coreOffset: null,
        },
        {
          peptide: 'LLDKVTRAY',
          allele: 'HLA-B*07:02',
          affinityNm: 31000,
          percentileRank: 44.5,
          presentationScore: 0.0041,
          coreOffset: null,
        },
      ],
    });
  });

  it('takes the alleles as the tutorial spells them, HLA-A0201, and columns in any order with the user’s own between', () => {
    const text = table('sample,peptide,allele,mhcflurry_affinity', 'p1,KTDRVSAAL,HLA-A0201,812.5');
    expect(mhcflurry.parse(text, 'saved.csv').rows).toMatchObject([
      { peptide: 'KTDRVSAAL', allele: 'HLA-A*02:01', affinityNm: 812.5 },
    ]);
  });

  it('gives null where --affinity-only left a column out, and where --no-throw wrote no number', () => {
    const affinityOnly = table(
      'allele,peptide,mhcflurry_affinity,mhcflurry_affinity_percentile',
      'HLA-A*02:01,KTDRVSAAL,812.5,2.5',
    );
    expect(mhcflurry.parse(affinityOnly, 'f').rows[0]).toMatchObject({
      percentileRank: 2.5,
      presentationScore: null,
    });
    const noThrow = table(header, 'HLA-A*02:01,KTDRVXAAL,,,,,');
    expect(mhcflurry.parse(noThrow, 'f').rows[0]).toMatchObject({
      affinityNm: null,
      percentileRank: null,
      presentationScore: null,
    });
  });

  it('refuses the columns of MHCflurry 1, of predict-scan and of a table without affinities', () => {
    for (const columns of [
      'allele,peptide,mhcflurry_affinity,mhcflurry_affinity_low,mhcflurry_affinity_high',
      'allele,peptide,mhcflurry_prediction,mhcflurry_prediction_low,mhcflurry_prediction_high',
      'sequence_name,pos,peptide,sample_name,mhcflurry_affinity',
      'allele,peptide,mhcflurry_presentation_score,a,b',
    ])
      expect(
        () => mhcflurry.parse(table(columns, 'HLA-A*02:01,KTDRVSAAL,1,1,1'), 'saved.csv'),
        columns,
      ).toThrow(
        expect.objectContaining({ code: 'TOOL_OUTPUT_UNREADABLE', at: { file: 'saved.csv', line: 1 } }),
      );
  });

  it('refuses a row asked for a set of alleles, which tells of the best of them alone', () => {
    const text = table(
      'allele,peptide,mhcflurry_affinity,mhcflurry_best_allele',
      'HLA-A*02:01 HLA-B*07:02,KTDRVSAAL,812.5,HLA-A*02:01',
    );
    expect(() => mhcflurry.parse(text, 'saved.csv')).toThrow(
      /'HLA-A\*02:01 HLA-B\*07:02' is not one HLA class I allele/,
    );
  });

  it('refuses a percentile past 100, an affinity of 0, a torn line and an empty table, and says where', () => {
    const good = 'HLA-A*02:01,LLDKVTRAY,41.25,0.31,0.72,0.914,0.05';
    for (const [bad, line] of [
      [good.replace('0.31', '131'), 3],
      [good.replace('41.25', '0'), 3],
      [good.replace('0.914', 'high'), 3],
      ['HLA-A*02:01,LLDKV', 3],
    ] as const)
      expect(() => mhcflurry.parse(table(header, good, bad), 'saved.csv'), bad).toThrow(
        expect.objectContaining({ code: 'TOOL_OUTPUT_UNREADABLE', at: expect.objectContaining({ line }) }),
      );
    expect(() => mhcflurry.parse(table(header), 'saved.csv')).toThrow(/no rows/);
    expect(() => mhcflurry.parse('', 'saved.csv')).toThrow(/header/);
  });

  it('asks for all pairs in one call and reads the version the tool says', () => {
    const [command, ...others] = mhcflurry.commands(
      ['KTDRVSAAL', 'LLDKVTRAY'],
      ['HLA-A*02:01', 'HLA-C*07:02'],
    );
    expect(others).toEqual([]);
    expect(command?.arguments).toEqual(['pairs.csv', '--out', 'predictions.csv', '--no-flanking']);
    expect(command?.files['pairs.csv']?.split('\n')).toEqual([
      'allele,peptide',
      'HLA-A*02:01,KTDRVSAAL',
      'HLA-A*02:01,LLDKVTRAY',
      'HLA-C*07:02,KTDRVSAAL',
      'HLA-C*07:02,LLDKVTRAY',
      '',
    ]);
    expect(mhcflurry.readVersion('mhcflurry 2.1.5\n')).toBe('2.1.5');
    expect(mhcflurry.readVersion('usage: mhcflurry-predict')).toBeNull();
  });

  it('knows its own output from others', () => {
    expect(mhcflurry.recognises(`${header}\n`)).toBe(true);
    expect(mhcflurry.recognises('peptide,ic50\nKTDRVSAAL,12\n')).toBe(false);
  });
});
