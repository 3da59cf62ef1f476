import { describe, expect, it } from 'vitest';
import { driverNote } from '../../../../../stages/compute-features/drivers/driver-note.js';
import { proteinChangeOf } from '../../../../../stages/compute-features/drivers/protein-change.js';
import { readDrivers } from '../../../../../stages/compute-features/drivers/read-drivers.js';
import { evidenceSource } from '../../../../support/evidence-file.js';

const row = (gene: string, hgvsP: string | null, geneId = 'ENSG00000000001.4') => ({ gene, geneId, hgvsP });
const noteBy = async (table: string, ...rows: readonly ReturnType<typeof row>[]) =>
  driverNote(rows, rows[0]?.gene ?? '', await readDrivers(evidenceSource(table, 'drivers')));

describe('a protein change', () => {
  it.each([
    ['ENSP00000270202.2:p.Glu17Lys', 'E17K', 'E17'],
    ['p.(Glu17Lys)', 'E17K', 'E17'],
    ['p.E17K', 'E17K', 'E17'],
    ['R213X', 'R213*', 'R213'],
    ['p.Arg213Ter', 'R213*', 'R213'],
    ['p.Arg100GlyfsTer5', 'R100fs', 'R100'],
    ['p.R100fs*5', 'R100fs', 'R100'],
    ['p.Glu746_Ala750del', 'E746_A750del', 'E746'],
    ['G12', 'G12', 'G12'],
  ])('%s is %s at %s', (text, change, residue) => {
    expect(proteinChangeOf(text)).toEqual({ change, residue });
  });

  it.each(['c.49G>A', 'p.?', '', 'exon 19'])('%j names no residue', (text) => {
    expect(proteinChangeOf(text)).toBeNull();
  });
});

describe('the note of a driver', () => {
  const hotspots = 'Gene,Ensembl Transcript ID,Mutation,Ensembl Gene ID\nAKT1,ENST1,p.E17K,ENSG00000142208\n';

  it('names a hotspot, or its residue', async () => {
    expect(await noteBy(hotspots, row('AKT1', 'ENSP1.1:p.Glu17Lys'))).toBe('hotspot p.E17K');
    expect(await noteBy(hotspots, row('AKT1', 'ENSP1.1:p.Glu17Gln'))).toBe(
      'hotspot residue E17 (p.E17K listed)',
    );
  });

  it('finds the change in another transcript of the gene, but not in another gene', async () => {
    expect(await noteBy(hotspots, row('AKT1', 'p.Glu3Lys'), row('AKT1', 'p.Glu17Lys'))).toBe(
      'hotspot p.E17K',
    );
    expect(await noteBy(hotspots, row('AKT1', 'p.Glu3Lys'), row('OTHER', 'p.Glu17Lys'))).toBeNull();
  });

  it('finds the gene by its id where the symbol changed', async () => {
    expect(await noteBy(hotspots, row('PKB', 'p.Glu17Lys', 'ENSG00000142208.17'))).toBe('hotspot p.E17K');
  });

  it('is none for another residue of a gene of which only hotspots are listed', async () => {
    expect(await noteBy(hotspots, row('AKT1', 'p.Leu52Arg'))).toBeNull();
    expect(await noteBy(hotspots, row('AKT1', null))).toBeNull();
  });

  it.each([
    ['Gene Symbol\nTP53\nKRAS\n', 'driver gene'],
    ['KRAS\nTP53\n', 'driver gene'],
    ['# census\ntp53\n', 'driver gene'],
    [
      'Gene\tFunction\nTP53\ttsg\nTP53\tpossible oncogene\nTP53\ttsg\n',
      'driver gene (tsg, possible oncogene)',
    ],
    ['gene,hotspot\nTP53,R175\n', 'hotspot residue R175 (any change listed)'],
  ])('of a list or table of genes: %j', async (table, note) => {
    expect(await noteBy(table, row('TP53', 'p.Arg175His'))).toBe(note);
  });

  it.each([
    ['', 1, 'empty'],
    ['Gene,Mutation\n', 1, 'no gene'],
    ['Cancer,KEY\nUCEC,x\n', 1, 'no column Gene'],
    ['Gene,Mutation\nTP53,p.R175H\n,p.R175H\n', 3, 'gene symbol'],
    ['Gene,Mutation\nTP53,c.524G>A\n', 2, 'names no residue'],
    ['these are my genes\n', 1, 'gene symbol'],
  ])('a table that is none is refused with its line: %j', async (table, line, message) => {
    await expect(readDrivers(evidenceSource(table, 'drivers'))).rejects.toMatchObject({
      code: 'DRIVERS_MALFORMED',
      at: { file: 'drivers', line },
      message: expect.stringContaining(message),
    });
  });
});
