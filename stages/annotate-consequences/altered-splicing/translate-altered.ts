/** Translation of an altered mRNA, from the annotated start codon to a stop. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Consequence } from '../../../schemas/rows.js';
import { translate } from '../../shared/genetic-code.js';
import type { CodingExtent, CodingModel } from '../from-bundle/coding-model.js';
import { nmdOfPrematureStop } from '../from-bundle/nmd.js';
import type { TranscriptView } from '../from-bundle/transcript-view.js';
import {
  type AlteredMrna,
  type AlteredStructure,
  alteredOffsetOf,
  annotatedOffsetOf,
  buildAlteredMrna,
  chunksOfPart,
} from './altered-mrna.js';
import { type Chunk, chunkOfText, type FramedBases } from './genome-blocks.js';

export interface AlteredReading {
  readonly kind: 'read';
  /** As many first residues as are read from annotated bases: they are the wild type's. */
  readonly intact: number;
  /** Those behind them, without the stop. */
  readonly residues: string;
  readonly isStopRead: boolean;
  /** Whether the protein ends where the annotated one does, in its frame. */
  readonly endsAsAnnotated: boolean;
  /** Whether translation ends in annotated sequence read in another frame than the annotated one. */
  readonly isFrameshift: boolean;
  readonly nmd: Consequence['nmd'];
}

export interface Refused {
  readonly kind: 'refused';
  readonly reason: string;
}

function refused(reason: string): Refused {
  return { kind: 'refused', reason };
}

/**
 * Reads the structure. Where the annotation does not have the coding sequence's start, reading begins at its first base in the
 * annotated frame. Reads through to the mRNA's end; where the annotation has no stop, to the annotated end of the coding sequence.
 */
export function readStructure(
  reference: ReferenceBundle,
  view: TranscriptView,
  model: CodingModel,
  structure: AlteredStructure,
): AlteredReading | Refused {
  const { extent } = view;
  if (extent === null) return refused('the transcript has no coding sequence');
  const mrna = buildAlteredMrna(view.map, structure);
  if (mrna === null) return refused('the change crosses the edge of an exon');
  const first = alteredOffsetOf(mrna, extent.start);
  if (first === null) return refused('the altered transcript lacks the start of the coding sequence');
  const reading = { extent, model, mrna, start: first - extent.padding };
  const translation = translateFrom(reference, view, reading);
  if (translation === null) return refused('the start codon is changed');
  const { intact, residues, stopAt } = translation;
  const lastCodon = annotatedCodon(reading, translation.lastCodonAt);
  return {
    kind: 'read',
    intact,
    residues,
    isStopRead: stopAt !== null,
    endsAsAnnotated: endsAsAnnotated(model, stopAt, lastCodon),
    isFrameshift: lastCodon !== null && lastCodon % 3 !== 0,
    nmd: nmdOf(reading, stopAt),
  };
}

interface Reading {
  readonly extent: CodingExtent;
  readonly model: CodingModel;
  readonly mrna: AlteredMrna;
  /** Offset on the altered mRNA where residue 1 begins; below the first base where the annotation lacks bases of that codon. */
  readonly start: number;
}

interface AlteredTranslation {
  /** As many first residues as are read from annotated bases. */
  readonly intact: number;
  /** Those behind them. */
  readonly residues: string;
  /** Offset of the stop codon on the altered mRNA; null: none was met. */
  readonly stopAt: number | null;
  /** Offset of the last codon read, the stop's where one was read. */
  readonly lastCodonAt: number;
}

/** Null: the start codon is no longer the annotated one nor ATG. */
function translateFrom(
  reference: ReferenceBundle,
  view: TranscriptView,
  reading: Reading,
): AlteredTranslation | null {
  const { model, extent, start } = reading;
  const { geneticCode } = model;
  const intact = intactCodons(reading);
  let pending = intact === 0 ? 'N'.repeat(extent.padding) : '';
  let codonAt = start + intact * 3;
  let residues = '';
  for (const chunk of codingChunks(reference, view, reading, Math.max(codonAt, start + extent.padding))) {
    const { reading: bases } = chunk.of;
    const lead = Math.min((3 - pending.length) % 3, chunk.end - chunk.start);
    const codon = pending + bases.slice(chunk.start, chunk.start + lead);
    const codonsFrom = chunk.start + lead;
    const codons = Math.floor((chunk.end - codonsFrom) / 3);
    for (const letters of [translate(codon, geneticCode), translateCodons(chunk.of, codonsFrom, codons)]) {
      const isFirst = codonAt === start && letters !== '' && model.isStartComplete;
      const firstCodon = codon === '' ? bases.slice(codonsFrom, codonsFrom + 3) : codon;
      if (isFirst && !isStartCodon(model, firstCodon)) return null;
      const read = readOn(reading, isFirst ? `M${letters.slice(1)}` : letters, codonAt);
      residues += read.residues;
      if (read.stopAt !== null) return { intact, residues, stopAt: read.stopAt, lastCodonAt: read.stopAt };
      codonAt += letters.length * 3;
    }
    pending = codon.length < 3 && codon !== '' ? codon : bases.slice(codonsFrom + codons * 3, chunk.end);
  }
  return { intact, residues, stopAt: null, lastCodonAt: codonAt - 3 };
}

function isStartCodon(model: CodingModel, codon: string): boolean {
  return codon === 'ATG' || codon === model.reading.slice(0, 3);
}

function translateCodons(bases: FramedBases, from: number, codons: number): string {
  if (codons === 0) return '';
  const first = Math.floor(from / 3);
  return bases.frame(from % 3).slice(first, first + codons);
}

/** Letters up to a stop that ends the protein, recoded ones replaced. */
function readOn(
  reading: Reading,
  letters: string,
  codonAt: number,
): { readonly residues: string; readonly stopAt: number | null } {
  let residues = letters;
  for (let index = letters.indexOf('*'); index >= 0; index = letters.indexOf('*', index + 1)) {
    const stopAt = codonAt + index * 3;
    const recoded = recodedResidue(reading, stopAt);
    if (recoded === null) return { residues: residues.slice(0, index), stopAt };
    residues = residues.slice(0, index) + recoded + residues.slice(index + 1);
  }
  return { residues, stopAt: null };
}

/** Codons, from the first, whose bases are the annotated ones: their residues are the wild type's, and most of a protein lies before the change. */
function intactCodons({ extent, model, mrna, start }: Reading): number {
  const shift = extent.start - extent.padding - start;
  let end = start;
  for (const part of mrna.parts) {
    if (part.offset + part.length <= start + extent.padding) continue;
    if (part.annotated === null || part.annotated !== part.offset + shift) break;
    end = part.offset + part.length;
  }
  return Math.min(Math.floor((end - start) / 3), model.protein.length);
}

/** From an offset to the end of the mRNA, of the coding sequence where it has no stop; with two bases of the poly(A) tail in mitochondria (see coding-model). */
function* codingChunks(
  reference: ReferenceBundle,
  { transcript }: TranscriptView,
  { model, extent, mrna }: Reading,
  from: number,
): Generator<Chunk> {
  const lastBase = model.stopAt === null ? alteredOffsetOf(mrna, extent.end - 1) : null;
  const end = lastBase === null ? mrna.length : lastBase + 1;
  const shift = extent.padding - extent.start;
  let at = from;
  let index = -1;
  for (const part of mrna.parts) {
    index += 1;
    const partEnd = Math.min(end, part.offset + part.length);
    if (at >= partEnd) continue;
    const readingAt = part.annotated === null ? -1 : part.annotated + at - part.offset + shift;
    const run = readingAt < 0 ? 0 : Math.min(end, endOfRun(mrna, index)) - at;
    if (run > 0 && readingAt + run <= model.reading.length) {
      yield { of: model, start: readingAt, end: readingAt + run };
      at += run;
      continue;
    }
    const range = { from: at - part.offset, to: partEnd - part.offset };
    yield* chunksOfPart(reference, transcript, part, range);
    at = partEnd;
  }
  if (transcript.geneticCode === 2 && extent.isEndComplete) yield chunkOfText('AA', 2);
}

/** End of the annotated bases that follow each other from a part on as they do in the annotated mRNA. */
function endOfRun({ parts }: AlteredMrna, from: number): number {
  let end = 0;
  let annotated = parts[from]?.annotated ?? null;
  for (let index = from; index < parts.length; index++) {
    const part = parts[index];
    if (part === undefined || part.annotated === null || part.annotated !== annotated) break;
    end = part.offset + part.length;
    annotated = part.annotated + part.length;
  }
  return end;
}

/** Offset in the annotated reading frame of an unbroken annotated codon; null: its bases are not next to each other there. */
function annotatedCodon({ extent, mrna }: Reading, codonAt: number): number | null {
  const first = annotatedOffsetOf(mrna, codonAt);
  if (first === null) return null;
  for (const step of [1, 2]) {
    if (annotatedOffsetOf(mrna, codonAt + step) !== first + step) return null;
  }
  return first - extent.start + extent.padding;
}

/** The residue of a codon whose stop is read as one (selenocysteine), if the codon is whole and in the annotated frame. */
function recodedResidue(reading: Reading, codonAt: number): string | null {
  const annotated = annotatedCodon(reading, codonAt);
  if (annotated === null || annotated % 3 !== 0) return null;
  return reading.model.recoded.get(annotated / 3) ?? null;
}

/** Whether the protein ends at the wild type's own end: then an end that both share is no novel sequence. */
function endsAsAnnotated(model: CodingModel, stopAt: number | null, lastCodon: number | null): boolean {
  if ((stopAt === null) !== (model.stopAt === null)) return false;
  return lastCodon === (model.stopAt ?? (model.protein.length - 1) * 3);
}

/** Offset in the annotated reading frame of the first annotated base at or behind a place: a stop may lie in new bases. */
function readingAtOrAfter({ extent, mrna }: Reading, altered: number): number | null {
  for (const part of mrna.parts) {
    if (part.annotated === null || part.offset + part.length <= altered) continue;
    return part.annotated + Math.max(0, altered - part.offset) - extent.start + extent.padding;
  }
  return null;
}

function nmdOf(reading: Reading, stopAt: number | null): Consequence['nmd'] {
  if (stopAt === null) return 'not_applicable';
  const { mrna, model, extent, start } = reading;
  const next = readingAtOrAfter(reading, stopAt);
  if (next !== null && next >= (model.stopAt ?? model.codingEnd)) return 'not_applicable';
  const rank = mrna.exonOffsets.findLastIndex((offset) => offset <= stopAt);
  const exonStart = mrna.exonOffsets[rank] ?? 0;
  const exonEnd = mrna.exonOffsets[rank + 1] ?? mrna.length;
  const lastJunction = mrna.exonOffsets.at(-1) ?? 0;
  return nmdOfPrematureStop({
    basesFromStart: stopAt - start,
    basesToLastJunction: lastJunction === 0 ? null : lastJunction - stopAt,
    exonLength: exonEnd - exonStart,
    isStartKnown: extent.isStartComplete,
    isLastJunctionKnown: extent.isEndComplete,
  });
}
