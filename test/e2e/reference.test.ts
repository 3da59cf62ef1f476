import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTsv, type Table } from '../support/cli.js';
import { buildReference, example } from '../support/example-patient.js';
import { exampleSandbox } from '../support/example-sandbox.js';

const { sandbox, reference } = exampleSandbox();

async function table(...args: readonly string[]): Promise<Table> {
  const result = await sandbox.cli(args);
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  return parseTsv(result.stdout);
}

describe.concurrent('antigraph reference', () => {
  const info = async (bundle: string) => {
    const result = await sandbox.cli(['reference', 'info', bundle, '--json']);
    const parsed: { name: string; build: string; digest: string; geneCount: number; contigs: unknown[] } =
      JSON.parse(result.stdout);
    return parsed;
  };

  it('builds the same digest from the same files, and info states it', async () => {
    const again = await buildReference(sandbox, 'again.reference');
    const [first, second] = [await info(reference), await info(again)];
    expect(first).toMatchObject({ name: 'antigraph-example', build: 'example-1', geneCount: 12 });
    expect(first.contigs).toHaveLength(9);
    expect(second.digest).toBe(first.digest);
  });

  it('info for people names genes, build, digest and sources', async () => {
    const result = await sandbox.cli(['reference', 'info', reference]);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toMatch(/^build +example-1$/m);
    expect(result.stdout).toMatch(/^genes +12$/m);
    expect(result.stdout).toMatch(/^annotation +mini\.gtf +sha256 [0-9a-f]{64}$/m);
  });

  it('subset keeps the genes named, and annotates them as the whole does', async () => {
    const small = sandbox.path('small.reference');
    const result = await sandbox.cli([
      'reference',
      'subset',
      reference,
      '--genes',
      'KRAS,TP53',
      '--out',
      small,
    ]);
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect((await info(small)).geneCount).toBe(2);
    const rowsOf = async (bundle: string) =>
      (await table('annotate', '--vcf', example.vcf, '--reference', bundle)).rows.filter((row) =>
        ['KRAS', 'TP53'].includes(row['gene'] ?? ''),
      );
    expect(await rowsOf(small)).toEqual(await rowsOf(reference));
  });

  it.each<[string, () => readonly string[], number, RegExp]>([
    [
      'a gene that the bundle does not have',
      () => ['subset', reference, '--genes', 'KRASS', '--out', sandbox.path('x')],
      3,
      /^error GENES_UNKNOWN: .*KRASS/,
    ],
    [
      'a bundle that is not there',
      () => ['info', sandbox.path('no.reference')],
      4,
      /^error REFERENCE_MISSING: /,
    ],
    [
      'an annotation that is none',
      () => [
        'build',
        '--gtf',
        example.fasta,
        '--fasta',
        example.fasta,
        '--name',
        'x',
        '--build',
        'y',
        '--out',
        sandbox.path('x'),
      ],
      3,
      /^error ANNOTATION_MALFORMED: /,
    ],
    [
      'a genome that is none',
      () => [
        'build',
        '--gtf',
        example.gtf,
        '--fasta',
        example.gtf,
        '--name',
        'x',
        '--build',
        'y',
        '--out',
        sandbox.path('x'),
      ],
      3,
      /^error FASTA_MALFORMED: /,
    ],
    [
      'a genome without the contigs of the annotation',
      () => [
        'build',
        '--gtf',
        example.gtf,
        '--fasta',
        sandbox.write('other.fa', '>scaffold\nACGT\n'),
        '--name',
        'x',
        '--build',
        'y',
        '--out',
        sandbox.path('x'),
      ],
      3,
      /^error [A-Z_]+: .*contig/,
    ],
    [
      'a folder that is not there',
      () => [
        'build',
        '--gtf',
        example.gtf,
        '--fasta',
        example.fasta,
        '--name',
        'x',
        '--build',
        'y',
        '--out',
        sandbox.path('no', 'x'),
      ],
      3,
      /^error OUTPUT_NOT_WRITABLE: /,
    ],
    [
      'GTF and GFF at once',
      () => [
        'build',
        '--gtf',
        'a',
        '--gff',
        'b',
        '--fasta',
        'c',
        '--name',
        'x',
        '--build',
        'y',
        '--out',
        'z',
      ],
      2,
      /^error USAGE: /,
    ],
    [
      'a build without a name for it',
      () => ['build', '--gtf', example.gtf, '--fasta', example.fasta, '--name', 'x', '--out', 'z'],
      2,
      /^error USAGE: .*--build/,
    ],
  ])('refuses %s and leaves no file', async (_name, args, exitCode, says) => {
    const result = await sandbox.cli(['reference', ...args()]);
    expect(result.stderr).toMatch(says);
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(existsSync(sandbox.path('x'))).toBe(false);
    expect(readdirSync(sandbox.root).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });
});
