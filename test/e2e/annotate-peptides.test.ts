import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTsv, readTsv, type Table } from '../support/cli.js';
import { example, exampleRecords, vcfWith } from '../support/example-patient.js';
import { exampleSandbox } from '../support/example-sandbox.js';

const { sandbox, reference } = exampleSandbox();

/** DESIGN §4. */
const annotateColumns =
  'input chrom pos ref alt gene transcript biotype strand consequence hgvs_c hgvs_p protein_start wildtype_protein mutant_protein phase_group nmd status'.split(
    ' ',
  );
const peptideColumns =
  'peptide length input chrom pos ref alt gene transcript offset wildtype_peptide mutated_offsets'.split(' ');

async function table(...args: readonly string[]): Promise<Table> {
  const result = await sandbox.cli(args);
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  return parseTsv(result.stdout);
}

/** The literature's name of every allele of the example. */
const expectedTable = example.vcf.replace(/tumor\.vcf$/, 'expected.tsv');

/** One-shot commands work in a temporary folder and must not leave it. */
const leftBehind = (): readonly string[] => readdirSync(sandbox.path('tmp'));

describe.concurrent('antigraph annotate', () => {
  it('prints the documented columns and one row per allele and transcript, in file order', async () => {
    const { columns, rows } = await table('annotate', '--vcf', example.vcf, '--reference', reference);
    expect(columns).toEqual(annotateColumns);
    const expected = readTsv(expectedTable).rows;
    expect([...new Set(rows.map((row) => row['input']))]).toEqual(expected.map((row) => row['input']));
    // More rows of a pair are possibilities, of which the status says why they are not certain.
    const certain = rows.filter((row) => row['status'] === 'ok');
    const pairs = certain.map((row) => `${row['input']} ${row['transcript']}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it("agrees with the literature's names of the example's changes", async () => {
    const { rows } = await table('annotate', '--vcf', example.vcf, '--reference', reference);
    const expected = readTsv(expectedTable).rows;
    for (const { input, transcript, hgvs_c, hgvs_p, consequence } of expected) {
      if (hgvs_c === 'NA' || hgvs_c === undefined) continue;
      const row = rows.find((found) => found['input'] === input && found['transcript'] === transcript);
      expect(row).toMatchObject({
        hgvs_c: `${transcript}:${hgvs_c}`,
        hgvs_p: expect.stringContaining(`${hgvs_p}`),
      });
      expect(row?.['consequence']?.split('&')).toContain(consequence);
    }
  });

  it('gives an allele that cannot be annotated a row with its omission code', async () => {
    const { rows } = await table('annotate', '--vcf', example.vcf, '--reference', reference);
    const status = (input: string) =>
      rows.filter((row) => row['input'] === input).map((row) => row['status']);
    expect(status('chr12:901:T:<DEL>')).toEqual(['PARTNER_NOT_CODING']);
    expect(status('chr10:4257:A:*')).toEqual(['ALLELE_SPANNING_DELETION']);
    expect(status('chr1:431:A:G')).toEqual(['INTERGENIC']);
    // FILTER is no reason to leave an allele out here: the command says what variants do, not which count.
    expect(status('chr10:3316:G:A')).toEqual(['ok']);
  });

  it('leaves the two protein columns out with --no-proteins', async () => {
    const args = ['annotate', '--vcf', example.vcf, '--reference', reference, '--no-proteins'];
    const { columns } = await table(...args);
    expect(columns).toEqual(annotateColumns.filter((column) => !column.endsWith('_protein')));
  });

  it('mutant and wild-type protein of a missense change differ at the residue named', async () => {
    const { rows } = await table('annotate', '--vcf', example.vcf, '--reference', reference);
    const row = rows.find(({ hgvs_p }) => hgvs_p?.endsWith('p.Gly12Asp') === true);
    const [wildtype = '', mutant = ''] = [row?.['wildtype_protein'], row?.['mutant_protein']];
    expect(row?.['protein_start']).toBe('12');
    expect(`${wildtype[11]}${mutant[11]}`).toBe('GD');
    expect(mutant).toBe(`${wildtype.slice(0, 11)}D${wildtype.slice(12)}`);
  });
});

describe.concurrent('antigraph peptides', () => {
  it('prints the documented columns and only the lengths asked for', async () => {
    const args = ['peptides', '--vcf', example.vcf, '--reference', reference, '--lengths', '9,10'];
    const { columns, rows } = await table(...args);
    expect(columns).toEqual(peptideColumns);
    expect(new Set(rows.map((row) => row['length']))).toEqual(new Set(['9', '10']));
    for (const row of rows) expect(row['peptide']).toHaveLength(Number(row['length']));
  });

  it('prints each peptide once per variant and transcript, with G12D in all nine 9-mers of KRAS', async () => {
    const { rows } = await table(
      ...['peptides', '--vcf', example.vcf, '--reference', reference, '--lengths', '9'],
    );
    const keys = rows.map((row) => `${row['peptide']} ${row['input']} ${row['transcript']}`);
    expect(new Set(keys).size).toBe(keys.length);
    // MTEYKLVVVGAGGVGKSALTIQ: windows of 9 that hold residue 12, UniProt P01116.
    const window = 'MTEYKLVVVGADGVGKSALTIQ';
    const expected = Array.from({ length: 9 }, (_, index) => window.slice(3 + index, 12 + index));
    expect(rows.filter((row) => row['gene'] === 'KRAS').map((row) => row['peptide'])).toEqual(expected);
  });

  it('cuts class II peptides where asked', async () => {
    const args = ['peptides', '--vcf', example.vcf, '--reference', reference, '--class', 'II'];
    const { rows } = await table(...args, '--lengths', '15,25');
    expect(new Set(rows.map((row) => row['length']))).toEqual(new Set(['15', '25']));
  });

  it.each(['7', '8-15', 'x', '11-8', ''])('refuses --lengths "%s" as a usage error', async (lengths) => {
    const result = await sandbox.cli([
      ...['peptides', '--vcf', example.vcf, '--reference', reference, '--lengths', lengths],
    ]);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toMatch(/^error USAGE: --lengths/);
  });
});

describe('one-shot commands', () => {
  it.each([
    ['annotate', () => ['annotate', '--vcf', example.vcf, '--reference', reference]],
    ['peptides', () => ['peptides', '--vcf', example.vcf, '--reference', reference]],
    [
      'predict',
      () => [
        ...['predict', '--alleles', 'HLA-A*02:01,HLA-B*07:02'],
        ...['--peptides', sandbox.write('many.txt', 'GILGFVFTL\n'.repeat(20_000))],
      ],
    ],
  ])('%s ends quietly when its reader closes early (| head -1)', async (_name, args) => {
    const result = await sandbox.cli(args(), { shell: 'set -o pipefail; "$@" | head -1' });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout.split('\n')).toHaveLength(2);
    expect(leftBehind()).toEqual([]);
  });

  it('are stopped by SIGINT with 130 and leave no patient data in the temporary folder', async () => {
    const large = sandbox.write('large.vcf', vcfWith(Array.from({ length: 400 }, exampleRecords).flat()));
    const { child, ended } = sandbox.start(['peptides', '--vcf', large, '--reference', reference]);
    while (leftBehind().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const interruptedAt = performance.now();
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ exitCode: 130, signal: null, stdout: '' });
    expect(performance.now() - interruptedAt).toBeLessThan(2000);
    expect(leftBehind()).toEqual([]);
  });

  it('leave nothing in the temporary folder and never touch the store', async () => {
    const env = { ANTIGRAPH_STORE: sandbox.path('untouched') };
    await sandbox.cli(['annotate', '--vcf', example.vcf, '--reference', reference], { env });
    expect(leftBehind()).toEqual([]);
    expect(existsSync(env.ANTIGRAPH_STORE)).toBe(false);
  });
});
