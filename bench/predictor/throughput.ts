/**
 * Pairs a second: the predictor in this thread, the command `antigraph predict` as a whole, and MHCnuggets in the same run where
 * ANTIGRAPH_MHCNUGGETS_PYTHON is a Python that has it. Peptides are made up, 8-11 residues, the same each time.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { packageRoot } from '../../infra/package-root.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import { measure } from '../measure.js';
import { createRandom } from './random.js';

const alleles = ['HLA-A*02:01', 'HLA-A*24:02', 'HLA-B*07:02', 'HLA-B*44:02', 'HLA-C*05:01', 'HLA-C*07:02'];
/** MHCnuggets scores some thousands of pairs a second: so many peptides take it about ten seconds. */
const nuggetsPeptides = 10_000;

export interface Throughput {
  readonly alleles: number;
  readonly inProcess: { readonly peptides: number; readonly pairsPerSecond: number };
  /** Start, reading, scoring, formatting and writing to nowhere. */
  readonly command: {
    readonly peptides: number;
    readonly wallSeconds: number;
    readonly pairsPerSecond: number;
    readonly peakMb: number;
  };
  /** Null: no Python was given. Import of its modules is not counted, reading and its own output are. */
  readonly mhcnuggets: {
    readonly version: string;
    readonly peptides: number;
    readonly pairsPerSecond: number;
  } | null;
}

export async function measureThroughput(
  predictor: PeptideMhcPredictor,
  peptideCount: number,
): Promise<Throughput> {
  const folder = mkdtempSync(join(tmpdir(), 'predictor-bench-'));
  try {
    const file = join(folder, 'peptides.txt');
    writeFileSync(file, madeUpPeptides(peptideCount));
    const program = join(packageRoot(), 'dist', 'workers', 'cli', 'main.js');
    const command = [process.execPath, program, 'predict', '--alleles', alleles.join(), '--peptides', file];
    const { wallSeconds, peakMb } = await measure(command);
    return {
      alleles: alleles.length,
      inProcess: await inProcess(predictor),
      command: {
        peptides: peptideCount,
        wallSeconds: Number(wallSeconds.toFixed(2)),
        pairsPerSecond: Math.round((peptideCount * alleles.length) / wallSeconds),
        peakMb,
      },
      mhcnuggets: nuggets(folder),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function madeUpPeptides(count: number): string {
  const random = createRandom(12_345);
  const letters = 'ACDEFGHIKLMNPQRSTVWY';
  const line = (): string => {
    let peptide = '';
    for (let left = 8 + random(4); left > 0; left -= 1) peptide += letters.charAt(random(20));
    return peptide;
  };
  return `${Array.from({ length: count }, line).join('\n')}\n`;
}

/** The median of five rounds. */
async function inProcess(predictor: PeptideMhcPredictor): Promise<Throughput['inProcess']> {
  const peptides = madeUpPeptides(10_000).trimEnd().split('\n');
  await predictor.predict(peptides.slice(0, 1_000), alleles);
  const rates: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const started = performance.now();
    await predictor.predict(peptides, alleles);
    rates.push((peptides.length * alleles.length) / ((performance.now() - started) / 1000));
  }
  rates.sort((a, b) => a - b);
  return { peptides: peptides.length, pairsPerSecond: Math.round(rates[2] ?? Number.NaN) };
}

function nuggets(folder: string): Throughput['mhcnuggets'] {
  const python = process.env['ANTIGRAPH_MHCNUGGETS_PYTHON'];
  if (python === undefined) return null;
  const file = join(folder, 'few.txt');
  writeFileSync(file, madeUpPeptides(nuggetsPeptides));
  const script = join(packageRoot(), 'bench', 'predictor', 'time_mhcnuggets.py');
  const names = alleles.map((allele) => allele.replace('*', ''));
  const answer = execFileSync(python, [script, file, ...names], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, CUDA_VISIBLE_DEVICES: '' },
  });
  const { version, seconds } = z
    .object({ version: z.string(), seconds: z.number() })
    .parse(JSON.parse(answer.trim().split('\n').at(-1) ?? ''));
  return {
    version,
    peptides: nuggetsPeptides,
    pairsPerSecond: Math.round((nuggetsPeptides * alleles.length) / seconds),
  };
}
