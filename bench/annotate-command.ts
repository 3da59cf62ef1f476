/**
 * The command `antigraph annotate` beside `bcftools csq -l` on the same VCF of 50,000 coding variants (--variants N: so many): wall time from start to end,
 * output to nowhere, with and without proteins, and peak memory. Needs ../shared/data/reference and a build (`npm run build`, or
 * --program another main.js); csq is ANTIGRAPH_CSQ, a command with `csq` and what else it needs, else `bcftools csq`.
 * --wgs N: instead, a bgzipped VCF of N records all over chromosome 21, for memory and reading rate. --write puts results in bench/results.
 */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { packageRoot } from '../infra/package-root.js';
import { fileSource } from '../infra/stores/file-content.js';
import type { ReferenceBundle } from '../schemas/reference.js';
import { buildReferenceInMemory } from '../stages/build-reference/in-memory.js';
import { compressBlocks, decompress } from '../stages/shared/bgzf/index.js';
import { type Measured, measure } from './measure.js';
import { report } from './result.js';

const { values } = parseArgs({
  options: {
    program: { type: 'string', default: join(packageRoot(), 'dist', 'workers', 'cli', 'main.js') },
    wgs: { type: 'string' },
    variants: { type: 'string', default: '50000' },
    rounds: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
  },
});
const root = join(packageRoot(), '..', 'shared', 'data', 'reference');
const variantCount = Number(values.variants);
const isCsqGiven = process.env['ANTIGRAPH_CSQ'] !== undefined;
const csqCommand = (process.env['ANTIGRAPH_CSQ'] ?? 'bcftools csq').split(' ');

interface ReferenceSet {
  readonly name: string;
  readonly fasta: string;
  readonly annotation: string;
  /** The annotation as csq accepts it. */
  readonly csqAnnotation: string;
}

const chr21: ReferenceSet = {
  name: 'chr21',
  fasta: 'chr21/chr21.vepregion.Npad.fa.gz',
  annotation: 'chr21/Homo_sapiens.GRCh38.chr21.ensembl.gff3.gz',
  csqAnnotation: 'chr21/Homo_sapiens.GRCh38.chr21.ensembl.gff3.gz',
};
const mini: ReferenceSet = {
  name: 'mini',
  fasta: 'mini.fa.gz',
  annotation: 'Homo_sapiens.GRCh38.110_miniannotation.gff3.gz',
  csqAnnotation: 'mini.ensembl.gff3.gz',
};

function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Within coding exons, 80 % substitutions, 10 % deletions, 10 % insertions of 1-6 bases, sorted. */
function codingVcf(reference: ReferenceBundle): string {
  const random = createRandom(21);
  const places = [...reference.transcripts()].flatMap(({ contig, cds, exons }) =>
    cds === null
      ? []
      : exons
          .map((exon) => ({
            contig,
            start: Math.max(exon.start, cds.start),
            end: Math.min(exon.end, cds.end),
          }))
          .filter(({ start, end }) => end > start && !reference.sequence(contig, start, end).includes('N')),
  );
  const lines: { readonly contig: string; readonly at: number; readonly text: string }[] = [];
  while (lines.length < variantCount) {
    const place = places[random(places.length)];
    if (place === undefined) throw new Error('no coding exon has a sequence');
    const at = place.start + random(place.end - place.start);
    const kind = random(10);
    const length = 1 + random(6);
    const ref = reference.sequence(place.contig, at, at + (kind === 8 ? length + 1 : 1));
    const letter = 'ACGT'.charAt(random(4));
    const alt = kind < 8 ? letter : kind === 8 ? ref.charAt(0) : ref + letter.repeat(length);
    if (ref === alt || ref.includes('N')) continue;
    lines.push({
      contig: place.contig,
      at,
      text: `${place.contig}\t${at + 1}\t.\t${ref}\t${alt}\t.\t.\t.\n`,
    });
  }
  const order = new Map(reference.contigs.map(({ name }, index) => [name, index]));
  lines.sort((a, b) => (order.get(a.contig) ?? 0) - (order.get(b.contig) ?? 0) || a.at - b.at);
  const contigs = reference.contigs.map(({ name }) => `##contig=<ID=${name}>\n`).join('');
  return `##fileformat=VCFv4.2\n${contigs}${columns}${lines.map(({ text }) => text).join('')}`;
}

const columns = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n';

/** Substitutions evenly over the chromosome: half of them in no gene, most others in introns. */
function* wholeGenomeVcf(reference: ReferenceBundle, recordCount: number): Generator<string> {
  const random = createRandom(3);
  const [contig] = reference.contigs;
  if (contig === undefined) throw new Error('the reference has no contig');
  yield `##fileformat=VCFv4.2\n##contig=<ID=${contig.name}>\n${columns}`;
  for (let index = 0; index < recordCount; index += 1) {
    const at = Math.floor((index / recordCount) * (contig.length - 1));
    const base = reference.sequence(contig.name, at, at + 1);
    const ref = base === 'N' ? 'A' : base;
    const alt = 'ACGT'.replace(ref, '').charAt(random(3));
    const info = `AC=${random(9)};AF=${(random(1000) / 1000).toFixed(3)};DP=${random(300)};MQ=${random(60)}`;
    yield `${contig.name}\t${at + 1}\trs${random(1e9)}\t${ref}\t${alt}\t${random(99)}\tPASS\t${info}\n`;
  }
}

/** The fastest of the rounds: other work of the machine only adds time. */
async function best(command: readonly string[]): Promise<Measured> {
  const runs: Measured[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) runs.push(await measure(command));
  return {
    wallSeconds: Math.min(...runs.map(({ wallSeconds }) => wallSeconds)),
    peakMb: Math.max(...runs.map(({ peakMb }) => peakMb)),
  };
}

interface Opened {
  readonly set: ReferenceSet;
  readonly folder: string;
  readonly reference: ReferenceBundle;
  readonly bundle: string;
}

function open(set: ReferenceSet, folder: string): Opened {
  const fasta = gunzipSync(readFileSync(join(root, set.fasta)));
  const reference = buildReferenceInMemory({
    annotation: gunzipSync(readFileSync(join(root, set.annotation))),
    fasta,
    name: set.name,
  });
  writeFileSync(join(folder, `${set.name}.fa`), fasta);
  const bundle = join(folder, `${set.name}.reference`);
  const files = ['--gff', join(root, set.annotation), '--fasta', join(root, set.fasta)];
  const more = ['--name', set.name, '--build', 'GRCh38', '--out', bundle];
  execFileSync(process.execPath, [values.program, 'reference', 'build', ...files, ...more], {
    stdio: 'ignore',
  });
  return { set, folder, reference, bundle };
}

const annotate = (vcf: string, { bundle }: Opened, ...more: readonly string[]): readonly string[] => [
  ...[process.execPath, values.program, 'annotate', '--vcf', vcf, '--reference', bundle],
  ...more,
];

function isInstalled(command: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function besideCsq(opened: Opened): Promise<Readonly<Record<string, unknown>>> {
  const { set, folder, reference } = opened;
  const vcf = join(folder, `${set.name}.vcf`);
  writeFileSync(vcf, codingVcf(reference));
  const empty = join(folder, 'empty.vcf');
  writeFileSync(
    empty,
    readFileSync(vcf, 'utf8')
      .split('\n')
      .slice(0, reference.contigs.length + 3)
      .join('\n'),
  );
  const files = ['-f', join(folder, `${set.name}.fa`), '-g', join(root, set.csqAnnotation)];
  const csq = [...csqCommand, '-l', ...files, '-o', '/dev/null', vcf];
  const rate = ({ wallSeconds, peakMb }: Measured) => ({
    wallSeconds: Number(wallSeconds.toFixed(3)),
    variantsPerSecond: Math.round(variantCount / wallSeconds),
    peakMb,
  });
  const withoutProteins = await best(annotate(vcf, opened, '--no-proteins'));
  const csqMeasured = isInstalled(csqCommand[0] ?? '') ? await best(csq).catch(() => null) : null;
  return {
    reference: set.name,
    variants: variantCount,
    startUpSeconds: Number((await best(annotate(empty, opened))).wallSeconds.toFixed(3)),
    withProteins: rate(await best(annotate(vcf, opened))),
    withoutProteins: rate(withoutProteins),
    csq: csqMeasured === null ? null : rate(csqMeasured),
    ratioToCsq:
      csqMeasured === null
        ? null
        : Number((csqMeasured.wallSeconds / withoutProteins.wallSeconds).toFixed(2)),
  };
}

async function wholeGenome(opened: Opened, recordCount: number): Promise<Readonly<Record<string, unknown>>> {
  const path = join(opened.folder, 'wgs.vcf.gz');
  const file = openSync(path, 'w');
  for (const block of compressBlocks(wholeGenomeVcf(opened.reference, recordCount), { level: 1 }))
    writeSync(file, block);
  closeSync(file);
  const started = process.hrtime.bigint();
  let textBytes = 0;
  for await (const chunk of decompress(fileSource(path, path, statSync(path).size)))
    textBytes += chunk.length;
  const inflateSeconds = Number(process.hrtime.bigint() - started) / 1e9;
  const { wallSeconds, peakMb } = await measure(annotate(path, opened, '--no-proteins'));
  return {
    records: recordCount,
    sizeMb: Math.round(statSync(path).size / 1e6),
    textMb: Math.round(textBytes / 1e6),
    inflateSeconds: Number(inflateSeconds.toFixed(2)),
    wallSeconds: Number(wallSeconds.toFixed(2)),
    recordsPerSecond: Math.round(recordCount / wallSeconds),
    peakMb,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'annotate-command-'));
try {
  if (values.wgs === undefined) {
    const results: Readonly<Record<string, unknown>>[] = [];
    for (const set of [chr21, mini]) results.push(await besideCsq(open(set, folder)));
    report('annotate-command', {
      csq: isCsqGiven ? 'the one ANTIGRAPH_CSQ names' : 'bcftools csq',
      variants: variantCount,
      results,
    });
  } else {
    report('annotate-wgs', await wholeGenome(open(chr21, folder), Number(values.wgs)));
  }
} finally {
  rmSync(folder, { recursive: true });
}
