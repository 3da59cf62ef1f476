/** A variant as a replacement on the forward strand: [start, end) of the contig becomes `alt`. */
import { startOfPosition } from '../../../schemas/coordinates.js';
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Variant } from '../../../schemas/rows.js';

export interface GenomicEdit {
  /** 0-based half-open; start = end for an insertion. */
  readonly start: number;
  readonly end: number;
  /** Replaced bases, forward strand; '' for an insertion. */
  readonly ref: string;
  /** New bases, forward strand; '' for a deletion. */
  readonly alt: string;
}

/**
 * The minimal edit of a variant: the anchor base removed first, then the shared end, then the shared start, which keeps a left-aligned
 * indel left-aligned.
 */
export function editOfVariant(variant: Pick<Variant, 'position' | 'ref' | 'alt'>): GenomicEdit {
  const { ref, alt } = variant;
  const start = startOfPosition(variant.position);
  const anchor = ref.charCodeAt(0) === alt.charCodeAt(0) ? 1 : 0;
  let refEnd = ref.length;
  let altEnd = alt.length;
  while (refEnd > anchor && altEnd > anchor && ref.charCodeAt(refEnd - 1) === alt.charCodeAt(altEnd - 1)) {
    refEnd -= 1;
    altEnd -= 1;
  }
  let skip = anchor;
  while (skip < refEnd && skip < altEnd && ref.charCodeAt(skip) === alt.charCodeAt(skip)) skip += 1;
  return {
    start: start + skip,
    end: start + refEnd,
    ref: ref.slice(skip, refEnd),
    alt: alt.slice(skip, altEnd),
  };
}

/** Whether the edit only inserts or only deletes: then it may have equivalent places within a repeat. */
export function isPureIndel(edit: GenomicEdit): boolean {
  return (edit.start === edit.end) !== (edit.alt === '');
}

const lookAheadBases = 64;

/** The sequence read in chunks around an edit. Repeats longer than one chunk are rare, so most rolls cost one read. */
function createReader(reference: ReferenceBundle, contig: string): (position: number) => number {
  let chunkStart = 0;
  let chunk = '';
  return (position) => {
    if (position < chunkStart || position >= chunkStart + chunk.length) {
      chunkStart = Math.max(0, position - lookAheadBases);
      chunk = reference.sequence(contig, chunkStart, position + lookAheadBases);
    }
    return chunk.charCodeAt(position - chunkStart);
  };
}

/** How far a pure indel can move over equal bases; both 0 for any other edit. */
export interface RepeatRuns {
  readonly left: number;
  readonly right: number;
}

const noRuns: RepeatRuns = { left: 0, right: 0 };
const unknownBase = 'N'.charCodeAt(0);

/** An unknown base is not known to be equal; nor does a run then cross an assembly gap of megabases. */
function isEqualBase(base: number, moving: number): boolean {
  return base === moving && base !== unknownBase;
}

function findRuns(
  reference: ReferenceBundle,
  contig: string,
  { start, end, ref, alt }: GenomicEdit,
): RepeatRuns {
  const baseAt = createReader(reference, contig);
  const bases = ref + alt;
  const { length } = bases;
  let right = 0;
  while (isEqualBase(baseAt(end + right), bases.charCodeAt(right % length))) right += 1;
  let left = 0;
  while (isEqualBase(baseAt(start - 1 - left), bases.charCodeAt(length - 1 - (left % length)))) left += 1;
  return { left, right };
}

interface LatestRuns {
  contig: string;
  edit: GenomicEdit | null;
  runs: RepeatRuns;
}

/** The latest edit's runs, by bundle: the transcripts of a gene ask about the same edit one after the other. */
const latestRuns = new WeakMap<ReferenceBundle, LatestRuns>();

/** How far an edit can move on its contig. */
export function runsOf(reference: ReferenceBundle, contig: string, edit: GenomicEdit): RepeatRuns {
  if (!isPureIndel(edit)) return noRuns;
  let latest = latestRuns.get(reference);
  if (latest === undefined) {
    latest = { contig: '', edit: null, runs: noRuns };
    latestRuns.set(reference, latest);
  }
  if (latest.edit !== edit || latest.contig !== contig) {
    latest.runs = findRuns(reference, contig, edit);
    latest.edit = edit;
    latest.contig = contig;
  }
  return latest.runs;
}

/** An edit stays within [start, end) of its contig. */
interface MoveLimits {
  readonly start: number;
  readonly end: number;
}

/** Number of equivalent places of an edit to the right (step 1) or left (step -1) within limits. */
export function movesWithin(runs: RepeatRuns, edit: GenomicEdit, step: 1 | -1, limits: MoveLimits): number {
  if (edit.end < limits.start || edit.start > limits.end) return 0;
  const room = step === 1 ? limits.end - edit.end : edit.start - limits.start;
  return Math.max(0, Math.min(step === 1 ? runs.right : runs.left, room));
}

/** The equivalent place of a pure indel so many bases to the right (negative: left); its bases turn as it moves over equal ones. */
export function movedEdit(edit: GenomicEdit, by: number): GenomicEdit {
  if (by === 0) return edit;
  return { start: edit.start + by, end: edit.end + by, ref: turned(edit.ref, by), alt: turned(edit.alt, by) };
}

function turned(bases: string, by: number): string {
  const { length } = bases;
  if (length < 2) return bases;
  const first = ((by % length) + length) % length;
  return first === 0 ? bases : bases.slice(first) + bases.slice(0, first);
}
