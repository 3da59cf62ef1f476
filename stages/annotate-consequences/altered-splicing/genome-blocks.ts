/**
 * Bases of the genome as translation reads them, in blocks that stay for the next question: the transcripts of a gene share introns, and
 * sorted variants hit one splice site several times. Saves two thirds of reading retained introns (bench/annotate.ts, chr21 coding).
 */
import type { ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import { reverseComplement } from '../../shared/genetic-code.js';
import { createFrames } from '../from-bundle/coding-model.js';

/** Bases on the coding strand with their translations; a coding model is one. */
export interface FramedBases {
  readonly reading: string;
  /** Every codon from offset 0, 1 or 2 on. */
  frame(offset: number): string;
}

/** Some of the bases, half-open. */
export interface Chunk {
  readonly of: FramedBases;
  readonly start: number;
  readonly end: number;
}

/** Bases that are not of the genome, or of no block. */
export function chunkOfText(reading: string, code: Transcript['geneticCode']): Chunk {
  return { of: { reading, frame: createFrames(reading, code) }, start: 0, end: reading.length };
}

type OnStrand = Pick<Transcript, 'contig' | 'strand' | 'geneticCode'>;

interface Block extends FramedBases, OnStrand {
  readonly index: number;
}

/** An intron may hold a million bases, and reading stops within tens of codons. */
const blockBases = 128;
const keptBlocks = 1024;

/** By bundle; each block has one slot, told by its place. */
const blocks = new WeakMap<Pick<ReferenceBundle, 'sequence'>, Block[]>();

function blockAt(
  reference: Pick<ReferenceBundle, 'sequence'>,
  { contig, strand, geneticCode }: OnStrand,
  index: number,
): Block {
  let kept = blocks.get(reference);
  if (kept === undefined) {
    kept = [];
    blocks.set(reference, kept);
  }
  const slot = index % keptBlocks;
  const known = kept[slot];
  const isSame =
    known !== undefined &&
    known.index === index &&
    known.strand === strand &&
    known.geneticCode === geneticCode &&
    known.contig === contig;
  if (isSame) return known;
  const bases = reference.sequence(contig, index * blockBases, (index + 1) * blockBases);
  const reading = strand === '+' ? bases : reverseComplement(bases);
  const block = { reading, frame: createFrames(reading, geneticCode), contig, strand, geneticCode, index };
  kept[slot] = block;
  return block;
}

/** The bases of [start, end) of the genome on the transcript's strand, 5' to 3'. */
export function* chunksOfGenome(
  reference: Pick<ReferenceBundle, 'sequence'>,
  transcript: OnStrand,
  { start, end }: { readonly start: number; readonly end: number },
): Generator<Chunk> {
  const isForward = transcript.strand === '+';
  let left = end - start;
  while (left > 0) {
    const base = isForward ? end - left : start + left - 1;
    const index = Math.floor(base / blockBases);
    const block = blockAt(reference, transcript, index);
    const { length } = block.reading;
    const within = base - index * blockBases;
    const from = isForward ? within : length - 1 - within;
    const to = Math.min(length, from + left);
    // Beyond the contig's end there is nothing to read.
    if (to <= from || from < 0) return;
    yield { of: block, start: from, end: to };
    left -= to - from;
  }
}
