/** Edits whose protein is unchanged or cannot be stated without translating: outside the CDS, at splice sites, in unusable CDSs. */
import type { CodingExtent } from './coding-model.js';
import type { GenomicEdit } from './genomic-edit.js';
import type { Placement } from './place-edit.js';
import { reasonOf } from './reasons.js';
import { so } from './sequence-ontology.js';
import { spanTerms } from './span-terms.js';
import { spliceSiteTerms } from './splice-terms.js';
import type { TranscriptView } from './transcript-view.js';

export interface UnstatedEffect {
  readonly terms: number;
  readonly status: 'NOT_CODING' | 'SPLICE_ALTERED' | 'START_LOST' | 'CDS_INVALID' | 'CDS_INCOMPLETE';
  readonly reason: string;
}

/** The effect of an edit that needs no translation; null: it lies in a usable coding sequence, within one exon. */
export function unstatedEffectOf(
  view: TranscriptView,
  edit: GenomicEdit,
  placement: Placement,
): UnstatedEffect | null {
  const { transcript, extent } = view;
  const { terms } = placement;
  const isCoding = transcript.cds !== null;
  if (edit.end > edit.start && edit.start <= transcript.start && edit.end >= transcript.end) {
    const status = isCoding ? 'SPLICE_ALTERED' : 'NOT_CODING';
    return { terms: so.transcriptAblation, status, reason: reasonOf.ablation };
  }
  if (!isCoding) {
    return { terms: nonCodingTerms(placement), status: 'NOT_CODING', reason: reasonOf.nonCoding };
  }
  if (extent === null) {
    return { terms: terms | so.codingSequence, status: 'CDS_INVALID', reason: reasonOf.codingEndsOutside };
  }
  if (placement.kind !== 'exon') return effectOutsideExon(view, extent, placement);
  const isUpstream = placement.mrnaEnd <= extent.start;
  if (isUpstream || placement.mrnaStart >= extent.end) {
    const retained = placement.isStartRetained ? so.startRetained : 0;
    const utr = isUpstream ? so.fivePrimeUtr | retained : so.threePrimeUtr;
    return { terms: terms | utr, status: 'NOT_CODING', reason: reasonOf.utr };
  }
  const defect = view.coding()?.defect ?? null;
  if (defect === null) return null;
  return { terms: terms | so.codingSequence, status: 'CDS_INVALID', reason: reasonOf.invalid(defect) };
}

function nonCodingTerms({ kind, terms }: Placement): number {
  if (kind !== 'intron') return terms | so.nonCodingExon;
  const intron = (terms & ~so.spliceRegion) === 0 ? so.intron : 0;
  return terms | so.nonCodingTranscript | intron;
}

/** Of a coding transcript: in an intron, at an exon's edge or across a boundary. */
function effectOutsideExon(view: TranscriptView, extent: CodingExtent, placement: Placement): UnstatedEffect {
  const terms = spanTerms(view, extent, placement);
  if ((terms & spliceSiteTerms) !== 0) {
    return { terms, status: 'SPLICE_ALTERED', reason: reasonOf.splice };
  }
  if (placement.kind === 'intron') return { terms, status: 'NOT_CODING', reason: reasonOf.intron };
  if ((terms & so.codingSequence) === 0) return { terms, status: 'NOT_CODING', reason: reasonOf.utr };
  if (placement.kind === 'edge') return { terms, status: 'SPLICE_ALTERED', reason: reasonOf.edge };
  if ((terms & so.startLost) !== 0) return { terms, status: 'START_LOST', reason: reasonOf.startLost };
  return { terms, status: 'CDS_INCOMPLETE', reason: reasonOf.transcriptEnd };
}
