/** Terms of an edit that is not within one exon of a coding transcript. */
import type { CodingExtent } from './coding-model.js';
import { offsetInExon } from './exon-map.js';
import type { Placement } from './place-edit.js';
import { so } from './sequence-ontology.js';
import type { TranscriptView } from './transcript-view.js';

/** Splice and intron terms of the placement, and what the exonic part touches: UTR, coding sequence, start and stop codon. */
export function spanTerms(view: TranscriptView, extent: CodingExtent, placement: Placement): number {
  const { map } = view;
  const { edit, kind } = placement;
  let terms = placement.terms;
  if (kind === 'intron') return terms === 0 || terms === so.spliceRegion ? terms | so.intron : terms;
  // An insertion at an edge touches the exon's outermost base; everything else the bases it replaces.
  const start = edit.start === edit.end ? edit.start - 1 : edit.start;
  const end = edit.start === edit.end ? edit.end + 1 : edit.end;
  for (let index = 0; index < map.exons.length; index++) {
    const exon = map.exons[index];
    if (exon === undefined || exon.start >= end) break;
    const from = Math.max(start, exon.start);
    const to = Math.min(end, exon.end);
    if (from >= to) continue;
    const first = offsetInExon(map, index, map.isForward ? from : to - 1);
    terms |= exonicTerms(extent, first, first + to - from, edit.start === edit.end);
  }
  return terms;
}

function exonicTerms(extent: CodingExtent, first: number, end: number, isInsertion: boolean): number {
  let terms = 0;
  if (first < extent.start) terms |= so.fivePrimeUtr;
  if (end > extent.end) terms |= so.threePrimeUtr;
  if (first < extent.end && end > extent.start) terms |= so.codingSequence;
  if (isInsertion) return terms;
  if (extent.isStartComplete && first < extent.start + 3 && end > extent.start) terms |= so.startLost;
  if (extent.isEndComplete && first < extent.end && end > extent.end - 3) terms |= so.stopLost;
  return terms;
}
