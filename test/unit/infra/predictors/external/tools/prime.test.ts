import { describe, expect, it } from 'vitest';
import { prime } from '../../../../../../infra/predictors/external/tools/prime.js';

const columns =
  'Peptide %Rank_bestAllele Score_bestAllele %RankBinding_bestAllele BestAllele %Rank_A0101 Score_A0101 %RankBinding_A0101 %Rank_C0702 Score_C0702 %RankBinding_C0702';

function output(version: string, ...rows: readonly string[]): string {
  const top = [
    '####################',
    `# Output from PRIME (v${version})`,
    '# Alleles: A0101, C0702',
    '# Affinity predictions: MixMHCpred (MixMHCpred)',
    '####################',
  ];
  return `${[...top, ...rows.map((row) => row.replaceAll(' ', '\t'))].join('\n')}\n`;
}

describe('prime', () => {
  it.each(['1.0', '2.0', '2.1'])(
    'reads PRIME’s own rank, not that of binding, for every allele from version %s',
    (version) => {
      const text = output(
        version,
        columns,
        'ETDVMKRAY 0.125 0.0875 0.5 A0101 0.125 0.0875 0.5 64.5 0.0005 81.25',
      );
      expect(prime.parse(text, 'out.txt')).toEqual({
        version,
        rows: [
          {
            peptide: 'ETDVMKRAY',
            allele: 'HLA-A*01:01',
            affinityNm: null,
            percentileRank: 0.125,
            presentationScore: null,
            coreOffset: null,
          },
          {
            peptide: 'ETDVMKRAY',
            allele: 'HLA-C*07:02',
            affinityNm: null,
            percentileRank: 64.5,
            presentationScore: null,
            coreOffset: null,
          },
        ],
      });
    },
  );

  it('refuses a version it has not seen and a group of columns that is not whole', () => {
    const row = 'ETDVMKRAY 0.125 0.0875 0.5 A0101 0.125 0.0875 0.5 64.5 0.0005 81.25';
    expect(() => prime.parse(output('3.0', columns, row), 'out.txt')).toThrow(
      expect.objectContaining({ code: 'TOOL_VERSION_UNKNOWN' }),
    );
    const torn = output('2.1', columns.replace(' %RankBinding_C0702', ''), row.replace(' 81.25', ''));
    expect(() => prime.parse(torn, 'out.txt')).toThrow(/'%RankBinding_C0702'/);
  });

  it('refuses MixMHCpred’s output', () => {
    expect(() =>
      prime.parse('# Output from MixMHCpred (v2.2)\nPeptide\tScore_bestAllele\n', 'out.txt'),
    ).toThrow(/Output from PRIME/);
    expect(prime.recognises('####\n# Output from MixMHCpred (v2.2)\n')).toBe(false);
    expect(prime.recognises(output('2.1', columns))).toBe(true);
  });

  it('is called with peptides in a file and compact names', () => {
    expect(prime.commands(['ETDVMKRAY'], ['HLA-A*01:01', 'HLA-C*07:02'])).toEqual([
      {
        arguments: ['-i', 'peptides.txt', '-o', 'predictions.txt', '-a', 'A0101,C0702'],
        files: { 'peptides.txt': 'ETDVMKRAY\n' },
        outputFile: 'predictions.txt',
      },
    ]);
  });
});
