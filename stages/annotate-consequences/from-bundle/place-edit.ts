/** Where an edit falls on a transcript: within an exon, within an intron, or across a boundary. */
import type { ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import { reverseComplement } from '../../shared/genetic-code.js';
import type { CodingExtent } from './coding-model.js';
import { type ExonMap, exonAtOrBefore, offsetInExon } from './exon-map.js';
import { type GenomicEdit, isPureIndel, movedEdit, movesWithin, runsOf } from './genomic-edit.js';
import { spliceSiteTerms, spliceTerms } from './splice-terms.js';

export interface Placement {
  /** The edit placed: the one given or an equivalent place of it that leaves splice sites and start codon whole. */
  readonly edit: GenomicEdit;
  /** Splice and intron terms. */
  readonly terms: number;
  /**
   * 'exon': within one exon. 'intron': within one intron. 'edge': an insertion exactly between exon and intron. 'spanning': bases of
   * an exon and of an intron or of the transcript's surroundings.
   */
  readonly kind: 'exon' | 'intron' | 'edge' | 'spanning';
  /** Half-open mRNA offsets, for 'exon' only (else 0). */
  readonly mrnaStart: number;
  readonly mrnaEnd: number;
  /** Inserted bases on the transcript's strand, for 'exon' only (else ''). */
  readonly alt: string;
  /** An equivalent place of this edit of the 5' UTR touches the start codon, which is whole nonetheless. */
  readonly isStartRetained: boolean;
}

interface PlaceContext {
  readonly transcript: Transcript;
  readonly map: ExonMap;
  readonly extent: CodingExtent | null;
}

function nearbyTerms(map: ExonMap, edit: GenomicEdit, firstExon: number, lastExon: number): number {
  let terms = 0;
  for (let index = Math.max(0, firstExon); index <= lastExon; index++) {
    const left = map.exons[index];
    const right = map.exons[index + 1];
    if (left === undefined || right === undefined) break;
    const length = right.start - left.end;
    terms |= map.isForward
      ? spliceTerms(length, edit.start - left.end, edit.end - left.end)
      : spliceTerms(length, right.start - edit.end, right.start - edit.start);
  }
  return terms;
}

function kindOf(map: ExonMap, edit: GenomicEdit, index: number): Placement['kind'] {
  const exon = map.exons[index];
  const next = map.exons[index + 1];
  if (edit.start === edit.end) {
    if (exon !== undefined && edit.start > exon.start && edit.start < exon.end) return 'exon';
    const isAtEdge = exon !== undefined && (edit.start === exon.start || edit.start === exon.end);
    return isAtEdge ? 'edge' : 'intron';
  }
  if (exon !== undefined && edit.start >= exon.start && edit.end <= exon.end) return 'exon';
  const isIntronic =
    exon !== undefined && next !== undefined && edit.start >= exon.end && edit.end <= next.start;
  return isIntronic ? 'intron' : 'spanning';
}

/** Places an edit as it is. */
function placeAsGiven(map: ExonMap, edit: GenomicEdit): Placement {
  const index = exonAtOrBefore(map, edit.start);
  const kind = kindOf(map, edit, index);
  const last = edit.end - edit.start <= 1 ? index : exonAtOrBefore(map, edit.end);
  const terms = nearbyTerms(map, edit, index - 1, last);
  const isStartRetained = false;
  if (kind !== 'exon') return { edit, terms, kind, mrnaStart: 0, mrnaEnd: 0, alt: '', isStartRetained };
  const alt = map.isForward ? edit.alt : reverseComplement(edit.alt);
  // Half-open ends swap on the reverse strand: the edit's last base is its first transcribed one.
  const mrnaStart = map.isForward
    ? offsetInExon(map, index, edit.start)
    : offsetInExon(map, index, edit.end - 1);
  const mrnaEnd = mrnaStart + edit.end - edit.start;
  return { edit, terms, kind, mrnaStart, mrnaEnd, alt, isStartRetained };
}

/** Whether bases of the start codon change; an insertion before its first base does not touch it. */
function touchesStartCodon(placement: Placement, extent: CodingExtent | null): boolean {
  if (extent === null || !extent.isStartComplete || placement.kind !== 'exon') return false;
  return placement.mrnaStart < extent.start + 3 && placement.mrnaEnd > extent.start;
}

function isDisruptive(placement: Placement, extent: CodingExtent | null): boolean {
  if ((placement.terms & spliceSiteTerms) !== 0 || placement.kind === 'edge') return true;
  return placement.kind === 'spanning' || touchesStartCodon(placement, extent);
}

/** An indel this far from the start codon is not looked at for equivalent places within it. */
const startNeighbourhoodBases = 100;

/** Whether an indel of the 5' UTR has an equivalent place within the start codon. */
function isStartRetained(
  reference: ReferenceBundle,
  { transcript, map, extent }: PlaceContext,
  placement: Placement,
): boolean {
  if (extent === null || placement.kind !== 'exon' || placement.mrnaEnd > extent.start) return false;
  if (extent.start - placement.mrnaEnd > startNeighbourhoodBases) return false;
  const towardsStart = map.isForward ? 1 : -1;
  const { edit } = placement;
  const moves = movesWithin(runsOf(reference, transcript.contig, edit), edit, towardsStart, transcript);
  for (let move = 1; move <= moves; move++) {
    if (touchesStartCodon(placeAsGiven(map, movedEdit(edit, move * towardsStart)), extent)) return true;
  }
  return false;
}

/**
 * Places an edit. An indel within a repeat has several equivalent places; where the given one hits a splice site, an exon's edge or the
 * start codon, the nearest place that leaves those whole is taken: the edited genome is the same, and so the sites are there (bcftools
 * csq reasons likewise: its test cases splice-acceptor-donor*.vcf and start-lost.vcf).
 */
export function placeEdit(reference: ReferenceBundle, context: PlaceContext, edit: GenomicEdit): Placement {
  const given = placeAsGiven(context.map, edit);
  if (!isPureIndel(edit)) return given;
  const placement = undisruptedPlace(reference, context, given);
  return isStartRetained(reference, context, placement) ? { ...placement, isStartRetained: true } : placement;
}

function undisruptedPlace(reference: ReferenceBundle, context: PlaceContext, given: Placement): Placement {
  const { transcript, map, extent } = context;
  if (!isDisruptive(given, extent)) return given;
  const { edit } = given;
  const runs = runsOf(reference, transcript.contig, edit);
  for (const step of [1, -1] as const) {
    const moves = movesWithin(runs, edit, step, transcript);
    for (let move = 1; move <= moves; move++) {
      const placement = placeAsGiven(map, movedEdit(edit, move * step));
      if (!isDisruptive(placement, extent)) return placement;
    }
  }
  return given;
}
