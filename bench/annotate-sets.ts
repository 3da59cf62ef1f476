/** Random variants over real sequence for bench/annotate.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { packageRoot } from '../infra/package-root.js';
import type { ReferenceBundle } from '../schemas/reference.js';
import type { Variant } from '../schemas/rows.js';
import { buildReferenceInMemory } from '../stages/build-reference/in-memory.js';
import { normaliseVariant } from '../stages/shared/normalise/index.js';
import { variantOf } from '../test/support/variant.js';

const variantCount = 50_000;
const root = join(packageRoot(), '..', 'shared', 'data', 'reference');

type Region = readonly [contig: string, start: number, end: number];

export interface Genome {
  readonly name: string;
  readonly fasta: Uint8Array;
  /** As csq reads it. */
  readonly annotationFile: string;
  readonly reference: ReferenceBundle;
  /** 0-based stretches that have sequence. */
  readonly regions: readonly Region[];
}

export interface VariantSet {
  readonly genome: Genome;
  /** 'coding': within 10 bases of a coding stretch of an exon, exons equally likely; 'whole': anywhere. */
  readonly name: 'coding' | 'whole';
  readonly variants: readonly Variant[];
}

interface GenomeFiles {
  readonly name: string;
  readonly fasta: string;
  readonly annotation: string;
  readonly regions: readonly Region[] | null;
}

const genomes: readonly GenomeFiles[] = [
  {
    name: 'chr21',
    fasta: 'chr21/chr21.vepregion.Npad.fa.gz',
    annotation: 'chr21/Homo_sapiens.GRCh38.chr21.ensembl.gff3.gz',
    regions: [
      ['21', 25_000_000, 26_000_000],
      ['21', 43_760_000, 43_890_000],
    ],
  },
  { name: 'mini', fasta: 'mini.fa.gz', annotation: 'mini.ensembl.gff3.gz', regions: null },
];

function openGenome({ name, fasta, annotation, regions }: GenomeFiles): Genome {
  const annotationFile = join(root, annotation);
  const bases = gunzipSync(readFileSync(join(root, fasta)));
  const reference = buildReferenceInMemory({
    annotation: gunzipSync(readFileSync(annotationFile)),
    fasta: bases,
    name,
  });
  const whole = reference.contigs.map((contig): Region => [contig.name, 1, contig.length - 10]);
  return { name, fasta: bases, annotationFile, reference, regions: regions ?? whole };
}

const codingMarginBases = 10;

function codingRegions(reference: ReferenceBundle): Region[] {
  const regions: Region[] = [];
  for (const { contig, exons, cds } of reference.transcripts()) {
    if (cds === null) continue;
    for (const exon of exons) {
      const start = Math.max(exon.start, cds.start) - codingMarginBases;
      const end = Math.min(exon.end, cds.end) + codingMarginBases;
      const isCoding = end - start > 2 * codingMarginBases;
      if (isCoding && !reference.sequence(contig, start, end).includes('N'))
        regions.push([contig, start, end]);
    }
  }
  return regions;
}

function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** 80 % SNVs, 10 % deletions and 10 % insertions of 1-6 bases, normalised, sorted by place. */
function randomVariants(reference: ReferenceBundle, regions: readonly Region[]): Variant[] {
  const random = createRandom(21);
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
  variants.sort((a, b) => orderOf(a) - orderOf(b) || a.position - b.position);
  // As readers make them: objects put together by a spread, as these were, are read half as fast.
  return structuredClone(variants);
}

/** The sets, made one after the other. */
export function* variantSets(): Generator<VariantSet> {
  for (const files of genomes) {
    const genome = openGenome(files);
    const { reference, regions } = genome;
    yield { genome, name: 'coding', variants: randomVariants(reference, codingRegions(reference)) };
    yield { genome, name: 'whole', variants: randomVariants(reference, regions) };
  }
}
