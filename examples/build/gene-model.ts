import { createRandom, type RandomSource, randomBases, randomInteger } from './prng.js';
import { reverseComplement } from './sequence.js';
import type { SourceGene } from './source.js';

/** Half-open, 0-based, along the sense strand of the gene's own sequence. */
export type Span = { readonly start: number; readonly end: number };

export type GeneModel = {
  readonly source: SourceGene;
  /** The gene from its first to its last transcribed base, sense strand. */
  readonly sequence: string;
  readonly exons: readonly Span[];
  /** The coding part of each coding exon, 5' to 3', stop codon included. */
  readonly coding: readonly Span[];
};

const stopCodon = /TAA|TAG|TGA/;

/** GT…AG with a plausible donor (GTAAGT) and a pyrimidine tract before the acceptor; everything else is random. */
export function createIntron(label: string): string {
  const random = createRandom(`intron ${label}`);
  const middle = randomBases(random, randomInteger(random, 130, 360), 0.4);
  return `GTAAGT${middle}TTTTCTCTTTTGCAG`;
}

/** No ATG anywhere, so no translation can start in it; ends in the Kozak context GCCACC. */
function createLeader(random: RandomSource, length: number): string {
  for (;;) {
    const leader = `${randomBases(random, length - 6, 0.6)}GCCACC`;
    if (!leader.includes('ATG')) return leader;
  }
}

/** A 3' UTR in which each reading frame ends between its 5th and 60th codon: shifted and stop-lost tails stay finite. */
function createTrailer(random: RandomSource): string {
  for (;;) {
    const trailer = `${randomBases(random, 320, 0.42)}AATAAA${randomBases(random, 18, 0.4)}`;
    const frames = [0, 1, 2].map((shift) => trailer.slice(shift).match(/.{3}/g) ?? []);
    const firstStops = frames.map((codons) => codons.findIndex((codon) => stopCodon.test(codon)));
    if (firstStops.every((index) => index >= 4 && index < 60)) return trailer;
  }
}

/**
 * Lays a real coding sequence out as a small gene: a non-coding first exon, then the real coding exons with
 * synthetic introns between them and synthetic UTRs around them.
 */
export function createGeneModel(source: SourceGene): GeneModel {
  const random = createRandom(`utr ${source.name}`);
  const leader = createLeader(random, randomInteger(random, 160, 220));
  const leaderSplit = leader.length - 60;
  const exons: Span[] = [];
  const coding: Span[] = [];
  let sequence = leader.slice(0, leaderSplit);
  exons.push({ start: 0, end: sequence.length });
  sequence += createIntron(`${source.name} leader`);
  let copied = 0;
  for (const [index, length] of source.exonLengths.entries()) {
    const exonStart = sequence.length;
    if (index === 0) sequence += leader.slice(leaderSplit);
    const codingStart = sequence.length;
    sequence += source.codingSequence.slice(copied, copied + length);
    copied += length;
    coding.push({ start: codingStart, end: sequence.length });
    const last = index === source.exonLengths.length - 1;
    if (last) sequence += createTrailer(random);
    exons.push({ start: exonStart, end: sequence.length });
    if (!last) sequence += createIntron(`${source.name} ${index + 1}`);
  }
  return { source, sequence, exons, coding };
}

/** Sense-strand offset of a coding position (1-based, as in HGVS c.), moved by `intronOffset` bases into an intron. */
export function locateCoding(model: GeneModel, position: number, intronOffset = 0): number {
  let left = position - 1;
  for (const span of model.coding) {
    const length = span.end - span.start;
    if (left < length) return span.start + left + intronOffset;
    left -= length;
  }
  throw new Error(`${model.source.name}: c.${position} lies behind the coding sequence`);
}

/** The gene as the forward strand of its contig reads it. */
export function forwardSequence(model: GeneModel): string {
  return model.source.strand === '+' ? model.sequence : reverseComplement(model.sequence);
}

/** A sense-strand span as a span of `forwardSequence`. */
export function toForward(model: GeneModel, span: Span): Span {
  if (model.source.strand === '+') return span;
  return { start: model.sequence.length - span.end, end: model.sequence.length - span.start };
}
