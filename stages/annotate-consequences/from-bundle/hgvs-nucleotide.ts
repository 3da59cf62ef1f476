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
}

/** The HGVS number of an mRNA base. */
export function numberOfMrnaOffset(offset: number, extent: CodingExtent | null): string {
  if (extent === null) return `${offset + 1}`;
  if (offset < extent.start) return `${offset - extent.start}`;
  if (offset >= extent.end) return `*${offset - extent.end + 1}`;
  return `${offset - extent.start + extent.padding + 1}`;
}

/**
 * The number of a genomic base within the transcript: '35', '-5', '*10', '123+4', '124-7'. In an intron from the nearer exon; the
 * middle base of an odd intron counts from the upstream one (HGVS "Numbering", introns).
 */
function numberOfBase({ map, extent }: Numbering, base: number): string | null {
  const index = exonAtOrBefore(map, base);
  const exon = map.exons[index];
  if (exon === undefined) return null;
  if (base < exon.end) return numberOfMrnaOffset(offsetInExon(map, index, base), extent);
  const next = map.exons[index + 1];
  if (next === undefined) return null;
  const fromLeft = base - exon.end + 1;
  const fromRight = next.start - base;
  const isLeftNearer = map.isForward ? fromLeft <= fromRight : fromLeft < fromRight;
  const anchor = isLeftNearer
    ? offsetInExon(map, index, exon.end - 1)
    : offsetInExon(map, index + 1, next.start);
  const sign = isLeftNearer === map.isForward ? '+' : '-';
  return `${numberOfMrnaOffset(anchor, extent)}${sign}${isLeftNearer ? fromLeft : fromRight}`;
}

function rangeOfBases(numbering: Numbering, start: number, end: number): string | null {
  const left = numberOfBase(numbering, start);
  const right = end - start === 1 ? left : numberOfBase(numbering, end - 1);
  if (left === null || right === null) return null;
  if (end - start === 1) return left;
  return numbering.map.isForward ? `${left}_${right}` : `${right}_${left}`;
}

/** 'ENST00000311936.8:c.35G>A'; null where the edit reaches outside the transcript. */
export function describeNucleotides(
  reference: ReferenceBundle,
  numbering: Numbering,
  edit: GenomicEdit,
): string | null {
  const change = changeOf(reference, numbering, edit);
  if (change === null) return null;
  return numbering.nucleotidePrefix + change;
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

function changeOf(reference: ReferenceBundle, numbering: Numbering, given: GenomicEdit): string | null {
  const { transcript, map } = numbering;
  if (given.end - given.start === 1 && given.alt.length === 1) {
    const number = numberOfBase(numbering, given.start);
    return number === null ? null : number + substitutionOf(map, given);
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
  const range = rangeOfBases(numbering, edit.start, edit.end);
  if (range === null) return null;
  if (edit.alt === '') return `${range}del`;
  const ref = asTranscribed(map, edit.ref);
  const added = asTranscribed(map, edit.alt);
  if (ref.length === added.length && ref === reverseComplement(added)) return `${range}inv`;
  return `${range}delins${added}`;
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
    const range = rangeOfBases(numbering, copyStart, copyEnd);
    return range === null ? null : `${range}dup`;
  }
  const range = rangeOfBases(numbering, start - 1, start + 1);
  return range === null ? null : `${range}ins${asTranscribed(map, alt)}`;
}
