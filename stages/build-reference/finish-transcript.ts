/** A draft and its contig's sequence → a transcript as the schema has it, or the reason it is left out. */
import type { Exon, Transcript } from '../../schemas/reference.js';
import type { LeftOutReason } from './build-report.js';
import { type ClippedParts, clipToContig } from './clip-to-contig.js';
import { type Coding, type ContigSequence, completeCoding, hasTag } from './coding-frame.js';
import { applySlippage, isSubdivision, toParts } from './exon-parts.js';
import type { TranscriptDraft } from './transcript-draft.js';

export type FinishedTranscript = Omit<Transcript, 'index'>;

export interface ContigView extends ContigSequence {
  readonly name: string;
  readonly length: number;
}

const slippageTag = 'ribosomal_slippage';

/** `appris_principal_1` → principal1; `appris_principal` (older files) → principal. */
function apprisOf(tags: readonly string[]): string | null {
  const tag = tags.find((candidate) => candidate.startsWith('appris_'));
  return tag === undefined ? null : tag.slice('appris_'.length).replace(/_(?=\d+$)/, '');
}

/** The exon lines' intervals; without any, the CDS's, else the transcript's own extent. */
function chooseExons(draft: TranscriptDraft, clipped: ClippedParts, length: number): readonly Exon[] {
  if (clipped.exonParts.length > 0) return clipped.exonParts;
  if (clipped.cdsParts.length > 0) return clipped.cdsParts;
  if (draft.extent === null) return [];
  return toParts([Math.max(0, draft.extent.start), Math.min(length, draft.extent.end)]);
}

function describe(draft: TranscriptDraft, contig: ContigView, isCoding: boolean) {
  return {
    id: draft.id,
    geneId: draft.geneId,
    geneName: draft.geneName === '' ? draft.geneId : draft.geneName,
    contig: contig.name,
    biotype: draft.biotype ?? (isCoding ? 'protein_coding' : 'unknown'),
    geneticCode: contig.isMitochondrial ? 2 : 1,
    isManeSelect: hasTag(draft.tags, 'MANE_Select', 'MANE Select'),
    isManePlusClinical: hasTag(draft.tags, 'MANE_Plus_Clinical', 'MANE Plus Clinical'),
    isCanonical: hasTag(draft.tags, 'Ensembl_canonical', 'RefSeq Select'),
    supportLevel: draft.supportLevel,
    appris: apprisOf(draft.tags),
  } as const;
}

export type Finished =
  | { readonly transcript: FinishedTranscript; readonly isClipped: boolean }
  | { readonly leftOut: LeftOutReason };

/** Checks a draft against its contig and completes it. `contig` null: the FASTA has none by that name. */
export function finishTranscript(given: TranscriptDraft, contig: ContigView | null): Finished {
  if (contig === null) return { leftOut: 'contig-missing' };
  if (given.isMalformed) return { leftOut: 'line-malformed' };
  const { strand } = given;
  if (strand !== '+' && strand !== '-') return { leftOut: 'strand-unknown' };
  const clipped = clipToContig(given, contig.length);
  const { cdsParts, isClipped } = clipped;
  let { tags } = clipped;
  let exons = chooseExons(given, clipped, contig.length);
  if (given.exons.length > 0 && exons.some((exon, index) => exon.start < (exons[index - 1]?.end ?? 0))) {
    return { leftOut: 'exons-overlap' };
  }
  const [first, last] = [exons[0], exons.at(-1)];
  if (first === undefined || last === undefined || first.start >= last.end)
    return { leftOut: 'outside-contig' };

  const [cdsStart, cdsEnd] = [cdsParts[0]?.start, cdsParts.at(-1)?.end];
  const place = { strand, start: first.start, end: last.end } as const;
  if (cdsStart === undefined || cdsEnd === undefined) {
    const noncoding = { cds: null, proteinId: null, selenocysteines: [] };
    return {
      isClipped,
      transcript: { ...describe(given, contig, false), ...place, exons, ...noncoding, tags },
    };
  }
  if (!isSubdivision(cdsParts, exons, cdsStart, cdsEnd)) {
    const slipped = applySlippage(exons, cdsParts);
    if (slipped === null) return { leftOut: 'cds-outside-exons' };
    exons = slipped;
    tags = hasTag(tags, slippageTag) ? tags : [...tags, slippageTag];
  }
  const coding: Coding = { start: cdsStart, end: cdsEnd, phase: clipped.phase };
  return {
    isClipped,
    transcript: {
      ...describe(given, contig, true),
      ...place,
      exons,
      ...completeCoding({ ...given, tags }, contig, exons, coding),
      proteinId: given.proteinId,
      tags,
    },
  };
}
