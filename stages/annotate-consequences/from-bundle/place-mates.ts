/** Alleles of one molecule on one transcript: which edits of the coding sequence they are, and which can be applied together. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { CodingExtent } from './coding-model.js';
import type { GenomicEdit } from './genomic-edit.js';
import type { HaplotypeMember } from './haplotype-member.js';
import { type Placement, placeEdit } from './place-edit.js';
import { reasonOf } from './reasons.js';
import type { TranscriptView } from './transcript-view.js';
import type { ReadingEdit } from './translate-edits.js';
import { unstatedEffectOf } from './unstated-effect.js';

export interface Placed {
  readonly id: string;
  readonly alleleOrdinal: number;
  readonly isGermline: boolean;
  readonly edit: ReadingEdit;
}

/** What a mate does that leaves no certain protein to its neighbours. */
interface Disruption {
  readonly status: string;
  readonly reason: string;
}

interface PlacedMates {
  readonly coding: readonly Placed[];
  /** In the 3' UTR: they matter where translation runs on into it. */
  readonly behind: readonly Placed[];
  /** The first of them; null: none. */
  readonly disruption: Disruption | null;
}

/** A placement within one exon as an edit of the reading frame. */
export function readingEditOf(placement: Placement, extent: CodingExtent): ReadingEdit {
  const shift = extent.padding - extent.start;
  return { start: placement.mrnaStart + shift, end: placement.mrnaEnd + shift, alt: placement.alt };
}

/** Mates whose edits lie in exons from the start codon on, and what others break; those in introns do not change this protein. */
export function placeMates(
  reference: ReferenceBundle,
  view: TranscriptView,
  members: readonly HaplotypeMember[],
): PlacedMates {
  const coding: Placed[] = [];
  const behind: Placed[] = [];
  let disruption: Disruption | null = null;
  for (const member of members) {
    const { placed, isBehind, disruption: own } = placeMate(reference, view, member);
    if (placed !== null) (isBehind ? behind : coding).push(placed);
    disruption ??= own;
  }
  return { coding, behind, disruption };
}

interface PlacedMate {
  /** null: the mate leaves this transcript's reading frame as it is, or breaks it. */
  readonly placed: Placed | null;
  readonly isBehind: boolean;
  readonly disruption: Disruption | null;
}

const elsewhere: PlacedMate = { placed: null, isBehind: false, disruption: null };

/** Each allele of a gene is asked for by each of its neighbours: 3 of 4 places are known already in a genome's own file. */
const known = new WeakMap<TranscriptView, Map<HaplotypeMember, PlacedMate>>();

/** One mate on one transcript. */
export function placeMate(
  reference: ReferenceBundle,
  view: TranscriptView,
  member: HaplotypeMember,
): PlacedMate {
  let ofView = known.get(view);
  if (ofView === undefined) {
    ofView = new Map();
    known.set(view, ofView);
  }
  let mate = ofView.get(member);
  if (mate === undefined) {
    mate = findMate(reference, view, member);
    ofView.set(member, mate);
  }
  return mate;
}

function findMate(
  reference: ReferenceBundle,
  view: TranscriptView,
  { variantId: id, alleleOrdinal, isGermline, edit }: HaplotypeMember,
): PlacedMate {
  const { extent } = view;
  if (extent === null) return elsewhere;
  const placement = placeEdit(reference, view, edit);
  const unstated = unstatedEffectOf(view, edit, placement);
  const isBehind = placement.kind === 'exon' && placement.mrnaStart >= extent.end;
  if (unstated === null || isBehind) {
    const placed = { id, alleleOrdinal, isGermline, edit: readingEditOf(placement, extent) };
    return { placed, isBehind, disruption: null };
  }
  if (unstated.status === 'NOT_CODING' || !touchesCoding(view, edit)) return elsewhere;
  const disruption = { status: unstated.status, reason: reasonOf.mate(id, unstated.reason) };
  return { placed: null, isBehind: false, disruption };
}

/** A splice site of the untranslated regions leaves the protein as it is. */
function touchesCoding({ transcript }: TranscriptView, { start, end }: GenomicEdit): boolean {
  const { cds } = transcript;
  return cds !== null && start < cds.end && end > cds.start;
}

/** Order along the reading frame. */
export function byPlace(a: Placed, b: Placed): number {
  return a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.alleleOrdinal - b.alleleOrdinal;
}

/** The first two neighbours, in order, whose edits cannot both be applied: overlapping, or inserted at one place. */
export function findOverlap(sorted: readonly Placed[]): readonly [Placed, Placed] | null {
  let reach: Placed | undefined;
  for (const next of sorted) {
    if (reach !== undefined) {
      const { start, end } = reach.edit;
      const isOverlap = next.edit.start < end || (start === end && next.edit.end === end);
      if (isOverlap) return [reach, next];
    }
    if (reach === undefined || next.edit.end >= reach.edit.end) reach = next;
  }
  return null;
}

export interface Haplotype {
  /** The variant and all mates that are applied with it, in order along the frame. */
  readonly all: readonly Placed[];
  /** Germline alleles that the variant replaces: in the wild-type protein, not in the mutant one. */
  readonly replaced: readonly Placed[];
  /** What was left out, '' where nothing. */
  readonly note: string;
}

/**
 * Leaves out mates until no two edits overlap. A germline allele within the bases that the variant replaces is not lost: the call is
 * written against the reference, the molecule it happened on had the germline allele.
 */
export function applicable(self: Placed, mates: readonly Placed[]): Haplotype {
  let all = [self, ...mates].sort(byPlace);
  const replaced: Placed[] = [];
  const notes: string[] = [];
  for (let overlap = findOverlap(all); overlap !== null; overlap = findOverlap(all)) {
    const [first, second] = overlap;
    const dropped = first === self ? [second] : second === self ? [first] : [first, second];
    all = all.filter((each) => !dropped.includes(each));
    const [only, other] = dropped;
    if (only === undefined) break;
    if (other !== undefined) notes.push(reasonOf.matesOverlap(only.id, other.id));
    else if (only.isGermline && isWithin(only.edit, self.edit)) replaced.push(only);
    else notes.push(reasonOf.overlap(only.id));
  }
  return { all, replaced: replaced.sort(byPlace), note: notes.join('; ') };
}

function isWithin(inner: ReadingEdit, outer: ReadingEdit): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
