/**
 * Whole-process figures of `antigraph run` on the HCC1395 tumour (VEP-annotated, 1,470 records) at 8-11mers: wall and CPU
 * seconds and peak memory, without and with everything in the store. Needs the shared data and GNU time.
 * `npx tsx bench/run.ts [--write]` after `npm run build`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report } from './result.js';

const vcf = '../shared/data/vcf/pvactools_HCC1395_annotated.expression.vcf.gz';
const folder = mkdtempSync(join(tmpdir(), 'antigraph-bench-'));
const store = join(folder, 'store');
const repetitions = 5;

interface Figures {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

function measure(): Figures {
  const command = [
    process.execPath,
    'dist/workers/cli/main.js',
    'run',
    '--vcf',
    vcf,
    '--use-csq',
    '--hla',
    'HLA-A*29:02,HLA-B*45:01,HLA-C*06:02',
  ];
  const samples = [
    '--tumor-sample',
    'HCC1395_TUMOR_DNA',
    '--normal-sample',
    'HCC1395_NORMAL_DNA',
    '--out',
    join(folder, 'out'),
    '--store',
    store,
  ];
  const result = spawnSync('/usr/bin/time', ['-f', '%e %U %S %M', ...command, ...samples], {
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`the run failed: ${result.stderr}`);
  const [wall = 0, user = 0, system = 0, kilobytes = 0] = (result.stderr.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number);
  return {
    wallSeconds: wall,
    cpuSeconds: Number((user + system).toFixed(2)),
    peakMegabytes: Math.round(kilobytes / 1024),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function summary(runs: readonly Figures[]): Figures {
  return {
    wallSeconds: median(runs.map((run) => run.wallSeconds)),
    cpuSeconds: median(runs.map((run) => run.cpuSeconds)),
    peakMegabytes: median(runs.map((run) => run.peakMegabytes)),
  };
}

const cold: Figures[] = [];
const warm: Figures[] = [];
for (let repetition = 0; repetition < repetitions; repetition += 1) {
  rmSync(store, { recursive: true, force: true });
  cold.push(measure());
  warm.push(measure());
}
rmSync(folder, { recursive: true, force: true });
report('run', { repetitions, nothingInStore: summary(cold), everythingInStore: summary(warm) });
