/** `antigraph annotate` on files of many pieces: several threads, every compression, and what goes wrong half-way. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compressBlocks } from '../../stages/shared/bgzf/index.js';
import { exampleRecords, vcfWith } from '../support/example-patient.js';
import { exampleSandbox } from '../support/example-sandbox.js';

const { sandbox, reference } = exampleSandbox();

/** Some 350 KB: more than one thread is worth its start. */
const text = vcfWith(Array.from({ length: 120 }, exampleRecords).flat());
const plain = Buffer.from(text);
/** Not compressed within its blocks, for else it would be a small file. */
const bgzipped = Buffer.concat([...compressBlocks([plain], { level: 0 })]);

const annotate = (vcf: string, ...more: readonly string[]) =>
  sandbox.cli(['annotate', '--vcf', vcf, '--reference', reference, ...more]);

let expectedTable: ReturnType<typeof annotate> | null = null;

/** Rows without the header line. */
const rowsOf = (stdout: string): readonly string[] => stdout.trimEnd().split('\n').slice(1);

describe('antigraph annotate on a file of many pieces', () => {
  it('prints the rows of each record in file order, as it prints them of a small file', async () => {
    // Each alone, because neighbours that are given 120 times over are named in another order.
    const alone = ['--set', 'annotate-consequences.phaseDistanceBases=0'];
    const small = await annotate(sandbox.write('small.vcf', vcfWith(exampleRecords())), ...alone);
    const large = await annotate(sandbox.write('large.vcf', plain), '--jobs', '4', ...alone);
    expect(large).toMatchObject({ exitCode: 0, stderr: '' });
    const rows = rowsOf(small.stdout);
    expect(rowsOf(large.stdout)).toEqual(Array.from({ length: 120 }, () => rows).flat());
  });

  it.each([
    ['plain', '1', plain],
    ['with CR LF', '4', Buffer.from(text.replaceAll('\n', '\r\n'))],
    ['without a last line break', '4', plain.subarray(0, -1)],
    ['gzip', '1', gzipSync(plain)],
    ['gzip', '4', gzipSync(plain)],
    ['bgzip', '1', bgzipped],
    ['bgzip', '4', bgzipped],
  ])('gives the same bytes for a file %s, with %s threads', async (name, jobs, bytes) => {
    expectedTable ??= annotate(sandbox.write('large.vcf', plain), '--jobs', '2');
    const expected = await expectedTable;
    const found = await annotate(sandbox.write(`${name}-${jobs}.vcf`, bytes), '--jobs', jobs);
    expect(found).toMatchObject({ exitCode: 0, stderr: '' });
    expect(found.stdout === expected.stdout).toBe(true);
  });

  it('goes on after lines that cannot be read and gives each a row', async () => {
    const records = Array.from({ length: 120 }, exampleRecords).flat();
    const odd = records.map((record, index) => (index % 500 === 250 ? 'chr7\tx\t.\tA\tC\t.\t.\t.' : record));
    const found = await annotate(sandbox.write('odd.vcf', vcfWith(odd)), '--jobs', '4');
    expect(found.exitCode).toBe(0);
    const malformed = rowsOf(found.stdout).filter((row) => row.endsWith('\tRECORD_MALFORMED'));
    expect(malformed).toHaveLength(odd.filter((record) => record.startsWith('chr7\tx')).length);
  });

  it('says at which line a cut file ends', async () => {
    const cut = sandbox.write('cut.vcf.gz', bgzipped.subarray(0, bgzipped.length - 28));
    const found = await annotate(cut, '--jobs', '4');
    const lineCount = text.trimEnd().split('\n').length;
    expect(found.exitCode).toBe(3);
    expect(found.stderr).toContain(`VCF_TRUNCATED`);
    expect(found.stderr).toContain(`complete only up to line ${lineCount},`);
  });

  it('refuses a file of another build without printing a row', async () => {
    const records = Array.from(
      { length: 12_000 },
      (_, index) => `chr7\t${1000 + (index % 3000)}\t.\tAAAAAAAA\tC\t.\t.\t.\tGT\t0/0\t0/1`,
    );
    const found = await annotate(sandbox.write('wrong.vcf', vcfWith(records)), '--jobs', '4');
    expect(found).toMatchObject({ exitCode: 3, stdout: '' });
    expect(found.stderr).toMatch(/^error VCF_WRONG_BUILD/);
  });

  it('ends quietly when its reader closes early', async () => {
    const args = ['annotate', '--jobs', '4', '--reference', reference];
    const result = await sandbox.cli([...args, '--vcf', sandbox.write('large.vcf', plain)], {
      shell: 'set -o pipefail; "$@" | head -1',
    });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout.split('\n')).toHaveLength(2);
  });

  it('is stopped by SIGINT with 130', async () => {
    const huge = sandbox.write('huge.vcf', vcfWith(Array.from({ length: 2000 }, exampleRecords).flat()));
    const { child, ended } = sandbox.start([
      'annotate',
      '--vcf',
      huge,
      '--reference',
      reference,
      '--jobs',
      '4',
    ]);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ exitCode: 130, signal: null, stderr: '' });
  });
});
