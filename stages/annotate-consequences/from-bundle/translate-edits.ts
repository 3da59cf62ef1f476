/** Translation of an edited reading frame. Edits are in reading coordinates, on the coding strand. */
import { translateRanks, writeRanks } from '../../shared/genetic-code.js';
import type { CodingModel } from './coding-model.js';

export interface ReadingEdit {
  /** Half-open in reading coordinates; start may be negative (5' UTR). start = end for an insertion. */
  readonly start: number;
  readonly end: number;
  readonly alt: string;
}

export interface Translation {
  /** Without the stop. */
  readonly protein: string;
  readonly isStopRead: boolean;
  /** Whether the last codon read (the stop's, if one was read) lies outside the wild type's frame. */
  readonly isFrameShifted: boolean;
  /** Whether protein and stop are the wild type's. */
  readonly isWildtype: boolean;
  /**
   * The protein in parts: the wild type's first `sharedStart` residues (as many as both begin with), `added`, the wild type's from
   * `keptEnd` on. Comparing the parts spares flattening `protein`, which is joined from them and mostly only written.
   */
  readonly sharedStart: number;
  readonly added: string;
  readonly keptEnd: number;
}

/** First base of the codon that holds the offset. */
export function codonStart(offset: number): number {
  return offset - (((offset % 3) + 3) % 3);
}

/**
 * Edits that must be translated as one: those in one codon, and all that follow until the frame is restored. Sorted, not overlapping.
 */
export function clusterEdits(edits: readonly ReadingEdit[]): (readonly ReadingEdit[])[] {
  if (edits.length === 1) return [edits];
  const clusters: ReadingEdit[][] = [];
  let current: ReadingEdit[] = [];
  let shift = 0;
  let settledAt = 0;
  for (const edit of edits) {
    const isLinked = shift % 3 !== 0 || codonStart(edit.start) < settledAt;
    if (current.length > 0 && !isLinked) {
      clusters.push(current);
      current = [];
      shift = 0;
    }
    current.push(edit);
    shift += edit.alt.length - (edit.end - edit.start);
    settledAt = codonStart(edit.end + 2);
  }
  if (current.length > 0) clusters.push(current);
  return clusters;
}

/**
 * The protein of the frame with all edits applied: sorted, not overlapping, none before base 0. Only codons around the edits and of a
 * shifted frame are translated, the rest is copied from the wild type, so recoded stops (selenocysteine) hold only where their codon is
 * in frame and unchanged. Reads through the end of the CDS into the 3' UTR until a stop.
 */
export function translateEdits(model: CodingModel, edits: readonly ReadingEdit[]): Translation {
  const wildtype = model.protein;
  const end = wildtype.length;
  let keptStart = -1;
  let added = '';
  let at = 0;
  for (const cluster of readClusters(model, edits)) {
    const first = cluster[0];
    if (first === undefined) continue;
    const from = codonStart(first.start);
    if (keptStart < 0) keptStart = from / 3;
    else added += wildtype.slice(at / 3, from / 3);
    at = endOfHead(cluster, from);
    const head = translateHead(model, cluster, { from, to: at });
    const stop = head.indexOf('*');
    if (stop >= 0) {
      const isFrameShifted = frameShiftAt(cluster, from + stop * 3) % 3 !== 0;
      added += head.slice(0, stop);
      return assemble(model, { keptStart, added, keptEnd: end, isStopRead: true, isFrameShifted });
    }
    added += head;
    const isFrameShifted = at % 3 !== 0;
    if (isFrameShifted || (model.stopAt !== null && at > model.stopAt)) {
      const tail = residuesFrom(model, at);
      added += tail.residues;
      const { isStopRead } = tail;
      return assemble(model, { keptStart, added, keptEnd: end, isStopRead, isFrameShifted });
    }
  }
  const isStopRead = model.stopAt !== null;
  const keptEnd = Math.min(at / 3, end);
  return assemble(model, {
    keptStart: Math.max(0, keptStart),
    added,
    keptEnd,
    isStopRead,
    isFrameShifted: false,
  });
}

/** Behind the wild type's stop the edits are read all as one where the stop is lost before them, and none of them where it is kept. */
function readClusters(model: CodingModel, edits: readonly ReadingEdit[]): (readonly ReadingEdit[])[] {
  const clusters = clusterEdits(edits);
  const stopAt = model.stopAt ?? Number.POSITIVE_INFINITY;
  if ((edits.at(-1)?.start ?? 0) < stopAt) return clusters;
  for (const [index, cluster] of clusters.entries()) {
    const from = codonStart(cluster[0]?.start ?? 0);
    if (from > stopAt) return clusters.slice(0, index);
    if (endOfHead(cluster, from) > stopAt) {
      return [...clusters.slice(0, index), clusters.slice(index).flat()];
    }
  }
  return clusters;
}

interface Parts {
  /** As many residues of the wild type as precede the first edited codon. */
  readonly keptStart: number;
  readonly added: string;
  readonly keptEnd: number;
  readonly isStopRead: boolean;
  readonly isFrameShifted: boolean;
}

/** Joins the parts, the kept start extended as far as the proteins agree. */
function assemble(model: CodingModel, parts: Parts): Translation {
  const wildtype = model.protein;
  const { isStopRead, isFrameShifted } = parts;
  let { keptStart: sharedStart, keptEnd, added } = parts;
  let skip = 0;
  while (skip < added.length && added.charCodeAt(skip) === wildtype.charCodeAt(sharedStart)) {
    skip += 1;
    sharedStart += 1;
  }
  if (skip > 0) added = added.slice(skip);
  if (added === '') {
    if (sharedStart === keptEnd) sharedStart = keptEnd = wildtype.length;
    while (keptEnd < wildtype.length && wildtype.charCodeAt(keptEnd) === wildtype.charCodeAt(sharedStart)) {
      sharedStart += 1;
      keptEnd += 1;
    }
  }
  const isSame = sharedStart === wildtype.length && added === '' && keptEnd === wildtype.length;
  const protein = isSame ? wildtype : wildtype.slice(0, sharedStart) + added + wildtype.slice(keptEnd);
  const isWildtype = isSame && isStopRead === (model.stopAt !== null);
  return { protein, isStopRead, isFrameShifted, isWildtype, sharedStart, added, keptEnd };
}

/** Residues from a reading offset until a stop or the end of the sequence. */
function residuesFrom(model: CodingModel, from: number): { residues: string; isStopRead: boolean } {
  const frame = model.frame(from % 3);
  const codon = Math.floor(from / 3);
  const stop = frame.indexOf('*', codon);
  return { residues: stop < 0 ? frame.slice(codon) : frame.slice(codon, stop), isStopRead: stop >= 0 };
}

/** Reading offset up to which bases are translated with the cluster: as far behind its last edit as whole codons need. */
function endOfHead(cluster: readonly ReadingEdit[], from: number): number {
  let end = from;
  let shift = 0;
  for (const edit of cluster) {
    end = edit.end;
    shift += edit.alt.length - (edit.end - edit.start);
  }
  const partial = (end - from + shift) % 3;
  return partial === 0 ? end : end + 3 - partial;
}

/** Base ranks of the codons under translation; grows to the longest cluster met. */
let scratch = new Uint8Array(1024);

/**
 * Translates [from, to) with the cluster's edits applied. Codon 0 gets here only while it begins translation; see coding-model on its
 * methionine.
 */
function translateHead(
  { ranks, geneticCode, isStartComplete }: CodingModel,
  cluster: readonly ReadingEdit[],
  { from, to }: { readonly from: number; readonly to: number },
): string {
  let bound = to - from;
  for (const edit of cluster) bound += edit.alt.length;
  if (bound > scratch.length) scratch = new Uint8Array(bound * 2);
  let length = 0;
  let at = from;
  for (const { start, end, alt } of cluster) {
    for (const stop = Math.min(start, ranks.length); at < stop; at++) scratch[length++] = ranks[at] ?? 0;
    writeRanks(alt, scratch, length);
    length += alt.length;
    at = end;
  }
  for (const stop = Math.min(to, ranks.length); at < stop; at++) scratch[length++] = ranks[at] ?? 0;
  const head = translateRanks(scratch, length, geneticCode);
  return from === 0 && isStartComplete ? `M${head.slice(1)}` : head;
}

/** Net shift of the frame, in bases, at a place of the edited sequence: 0 modulo 3 means the wild type's frame. */
function frameShiftAt(cluster: readonly ReadingEdit[], editedOffset: number): number {
  let shift = 0;
  for (const edit of cluster) {
    const delta = edit.alt.length - (edit.end - edit.start);
    if (editedOffset < edit.start + shift + edit.alt.length) break;
    shift += delta;
  }
  return shift;
}
