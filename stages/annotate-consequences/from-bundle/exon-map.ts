/** A transcript's exons and how genomic bases map onto its spliced mRNA (0-based, 5' to 3' of the transcript). */
import type { Exon, Transcript } from '../../../schemas/reference.js';

export interface ExonMap {
  readonly exons: readonly Exon[];
  readonly isForward: boolean;
  /** mRNA offset of each exon's first transcribed base, exons in genomic order. */
  readonly offsets: readonly number[];
  readonly mrnaLength: number;
  /** Index last found: tried first, since sorted variants mostly lie where the one before did. */
  recent: number;
}

/** The exon map of a transcript. */
export function buildExonMap(transcript: Transcript): ExonMap {
  const { exons } = transcript;
  const isForward = transcript.strand === '+';
  const offsets = new Array<number>(exons.length).fill(0);
  let mrnaLength = 0;
  for (let rank = 0; rank < exons.length; rank++) {
    const index = isForward ? rank : exons.length - 1 - rank;
    const exon = exons[index];
    if (exon === undefined) continue;
    offsets[index] = mrnaLength;
    mrnaLength += exon.end - exon.start;
  }
  return { exons, isForward, offsets, mrnaLength, recent: 0 };
}

/** Index of the last exon that starts at or before the base; -1 before the first. */
export function exonAtOrBefore(map: ExonMap, base: number): number {
  const { exons, recent } = map;
  const guess = exons[recent];
  if (guess !== undefined && guess.start <= base) {
    const next = exons[recent + 1];
    if (next === undefined || next.start > base) return recent;
  }
  let low = 0;
  let high = exons.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const exon = exons[middle];
    if (exon !== undefined && exon.start <= base) low = middle + 1;
    else high = middle;
  }
  if (low > 0) map.recent = low - 1;
  return low - 1;
}

/** mRNA offset of a base of the exon with that index (also of the base just past its end, for half-open ends). */
export function offsetInExon(map: ExonMap, index: number, base: number): number {
  const exon = map.exons[index];
  const offset = map.offsets[index];
  if (exon === undefined || offset === undefined) return -1;
  return offset + (map.isForward ? base - exon.start : exon.end - 1 - base);
}

/** mRNA offset of a genomic base, null if no exon holds it. */
export function mrnaOffsetOf(map: ExonMap, base: number): number | null {
  const index = exonAtOrBefore(map, base);
  const exon = map.exons[index];
  if (exon === undefined || base >= exon.end) return null;
  return offsetInExon(map, index, base);
}

/** Length of the exon that holds an mRNA offset. */
export function exonLengthAt(map: ExonMap, mrnaOffset: number): number {
  for (let index = 0; index < map.exons.length; index++) {
    const exon = map.exons[index];
    const offset = map.offsets[index];
    if (exon === undefined || offset === undefined) continue;
    const length = exon.end - exon.start;
    if (mrnaOffset >= offset && mrnaOffset < offset + length) return length;
  }
  return 0;
}

/** mRNA offset of the first base of the last exon: the last exon-exon junction; 0 for a single exon. */
export function lastJunction(map: ExonMap): number {
  return map.offsets[map.isForward ? map.exons.length - 1 : 0] ?? 0;
}
