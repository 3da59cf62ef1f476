/** Whether a premature stop exposes the mRNA to nonsense-mediated decay. */
import type { Consequence } from '../../../schemas/rows.js';
import type { CodingExtent, CodingModel } from './coding-model.js';
import { type ExonMap, exonLengthAt, lastJunction } from './exon-map.js';
import type { ReadingEdit, Translation } from './translate-edits.js';

/**
 * Rules and limits of Lindeboom et al. 2016 (doi:10.1038/ng.3664): a premature stop escapes in the last exon, within 50 nt upstream of
 * the last exon-exon junction, within 150 nt of the start codon, and in exons longer than 400 nt (407 nt there). SCIENCE, Annotation.
 */
const lastJunctionMarginBases = 50;
const startProximalBases = 150;
const longExonBases = 400;

/** A coding transcript. */
interface NmdContext {
  readonly view: { readonly map: ExonMap };
  readonly extent: CodingExtent;
  readonly model: CodingModel;
}

/** Offset in the unedited frame of a place in the edited one; a place inside inserted bases maps to the insertion's end. */
function uneditedOffset(edits: readonly ReadingEdit[], edited: number): number {
  let shift = 0;
  for (const edit of edits) {
    const editedEnd = edit.start + shift + edit.alt.length;
    if (edited < edit.start + shift) break;
    if (edited < editedEnd) return Math.min(edited - shift, edit.end);
    shift += edit.alt.length - (edit.end - edit.start);
  }
  return edited - shift;
}

export interface PrematureStop {
  /** Bases from the first base of the start codon to the stop codon's first. */
  readonly basesFromStart: number;
  /** Bases from the stop codon's first to the last exon-exon junction, negative behind it; null: the mRNA has none. */
  readonly basesToLastJunction: number | null;
  /** Of the exon that holds the stop. */
  readonly exonLength: number;
  readonly isStartKnown: boolean;
  readonly isLastJunctionKnown: boolean;
}

/** The prediction for a premature stop; 'unknown' where the annotation lacks the end that decides. */
export function nmdOfPrematureStop(stop: PrematureStop): Consequence['nmd'] {
  const { basesToLastJunction, isLastJunctionKnown } = stop;
  const isNearEnd = basesToLastJunction === null || basesToLastJunction <= lastJunctionMarginBases;
  if (isLastJunctionKnown && isNearEnd) return 'escapes';
  if (stop.exonLength > longExonBases) return 'escapes';
  if (stop.basesFromStart <= startProximalBases) return stop.isStartKnown ? 'escapes' : 'unknown';
  return isLastJunctionKnown ? 'degraded' : 'unknown';
}

/**
 * The prediction for one edited transcript. Distances are from the stop codon's first base. 'not_applicable': no premature stop;
 * 'unknown': the annotation lacks the 3' end (last junction not known) or the start.
 */
export function predictNmd(
  { view, extent, model }: NmdContext,
  edits: readonly ReadingEdit[],
  translation: Translation,
): Consequence['nmd'] {
  if (!translation.isStopRead || translation.isWildtype) return 'not_applicable';
  const stop = translation.protein.length * 3;
  const source = uneditedOffset(edits, stop);
  const wildtypeStop = model.stopAt ?? model.codingEnd;
  if (source >= wildtypeStop) return 'not_applicable';
  const { map } = view;
  const delta = stop - source;
  const junction = lastJunction(map) - extent.start + extent.padding + delta;
  return nmdOfPrematureStop({
    basesFromStart: stop,
    basesToLastJunction: lastJunction(map) === 0 ? null : junction - stop,
    exonLength: exonLengthAt(map, source - extent.padding + extent.start),
    isStartKnown: extent.isStartComplete,
    isLastJunctionKnown: extent.isEndComplete,
  });
}
