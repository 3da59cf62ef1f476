import { describe, expect, it } from 'vitest';
import { netmhciipan } from '../../../../../../infra/predictors/external/tools/netmhciipan.js';

const rule = '-'.repeat(60);

function printed(version: string, header: string, rows: readonly string[]): string {
  return [
    `# NetMHCIIpan version ${version}`,
    '# Input is in PEPTIDE format',
    rule,
    header,
    rule,
    ...rows,
    rule,
    'Number of strong binders: 1 Number of weak binders: 0',
    rule,
    '',
  ].join('\n');
}

describe('the printed table of NetMHCIIpan', () => {
  it('reads affinity, rank, score and core by the names of the columns: 4.0 and 4.3 order them differently', () => {
    const old = printed(
      '4.0',
      'Pos MHC Peptide Of Core Core_Rel Identity Score_EL %Rank_EL Exp_Bind Score_BA Affinity(nM) %Rank_BA BindLevel',
      ['1 DRB1_0101 PAPAPSWPLSSSVPS 4 PSWPLSSSV 0.327 test 0.800000 0.50 NA 0.600000 191.63 17.98 <=SB'],
    );
    const recent = printed(
      '4.3i',
      'Pos MHC Peptide Of Core Core_Rel Inverted Identity Score_EL %Rank_EL Exp_Bind Score_BA %Rank_BA Affinity(nM) BindLevel',
      ['1 DRB1_0101 PAPAPSWPLSSSVPS 4 PSWPLSSSV 0.327 0 test 0.800000 0.50 NA 0.600000 17.98 191.63 <= SB'],
    );
    for (const [version, text] of [
      ['4.0', old],
      ['4.3i', recent],
    ] as const)
      expect(netmhciipan.parse(text, 'out.txt')).toEqual({
        version,
        rows: [
          {
            peptide: 'PAPAPSWPLSSSVPS',
            allele: 'HLA-DRB1*01:01',
            affinityNm: 191.63,
            percentileRank: 0.5,
            presentationScore: 0.8,
            coreOffset: 4,
          },
        ],
      });
  });

  it('finds the core of an inverted binder from the other end', () => {
    // The service's 'Output format' page of 4.3: core KYWKVFESI backwards is ISEFVKWYK, residues 3 to 11 of the peptide.
    const text = printed(
      '4.3i',
      'Pos MHC Peptide Of Core Core_Rel Inverted Identity Score_EL %Rank_EL Exp_Bind BindLevel',
      [
        '25 HLA-DPA10202-DPB11901 NPISEFVKWYKSHKL 4 KYWKVFESI 0.980 1 Q5QFB9 0.600852 0.84 NA <= SB',
        '28 HLA-DPA10202-DPB11901 SEFVKWYKSHKLSQH 4 KWYKSHKLS 0.680 0 Q5QFB9 0.216487 5.63 NA',
      ],
    );
    expect(netmhciipan.parse(text, 'out.txt').rows).toMatchObject([
      { allele: 'HLA-DPA1*02:02/DPB1*19:01', coreOffset: 2, affinityNm: null, percentileRank: 0.84 },
      { coreOffset: 4, presentationScore: 0.216487 },
    ]);
  });

  it('names no core where the residues at the offset are others', () => {
    const text = printed(
      '4.0',
      'Pos MHC Peptide Of Core Core_Rel Identity Score_EL %Rank_EL Exp_Bind BindLevel',
      ['1 DRB1_0101 PAPAPSWPLSSSVPS 3 PSWPLSSSV 0.327 test 0.8 0.50 NA'],
    );
    expect(netmhciipan.parse(text, 'out.txt').rows[0]?.coreOffset).toBeNull();
  });

  it('refuses versions and columns it does not know', () => {
    const header = 'Pos MHC Peptide Of Core Core_Rel Identity Score_EL %Rank_EL Exp_Bind BindLevel';
    const code = (text: string): unknown => {
      try {
        return netmhciipan.parse(text, 'out.txt');
      } catch (error) {
        return error;
      }
    };
    expect(code(printed('3.2', header, []))).toMatchObject({ code: 'TOOL_VERSION_UNKNOWN' });
    expect(code(printed('4.3', header.replace('Of ', ''), []))).toMatchObject({
      code: 'TOOL_OUTPUT_UNREADABLE',
    });
  });
});

it('reads the -xls file with its column Target', () => {
  const text = [
    '\t\t\t\tHLA-DQA10401-DQB10602\t\t\t\t\tDRB1_1501\t\t\t\t\t\t',
    'Pos\tPeptide\tID\tTarget\tScore\tRank\tScore_BA\tnM\tRank_BA\tScore\tRank\tScore_BA\tnM\tRank_BA\tAve\tNB',
    '1\tPAPAPSWPLSSSVPS\tseq\tNA\t0.007\t79.25\t0.2997\t1953.36\t17.04\t0.009\t35.96\t0.4834\t267.46\t8.70\t0.008\t0',
  ].join('\n');
  expect(netmhciipan.parse(text, 'out.xls').rows).toMatchObject([
    {
      allele: 'HLA-DQA1*04:01/DQB1*06:02',
      affinityNm: 1953.36,
      percentileRank: 79.25,
      presentationScore: 0.007,
    },
    { allele: 'HLA-DRB1*15:01', affinityNm: 267.46, percentileRank: 35.96, presentationScore: 0.009 },
  ]);
});

it('spells alleles as the program does: an underscore in DR, both chains joined by a dash', () => {
  const [command] = netmhciipan.commands(
    ['PAPAPSWPLSSSVPS'],
    ['HLA-DRB1*11:01', 'HLA-DPA1*01:03/DPB1*04:01'],
  );
  expect(command?.arguments.at(-1)).toBe('DRB1_1101,HLA-DPA10103-DPB10401');
});
