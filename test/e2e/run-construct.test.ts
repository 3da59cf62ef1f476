import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tiers } from '../../schemas/candidates.js';
import { translate } from '../../stages/shared/genetic-code.js';
import { makeSandbox, parseTsv, readTsv } from '../support/cli.js';
import { buildReference, example, runArgs } from '../support/example-patient.js';

const sandbox = makeSandbox();
let reference = '';

beforeAll(async () => {
  reference = await buildReference(sandbox);
}, 60_000);
afterAll(() => sandbox.remove());

const sequenceIn = (path: string) => readFileSync(path, 'utf8').replace(/^>.*$/gm, '').replace(/\s/g, '');

/** Every pair of the run as NetMHCpan would print it, each rank 0.3. */
async function savedOutput(): Promise<string> {
  const listed = await sandbox.cli([
    'peptides',
    ...['--vcf', example.vcf, '--reference', reference, '--lengths', '8-14'],
  ]);
  const peptides = new Set<string>();
  for (const row of parseTsv(listed.stdout).rows)
    for (const peptide of [row['peptide'] ?? 'NA', row['wildtype_peptide'] ?? 'NA'])
      if (/^[ACDEFGHIKLMNPQRSTVWY]{8,}$/.test(peptide)) peptides.add(peptide);
  const head =
    '------\nPos MHC Peptide Core Of Gp Gl Ip Il Icore Identity Score_EL %Rank_EL Score_BA %Rank_BA Aff(nM) BindLevel\n------\n';
  const blocks = example.alleles.split(',').map((allele) => {
    const rows = [...peptides].map((peptide) =>
      ['1', allele, peptide, peptide, '0 0 0 0 0', peptide, 'PEPLIST 0.5 0.3 0.4 2 80'].join(' '),
    );
    return `${head}${rows.join('\n')}\n------\n`;
  });
  return sandbox.write('netmhcpan.txt', `# NetMHCpan version 4.1b\n${blocks.join('')}`);
}

describe.concurrent('the construct of a run', () => {
  it('is made of the shortlist: its mRNA translates to the windows, its checks are met or said to be open', async () => {
    const out = sandbox.path('usual');
    expect(await sandbox.cli(runArgs(reference, out))).toMatchObject({ exitCode: 0 });
    const folder = join(out, 'construct');
    const protein = sequenceIn(join(folder, 'protein.fasta'));
    const coding = sequenceIn(join(folder, 'mrna.fasta')).slice('GCCACC'.length);
    expect(translate(coding, 1)).toBe(`${protein}**`);
    const { rows } = readTsv(join(out, 'shortlist.tsv'));
    // The best peptide of every antigen lies in the protein.
    for (const row of rows) expect(protein).toContain(row['best_peptide']);
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    expect(manifest.constructs[0].order.isProven).toBe(true);
    // The run has no class II allele, and says so.
    const open = manifest.notMet.filter(({ of }: { readonly of: string }) => of === 'construct_1');
    expect(open.map(({ check }: { readonly check: string }) => check)).toEqual([
      'no strong class II binder at a seam',
    ]);
    expect(readTsv(join(folder, 'peptides.tsv')).rows).toHaveLength(rows.length);
    const report = readFileSync(join(out, 'report.html'), 'utf8');
    expect(report.replace(/\n/g, '')).toContain(protein);
  });

  it('is not there where nothing is on the shortlist, and the run does not fail for it', async () => {
    const out = sandbox.path('nothing');
    const run = await sandbox.cli([
      ...runArgs(reference, out),
      ...['--set', `select-shortlist.excludedTiers=${JSON.stringify(tiers)}`],
    ]);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(out, 'construct'))).toBe(false);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).not.toContain('id="construct"');
  });

  it('has no mRNA where the predictor reads saved output, and the report says why', async () => {
    const out = sandbox.path('saved');
    const run = await sandbox.cli([
      ...runArgs(reference, out),
      '--predictor',
      `netmhcpan=${await savedOutput()}`,
    ]);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(readdirSync(join(out, 'construct')).sort()).toEqual(['manifest.json', 'peptides.tsv']);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(
      'No mRNA construct was designed: netmhcpan reads saved output',
    );
  });
});
