/** Where a joint lies in a transcript, and what of the transcript's mRNA the joint leaves. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import { reverseComplement } from '../../shared/genetic-code.js';
import { type ExonMap, exonAtOrBefore, mrnaOffsetOf } from '../from-bundle/exon-map.js';
import type { TranscriptView } from '../from-bundle/transcript-view.js';
import type { JointEnd } from './oriented-joint.js';

export interface TranscriptAtJoint {
  readonly view: TranscriptView;
  /** The joint's base lies in an exon; else in an intron. */
  readonly isExonic: boolean;
  /** The base is the outermost one of an exon with a splice site there: the joint is where exons are spliced. */
  readonly isAtExonEdge: boolean;
  /** 5' partner: mRNA bases up to the joint. 3' partner: mRNA offset of the first base after it. */
  readonly mrnaOffset: number;
  /** Bases of the intron between that exon and the joint, on the transcript's strand. */
  readonly intronBases: () => string;
  /**
   * The same offset with the exon that the joint breaks left out: the exon before a broken one of the 5' partner, after a broken one of
   * the 3' partner; equal to mrnaOffset within an intron. Null: there is no such exon.
   */
  readonly wholeExonOffset: number | null;
}

/** mRNA offsets of the exons' first bases, 5' to 3'. */
export function exonStarts(map: ExonMap): readonly number[] {
  return map.isForward ? map.offsets : [...map.offsets].reverse();
}

function rankOfOffset(starts: readonly number[], offset: number): number {
  let rank = 0;
  while (rank + 1 < starts.length && (starts[rank + 1] ?? 0) <= offset) rank += 1;
  return rank;
}

/** The transcript as 5' partner of the joint; its last base kept is end.base. Null: the base is outside of it. */
export function asFivePartner(
  reference: ReferenceBundle,
  view: TranscriptView,
  end: JointEnd,
): TranscriptAtJoint | null {
  const { map, transcript } = view;
  if (end.base < transcript.start || end.base >= transcript.end) return null;
  const starts = exonStarts(map);
  const offset = mrnaOffsetOf(map, end.base);
  if (offset !== null) {
    const rank = rankOfOffset(starts, offset);
    const isAtExonEdge = rank + 1 < starts.length && starts[rank + 1] === offset + 1;
    return {
      view,
      isExonic: true,
      isAtExonEdge,
      mrnaOffset: offset + 1,
      intronBases: () => '',
      wholeExonOffset: rank === 0 ? null : (starts[rank] ?? null),
    };
  }
  const before = exonAtOrBefore(map, end.base);
  const exon = map.exons[map.isForward ? before : before + 1];
  if (exon === undefined) return null;
  const edge = mrnaOffsetOf(map, map.isForward ? exon.end - 1 : exon.start);
  if (edge === null) return null;
  return {
    view,
    isExonic: false,
    isAtExonEdge: false,
    mrnaOffset: edge + 1,
    intronBases: () =>
      map.isForward
        ? reference.sequence(transcript.contig, exon.end, end.base + 1)
        : reverseComplement(reference.sequence(transcript.contig, end.base, exon.start)),
    wholeExonOffset: edge + 1,
  };
}

/** The transcript as 3' partner of the joint; its first base kept is end.base. Null: the base is outside of it. */
export function asThreePartner(
  reference: ReferenceBundle,
  view: TranscriptView,
  end: JointEnd,
): TranscriptAtJoint | null {
  const { map, transcript } = view;
  if (end.base < transcript.start || end.base >= transcript.end) return null;
  const starts = exonStarts(map);
  const offset = mrnaOffsetOf(map, end.base);
  if (offset !== null) {
    const rank = rankOfOffset(starts, offset);
    return {
      view,
      isExonic: true,
      isAtExonEdge: rank > 0 && starts[rank] === offset,
      mrnaOffset: offset,
      intronBases: () => '',
      wholeExonOffset: starts[rank + 1] ?? null,
    };
  }
  const before = exonAtOrBefore(map, end.base);
  const exon = map.exons[map.isForward ? before + 1 : before];
  if (exon === undefined) return null;
  const edge = mrnaOffsetOf(map, map.isForward ? exon.start : exon.end - 1);
  if (edge === null) return null;
  return {
    view,
    isExonic: false,
    isAtExonEdge: false,
    mrnaOffset: edge,
    intronBases: () =>
      map.isForward
        ? reference.sequence(transcript.contig, end.base, exon.start)
        : reverseComplement(reference.sequence(transcript.contig, exon.end, end.base + 1)),
    wholeExonOffset: edge,
  };
}
