/** The example patient as arguments of `antigraph run`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, type Sandbox } from './cli.js';

const examples = join(repositoryRoot, 'examples');

export const example = {
  gtf: join(examples, 'reference', 'mini.gtf'),
  fasta: join(examples, 'reference', 'mini.fa'),
  vcf: join(examples, 'patient', 'tumor.vcf'),
  expression: join(examples, 'patient', 'expression.tsv'),
  hla: join(examples, 'patient', 'hla.txt'),
  alleles: 'HLA-A*02:01,HLA-A*11:01,HLA-B*07:02,HLA-B*35:01,HLA-C*07:02,HLA-C*08:02',
} as const;

export const vcfText = (): string => readFileSync(example.vcf, 'utf8');

/** The example VCF's header with other records. */
export function vcfWith(records: readonly string[]): string {
  const header = vcfText()
    .split('\n')
    .filter((line) => line.startsWith('#'));
  return `${[...header, ...records].join('\n')}\n`;
}

/** Data lines of the example VCF. */
export function exampleRecords(): readonly string[] {
  return vcfText()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Builds the example reference bundle in the sandbox. */
export async function buildReference(sandbox: Sandbox, name = 'example.reference'): Promise<string> {
  const out = sandbox.path(name);
  const built = await sandbox.cli([
    'reference',
    'build',
    ...['--gtf', example.gtf, '--fasta', example.fasta],
    ...['--name', 'antigraph-example', '--build', 'example-1', '--out', out],
  ]);
  if (built.exitCode !== 0) throw new Error(built.stderr);
  return out;
}

/** Arguments of a run of the example patient; each may be replaced, null leaves it out. */
export function runArgs(
  reference: string,
  out: string,
  changes: Readonly<Record<string, string | null>> = {},
): string[] {
  const flags: Record<string, string | null> = {
    '--vcf': example.vcf,
    '--reference': reference,
    '--hla-file': example.hla,
    '--expression': example.expression,
    '--out': out,
    ...changes,
  };
  return ['run', ...Object.entries(flags).flatMap(([flag, value]) => (value === null ? [] : [flag, value]))];
}
