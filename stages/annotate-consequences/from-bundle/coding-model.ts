/**
 * What translation needs of one coding transcript. Everything is in **reading coordinates**: base 0 is the first base of the first
 * codon, also where the annotation begins inside a codon; the bases missing there are N, so the first residue is then X and residue
 * and c. numbers agree with Ensembl's (VEP 105 writes c.1805 for cDNA base 1804 of ENST00000529814, whose CDS has phase 2).
 */
import type { ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import { isStopCodon, reverseComplement, translate, writeRanks } from '../../shared/genetic-code.js';
import { readthroughTag } from '../../shared/reference-bundle/coding-sequence.js';
import { type ExonMap, mrnaOffsetOf } from './exon-map.js';

/** Where the CDS lies on the mRNA. */
export interface CodingExtent {
  /** mRNA offsets, half-open, stop codon included. */
  readonly start: number;
  readonly end: number;
  /** Bases of the first codon that the annotation lacks (0-2). */
  readonly padding: number;
  readonly isStartComplete: boolean;
  readonly isEndComplete: boolean;
}

export interface CodingModel {
  /** Padding, CDS, then the 3' UTR as far as translation may run on. */
  readonly reading: string;
  /** `reading` as base ranks (see genetic-code). */
  readonly ranks: Uint8Array;
  /** Every codon of `reading` from offset 0, 1 or 2 on, stops as '*'; translated when first asked for. */
  frame(offset: number): string;
  /** End of the CDS in reading coordinates. */
  readonly codingEnd: number;
  /** Wild-type protein without the stop. */
  readonly protein: string;
  /** With '*' where the stop was read. */
  readonly proteinText: string;
  /** Reading offset of the stop codon, null where the wild type has none. */
  readonly stopAt: number | null;
  /** Why no protein can be had of this CDS, null: usable. */
  readonly defect: string | null;
  readonly geneticCode: 1 | 2;
  readonly isStartComplete: boolean;
  /** Codons (by index) whose stop is read as a residue: selenocysteine, stop read through. */
  readonly recoded: ReadonlyMap<number, string>;
}

/** The CDS's place on the mRNA; null if non-coding or if its ends lie in no exon. */
export function codingExtentOf(transcript: Transcript, map: ExonMap): CodingExtent | null {
  const { cds } = transcript;
  if (cds === null) return null;
  const first = mrnaOffsetOf(map, map.isForward ? cds.start : cds.end - 1);
  const last = mrnaOffsetOf(map, map.isForward ? cds.end - 1 : cds.start);
  if (first === null || last === null) return null;
  const { isStartComplete, isEndComplete } = cds;
  return { start: first, end: last + 1, padding: (3 - cds.phase) % 3, isStartComplete, isEndComplete };
}

/** The mRNA of a transcript, 5' to 3'. */
export function splicedSequence(reference: ReferenceBundle, transcript: Transcript): string {
  let spliced = '';
  for (const { start, end } of transcript.exons) {
    spliced += reference.sequence(transcript.contig, start, end);
  }
  return transcript.strand === '-' ? reverseComplement(spliced) : spliced;
}

/**
 * The reading frame to translate. Vertebrate mitochondrial mRNAs may end in T or TA, completed to the stop TAA by the poly(A) tail
 * (Ojala 1981, doi:10.1038/290470a0): two bases of the tail are appended there.
 */
function readingOf(mrna: string, transcript: Transcript, extent: CodingExtent): string {
  const padding = 'N'.repeat(extent.padding);
  if (!extent.isEndComplete) return padding + mrna.slice(extent.start, extent.end);
  const tail = transcript.geneticCode === 2 ? 'AA' : '';
  return padding + mrna.slice(extent.start) + tail;
}

function recodedCodons(transcript: Transcript, padding: number, residues: string): Map<number, string> {
  const recoded = new Map<number, string>();
  for (const offset of transcript.selenocysteines) {
    const codon = offset + (padding > 0 ? 1 : 0);
    if (residues[codon] === '*') recoded.set(codon, 'U');
  }
  return recoded;
}

/** Builds the model; costs one read of the transcript's sequence and one translation. */
export function buildCodingModel(
  reference: ReferenceBundle,
  transcript: Transcript,
  extent: CodingExtent,
): CodingModel {
  const { geneticCode } = transcript;
  const code = geneticCode;
  let reading = readingOf(splicedSequence(reference, transcript), transcript, extent);
  let codingEnd = extent.padding + extent.end - extent.start;
  const residues = translate(reading, code);
  const recoded = recodedCodons(transcript, extent.padding, residues);
  const lastCodon = Math.ceil(codingEnd / 3) - 1;
  const isReadthrough = transcript.tags.includes(readthroughTag);
  let stop = residues.indexOf('*');
  while (stop >= 0 && stop < lastCodon && (recoded.has(stop) || isReadthrough)) {
    if (!recoded.has(stop)) recoded.set(stop, 'X');
    stop = residues.indexOf('*', stop + 1);
  }
  // An annotation whose CDS leaves the stop codon out: the stop follows at once.
  if (stop * 3 === codingEnd && isStopCodon(reading.slice(codingEnd, codingEnd + 3), code)) codingEnd += 3;
  const isStopRead = stop >= 0 && stop * 3 < codingEnd;
  const stopAt = isStopRead ? stop * 3 : null;
  // An open end: what follows the annotated end is not known to be translated.
  if (!isStopRead) reading = reading.slice(0, codingEnd);

  const letters = [...residues.slice(0, isStopRead ? stop : Math.floor(codingEnd / 3))];
  for (const [codon, residue] of recoded) if (codon < letters.length) letters[codon] = residue;
  // The initiator tRNA carries methionine whatever the first codon (doi:10.1093/nar/gkq1028).
  if (extent.isStartComplete && letters.length > 0) letters[0] = 'M';
  const protein = letters.join('');

  return {
    reading,
    ranks: ranksOf(reading),
    frame: createFrames(reading, code),
    codingEnd,
    protein,
    proteinText: isStopRead ? `${protein}*` : protein,
    stopAt,
    defect: areExonsDisjoint(transcript)
      ? findDefect({ protein, stopAt, codingEnd, extent, code })
      : 'its exons overlap (ribosomal slippage)',
    geneticCode,
    isStartComplete: extent.isStartComplete,
    recoded,
  };
}

function ranksOf(reading: string): Uint8Array {
  const ranks = new Uint8Array(reading.length);
  writeRanks(reading, ranks, 0);
  return ranks;
}

/** A shifted frame is then a slice of a text and its next stop a search in it, instead of a translation for each indel. */
export function createFrames(reading: string, code: 1 | 2): CodingModel['frame'] {
  const frames: string[] = [];
  return (offset) => {
    frames[offset] ??= translate(reading.slice(offset), code);
    return frames[offset] ?? '';
  };
}

function areExonsDisjoint({ exons }: Transcript): boolean {
  return exons.every((exon, index) => index === 0 || exon.start >= (exons[index - 1]?.end ?? 0));
}

interface Checked {
  readonly protein: string;
  readonly stopAt: number | null;
  readonly codingEnd: number;
  readonly extent: CodingExtent;
  readonly code: 1 | 2;
}

function findDefect({ protein, stopAt, codingEnd, extent, code }: Checked): string | null {
  if (protein.length < 1) return 'the coding sequence holds no codon before its stop';
  if (/^M?X*$/.test(protein) && protein.length > 1) return 'the reference sequence is unknown (N) here';
  if (stopAt !== null && Math.ceil(codingEnd / 3) * 3 > stopAt + 3) {
    return `a stop codon lies inside the coding sequence, at residue ${stopAt / 3 + 1}`;
  }
  const isPartial = codingEnd % 3 !== 0 && extent.isEndComplete;
  if (isPartial && !(code === 2 && stopAt !== null)) {
    return 'the length of the coding sequence is no multiple of three, so its frame is not certain';
  }
  return null;
}
