import { describe, expect, it } from 'vitest';
import { mixmhcpred } from '../../../../../../infra/predictors/external/tools/mixmhcpred.js';

const columns =
  'Peptide Score_bestAllele BestAllele %Rank_bestAllele Score_A0201 %Rank_A0201 Score_B0702 %Rank_B0702';

function output(version: string, ...rows: readonly string[]): string {
  const top = [
    '####################',
    `# Output from MixMHCpred (v${version})`,
    '# Alleles: A0201, B0702',
    '#',
    '####################',
  ];
  return `${[...top, ...rows.map((row) => row.replaceAll(' ', '\t'))].join('\n')}\n`;
}

describe('mixmhcpred', () => {
  it.each(['2.2', '3.0'])(
    'reads the rank of every allele, not only of the best, from version %s',
    (version) => {
      const text = output(
        version,
        columns,
        'QLSPFVRAY -1.5 B0702 1.25 -2.5 7.5 -1.5 1.25',
        'ALDTKVSLL 0.4 A0201 0.02 0.4 0.02 -3 41.875',
      );
      expect(mixmhcpred.parse(text, 'out.txt')).toMatchObject({
        version,
        rows: [
          { peptide: 'QLSPFVRAY', allele: 'HLA-A*02:01', percentileRank: 7.5 },
          { peptide: 'QLSPFVRAY', allele: 'HLA-B*07:02', percentileRank: 1.25 },
          { peptide: 'ALDTKVSLL', allele: 'HLA-A*02:01', percentileRank: 0.02 },
          { peptide: 'ALDTKVSLL', allele: 'HLA-B*07:02', percentileRank: 41.875 },
        ],
      });
    },
  );

  it('takes its log-odds score neither for an affinity nor for a presentation score', () => {
    const { rows } = mixmhcpred.parse(
      output('2.2', columns, 'QLSPFVRAY 0.5 B0702 1.25 -2.5 7.5 0.5 1.25'),
      'out.txt',
    );
    expect(
      rows.map(({ affinityNm, presentationScore, coreOffset }) => [
        affinityNm,
        presentationScore,
        coreOffset,
      ]),
    ).toEqual([
      [null, null, null],
      [null, null, null],
    ]);
  });

  it('refuses versions it has not seen, and an output without its version line', () => {
    const row = 'QLSPFVRAY -1.5 B0702 1.25 -2.5 7.5 -1.5 1.25';
    for (const version of ['2.0.2', '2.1', '3.1', '4.0'])
      expect(() => mixmhcpred.parse(output(version, columns, row), 'out.txt'), version).toThrow(
        expect.objectContaining({
          code: 'TOOL_VERSION_UNKNOWN',
          details: expect.objectContaining({ found: version }),
        }),
      );
    const bare = `${[columns, row].map((line) => line.replaceAll(' ', '\t')).join('\n')}\n`;
    expect(() => mixmhcpred.parse(bare, 'out.txt')).toThrow(/names the version/);
  });

  it('refuses a column it does not know, one that is missing and leading columns in another order', () => {
    for (const header of [
      columns.replace('Score_B0702', 'Affinity_B0702'),
      columns.replace(' %Rank_B0702', ''),
      columns.replace('Score_bestAllele BestAllele', 'BestAllele Score_bestAllele'),
      columns.replace(' Score_A0201 %Rank_A0201 Score_B0702 %Rank_B0702', ''),
    ])
      expect(
        () => mixmhcpred.parse(output('2.2', header, header.replaceAll(/\S+/g, '1')), 'out.txt'),
        header,
      ).toThrow(
        expect.objectContaining({ code: 'TOOL_OUTPUT_UNREADABLE', at: { file: 'out.txt', line: 6 } }),
      );
  });

  it('refuses alleles of other species and of no name', () => {
    for (const name of ['H2-Kb', 'novel-one'])
      expect(() =>
        mixmhcpred.parse(
          output('3.0', columns.replaceAll('B0702', name), 'QLSPFVRAY 1 A0201 1 1 1 1 1'),
          'f',
        ),
      ).toThrow(/not one HLA class I allele/);
  });

  it('calls with compact names and reads each of them back, also proteins of three and four digits', () => {
    const alleles = ['HLA-A*02:01', 'HLA-B*15:220', 'HLA-A*02:1040', 'HLA-C*07:02'];
    const [command] = mixmhcpred.commands(['QLSPFVRAY', 'ALDTKVSLL'], alleles);
    expect(command?.arguments).toEqual([
      '-i',
      'peptides.txt',
      '-o',
      'predictions.txt',
      '-a',
      'A0201,B15220,A021040,C0702',
    ]);
    expect(command?.files).toEqual({ 'peptides.txt': 'QLSPFVRAY\nALDTKVSLL\n' });
    const names = ['A0201', 'B15220', 'A021040', 'C0702'];
    const header = `Peptide Score_bestAllele BestAllele %Rank_bestAllele ${names.map((name) => `Score_${name} %Rank_${name}`).join(' ')}`;
    const text = output('3.0', header, 'QLSPFVRAY 1 A0201 1 1 1 1 2 1 3 1 4');
    expect(mixmhcpred.parse(text, 'out.txt').rows.map(({ allele }) => allele)).toEqual(alleles);
  });

  it('says of the empty line that 2.2 leaves for an allele without predictions what it usually means', () => {
    expect(() => mixmhcpred.parse('\n', 'predictions.txt')).toThrow(
      expect.objectContaining({ code: 'TOOL_OUTPUT_UNREADABLE', message: expect.stringContaining('allele') }),
    );
  });

  it('reads the version from the first line of its help', () => {
    expect(mixmhcpred.readVersion('MixMHCpred2.2\nUsage: MixMHCpred -i INPUT_FILE\n')).toBe('2.2');
    expect(mixmhcpred.readVersion('MixMHCpred3.0\n\nUsage: MixMHCpred -i INPUT_FILE\n')).toBe('3.0');
    expect(mixmhcpred.readVersion('command not understood')).toBeNull();
  });

  it('knows its own output from PRIME’s and MixMHC2pred’s', () => {
    expect(mixmhcpred.recognises(output('2.2', columns))).toBe(true);
    expect(mixmhcpred.recognises(output('2.2', columns).replace('MixMHCpred', 'MixMHC2pred'))).toBe(false);
    expect(
      mixmhcpred.recognises('# Output from PRIME (v2.0)\n# Affinity predictions: MixMHCpred (x)\n'),
    ).toBe(false);
  });
});
