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

/**
 * The sequence read in chunks around an edit. Repeats longer than one chunk are rare, so most rolls cost one read.
 */
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

interface RollLimits {
  readonly contig: string;
  /** The edit stays within [start, end). */
  readonly start: number;
  readonly end: number;
}

/** The base or bases of an indel turned by one, as it moves over an equal base. */
function rotate(bases: string, step: 1 | -1): string {
  return step === 1 ? bases.slice(1) + bases.charAt(0) : bases.charAt(bases.length - 1) + bases.slice(0, -1);
}

/** Every equivalent place of a pure indel to the right (step 1) or left (step -1), nearest first, the given one excluded. */
export function* equivalentEdits(
  reference: ReferenceBundle,
  edit: GenomicEdit,
  step: 1 | -1,
  limits: RollLimits,
): Generator<GenomicEdit> {
  if (!isPureIndel(edit)) return;
  const baseAt = createReader(reference, limits.contig);
  let { start, end, ref, alt } = edit;
  for (;;) {
    const outside = step === 1 ? end : start - 1;
    if (outside < limits.start || outside >= limits.end) return;
    const turned = ref + alt;
    if (turned.charCodeAt(step === 1 ? 0 : turned.length - 1) !== baseAt(outside)) return;
    ref = rotate(ref, step);
    alt = rotate(alt, step);
    start += step;
    end += step;
    yield { start, end, ref, alt };
  }
}

/** The equivalent edit furthest in one direction (the 3' rule of HGVS asks for the transcript's 3' end). */
export function rollEdit(
  reference: ReferenceBundle,
  edit: GenomicEdit,
  step: 1 | -1,
  limits: RollLimits,
): GenomicEdit {
  let furthest = edit;
  if (!isPureIndel(edit)) return edit;
  for (const equivalent of equivalentEdits(reference, edit, step, limits)) furthest = equivalent;
  return furthest;
}
