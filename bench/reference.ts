/**
 * Building and reading a reference bundle. Needs ../shared/data/reference (GTF of GRCh37 chromosome 1: 238,015
 * lines); its sequence is random bases. `--copies N` builds N such chromosomes into one bundle (13 make a
 * human genome: 3.1 million lines, 3.2 Gb). Times are processor
 * seconds. `--write` also writes bench/results/reference.json.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { packageRoot } from '../infra/package-root.js';
import { writeFileAtomically } from '../infra/reference/random-access-file.js';
import type { ReferenceBundle } from '../schemas/reference.js';
import { createReferenceBuilder } from '../stages/build-reference/builder.js';
import { buildReferenceInMemory } from '../stages/build-reference/in-memory.js';
import { openReferenceFile } from '../workers/reference/open-reference.js';
import { report } from './result.js';

const root = join(packageRoot(), '..', 'shared', 'data', 'reference');
/** GRCh37 chromosome 1. */
const contigLength = 249_250_621;
const chunkBytes = 1 << 20;
const lookups = 2_000_000;

function createRandom(): (below: number) => number {
  let state = 12_345;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Processor seconds, all threads: other work on the machine does not count. */
function seconds(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

/** A million bases in lines of 60, emitted again and again. */
function randomLines(): Buffer {
  const random = createRandom();
  const lines = Buffer.alloc(61 * 17_000, '\n');
  for (let offset = 0; offset < lines.length; offset++) {
    if (offset % 61 !== 60) lines[offset] = 'ACGT'.charCodeAt(random(4));
  }
  return lines;
}

function measureBuild(copies: number, out: string): Record<string, number> {
  const gtf = gunzipSync(readFileSync(join(root, 'Homo_sapiens.GRCh37.75_chr1.sorted.gtf.gz')));
  const builder = createReferenceBuilder({ name: 'bench', build: 'GRCh37' });
  const annotation = builder.annotation('bench.gtf');
  const sequence = builder.sequence('bench.fa');
  const block = randomLines();
  let lineCount = 0;
  let annotationSeconds = 0;
  let sequenceSeconds = 0;
  for (let copy = 1; copy <= copies; copy++) {
    // latin1 keeps bytes; ids differ between copies as they do between chromosomes.
    const text = copy === 1 ? gtf : renumber(gtf, copy);
    for (const byte of text) if (byte === 10) lineCount++;
    annotationSeconds += seconds(() => {
      for (let offset = 0; offset < text.length; offset += chunkBytes) {
        annotation.push(text.subarray(offset, offset + chunkBytes));
      }
    });
    sequenceSeconds += seconds(() => {
      sequence.push(Buffer.from(`>${copy}\n`));
      const bytes = Math.ceil((contigLength / 60) * 61);
      for (let left = bytes; left > 0; left -= block.length) sequence.push(block.subarray(0, left));
      sequence.push(Buffer.from('\n'));
    });
  }
  annotation.close();
  sequence.close();
  let finishSeconds = 0;
  const writeSeconds = seconds(() => {
    let chunks: Iterable<Uint8Array> = [];
    finishSeconds = seconds(() => {
      chunks = builder.finish([]).chunks;
    });
    writeFileAtomically(out, chunks);
  });
  return {
    annotationLines: lineCount,
    annotationLinesPerSecond: Math.round(lineCount / annotationSeconds),
    sequenceMegabasesPerSecond: Math.round((copies * contigLength) / 1e6 / sequenceSeconds),
    finishSeconds: round(finishSeconds),
    hashAndWriteSeconds: round(writeSeconds - finishSeconds),
    totalSeconds: round(annotationSeconds + sequenceSeconds + writeSeconds),
    bundleMegabytes: round(statSync(out).size / 1e6, 1),
    peakMemoryMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

function renumber(gtf: Buffer, copy: number): Buffer {
  const text = gtf.toString('latin1').replace(/^1\t/gm, `${copy}\t`);
  return Buffer.from(text.replace(/(transcript|gene)_id "ENS/g, `$1_id "C${copy}ENS`), 'latin1');
}

function measureLookups(reference: ReferenceBundle): Record<string, number> {
  const random = createRandom();
  const queries = Array.from({ length: lookups }, () => {
    const contig = reference.contigs[random(reference.contigs.length)] ?? { name: '', length: 1 };
    return { contig: contig.name, start: random(contig.length) };
  });
  const ids = [...reference.transcripts()].map(({ id }) => id);
  let found = 0;
  const overlapSeconds = seconds(() => {
    for (const { contig, start } of queries) {
      found += reference.transcriptsOverlapping(contig, start, start + 1).length;
    }
  });
  const sequenceSeconds = seconds(() => {
    for (const { contig, start } of queries) found += reference.sequence(contig, start, start + 100).length;
  });
  const idSeconds = seconds(() => {
    for (let count = 0; count < lookups; count++) {
      found += reference.transcriptById(ids[count % ids.length] ?? '') === null ? 0 : 1;
    }
  });
  if (found === 0) throw new Error('nothing was found');
  return {
    overlapLookupsPerSecond: Math.round(lookups / overlapSeconds),
    sequenceOf100BasesPerSecond: Math.round(lookups / sequenceSeconds),
    idLookupsPerSecond: Math.round(lookups / idSeconds),
  };
}

function measureOpen(path: string): Record<string, number> {
  let reference: ReferenceBundle | null = null;
  const openSeconds = seconds(() => {
    reference = openReferenceFile(path);
  });
  const opened = openReferenceFile(path);
  const contig = opened.contigs[0]?.name ?? '';
  const firstLookupSeconds = seconds(() => {
    opened.transcriptsOverlapping(contig, 1_000_000, 1_000_001);
    opened.sequence(contig, 1_000_000, 1_000_100);
  });
  if (reference === null) throw new Error('not opened');
  return {
    openMilliseconds: round(openSeconds * 1000),
    firstLookupMilliseconds: round(firstLookupSeconds * 1000),
  };
}

const copiesFlag = process.argv.indexOf('--copies');
const copies = copiesFlag < 0 ? 1 : Number(process.argv[copiesFlag + 1]);
const folder = mkdtempSync(join(tmpdir(), 'antigraph-bench-'));
try {
  const out = join(folder, 'bench.ref');
  const mini = buildReferenceInMemory({
    annotation: gunzipSync(readFileSync(join(root, 'Homo_sapiens.GRCh38.110_miniannotation.gtf.gz'))),
    fasta: gunzipSync(readFileSync(join(root, 'mini.fa.gz'))),
  });
  const results = {
    copies,
    build: measureBuild(copies, out),
    open: measureOpen(out),
    mini: measureLookups(mini),
    whole: measureLookups(openReferenceFile(out)),
  };
  report('reference', results);
} finally {
  rmSync(folder, { recursive: true });
}
