/** The mRNA of a transcript whose exons or bases are changed: its parts, and how they relate to the annotated mRNA. */
import type { Exon, ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import { reverseComplement } from '../../shared/genetic-code.js';
import { type ExonMap, exonAtOrBefore, offsetInExon } from '../from-bundle/exon-map.js';
import type { GenomicEdit } from '../from-bundle/genomic-edit.js';
import { type Chunk, chunkOfText, chunksOfGenome } from './genome-blocks.js';

export interface AlteredStructure {
  /** In genomic order, none overlapping; adjacent ones are one exon. */
  readonly exons: readonly Exon[];
  /** Changed bases, at most one edit per place. */
  readonly edits: readonly GenomicEdit[];
  /** Whether bases inserted exactly at an exon's outer edge belong to the exon. */
  readonly isEdgeExonic?: boolean;
}

/** A run of bases: of the genome, or inserted. */
interface Part {
  /** Genomic, half-open; start = end for inserted bases. */
  readonly start: number;
  readonly end: number;
  /** Inserted bases on the transcript's strand, '' for a genomic part. */
  readonly inserted: string;
  /** Offset on the annotated mRNA of the part's first transcribed base; null: not of an annotated exon. */
  readonly annotated: number | null;
  /** Offset of the first base on the altered mRNA. */
  readonly offset: number;
  readonly length: number;
}

export interface AlteredMrna {
  readonly parts: readonly Part[];
  /** Offset of each exon's first base, 5' to 3'. */
  readonly exonOffsets: readonly number[];
  readonly length: number;
}

/** A part whose place on the altered mRNA is found when its exon is complete. */
type Piece = { -readonly [Field in keyof Part]: Part[Field] };

/** The altered mRNA; null where an edit crosses an exon's edge in a way that does not tell which of its new bases are exonic. */
export function buildAlteredMrna(map: ExonMap, structure: AlteredStructure): AlteredMrna | null {
  const exons = mergeAdjacent(structure.exons);
  const parts: Part[] = [];
  const exonOffsets: number[] = [];
  const edits =
    structure.edits.length > 1
      ? [...structure.edits].sort((a, b) => a.start - b.start || a.end - b.end)
      : structure.edits;
  const step = map.isForward ? 1 : -1;
  let index = map.isForward ? 0 : map.exons.length - 1;
  let offset = 0;
  for (let at = map.isForward ? 0 : exons.length - 1; at >= 0 && at < exons.length; at += step) {
    const exon = exons[at];
    if (exon === undefined) break;
    exonOffsets.push(offset);
    while (isBefore(map, index, exon)) index += step;
    // Most exons are as annotated: made without a list of pieces each, they take a third of the memory.
    if (map.exons[index] === exon && !isAnyNear(edits, exon)) {
      parts.push(wholeExon(map, index, offset));
      offset += exon.end - exon.start;
      continue;
    }
    const pieces = piecesOf(map, exon, edits, structure.isEdgeExonic === true);
    if (pieces === null) return null;
    if (!map.isForward) pieces.reverse();
    for (const piece of pieces) {
      piece.offset = offset;
      parts.push(piece);
      offset += piece.length;
    }
  }
  return { parts, exonOffsets, length: offset };
}

/** Whether the annotated exon of that index comes before the other along the transcript. */
function isBefore({ exons, isForward }: ExonMap, index: number, other: Exon): boolean {
  const exon = exons[index];
  if (exon === undefined) return false;
  return isForward ? exon.start < other.start : exon.start > other.start;
}

/** Of each exon, where it lies on the annotated mRNA; up to the change that is its place on the altered one. */
const annotatedParts = new WeakMap<ExonMap, Part[]>();

function wholeExon(map: ExonMap, index: number, offset: number): Part {
  const annotated = map.offsets[index] ?? 0;
  if (offset !== annotated) return partOf(map, index, offset);
  let known = annotatedParts.get(map);
  if (known === undefined) {
    known = map.offsets.map((each, at) => partOf(map, at, each));
    annotatedParts.set(map, known);
  }
  return known[index] ?? partOf(map, index, offset);
}

function partOf(map: ExonMap, index: number, offset: number): Part {
  const { start, end } = map.exons[index] ?? { start: 0, end: 0 };
  const annotated = map.offsets[index] ?? null;
  return { start, end, inserted: '', annotated, offset, length: end - start };
}

function isAnyNear(edits: readonly GenomicEdit[], exon: Exon): boolean {
  for (const edit of edits) if (isNear(edit, exon)) return true;
  return false;
}

/** Whether the edit touches the exon or lies at its edge. */
function isNear(edit: GenomicEdit, exon: Exon): boolean {
  return edit.end >= exon.start && edit.start <= exon.end;
}

function mergeAdjacent(exons: readonly Exon[]): readonly Exon[] {
  if (!hasAdjacent(exons)) return exons;
  const merged: Exon[] = [];
  for (const exon of exons) {
    const last = merged.at(-1);
    if (last !== undefined && last.end === exon.start) {
      merged[merged.length - 1] = { start: last.start, end: exon.end };
    } else merged.push(exon);
  }
  return merged;
}

function hasAdjacent(exons: readonly Exon[]): boolean {
  let end = -1;
  for (const exon of exons) {
    if (exon.start === end) return true;
    end = exon.end;
  }
  return false;
}

/** The exon's bases in genomic order, edits applied. */
function piecesOf(
  map: ExonMap,
  exon: Exon,
  edits: readonly GenomicEdit[],
  isEdgeExonic: boolean,
): Piece[] | null {
  const pieces: Piece[] = [];
  let at = exon.start;
  for (const edit of edits) {
    if (!isNear(edit, exon)) continue;
    const isInsertion = edit.start === edit.end;
    const isInside = edit.start > exon.start && edit.end < exon.end;
    const isAtEdge = isInsertion && (edit.start === exon.start || edit.start === exon.end);
    if (isInsertion ? !(isInside || (isAtEdge && isEdgeExonic)) : !touches(edit, exon)) continue;
    const inserted = isInsertion ? edit.alt : basesWithin(edit, exon);
    if (inserted === null) return null;
    const from = Math.max(edit.start, exon.start);
    const to = Math.min(edit.end, exon.end);
    pushGenomic(pieces, map, at, from);
    if (inserted !== '') {
      const bases = map.isForward ? inserted : reverseComplement(inserted);
      const { length } = bases;
      pieces.push({ start: from, end: from, inserted: bases, annotated: null, offset: 0, length });
    }
    at = to;
  }
  pushGenomic(pieces, map, at, exon.end);
  return pieces;
}

function touches(edit: GenomicEdit, exon: Exon): boolean {
  return edit.start < exon.end && edit.end > exon.start;
}

/** New bases of the edit that lie in the exon; null where an edit of another length than the old bases crosses the exon's edge. */
function basesWithin(edit: GenomicEdit, exon: Exon): string | null {
  if (edit.start >= exon.start && edit.end <= exon.end) return edit.alt;
  if (edit.alt === '') return '';
  if (edit.alt.length !== edit.end - edit.start) return null;
  return edit.alt.slice(
    Math.max(0, exon.start - edit.start),
    edit.alt.length - Math.max(0, edit.end - exon.end),
  );
}

/** Appends [from, to) cut where annotated exons begin and end, so that a part is annotated as a whole or not at all. */
function pushGenomic(pieces: Piece[], map: ExonMap, from: number, to: number): void {
  let at = from;
  while (at < to) {
    const index = exonAtOrBefore(map, at);
    const exon = map.exons[index];
    const next = map.exons[index + 1];
    const isExonic = exon !== undefined && at < exon.end;
    const end = Math.min(to, isExonic ? exon.end : (next?.start ?? to));
    const annotated = isExonic ? offsetInExon(map, index, map.isForward ? at : end - 1) : null;
    pieces.push({ start: at, end, inserted: '', annotated, offset: 0, length: end - at });
    at = end;
  }
}

/** Offset on the altered mRNA of a base of the annotated one; null: it is not in it. */
export function alteredOffsetOf(mrna: AlteredMrna, annotated: number): number | null {
  for (const part of mrna.parts) {
    if (part.annotated === null || annotated < part.annotated) continue;
    if (annotated < part.annotated + part.length) return part.offset + annotated - part.annotated;
  }
  return null;
}

/** Offset on the annotated mRNA of a base of the altered one; null: it is no base of an annotated exon. */
export function annotatedOffsetOf(mrna: AlteredMrna, altered: number): number | null {
  for (const { offset, length, annotated } of mrna.parts) {
    if (altered >= offset + length) continue;
    return annotated === null || altered < offset ? null : annotated + altered - offset;
  }
  return null;
}

/** Bases of a part between two of its offsets, on the transcript's strand. */
export function chunksOfPart(
  reference: Pick<ReferenceBundle, 'sequence'>,
  transcript: Pick<Transcript, 'contig' | 'strand' | 'geneticCode'>,
  { start, end, inserted }: Part,
  { from, to }: { readonly from: number; readonly to: number },
): Iterable<Chunk> {
  if (inserted !== '') return [chunkOfText(inserted.slice(from, to), transcript.geneticCode)];
  return chunksOfGenome(
    reference,
    transcript,
    transcript.strand === '+'
      ? { start: start + from, end: start + to }
      : { start: end - to, end: end - from },
  );
}
