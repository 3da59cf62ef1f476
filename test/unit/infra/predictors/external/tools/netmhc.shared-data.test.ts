/** Real outputs of the installed programs, which may not be copied into the repository. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { netmhcpan } from '../../../../../../infra/predictors/external/tools/netmhcpan.js';
import { netmhcstabpan } from '../../../../../../infra/predictors/external/tools/netmhcstabpan.js';

const folder = '../shared/data/reports/netmhc_fixtures';
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('outputs of NetMHCpan and NetMHCstabpan', () => {
  it('are read with the numbers that stand in them', () => {
    const both = netmhcpan.parse(read('netmhcpan_41_SLLQHLIGL.out'), '4.1');
    expect(both.version).toBe('4.1b');
    expect(both.rows).toHaveLength(3);
    expect(both.rows[0]).toMatchObject({
      peptide: 'SLLQHLIGL',
      allele: 'HLA-A*02:01',
      affinityNm: 8.82,
      percentileRank: 0.024,
      presentationScore: 0.949753,
    });
    const ligands = netmhcpan.parse(read('netmhcpan_40_SLLQHLIGL.out'), '4.0');
    expect(ligands.version).toBe('4.0');
    expect(ligands.rows[2]).toMatchObject({
      allele: 'HLA-B*07:02',
      affinityNm: null,
      percentileRank: 5.4641,
    });
    const stability = netmhcstabpan.parse(read('netmhcstabpan_SLLQHLIGL.out'), 'stab');
    expect(stability.rows[0]).toMatchObject({
      allele: 'HLA-A*02:01',
      percentileRank: 0.4,
      halfLifeHours: 7.04,
    });
  });

  it('are each recognised by their own reader alone', () => {
    for (const name of readdirSync(folder)) {
      const text = read(name);
      expect([name, netmhcpan.recognises(text)]).toEqual([name, name.startsWith('netmhcpan_')]);
      expect([name, netmhcstabpan.recognises(text)]).toEqual([name, name.startsWith('netmhcstabpan_')]);
    }
  });
});
