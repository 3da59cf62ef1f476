import { describe, expect, it } from 'vitest';
import { bigmhcEl, bigmhcIm } from '../../../../../../infra/predictors/external/tools/bigmhc.js';

describe('bigmhc', () => {
  it('reads the score of the model asked for, also in exponent form, and no affinity or rank', () => {
    const text =
      'mhc,pep,tgt,len,BigMHC_EL\nHLA-A*24:02,RYDLTVSKF,,9,0.9375\nHLA-C*03:03,QEVLTGSDNAP,,11,4.5e-05\n';
    expect(bigmhcEl.parse(text, 'pairs.csv.prd')).toEqual({
      version: null,
      rows: [
        {
          peptide: 'RYDLTVSKF',
          allele: 'HLA-A*24:02',
          affinityNm: null,
          percentileRank: null,
          presentationScore: 0.9375,
          coreOffset: null,
        },
        {
          peptide: 'QEVLTGSDNAP',
          allele: 'HLA-C*03:03',
          affinityNm: null,
          percentileRank: null,
          presentationScore: 4.5e-5,
          coreOffset: null,
        },
      ],
    });
  });

  it('passes over given true values and the attention columns of --saveatt', () => {
    const text = 'mhc,pep,tgt,len,BigMHC_IM,att_0,att_1\nHLA-A*24:02,RYDLTVSKF,1,9,0.25,0.1,-0.3\n';
    expect(bigmhcIm.parse(text, 'f').rows).toMatchObject([{ peptide: 'RYDLTVSKF', presentationScore: 0.25 }]);
  });

  it('does not take immunogenicity for presentation, nor another model’s column for either', () => {
    const text = (column: string) => `mhc,pep,tgt,len,${column}\nHLA-A*24:02,RYDLTVSKF,,9,0.5\n`;
    for (const [tool, column] of [
      [bigmhcEl, 'BigMHC_IM'],
      [bigmhcIm, 'BigMHC_EL'],
      [bigmhcEl, 'BigMHC'],
    ] as const)
      expect(() => tool.parse(text(column), 'f'), column).toThrow(
        expect.objectContaining({ code: 'TOOL_OUTPUT_UNREADABLE' }),
      );
    expect([bigmhcEl, bigmhcIm].map((tool) => tool.recognises(text('BigMHC_IM')))).toEqual([false, true]);
  });

  it('refuses swapped columns of peptide and allele, a wrong length and a score past 1', () => {
    for (const row of [
      'RYDLTVSKF,HLA-A*24:02,,11,0.5',
      'HLA-A*24:02,RYDLTVSKF,,10,0.5',
      'HLA-A*24:02,RYDLTVSKF,,9,1.5',
    ])
      expect(() => bigmhcEl.parse(`mhc,pep,tgt,len,BigMHC_EL\n${row}\n`, 'f'), row).toThrow(
        expect.objectContaining({ code: 'TOOL_OUTPUT_UNREADABLE' }),
      );
  });

  it('names model, columns and device in its call', () => {
    const [command] = bigmhcIm.commands(['RYDLTVSKF'], ['HLA-A*24:02', 'HLA-B*07:02']);
    expect(command?.arguments.join(' ')).toBe('-i pairs.csv -m im -a 0 -p 1 -c 1 -d cpu -o predictions.csv');
    expect(command?.files).toEqual({
      'pairs.csv': 'mhc,pep\nHLA-A*24:02,RYDLTVSKF\nHLA-B*07:02,RYDLTVSKF\n',
    });
  });
});
