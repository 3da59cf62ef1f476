/** HGVS c. and n. descriptions (https://hgvs-nomenclature.org, version 21: numbering, 3' rule, duplication before insertion). */
import type { ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import { reverseComplement } from '../../shared/genetic-code.js';
import type { CodingExtent } from './coding-model.js';
import { type ExonMap, exonAtOrBefore, offsetInExon } from './exon-map.js';
import { type GenomicEdit, movedEdit, movesWithin, runsOf } from './genomic-edit.js';

interface Numbering {
  readonly transcript: Transcript;
  readonly map: ExonMap;
  /** null: n. numbering from the first transcribed base. */
  readonly extent: CodingExtent | null;
  /** What descriptions begin with: 'ENST00000311936.8:c.'. */
  readonly nucleotidePrefix: string;
  /** What numbers of intronic bases begin with, kept when first made: see anchorOf. */
  readonly intronAnchors: (string | undefined)[];
}

/** The HGVS number of an mRNA base. */
export function numberOfMrnaOffset(offset: number, extent: CodingExtent | null): string {
  if (extent === null) return `${offset + 1}`;
  if (offset < extent.start) return `${offset - extent.start}`;
  if (offset >= extent.end) return `*${offset - extent.end + 1}`;
  return `${offset - extent.start + extent.padding + 1}`;
}

/**
 * The number of a genomic base within the transcript: '35', '-5', '*10', '123+4', '124-7', then `tail`. In an intron from the nearer
 * exon; the middle base of an odd intron counts from the upstream one (HGVS "Numbering", introns). The description's first number comes
 * with its prefix: joined once to what an intron's numbers begin with, it costs no row a join.
 */
function numberOfBase(numbering: Numbering, base: number, isFirst: boolean, tail: string): string | null {
  const { map, extent } = numbering;
  const index = exonAtOrBefore(map, base);
  const exon = map.exons[index];
  if (exon === undefined) return null;
  if (base < exon.end) {
    const number = numberOfMrnaOffset(offsetInExon(map, index, base), extent) + tail;
    return isFirst ? numbering.nucleotidePrefix + number : number;
  }
  const next = map.exons[index + 1];
  if (next === undefined) return null;
  const fromLeft = base - exon.end + 1;
  const fromRight = next.start - base;
  const isLeftNearer = map.isForward ? fromLeft <= fromRight : fromLeft < fromRight;
  const anchor = anchorOf(numbering, isLeftNearer ? index * 2 : index * 2 + 1, isFirst);
  return anchor + ((isLeftNearer ? fromLeft : fromRight) + tail);
}

/** '123+' or '124-', also with the description's prefix. Sides count along the genome: two for each intron, the left exon's first. */
function anchorOf(numbering: Numbering, side: number, isPrefixed: boolean): string {
  const slot = isPrefixed ? side * 2 : side * 2 + 1;
  let anchor = numbering.intronAnchors[slot];
  if (anchor === undefined) {
    anchor = makeAnchor(numbering, side, isPrefixed);
    numbering.intronAnchors[slot] = anchor;
  }
  return anchor;
}

function makeAnchor({ map, extent, nucleotidePrefix }: Numbering, side: number, isPrefixed: boolean): string {
  const isLeft = side % 2 === 0;
  const index = (side + 1) >> 1;
  const exon = map.exons[index];
  const base = exon === undefined ? 0 : isLeft ? exon.end - 1 : exon.start;
  const number = numberOfMrnaOffset(offsetInExon(map, index, base), extent);
  const sign = isLeft === map.isForward ? '+' : '-';
  return Buffer.from(`${isPrefixed ? nucleotidePrefix : ''}${number}${sign}`).toString();
}

/** A description's start up to the last base's number, then `tail`. */
function rangeOfBases(numbering: Numbering, start: number, end: number, tail: string): string | null {
  if (end - start === 1) return numberOfBase(numbering, start, true, tail);
  const { isForward } = numbering.map;
  const first = numberOfBase(numbering, isForward ? start : end - 1, true, '_');
  const last = numberOfBase(numbering, isForward ? end - 1 : start, false, tail);
  return first === null || last === null ? null : first + last;
}

/** 'ENST00000311936.8:c.35G>A'; null where the edit reaches outside the transcript. */
export function describeNucleotides(
  reference: ReferenceBundle,
  numbering: Numbering,
  given: GenomicEdit,
): string | null {
  const { transcript, map } = numbering;
  if (given.end - given.start === 1 && given.alt.length === 1) {
    return numberOfBase(numbering, given.start, true, substitutionOf(map, given));
  }
  const runs = runsOf(reference, transcript.contig, given);
  // An insertion needs a base of the transcript on either side to be numbered by.
  const margin = given.start === given.end ? 1 : 0;
  const limits = { start: transcript.start + margin, end: transcript.end - margin };
  const step = map.isForward ? 1 : -1;
  const moves = movesWithin(runs, given, step, limits);
  const edit = movedEdit(given, moves * step);
  if (edit.start === edit.end) {
    // Moved to the transcript's 3' end, a copy can only lie on its 5' side: where it could move back by its own length.
    const isCopy = moves + (map.isForward ? runs.left : runs.right) >= edit.alt.length;
    return describeInsertion(numbering, edit, isCopy);
  }
  return rangeOfBases(numbering, edit.start, edit.end, replacementOf(map, edit));
}

/** 'del', 'inv' or 'delinsACG'. */
function replacementOf(map: ExonMap, { ref: replaced, alt }: GenomicEdit): string {
  if (alt === '') return 'del';
  const ref = asTranscribed(map, replaced);
  const added = asTranscribed(map, alt);
  if (ref.length === added.length && ref === reverseComplement(added)) return 'inv';
  return `delins${added}`;
}

/** Bases of the forward strand as the transcript reads them. */
function asTranscribed(map: ExonMap, bases: string): string {
  return map.isForward ? bases : reverseComplement(bases);
}

/** 'G>A', joined once instead of once per row: by strand, then by the two bases of the forward strand. */
const substitutions = { forward: new Map<number, string>(), reverse: new Map<number, string>() };

function substitutionOf(map: ExonMap, { ref, alt }: GenomicEdit): string {
  const known = map.isForward ? substitutions.forward : substitutions.reverse;
  const key = ref.charCodeAt(0) * 65_536 + alt.charCodeAt(0);
  let text = known.get(key);
  if (text === undefined) {
    text = `${asTranscribed(map, ref)}>${asTranscribed(map, alt)}`;
    known.set(key, text);
  }
  return text;
}

function describeInsertion(
  numbering: Numbering,
  { start, alt }: GenomicEdit,
  isCopy: boolean,
): string | null {
  const { transcript, map } = numbering;
  const copyStart = map.isForward ? start - alt.length : start;
  const copyEnd = copyStart + alt.length;
  if (isCopy && copyStart >= transcript.start && copyEnd <= transcript.end) {
    return rangeOfBases(numbering, copyStart, copyEnd, 'dup');
  }
  return rangeOfBases(numbering, start - 1, start + 1, `ins${asTranscribed(map, alt)}`);
}
