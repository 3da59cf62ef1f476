import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { driverNote } from '../../../../../stages/compute-features/drivers/driver-note.js';
import { readDrivers } from '../../../../../stages/compute-features/drivers/read-drivers.js';
import { evidenceSource } from '../../../../support/evidence-file.js';

const folder = '../shared/data/tables';
const driversIn = (name: string) => readDrivers(evidenceSource(readFileSync(`${folder}/${name}`), name));
const genesIn = (name: string, pattern: RegExp) =>
  new Set(
    readFileSync(`${folder}/${name}`, 'utf8')
      .trimEnd()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => pattern.exec(line)?.[0]),
  );

// Expected counts are those of distinct first columns, taken here by a pattern.
describe('tables of drivers as other tools package them', () => {
  it("pVACtools' hotspot genes", async () => {
    const drivers = await driversIn('pvactools_cancer_census_hotspot_gene_list.tsv');
    expect(drivers.size).toBe(genesIn('pvactools_cancer_census_hotspot_gene_list.tsv', /^.*$/).size);
    expect(driverNote([{ gene: 'ABL1', geneId: '', hgvsP: 'p.Thr315Ile' }], 'ABL1', drivers)).toBe(
      'driver gene',
    );
  });

  it("vaxrank's genes with their roles", async () => {
    const drivers = await driversIn('vaxrank_cancer-driver-genes.csv');
    const symbols = [...drivers.keys()].filter((name) => !name.startsWith('ENSG'));
    expect(symbols).toHaveLength(genesIn('vaxrank_cancer-driver-genes.csv', /^[^,]+/).size);
    expect(driverNote([{ gene: 'ACVR2A', geneId: '', hgvsP: null }], 'ACVR2A', drivers)).toBe(
      'driver gene (tsg, possible tsg)',
    );
  });

  it("vaxrank's variants, each found again by its HGVS", async () => {
    const drivers = await driversIn('vaxrank_cancer-driver-variants.csv');
    const lines = readFileSync(`${folder}/vaxrank_cancer-driver-variants.csv`, 'utf8')
      .trimEnd()
      .split(/\r?\n/)
      .slice(1);
    for (const line of lines) {
      const [gene = '', , change = '', geneId = ''] = line.split(',');
      expect(driverNote([{ gene, geneId, hgvsP: `ENSP1:${change}` }], gene, drivers)).toBe(
        `hotspot ${change}`,
      );
    }
    expect(driverNote([{ gene: 'AKT1', geneId: '', hgvsP: 'p.Glu17Gln' }], 'AKT1', drivers)).toContain(
      'E17K',
    );
  });
});
