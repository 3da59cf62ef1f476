/** `bcftools csq` on the sets of bench/annotate.ts. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VariantSet } from './annotate-sets.js';

export interface Cost {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

export interface CsqRun {
  readonly version: string;
  /** Consequences it wrote. */
  readonly consequences: number;
  /** Everything, from the process's start to its end. */
  run(): Cost;
  /** The same with one variant: start-up, FASTA and GFF3. */
  startUp(): Cost;
  close(): void;
}

interface Command {
  readonly csq: readonly string[];
  readonly version: readonly string[];
}

const fromPysam = ['python3', '-c'];
const commands: readonly Command[] = [
  ...(process.env['ANTIGRAPH_CSQ'] === undefined
    ? []
    : [{ csq: process.env['ANTIGRAPH_CSQ'].split(' '), version: ['echo', process.env['ANTIGRAPH_CSQ']] }]),
  { csq: ['bcftools', 'csq'], version: ['bcftools', '--version'] },
  {
    csq: [...fromPysam, 'import sys, pysam.bcftools as b; b.csq(*sys.argv[1:], catch_stdout=False)'],
    version: [...fromPysam, 'import pysam; print("bcftools", pysam.version.__bcftools_version__, "(pysam)")'],
  },
];

/** Cost of a command, CPU by the shell's own account of its children. @throws where it fails */
function costOf(command: readonly string[]): Cost {
  const script = '"$@" >/dev/null 2>&1 || exit 1; times';
  const started = performance.now();
  const times = execFileSync('bash', ['-c', script, 'bash', ...command], { encoding: 'utf8', stdio: 'pipe' });
  const wallSeconds = (performance.now() - started) / 1000;
  const [, children = ''] = times.trim().split('\n');
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  const cpuSeconds = parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
  return { cpuSeconds, wallSeconds };
}

function writeInputs(folder: string, { genome, variants }: VariantSet): void {
  writeFileSync(join(folder, 'reference.fa'), genome.fasta);
  const contigs = genome.reference.contigs.map(({ name }) => `##contig=<ID=${name}>\n`).join('');
  const header = `##fileformat=VCFv4.2\n${contigs}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n`;
  const lines = variants.map((v) => `${v.chrom}\t${v.position}\t.\t${v.ref}\t${v.alt}\t.\t.\t.\n`);
  writeFileSync(join(folder, 'all.vcf'), header + lines.join(''));
  writeFileSync(join(folder, 'one.vcf'), header + (lines[0] ?? ''));
}

/** Consequences in csq's output; null where it did not write every variant. */
function consequencesIn(file: string, variantCount: number): number | null {
  if (!existsSync(file)) return null;
  const records = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (records.length !== variantCount) return null;
  return records.reduce((sum, record) => {
    const found = /\tBCSQ=(\S+)/.exec(record)?.[1] ?? '';
    return sum + (found === '' ? 0 : found.split(',').length);
  }, 0);
}

/** The first csq that gets through the set; null: there is none. */
export function openCsq(set: VariantSet): CsqRun | null {
  const folder = mkdtempSync(join(tmpdir(), 'annotate-bench-'));
  const close = (): void => rmSync(folder, { recursive: true });
  writeInputs(folder, set);
  const output = join(folder, 'out.vcf');
  const inputs = ['-f', join(folder, 'reference.fa'), '-g', set.genome.annotationFile, '-Ov', '-o', output];
  for (const { csq, version } of commands) {
    const costWith = (file: string): Cost => costOf([...csq, '-l', ...inputs, join(folder, file)]);
    try {
      costWith('all.vcf');
      const consequences = consequencesIn(output, set.variants.length);
      const [name = '', ...args] = version;
      if (consequences === null) continue;
      const said = execFileSync(name, args, { encoding: 'utf8' });
      return {
        version: said.split('\n')[0] ?? '',
        consequences,
        run: () => costWith('all.vcf'),
        startUp: () => costWith('one.vcf'),
        close,
      };
    } catch {
      // Not installed, or it crashes on this set: the next may not.
    }
  }
  close();
  return null;
}
