import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliResult, differingFiles, makeSandbox, readTsv } from '../support/cli.js';
import { buildReference, example, runArgs } from '../support/example-patient.js';

const sandbox = makeSandbox();
let reference = '';
beforeAll(async () => {
  reference = await buildReference(sandbox);
  // Beside the sheets, to be named by relative paths.
  sandbox.write('calls/tumor.vcf', readFileSync(example.vcf));
  sandbox.write('hla.txt', readFileSync(example.hla));
  sandbox.write('expression.tsv', readFileSync(example.expression));
  sandbox.write('ok.csv', ok);
  sandbox.write('peptides.tsv', 'id\tsequence\n1\tGILGFVFTL\n');
  sandbox.write('proteins.fasta', '>P1\nMTEYKLVVVGAGGVGKSALTIQLIQ\n');
});
afterAll(() => sandbox.remove());

async function runSheet(
  sheet: string,
  out: string,
  ...more: readonly string[]
): Promise<CliResult & { readonly rows: readonly Readonly<Record<string, string>>[] }> {
  const path = sandbox.write('sheet.csv', sheet);
  const folder = sandbox.path(out);
  const result = await sandbox.cli([
    ...['run', '--samplesheet', path, '--reference', reference, '--out', folder],
    ...more,
  ]);
  const summary = join(folder, 'samples.tsv');
  return { ...result, rows: existsSync(summary) ? readTsv(summary).rows : [] };
}

const ok = 'sample,vcf,hla\nP1,calls/tumor.vcf,hla.txt\n';
const two = `sample,vcf,hla,expression\nP1,calls/tumor.vcf,hla.txt,expression.tsv\nP2,${example.vcf},"A*02:01,B*07:02",\n`;

describe('antigraph run --samplesheet', () => {
  it('runs every patient into its own folder and sums them up', async () => {
    const { exitCode, stdout, stderr, rows } = await runSheet(two, 'two');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(readdirSync(sandbox.path('two'))).toEqual(['P1', 'P2', 'samples.tsv']);
    expect(rows).toMatchObject([
      { sample: 'P1', row: '2', status: 'done', alleles: '27', code: 'NA' },
      { sample: 'P2', row: '3', status: 'done', alleles: '27', code: 'NA' },
    ]);
    const [first] = readTsv(sandbox.path('two', 'P1', 'shortlist.tsv')).rows;
    expect(rows[0]).toMatchObject({ top_gene: first?.['gene'], top_peptide: first?.['best_peptide'] });
    expect(stderr).toContain('2 of 2 patients done');
  });

  it('gives each patient what a run of its own gives, but for the name', async () => {
    const out = sandbox.path('single');
    const single = await sandbox.cli([...runArgs(reference, out), '--set', 'render-report.patient=P1']);
    expect(single.exitCode).toBe(0);
    await runSheet(two, 'batch');
    expect(differingFiles(out, sandbox.path('batch', 'P1'))).toEqual([]);
  });

  it('reads a sheet of nf-core/epitopeprediction: variants run for each class in a folder of its own, other kinds of file and mice are refused by row', async () => {
    const { exitCode, stderr, rows } = await runSheet(
      [
        'sample,alleles,mhc_class,filename',
        'GBM_1,A*02:01;B*07:02,I,calls/tumor.vcf',
        'GBM_1,hla.txt,I,proteins.fasta',
        'GBM_1,hla.txt,I,peptides.tsv',
        'GBM_1,DRB1*01:01,II,calls/tumor.vcf',
        'GBM_2,H2-Kb,H-2,calls/tumor.vcf',
        '',
      ].join('\n'),
      'nf-core',
    );
    expect(rows.map(({ row, status, code }) => [row, status, code])).toEqual([
      ['2', 'done', 'NA'],
      ['3', 'failed', 'SAMPLESHEET_MALFORMED'],
      ['4', 'failed', 'SAMPLESHEET_MALFORMED'],
      ['5', 'done', 'NA'],
      ['6', 'failed', 'PREDICTOR_UNKNOWN'],
    ]);
    const [ofClassTwo] = readTsv(sandbox.path('nf-core', 'GBM_1-class-II', 'candidates.tsv')).rows;
    expect(ofClassTwo).toMatchObject({ allele: 'HLA-DRB1*01:01' });
    expect(stderr).toMatch(/expected a VCF, found FASTA: .*\n {2}where: sheet\.csv:3 \(vcf\)/);
    expect(stderr).toMatch(/expected a VCF, found peptide list: .*\n {2}where: sheet\.csv:4 \(vcf\)/);
    expect(exitCode).toBe(4);
  });

  it('goes on after a patient that fails and ends with the highest of the codes', async () => {
    sandbox.write('broken.vcf', '##fileformat=VCFv4.2\nno columns\n');
    const { exitCode, stderr, rows } = await runSheet(
      [
        'sample,vcf,hla,purity',
        'P1,missing.vcf,A*02:01,',
        'P2,broken.vcf,A*02:01,',
        'P3,calls/tumor.vcf,A*02:999,',
        'P4,calls/tumor.vcf,no-such-list.txt,',
        'P5,calls/tumor.vcf,A*02:01,70',
        'P6,calls/tumor.vcf,A*02:01,0.7',
      ].join('\n'),
      'failing',
    );
    expect(rows.map(({ sample, status, code }) => [sample, status, code])).toEqual([
      ['P1', 'failed', 'INPUT_NOT_FOUND'],
      ['P2', 'failed', 'VCF_HEADER_MALFORMED'],
      ['P3', 'failed', 'HLA_UNSUPPORTED'],
      ['P4', 'failed', 'INPUT_NOT_FOUND'],
      ['P5', 'failed', 'USAGE'],
      ['P6', 'done', 'NA'],
    ]);
    expect(exitCode).toBe(4);
    expect(stderr).toContain('1 of 6 patients done; not: P1 INPUT_NOT_FOUND, ');
    expect(stderr).toContain('where: sheet.csv:2 (vcf)');
    expect(stderr).toContain('where: sheet.csv:6');
  });

  it.each([
    ['the same name twice', 'sample,vcf,hla\nP1,calls/tumor.vcf,hla.txt\np1,calls/tumor.vcf,hla.txt\n', 3],
    ['a name that leads out of the folder', 'sample,vcf,hla\n../P1,calls/tumor.vcf,hla.txt\n', 2],
    ['no column for the genotype', 'sample,vcf\nP1,calls/tumor.vcf\n', 1],
  ])('refuses a sheet with %s before anything runs', async (_, sheet, row) => {
    const { exitCode, stderr } = await runSheet(sheet, 'refused');
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(new RegExp(`^error SAMPLESHEET_MALFORMED: .*\\n {2}where: sheet\\.csv:${row} `));
    expect(existsSync(sandbox.path('refused'))).toBe(false);
  });

  it.each([
    ['neither a VCF nor a sheet', ['--hla', 'A*02:01']],
    ['both', ['--samplesheet', example.hla, '--vcf', example.vcf]],
    ['a genotype beside the sheet', ['--samplesheet', example.hla, '--hla', 'A*02:01']],
    ['a parameter that nobody has', ['--samplesheet', sandbox.path('ok.csv'), '--set', 'no-stage.x=1']],
    ['a sample column beside the sheet', ['--samplesheet', example.hla, '--tumor-sample', 'T']],
  ])('takes %s for wrong usage', async (_, flags) => {
    const out = sandbox.path('usage');
    const result = await sandbox.cli(['run', ...flags, '--reference', reference, '--out', out]);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatch(/^error (?:USAGE|PARAMETER_INVALID): /);
    expect(existsSync(out)).toBe(false);
  });

  it('names the patient in every event, and ends each with one', async () => {
    const { stdout } = await runSheet(two, 'events', '--json');
    const events: readonly { readonly sample: string; readonly event: string }[] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(events.map(({ sample }) => sample))).toEqual(new Set(['P1', 'P2']));
    expect(events.filter(({ event }) => event === 'sample-finished')).toMatchObject([
      { sample: 'P1', status: 'done', alleles: 27, code: null },
      { sample: 'P2', status: 'done', alleles: 27, code: null },
    ]);
  });

  it('shows with --dry-run what would run for each and writes nothing', async () => {
    const { exitCode, stdout, rows } = await runSheet(two, 'dry', '--dry-run');
    expect({ exitCode, rows }).toEqual({ exitCode: 0, rows: [] });
    expect(stdout).toMatch(/^sample P1\nrun run-[\s\S]*^sample P2\nrun run-/m);
    expect(existsSync(sandbox.path('dry'))).toBe(false);
  });

  it('stops at Ctrl-C, says which patients are not done, and ends with 130', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `P${index + 1}`);
    const sheet = ['sample,vcf,hla', ...names.map((name) => `${name},calls/tumor.vcf,hla.txt`), ''].join(
      '\n',
    );
    const path = sandbox.write('many.csv', sheet);
    const out = sandbox.path('many');
    const { child, ended } = sandbox.start([
      ...['run', '--samplesheet', path, '--reference', reference, '--out', out, '--no-cache', '--json'],
    ]);
    child.stdout?.on('data', (chunk: Buffer) => {
      // Once: a second Ctrl-C ends the program at once, as everywhere.
      if (chunk.includes('sample-finished') && !child.killed) child.kill('SIGINT');
    });
    expect((await ended).exitCode).toBe(130);
    const { rows } = readTsv(join(out, 'samples.tsv'));
    expect(rows.map(({ sample }) => sample)).toEqual(names);
    expect(rows[0]?.['status']).toBe('done');
    expect(rows.at(-1)).toMatchObject({ status: 'failed', code: 'CANCELLED' });
  });
});
