/** Where an edit lies on a transcript, by plain arithmetic on the annotation: what explanations of differences are checked with. */
import type { ReferenceBundle, Transcript } from '../../schemas/reference.js';

interface Edit {
  /** 0-based half-open; start = end for an insertion. */
  readonly start: number;
  readonly end: number;
}

/** What one place of the edit touches. */
export interface PlaceFacts {
  /** One of the two bases at either end of an intron. */
  readonly isInSpliceSite: boolean;
  /** An insertion exactly between exon and intron, or at an end of the transcript. */
  readonly isAtEdge: boolean;
  /** Bases of an exon and of what surrounds it. */
  readonly isAcrossEdge: boolean;
  readonly isWithinExon: boolean;
  readonly isInStart: boolean;
  readonly isInStop: boolean;
  readonly isInCoding: boolean;
  /** Within one base of an end of the transcript, or beyond. */
  readonly isAtTranscriptEnd: boolean;
}

export interface SiteFacts {
  /** The place given, left-aligned, first. */
  readonly places: readonly PlaceFacts[];
  /** Whether bases before it and behind it would describe the same edit. */
  readonly isMovable: boolean;
  readonly isIndel: boolean;
  /** Replaces bases by another number of bases. */
  readonly isDelins: boolean;
}

/** Facts of a minimal, left-aligned variant. */
export function siteFactsOf(
  reference: ReferenceBundle,
  transcript: Transcript,
  { chrom, position, ref, alt }: { chrom: string; position: number; ref: string; alt: string },
): SiteFacts {
  let before = 0;
  while (before < ref.length && before < alt.length && ref[before] === alt[before]) before += 1;
  const removed = ref.slice(before);
  const added = alt.slice(before);
  const start = position - 1 + before;
  const edits = [{ start, end: start + removed.length }];
  const isPure = (removed === '') !== (added === '');
  if (isPure) edits.push(...moved(reference, chrom, start, removed, added));
  return {
    places: edits.map((edit) => placeFactsOf(transcript, edit)),
    isMovable: edits.length > 1,
    isIndel: removed.length !== added.length,
    isDelins: removed.length !== added.length && !isPure,
  };
}

/** Every other place of an indel that gives the same sequence. */
function moved(
  reference: ReferenceBundle,
  chrom: string,
  start: number,
  removed: string,
  added: string,
): Edit[] {
  const edits: Edit[] = [];
  for (const step of [1, -1]) {
    let at = start;
    let bases = removed + added;
    for (let count = 0; count < 500; count++) {
      const outside = step === 1 ? at + removed.length : at - 1;
      if (reference.sequence(chrom, outside, outside + 1) !== bases.at(step === 1 ? 0 : -1)) break;
      bases = step === 1 ? bases.slice(1) + bases.charAt(0) : bases.slice(-1) + bases.slice(0, -1);
      at += step;
      edits.push({ start: at, end: at + removed.length });
    }
  }
  return edits;
}

function overlaps({ start, end }: Edit, from: number, to: number): boolean {
  return start === end ? start > from && start < to : start < to && end > from;
}

function placeFactsOf({ exons, cds, strand, start, end }: Transcript, edit: Edit): PlaceFacts {
  const isWithinExon = exons.some((exon) =>
    edit.start === edit.end
      ? edit.start > exon.start && edit.start < exon.end
      : edit.start >= exon.start && edit.end <= exon.end,
  );
  const sites = exons.flatMap((exon) => [
    ...(exon.start > start ? [{ from: exon.start - 2, to: exon.start }] : []),
    ...(exon.end < end ? [{ from: exon.end, to: exon.end + 2 }] : []),
  ]);
  const coding = cds === null ? [] : codingEnds(exons, cds);
  const [left = [], right = []] = coding;
  return {
    isInSpliceSite: sites.some(({ from, to }) => overlaps(edit, from, to)),
    isAtEdge:
      edit.start === edit.end && exons.some((exon) => edit.start === exon.start || edit.start === exon.end),
    isAcrossEdge: !isWithinExon && exons.some((exon) => overlaps(edit, exon.start, exon.end)),
    isWithinExon,
    isInStart: touchesCodon(edit, strand === '+' ? left : right),
    isInStop: touchesCodon(edit, strand === '+' ? right : left),
    isInCoding: cds !== null && edit.start < cds.end && edit.end > cds.start,
    isAtTranscriptEnd: edit.start <= start + 1 || edit.end >= end - 1,
  };
}

/** The three coding bases at either end, which an intron may part. */
function codingEnds(exons: Transcript['exons'], cds: { start: number; end: number }): [number[], number[]] {
  const bases: number[] = [];
  const last: number[] = [];
  for (const { start, end } of exons) {
    const to = Math.min(end, cds.end);
    for (let base = Math.max(start, cds.start); base < to && bases.length < 3; base++) bases.push(base);
    for (let base = Math.max(start, cds.start, to - 3); base < to; base++) last.push(base);
  }
  return [bases, last.slice(-3)];
}

function touchesCodon({ start, end }: Edit, codon: readonly number[]): boolean {
  if (start === end) return codon.includes(start - 1) && codon.includes(start);
  return codon.some((base) => base >= start && base < end);
}
