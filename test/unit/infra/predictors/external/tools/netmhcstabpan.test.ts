import { expect, it } from 'vitest';
import { netmhcstabpan } from '../../../../../../infra/predictors/external/tools/netmhcstabpan.js';

const rule = '-'.repeat(60);
const printed = (columns: string, row: string) =>
  ['# NetMHCstabpan version 1.0', rule, columns, rule, row, rule, ''].join('\n');
const stability = 'pos HLA peptide Identity Pred Thalf(h) %Rank_Stab';

it('gives the half-life and its rank, and no affinity of its own', () => {
  const expected = {
    version: '1.0',
    rows: [
      {
        peptide: 'YIFLVSLLV',
        allele: 'HLA-A*02:01',
        affinityNm: null,
        percentileRank: 1,
        presentationScore: null,
        coreOffset: null,
        halfLifeHours: 3.5,
      },
    ],
  };
  const row = '0 HLA-A*02:01 YIFLVSLLV PEPLIST 0.820 3.50 1.00';
  expect(netmhcstabpan.parse(printed(`${stability} BindLevel`, `${row} <= WB`), 'out')).toEqual(expected);
  const withAffinity = `${stability} 1-log50k Aff(nM) %Rank_aff Combined Combined_%rank BindLevel`;
  expect(
    netmhcstabpan.parse(printed(withAffinity, `${row} 0.800 8.71 0.50 0.810 0.60 <= WB`), 'out'),
  ).toEqual(expected);
});

it('asks for one length a call', () => {
  const commands = netmhcstabpan.commands(['YIFLVSLLV', 'YIFLVSLLVA', 'ILYDVSIPP'], ['HLA-A*02:01']);
  expect(commands.map((command) => command.arguments[3])).toEqual(['9', '10']);
  expect(commands.map(({ files }) => files['peptides.txt'])).toEqual([
    'YIFLVSLLV\nILYDVSIPP\n',
    'YIFLVSLLVA\n',
  ]);
});
