/** A made-up proteome of the human one's size and redundancy: real residue composition, isoforms, paralogues, zinc-finger repeats. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { packageRoot } from '../infra/package-root.js';
import type { SelfProtein } from '../stages/shared/proteome-index/index.js';

export type Random = () => number;

/** Numbers in [0, 1) that a seed determines (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Real human proteins to draw from: 471,446 residues packaged with pVACtools. */
function sampleText(): string {
  const path = join(packageRoot(), '../shared/data/proteome/pvactools_Homo_sapiens.GRCh38.pep.short.fa.gz');
  return gunzipSync(readFileSync(path))
    .toString('latin1')
    .replaceAll(/>.*|[^A-Z]/g, '');
}

/** Sequence in which each residue follows the one before as often as in the sample. */
function chain(sample: string, random: Random): (length: number) => string {
  const followers = new Map<string, string>();
  for (let offset = 1; offset < sample.length; offset += 1) {
    const before = sample.charAt(offset - 1);
    followers.set(before, (followers.get(before) ?? '') + sample.charAt(offset));
  }
  return (length) => {
    let sequence = 'M';
    while (sequence.length < length) {
      const next = followers.get(sequence.charAt(sequence.length - 1)) ?? 'A';
      sequence += next.charAt(Math.floor(random() * next.length));
    }
    return sequence;
  };
}

export interface ProteomeShape {
  readonly genes: number;
  readonly isoformsPerGene: number;
}

/** Human: 20,000 coding genes, 100,000 distinct proteins, 45 million residues. */
export const humanShape: ProteomeShape = { genes: 20_000, isoformsPerGene: 5 };

/**
 * Genes of log-normal length, mean about 520; each isoform lacks an inner stretch, begins later or ends differently; one gene in ten is a
 * diverged copy of the gene before; one in thirty has twelve zinc fingers with the usual linker.
 */
export function* syntheticProteome(
  { genes, isoformsPerGene }: ProteomeShape,
  seed: number,
): Generator<SelfProtein> {
  const random = createRandom(seed);
  const next = chain(sampleText(), random);
  let previous = '';
  for (let gene = 0; gene < genes; gene += 1) {
    const canonical =
      gene % 30 === 7
        ? zincFingers(next, random)
        : gene % 10 === 3
          ? diverged(previous, random, 0.1)
          : next(geneLength(random));
    previous = canonical;
    const count = 1 + Math.floor(random() * (2 * isoformsPerGene - 1));
    for (let isoform = 0; isoform < count; isoform += 1) {
      const sequence = isoform === 0 ? canonical : spliced(canonical, next, random);
      yield { id: `P${gene}.${isoform}`, gene: `G${gene}`, sequence, germlineVariantIds: [] };
    }
  }
}

function geneLength(random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(60, Math.round(Math.exp(6.02 + 0.7 * normal)));
}

/** The linker is nearly invariant between fingers, the rest of the finger is not. */
function zincFingers(next: (length: number) => string, random: Random): string {
  const finger = (): string =>
    `HTGEKPY${diverged('KCEECGKAF', random, 0.3)}${next(3)}S${next(2)}L${next(2)}HQRI`;
  return next(150) + Array.from({ length: 12 }, finger).join('') + next(20);
}

function diverged(sequence: string, random: Random, rate: number): string {
  return sequence.replaceAll(/./g, (residue) =>
    random() < rate ? 'ACDEFGHIKLMNPQRSTVWY'.charAt(random() * 20) : residue,
  );
}

function spliced(canonical: string, next: (length: number) => string, random: Random): string {
  const { length } = canonical;
  const place = Math.floor(random() * length);
  const kind = Math.floor(random() * 3);
  if (kind === 0) return canonical.slice(0, place) + canonical.slice(place + 40);
  if (kind === 1) return `M${canonical.slice(Math.floor(place / 2))}`;
  return canonical.slice(0, length - Math.floor(place / 3)) + next(20);
}
