/** The mRNA of a transcript whose exons or bases are changed: its parts, and how they relate to the annotated mRNA. */
import type { Exon, ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import { reverseComplement } from '../../shared/genetic-code.js';
import { type ExonMap, exonAtOrBefore, offsetInExon } from '../from-bundle/exon-map.js';
import type { GenomicEdit } from '../from-bundle/genomic-edit.js';

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
  if (!map.isForward) exons.reverse();
  const parts: Part[] = [];
  const exonOffsets: number[] = [];
  const edits = [...structure.edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let offset = 0;
  for (const exon of exons) {
    exonOffsets.push(offset);
    const index = exonAtOrBefore(map, exon.start);
    const isWhole = map.exons[index] === exon && !edits.some((edit) => isNear(edit, exon));
    // Most exons are as annotated: made without a list of pieces each, they take a third of the memory.
    const pieces = isWhole
      ? [wholeExon(map, index, exon)]
      : piecesOf(map, exon, edits, structure.isEdgeExonic === true);
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

function wholeExon(map: ExonMap, index: number, { start, end }: Exon): Piece {
  const annotated = offsetInExon(map, index, map.isForward ? start : end - 1);
  return { start, end, inserted: '', annotated, offset: 0, length: end - start };
}

/** Whether the edit touches the exon or lies at its edge. */
function isNear(edit: GenomicEdit, exon: Exon): boolean {
  return edit.end >= exon.start && edit.start <= exon.end;
}

function mergeAdjacent(exons: readonly Exon[]): Exon[] {
  const merged: Exon[] = [];
  for (const exon of exons) {
    const last = merged.at(-1);
    if (last !== undefined && last.end === exon.start) {
      merged[merged.length - 1] = { start: last.start, end: exon.end };
    } else merged.push(exon);
  }
  return merged;
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

/** An intron may hold a million bases, and reading stops within tens of codons: bases are fetched as they are asked for. */
const basesPerRead = 96;

/** Bases of a part between two of its offsets, on the transcript's strand, in chunks. */
export function* basesOfPart(
  reference: Pick<ReferenceBundle, 'sequence'>,
  { contig, strand }: Pick<Transcript, 'contig' | 'strand'>,
  { start, end, inserted }: Part,
  range: { readonly from: number; readonly to: number },
): Generator<string> {
  if (inserted !== '') {
    yield inserted.slice(range.from, range.to);
    return;
  }
  for (let at = range.from; at < range.to; at += basesPerRead) {
    const to = Math.min(range.to, at + basesPerRead);
    yield strand === '+'
      ? reference.sequence(contig, start + at, start + to)
      : reverseComplement(reference.sequence(contig, end - to, end - at));
  }
}
