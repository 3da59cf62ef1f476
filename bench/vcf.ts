/**
 * Reads a synthetic bgzipped VCF with CSQ and two samples, beside bcftools on the same file.
 * `npx tsx bench/vcf.ts [--records N] [--write]`; --write puts the figures into bench/results/vcf.json.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { fileSource } from '../infra/stores/file-content.js';
import type { ByteSource } from '../schemas/stage.js';
import { parseVariants, variantFileAlone } from '../stages/parse-variants/index.js';
import { compressBlocks, cutPieces, decompress } from '../stages/shared/bgzf/index.js';
import { readVcf } from '../stages/shared/vcf/index.js';
import { report } from './result.js';
import { syntheticVcf } from './synthetic-vcf.js';

interface Timing {
  readonly name: string;
  readonly wallSeconds: number;
  /** User and system time of all threads, garbage collection included: comparable on a machine that others load. */
  readonly cpuSeconds: number;
  readonly recordsPerCpuSecond: number;
}

const { values } = parseArgs({
  options: { records: { type: 'string', default: '300000' }, write: { type: 'boolean', default: false } },
});
const recordCount = Number(values.records);
const repeats = 3;

/** Best of several runs: the machine's other work only ever adds time. `run` returns its CPU seconds where they are not this process's. */
async function time(name: string, run: () => Promise<void> | number): Promise<Timing> {
  let [wallSeconds, cpuSeconds] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const [start, cpuStart] = [process.hrtime.bigint(), process.cpuUsage()];
    const childSeconds = await run();
    const { user, system } = process.cpuUsage(cpuStart);
    wallSeconds = Math.min(wallSeconds, Number(process.hrtime.bigint() - start) / 1e9);
    cpuSeconds = Math.min(cpuSeconds, childSeconds ?? (user + system) / 1e6);
  }
  return { name, wallSeconds, cpuSeconds, recordsPerCpuSecond: Math.round(recordCount / cpuSeconds) };
}

/** CPU seconds of a command, by the shell's own `times`. */
function cpuSecondsOf(command: string, args: readonly string[]): number {
  const output = execFileSync('bash', ['-c', '"$@" >/dev/null && times', 'bash', command, ...args], {
    encoding: 'utf8',
  });
  const children = output.trim().split('\n').at(-1) ?? '';
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}

async function inflateOnly(source: ByteSource): Promise<void> {
  let size = 0;
  for await (const chunk of decompress(source)) size += chunk.length;
  if (size === 0) throw new Error('nothing inflated');
}

async function textSizeOf(source: ByteSource): Promise<number> {
  let size = 0;
  for await (const chunk of decompress(source)) size += chunk.length;
  return size;
}

async function readRecords(source: ByteSource): Promise<void> {
  let [passed, positions] = [0, 0];
  await readVcf(source, {
    header: () => {},
    record: (record) => {
      positions += record.position;
      if (record.filter === 'PASS') passed += 1;
    },
    malformed: ({ line }) => {
      throw new Error(`line ${line} is malformed`);
    },
  });
  if (passed === 0 || positions === 0) throw new Error('nothing read');
}

async function runStage(source: ByteSource, filters: string): Promise<void> {
  let [kept, omitted] = [0, 0];
  await parseVariants.run({
    params: parseVariants.params.parse({ filters }),
    inputs: { vcf: source, ...variantFileAlone },
    resources: { reference: null, predictor: null, classTwoPredictor: null },
    emit: {
      variants: () => {
        kept += 1;
      },
      source: () => {},
      germlineVariants: () => {},
    },
    omit: () => {
      omitted += 1;
    },
  });
  if (kept + omitted !== recordCount) throw new Error(`${kept} + ${omitted} of ${recordCount} records`);
}

/** Pieces a thread has at once, and the text of each. */
const [piecesPerThread, pieceBytes] = [3, 512 * 1024];

interface Thread {
  readonly worker: Worker;
  /** Waiting for answers, which come in the order of the pieces. */
  readonly waiting: ((answer: { readonly lineCount: number }) => void)[];
}

/** Reads every record with threads that are there already: blocks are cut here, inflated and split there. */
async function readInThreads(source: ByteSource, threads: readonly Thread[]): Promise<void> {
  const pieces = cutPieces(source, () => pieceBytes);
  let [lineCount, pieceCount] = [0, 0];
  const feed = async ({ worker, waiting }: Thread): Promise<void> => {
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
      pieceCount += 1;
      const { bytes } = next.value;
      worker.postMessage(next.value, [bytes.buffer]);
      const answer = await new Promise<{ readonly lineCount: number }>((resolve) => waiting.push(resolve));
      lineCount += answer.lineCount;
    }
  };
  await Promise.all(threads.flatMap((thread) => Array.from({ length: piecesPerThread }, () => feed(thread))));
  // A piece leaves its first line to the one before it.
  if (lineCount < recordCount - pieceCount) throw new Error(`${lineCount} lines of ${recordCount} records`);
}

/** Source files are compiled as they are loaded, in threads as in the main one. */
function startThread(): Thread {
  const file = JSON.stringify(new URL('./vcf-thread.ts', import.meta.url).href);
  const worker = new Worker(
    `import('tsx/esm/api').then(({ register }) => { register(); return import(${file}); });`,
    { eval: true },
  );
  const waiting: Thread['waiting'] = [];
  worker.on('message', (answer) => waiting.shift()?.(answer));
  return { worker, waiting };
}

function versionOf(command: string): string | null {
  try {
    return (
      execFileSync(command, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split(
        '\n',
      )[0] ?? null
    );
  } catch {
    return null;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'bench-vcf-'));
try {
  const path = join(folder, 'synthetic.vcf.gz');
  const file = openSync(path, 'w');
  for (const block of compressBlocks(syntheticVcf(recordCount))) writeSync(file, block);
  closeSync(file);
  const source = fileSource(path, path, statSync(path).size);

  const threads = [startThread(), startThread()];
  const inflating = await time('inflate only', () => inflateOnly(source));
  const inThreads = await time('two threads, every record', () => readInThreads(source, threads));
  await Promise.all(threads.map(({ worker }) => worker.terminate()));
  const textBytes = await textSizeOf(source);
  const twoThreads = {
    recordsPerSecond: Math.round(recordCount / inThreads.wallSeconds),
    textMbPerSecond: Math.round(textBytes / 1e6 / inThreads.wallSeconds),
    inflateMbPerSecond: Math.round(textBytes / 1e6 / inflating.wallSeconds),
    ratioToInflate: Number((inflating.wallSeconds / inThreads.wallSeconds).toFixed(2)),
  };
  const timings: Timing[] = [
    inflating,
    inThreads,
    await time('readVcf, INFO lazy', () => readRecords(source)),
    await time('parse-variants, PASS only (1 in 10)', () => runStage(source, 'pass')),
    await time('parse-variants, all kept', () => runStage(source, 'all')),
  ];
  const bcftools = versionOf('bcftools');
  if (bcftools !== null) {
    timings.push(
      await time('bcftools view -Ov', () => cpuSecondsOf('bcftools', ['view', '-Ov', path])),
      await time('bcftools view -f PASS -Ou', () =>
        cpuSecondsOf('bcftools', ['view', '-f', 'PASS', '-Ou', path]),
      ),
    );
  }

  const ours = timings.find(({ name }) => name.startsWith('readVcf'))?.recordsPerCpuSecond ?? 0;
  console.log(
    `${recordCount} records, ${(statSync(path).size / 1e6).toFixed(1)} MB bgzipped; best of ${repeats}`,
  );
  const row = (cells: readonly string[]): string =>
    cells.map((cell, index) => (index === 0 ? cell.padEnd(38) : cell.padStart(14))).join('');
  console.log(row(['', 'wall s', 'CPU s', 'records/CPU s', 'readVcf is ×']));
  for (const { name, wallSeconds, cpuSeconds, recordsPerCpuSecond } of timings) {
    const ratio = (ours / recordsPerCpuSecond).toFixed(2);
    console.log(
      row([name, wallSeconds.toFixed(3), cpuSeconds.toFixed(3), String(recordsPerCpuSecond), ratio]),
    );
  }
  console.log(`two threads read at ${twoThreads.ratioToInflate} of the rate at which one inflates`);
  console.log(`peak resident memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);

  report('vcf', {
    bcftools,
    recordCount,
    sizeBytes: statSync(path).size,
    repeats,
    maxRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    twoThreads,
    timings,
  });
} finally {
  rmSync(folder, { recursive: true });
}
