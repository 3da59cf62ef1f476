import { describe, expect, it } from 'vitest';
import { netmhcpan } from '../../../../../../infra/predictors/external/tools/netmhcpan.js';

const rule = '-'.repeat(60);

/** The layout that 4.1 prints with -BA; the numbers are made up. */
function printed(
  options: { version?: string; header?: string; rows?: readonly string[]; end?: string } = {},
): string {
  const {
    version = '4.1b',
    header = ' Pos         MHC        Peptide      Core Of Gp Gl Ip Il        Icore        Identity  Score_EL %Rank_EL Score_BA %Rank_BA  Aff(nM) BindLevel',
    rows = [
      '   1 HLA-A*02:01      AAAWYLWEV AAAWYLWEV  0  0  0  0  0    AAAWYLWEV         PEPLIST 0.9000000    0.050 0.800000    0.100     8.71 <= SB',
      '   1 HLA-A*02:01     QQLRAQHLLA QQLAQHLLA  0  3  1  0  0   QQLRAQHLLA         PEPLIST 0.0010000   15.000 0.150000   14.000  9866.50',
    ],
    end = rule,
  } = options;
  return [
    `# NetMHCpan version ${version}`,
    '',
    '# Make both EL and BA predictions',
    'HLA-A02:01 : Distance to training data  0.000 (using nearest neighbor HLA-A02:01)',
    rule,
    header,
    rule,
    ...rows,
    end,
    '',
    'Protein PEPLIST. Allele HLA-A*02:01. Number of high binders 1. Number of weak binders 0. Number of peptides 2',
    '',
    rule,
    '',
  ].join('\n');
}

const layout40 = ' Pos HLA Peptide Core Of Gp Gl Ip Il Icore Identity';

describe('the printed table of NetMHCpan', () => {
  it('gives affinity, and rank and score of eluted ligands, with 4.1 and 4.2', () => {
    for (const version of ['4.1b', '4.2c']) {
      const output = netmhcpan.parse(printed({ version }), 'out.txt');
      expect(output.version).toBe(version);
      expect(output.rows).toEqual([
        {
          peptide: 'AAAWYLWEV',
          allele: 'HLA-A*02:01',
          affinityNm: 8.71,
          percentileRank: 0.05,
          presentationScore: 0.9,
          coreOffset: null,
        },
        {
          peptide: 'QQLRAQHLLA',
          allele: 'HLA-A*02:01',
          affinityNm: 9866.5,
          percentileRank: 15,
          presentationScore: 0.001,
          coreOffset: null,
        },
      ]);
    }
  });

  it('takes the one score of 4.0 for what the run was asked for: ligands, or affinity with -BA', () => {
    const ligands = printed({
      version: '4.0',
      header: `${layout40} Score %Rank BindLevel`,
      rows: ['1 HLA-A*02:01 AAAWYLWEV AAAWYLWEV 0 0 0 0 0 AAAWYLWEV PEPLIST 0.9470000 0.0378 <= SB'],
    });
    const affinities = printed({
      version: '4.0',
      header: `${layout40} Score Aff(nM) %Rank BindLevel`,
      rows: ['1 HLA-A*02:01 AAAWYLWEV AAAWYLWEV 0 0 0 0 0 AAAWYLWEV PEPLIST 0.8000000 8.7 0.1000 <= SB'],
    });
    expect(netmhcpan.parse(ligands, 'out.txt').rows).toMatchObject([
      { affinityNm: null, percentileRank: 0.0378, presentationScore: 0.947 },
    ]);
    expect(netmhcpan.parse(affinities, 'out.txt').rows).toMatchObject([
      { affinityNm: 8.7, percentileRank: 0.1, presentationScore: null },
    ]);
  });

  it.each([
    ['another version', printed({ version: '5.0' }), 'TOOL_VERSION_UNKNOWN'],
    ['a version that only begins like a known one', printed({ version: '4.10' }), 'TOOL_VERSION_UNKNOWN'],
    ['no version', printed().replace(/^#.*\n/gm, ''), 'TOOL_VERSION_UNKNOWN'],
    [
      'a column more',
      printed({ header: `${layout40} Score_EL %Rank_EL New BindLevel` }),
      'TOOL_OUTPUT_UNREADABLE',
    ],
    ['a table that is cut off', printed({ end: '' }).split('Protein')[0] ?? '', 'TOOL_OUTPUT_UNREADABLE'],
    [
      'a row that is cut off',
      printed({ rows: ['   1 HLA-A*02:01      AAAWYLWEV AAAWYLWEV  0  0'] }),
      'TOOL_OUTPUT_UNREADABLE',
    ],
    ['a word for a number', printed().replace('8.71', 'nan'), 'TOOL_OUTPUT_UNREADABLE'],
    ['no table', '# NetMHCpan version 4.1b\n', 'TOOL_OUTPUT_UNREADABLE'],
    ['two versions in one file', printed() + printed({ version: '4.2' }), 'TOOL_OUTPUT_UNREADABLE'],
    [
      'an allele that is none of HLA',
      printed().replace('HLA-A*02:01      AAAW', 'BoLA-1:00901     AAAW'),
      'TOOL_OUTPUT_UNREADABLE',
    ],
  ])('refuses %s', (_, text, code) => {
    expect(() => netmhcpan.parse(text, 'out.txt')).toThrow(expect.objectContaining({ code }));
  });

  it('says on which line it stumbled', () => {
    expect(() => netmhcpan.parse(printed().replace('8.71', 'nan'), 'out.txt')).toThrow(
      expect.objectContaining({ at: { file: 'out.txt', line: 8, field: 'Aff(nM)' } }),
    );
  });
});

describe('the -xls file of NetMHCpan', () => {
  const alleles = '\t\t\tHLA-A02:01\t\t\t\t\t\tHLA-B07:02\t\t\t\t\t\t\t\n';
  const block = 'core\ticore\tEL-score\tEL_Rank\tBA-score\tBA_Rank';
  const header = `Pos\tPeptide\tID\t${block}\t${block}\tAve\tNB\n`;
  const row =
    '0\tAAAWYLWEV\tPEPLIST\tAAAWYLWEV\tAAAWYLWEV\t0.9000\t0.0500\t0.5000\t1.0000\tAAAWYLWEV\tAAAWYLWEV\t0.0100\t9.0000\t1.0000\t0.0100\t0.4\t1\n';

  it('gives every peptide on every allele; the affinity is 50000 to the power of 1 less the score', () => {
    const output = netmhcpan.parse(alleles + header + row, 'out.xls');
    expect(output.version).toBeNull();
    expect(output.rows).toMatchObject([
      { allele: 'HLA-A*02:01', percentileRank: 0.05, presentationScore: 0.9 },
      { allele: 'HLA-B*07:02', percentileRank: 9, presentationScore: 0.01, affinityNm: 1 },
    ]);
    // √50000
    expect(output.rows[0]?.affinityNm).toBeCloseTo(223.607, 3);
  });

  it('reads the nM of 4.0 with -BA as it stands', () => {
    const text = [
      '\t\t\tHLA-A24:02\t\t\t\t\t\t',
      'Pos\tPeptide\tID\tcore\ticore\t1-log50k\tnM\tRank\tAve\tNB',
      '0\tAAAWYLWEV\tPEPLIST\tAAAWYLWEV\tAAAWYLWEV\t0.1353\t11560.5\t6.1\t0.1\t0',
    ].join('\n');
    expect(netmhcpan.parse(text, 'out.xls').rows).toMatchObject([
      { allele: 'HLA-A*24:02', affinityNm: 11_560.5, percentileRank: 6.1, presentationScore: null },
    ]);
  });

  it.each([
    ['columns it does not know', alleles + header.replace('EL_Rank', 'Rank_EL') + row],
    ['a block missing', alleles + header + row.slice(0, 60)],
    ['an allele too many', alleles.replace('\t\n', '\tHLA-C07:02\n') + header + row],
  ])('refuses %s', (_, text) => {
    expect(() => netmhcpan.parse(text, 'out.xls')).toThrow(
      expect.objectContaining({ code: 'TOOL_OUTPUT_UNREADABLE' }),
    );
  });
});

it('asks for all peptides and alleles in one call, with affinities', () => {
  expect(netmhcpan.commands(['AAAWYLWEV', 'QQLRAQHLLA'], ['HLA-A*02:01', 'HLA-B*07:02'])).toEqual([
    {
      arguments: ['-p', 'peptides.txt', '-BA', '-a', 'HLA-A02:01,HLA-B07:02'],
      files: { 'peptides.txt': 'AAAWYLWEV\nQQLRAQHLLA\n' },
      outputFile: null,
    },
  ]);
});
