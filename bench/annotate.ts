/**
 * Variants annotated per second of CPU time (robust against other load), on random variants over real sequence, beside `bcftools csq`
 * where that is installed. Ours: variants in memory → rows, and → TSV text with and without the two proteins. csq: VCF file → VCF text,
 * with its start-up (reading FASTA and GFF3) and without (the same run on one variant subtracted). Needs ../shared/data/reference.
 * `--write` also writes bench/results/annotate.json.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { packageRoot } from '../infra/package-root.js';
import type { ReferenceBundle } from '../schemas/reference.js';
import type { Consequence, Variant } from '../schemas/rows.js';
import { createAnnotator } from '../stages/annotate-consequences/from-bundle/annotator.js';
import { buildReferenceInMemory } from '../stages/build-reference/in-memory.js';
import { normaliseVariant } from '../stages/shared/normalise/index.js';
import { variantOf } from '../test/support/variant.js';
import { report } from './result.js';

const variantCount = 50_000;
const rounds = 5;
const root = join(packageRoot(), '..', 'shared', 'data', 'reference');

interface ReferenceSet {
  readonly name: string;
  readonly fasta: string;
  readonly annotation: string;
  /** 0-based regions with sequence; null: whole contigs. */
  readonly regions: readonly (readonly [string, number, number])[] | null;
  /** Debian's bcftools 1.16 csq ends with a segmentation fault on the mini set. */
  readonly isComparable: boolean;
}

const sets: readonly ReferenceSet[] = [
  {
    name: 'chr21',
    fasta: 'chr21/chr21.vepregion.Npad.fa.gz',
    annotation: 'chr21/Homo_sapiens.GRCh38.chr21.ensembl.gff3.gz',
    regions: [
      ['21', 25_000_000, 26_000_000],
      ['21', 43_760_000, 43_890_000],
    ],
    isComparable: true,
  },
  {
    name: 'mini',
    fasta: 'mini.fa.gz',
    annotation: 'Homo_sapiens.GRCh38.110_miniannotation.gff3.gz',
    regions: null,
    isComparable: false,
  },
];

function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** 80 % SNVs, 10 % deletions and 10 % insertions of 1-6 bases, normalised, sorted by place. */
function randomVariants(reference: ReferenceBundle, set: ReferenceSet): Variant[] {
  const random = createRandom(21);
  const regions = set.regions ?? reference.contigs.map(({ name, length }) => [name, 1, length - 10] as const);
  const bases = (length: number): string => Array.from({ length }, () => 'ACGT'.charAt(random(4))).join('');
  const variants: Variant[] = [];
  while (variants.length < variantCount) {
    const [chrom, start, end] = regions[random(regions.length)] ?? ['', 0, 0];
    const at = start + random(end - start);
    const kind = random(10);
    const length = 1 + random(6);
    const ref = reference.sequence(chrom, at, at + (kind === 8 ? length + 1 : 1));
    const alt = kind < 8 ? bases(1) : kind === 8 ? ref.charAt(0) : ref + bases(length);
    if (ref === '' || ref === alt || ref.includes('N')) continue;
    const normal = normaliseVariant({ position: at + 1, ref, alt }, (from, to) =>
      reference.sequence(chrom, from, to),
    );
    const ordinal = variants.length + 1;
    variants.push(variantOf({ ...normal, chrom, alleleOrdinal: ordinal, line: ordinal }));
  }
  const contigOrder = new Map(reference.contigs.map(({ name }, index) => [name, index]));
  const orderOf = (variant: Variant): number => contigOrder.get(variant.chrom) ?? 0;
  return variants.sort((a, b) => orderOf(a) - orderOf(b) || a.position - b.position);
}

function lineOf(row: Consequence, isWithProteins: boolean): string {
  const { input, gene, transcript, consequence, hgvsC, hgvsP, status } = row;
  const line = `${input}\t${gene}\t${transcript}\t${consequence.join('&')}\t${hgvsC}\t${hgvsP}\t${status}`;
  return isWithProteins ? `${line}\t${row.wildtypeProtein}\t${row.mutantProtein}\n` : `${line}\n`;
}

/** Variants a second, best and median of the rounds; each round starts with an empty cache. */
function measure(
  reference: ReferenceBundle,
  variants: readonly Variant[],
  consume: (rows: readonly Consequence[]) => number,
): { best: number; median: number } {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const annotate = createAnnotator(reference);
    const started = process.cpuUsage();
    let consumed = 0;
    for (const variant of variants) consumed += consume(annotate(variant));
    if (consumed === 0) throw new Error('nothing was annotated');
    const { user, system } = process.cpuUsage(started);
    rates.push(variants.length / ((user + system) / 1e6));
  }
  rates.sort((a, b) => a - b);
  return { best: Math.round(rates.at(-1) ?? 0), median: Math.round(rates[rounds >> 1] ?? 0) };
}

function isCsqInstalled(): boolean {
  try {
    execFileSync('bcftools', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** CPU seconds of a command, from the shell's own account of its children. */
function cpuSeconds(command: readonly string[]): number {
  const script = '"$@" >/dev/null 2>&1 || exit 1; times';
  const report = execFileSync('bash', ['-c', script, 'bash', ...command], { encoding: 'utf8' });
  const [, children = ''] = report.trim().split('\n');
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}

interface CsqRates {
  readonly withStartUp: number;
  readonly withoutStartUp: number;
}

function measureCsq(set: ReferenceSet, fasta: Buffer, variants: readonly Variant[]): CsqRates {
  const folder = mkdtempSync(join(tmpdir(), 'annotate-bench-'));
  try {
    writeFileSync(join(folder, 'reference.fa'), fasta);
    const header = '##fileformat=VCFv4.2\n##contig=<ID=21>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n';
    const lines = variants.map((v) => `${v.chrom}\t${v.position}\t.\t${v.ref}\t${v.alt}\t.\t.\t.\n`);
    writeFileSync(join(folder, 'all.vcf'), header + lines.join(''));
    writeFileSync(join(folder, 'one.vcf'), header + (lines[0] ?? ''));
    const files = ['-f', join(folder, 'reference.fa'), '-g', join(root, set.annotation)];
    const best = (file: string): number => {
      const command = ['bcftools', 'csq', ...files, '-o', join(folder, 'out.vcf'), join(folder, file)];
      return Math.min(...Array.from({ length: rounds }, () => cpuSeconds(command)));
    };
    const startUp = best('one.vcf');
    const whole = best('all.vcf');
    return {
      withStartUp: Math.round(variants.length / whole),
      withoutStartUp: Math.round(variants.length / (whole - startUp)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const results = sets.map((set) => {
  const fasta = gunzipSync(readFileSync(join(root, set.fasta)));
  const annotation = gunzipSync(readFileSync(join(root, set.annotation)));
  const reference = buildReferenceInMemory({ annotation, fasta, name: set.name });
  const variants = randomVariants(reference, set);
  const annotate = createAnnotator(reference);
  const rows = variants.reduce((sum, variant) => sum + annotate(variant).length, 0);
  const text = (isWithProteins: boolean) => (found: readonly Consequence[]) =>
    found.reduce((sum, row) => sum + Buffer.byteLength(lineOf(row, isWithProteins)), 1);
  const rowsOnly = measure(reference, variants, (found) => found.length + 1);
  const csq = set.isComparable && isCsqInstalled() ? measureCsq(set, fasta, variants) : null;
  return {
    reference: set.name,
    variants: variants.length,
    rows,
    variantsPerCpuSecond: {
      rows: rowsOnly,
      textWithoutProteins: measure(reference, variants, text(false)),
      textWithProteins: measure(reference, variants, text(true)),
    },
    bcftoolsCsqVariantsPerCpuSecond: csq,
    ratioToCsqWithoutStartUp: csq === null ? null : Number((rowsOnly.best / csq.withoutStartUp).toFixed(2)),
  };
});
report('annotate', { results });
