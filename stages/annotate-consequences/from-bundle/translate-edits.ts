/** Translation of an edited reading frame. Edits are in reading coordinates, on the coding strand. */
import { translate } from '../../shared/genetic-code.js';
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
}

const codonsPerRead = 64;

/** Residues from a reading offset until a stop or the end of the sequence. */
function readOn(model: CodingModel, from: number): { residues: string; isStopRead: boolean } {
  let residues = '';
  for (let at = from; at + 3 <= model.reading.length; at += codonsPerRead * 3) {
    const part = translate(model.reading.slice(at, at + codonsPerRead * 3), model.geneticCode);
    const stop = part.indexOf('*');
    if (stop >= 0) return { residues: residues + part.slice(0, stop), isStopRead: true };
    residues += part;
  }
  return { residues, isStopRead: false };
}

/** First base of the codon that holds the offset. */
export function codonStart(offset: number): number {
  return offset - (((offset % 3) + 3) % 3);
}

/**
 * Edits that must be translated as one: those in one codon, and all that follow until the frame is restored. Sorted, not overlapping.
 */
export function clusterEdits(edits: readonly ReadingEdit[]): ReadingEdit[][] {
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
  let protein = '';
  let at = 0;
  let isChanged = false;
  for (const cluster of clusterEdits(edits)) {
    const first = cluster[0];
    const last = cluster.at(-1);
    if (first === undefined || last === undefined) continue;
    const from = codonStart(first.start);
    protein += model.protein.slice(at / 3, from / 3);
    const edited = editedBases(model, cluster, from);
    const overhang = edited.length % 3;
    at = last.end + (overhang === 0 ? 0 : 3 - overhang);
    const bases = edited + model.reading.slice(last.end, at);
    const head = translateHead(model, bases, from);
    const stop = head.indexOf('*');
    if (stop >= 0) {
      const isFrameShifted = frameShiftAt(cluster, from + stop * 3) % 3 !== 0;
      return finish(model, { protein: protein + head.slice(0, stop), isStopRead: true, isFrameShifted });
    }
    protein += head;
    const isPastStop = model.stopAt !== null && at > model.stopAt;
    if (at % 3 !== 0 || isPastStop) {
      const { residues, isStopRead } = readOn(model, at);
      return finish(model, { protein: protein + residues, isStopRead, isFrameShifted: at % 3 !== 0 });
    }
    isChanged ||= head !== model.protein.slice(from / 3, at / 3);
  }
  const isStopRead = model.stopAt !== null;
  if (!isChanged) return { protein: model.protein, isStopRead, isFrameShifted: false, isWildtype: true };
  protein += model.protein.slice(at / 3);
  return { protein, isStopRead, isFrameShifted: false, isWildtype: false };
}

function finish(model: CodingModel, translation: Omit<Translation, 'isWildtype'>): Translation {
  const isWildtype =
    translation.isStopRead === (model.stopAt !== null) && translation.protein === model.protein;
  return { ...translation, isWildtype };
}

/** Translates the bases around a cluster. Codon 0 gets here only while it begins translation; see coding-model on its methionine. */
function translateHead(model: CodingModel, bases: string, from: number): string {
  const head = translate(bases, model.geneticCode);
  return from === 0 && model.isStartComplete ? `M${head.slice(1)}` : head;
}

/** Bases from `from` to the end of the cluster's last edit, edits applied. */
function editedBases(model: CodingModel, cluster: readonly ReadingEdit[], from: number): string {
  let bases = '';
  let at = from;
  for (const edit of cluster) {
    bases += model.reading.slice(at, edit.start) + edit.alt;
    at = edit.end;
  }
  return bases;
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
