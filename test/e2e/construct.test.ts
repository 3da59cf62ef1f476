import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeSandbox, parseTsv } from '../support/cli.js';

const sandbox = makeSandbox();
afterAll(() => sandbox.remove());

const windows = sandbox.write(
  'windows.fa',
  [
    '>BRAF_V600E residues 587-613 of UniProt P15056',
    'DLTVKIGDFGLATEKSRWSGSHQFEQL',
    '>KRAS_G12D residues 1-27 of UniProt P01116',
    'MTEYKLVVVGADGVGKSALTIQLIQNH',
    '>random',
    'WDERPKNGSTHQYCAMFDEKNPGTSWR',
    '',
  ].join('\n'),
);

async function construct(out: string, ...more: readonly string[]) {
  const folder = sandbox.path(out);
  const hla = 'HLA-A*02:01,HLA-B*07:02,HLA-DRB1*11:01';
  const result = await sandbox.cli([
    'construct',
    '--peptides',
    windows,
    '--hla',
    hla,
    '--out',
    folder,
    ...more,
  ]);
  return { ...result, folder };
}

describe.concurrent('antigraph construct', () => {
  it('writes proteins, mRNA, GenBank, junctions, peptides and the manifest, the same bytes every time', async () => {
    const first = await construct('first');
    expect(first).toMatchObject({ exitCode: 0, stdout: '' });
    const names = readdirSync(first.folder).sort();
    expect(names).toEqual([
      'construct.gb',
      'junctions.tsv',
      'manifest.json',
      'mrna.fasta',
      'peptides.tsv',
      'protein.fasta',
    ]);
    const again = await construct('again');
    for (const name of names)
      expect(readFileSync(join(again.folder, name))).toEqual(readFileSync(join(first.folder, name)));
    const { rows } = parseTsv(readFileSync(join(first.folder, 'junctions.tsv'), 'utf8'));
    const classes = new Set(rows.map((row) => row['mhc_class']));
    expect([classes.has('I'), classes.has('II')]).toEqual([true, true]);
    const statuses = rows.map((row) => row['status'] ?? '');
    expect(statuses.filter((status) => status !== 'ok' && status !== 'core_in_window')).toEqual([]);
  });

  it('makes what is asked for alone', async () => {
    const { exitCode, folder } = await construct('peptides', '--set', 'form=peptides');
    expect(exitCode).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['manifest.json', 'peptides.tsv']);
  });

  it('refuses a parameter it does not have, an allele it does not know and a window that is none', async () => {
    expect(await construct('no', '--set', 'colour=red')).toMatchObject({ exitCode: 2 });
    const out = ['--out', sandbox.path('no')];
    const unknown = await sandbox.cli(['construct', '--peptides', windows, '--hla', 'HLA-A*99:99', ...out]);
    expect(unknown).toMatchObject({ exitCode: 4, stdout: '' });
    const file = sandbox.write('odd.fa', '>odd\nGILGFVFTX\n');
    const odd = await sandbox.cli(['construct', '--peptides', file, '--hla', 'HLA-A*02:01', ...out]);
    expect(odd).toMatchObject({ exitCode: 3 });
    expect(odd.stderr).toContain("'X' is none of the 20 standard residues");
  });
});
