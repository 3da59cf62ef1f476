/** One variant on one transcript: places the edit, asks for its effect on the protein and fills the row. */
import type { ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import type { Consequence, Variant } from '../../../schemas/rows.js';
import type { GenomicEdit } from './genomic-edit.js';
import { effectOfHaplotype, type HaplotypeEffect, type MatesOf } from './haplotype-effect.js';
import { describeNucleotides } from './hgvs-nucleotide.js';
import { predictNmd } from './nmd.js';
import { type Placement, placeEdit } from './place-edit.js';
import { so, termsOf } from './sequence-ontology.js';
import type { TranscriptView } from './transcript-view.js';
import { type UnstatedEffect, unstatedEffectOf } from './unstated-effect.js';

export interface VariantOnTranscript {
  readonly reference: ReferenceBundle;
  readonly view: TranscriptView;
  readonly variant: Variant;
  readonly edit: GenomicEdit;
  readonly matesOf: MatesOf;
}

type RowBody = Pick<
  Consequence,
  | 'consequence'
  | 'hgvsP'
  | 'proteinStart'
  | 'wildtypeProtein'
  | 'mutantProtein'
  | 'mutantStretch'
  | 'isFrameshift'
  | 'phaseGroup'
  | 'phaseState'
  | 'nmd'
  | 'status'
  | 'statusReason'
>;

/** The row of a variant on a transcript that it overlaps. */
export function annotateTranscript(question: VariantOnTranscript): Consequence {
  const { reference, view, variant, edit } = question;
  const { transcript } = view;
  const placement = placeEdit(reference, view, edit);
  const unstated = unstatedEffectOf(view, edit, placement);
  const body = unstated === null ? translatedBody(question, placement) : unstatedBody(question, unstated);
  return {
    variantId: variant.id,
    alleleOrdinal: variant.alleleOrdinal,
    input: variant.input,
    gene: transcript.geneName,
    geneId: transcript.geneId,
    transcript: transcript.id,
    proteinId: transcript.proteinId,
    biotype: transcript.biotype,
    strand: transcript.strand,
    consequence: body.consequence,
    hgvsC: describeNucleotides(reference, view, placement.edit),
    hgvsP: body.hgvsP,
    proteinStart: body.proteinStart,
    wildtypeProtein: body.wildtypeProtein,
    mutantProtein: body.mutantProtein,
    mutantStretch: body.mutantStretch,
    isFrameshift: body.isFrameshift,
    phaseGroup: body.phaseGroup,
    phaseState: body.phaseState,
    nmd: body.nmd,
    source: 'bundle',
    isManeSelect: transcript.isManeSelect,
    isCanonical: transcript.isCanonical,
    supportLevel: transcript.supportLevel,
    transcriptFlags: view.flags,
    status: body.status,
    statusReason: body.statusReason,
  };
}

function nmdTerm({ biotype }: Transcript): number {
  return biotype === 'nonsense_mediated_decay' ? so.nmdTranscript : 0;
}

function hgvsProteinOf({ proteinId, id }: Transcript, change: string | null): string | null {
  return change === null ? null : `${proteinId ?? id}:${change}`;
}

function unstatedBody({ view, variant }: VariantOnTranscript, effect: UnstatedEffect): RowBody {
  const { transcript } = view;
  const { status } = effect;
  const isAltered = status === 'SPLICE_ALTERED' || status === 'START_LOST' || status === 'CDS_INCOMPLETE';
  const model = isAltered ? view.coding() : null;
  // HGVS "p.?": an effect on the protein is expected but cannot be predicted.
  const change = status === 'SPLICE_ALTERED' ? 'p.?' : status === 'START_LOST' ? 'p.Met1?' : null;
  return {
    consequence: termsOf(effect.terms | nmdTerm(transcript)),
    hgvsP: hgvsProteinOf(transcript, change),
    proteinStart: null,
    wildtypeProtein: model === null || model.defect !== null ? null : model.proteinText,
    mutantProtein: null,
    mutantStretch: null,
    isFrameshift: false,
    phaseGroup: [variant.id],
    phaseState: 'alone',
    nmd: status === 'NOT_CODING' ? 'not_applicable' : 'unknown',
    status,
    statusReason: effect.reason,
  };
}

function translatedBody(question: VariantOnTranscript, placement: Placement): RowBody {
  const { view } = question;
  const { transcript, map } = view;
  const effect = effectOfHaplotype(question, placement);
  const { own, group, status, translation, context } = effect;
  const retained = placement.isStartRetained ? so.startRetained : 0;
  return {
    consequence: termsOf(placement.terms | own.terms | retained | nmdTerm(transcript)),
    hgvsP: hgvsProteinOf(transcript, own.hgvsP),
    proteinStart: own.proteinStart,
    wildtypeProtein: context.model.proteinText,
    mutantProtein: mutantText(effect),
    mutantStretch: status === 'ok' ? effect.stretch : null,
    isFrameshift: own.isFrameshift,
    phaseGroup: group,
    phaseState: group.length > 1 ? 'phased' : 'alone',
    nmd: translation === null ? 'unknown' : predictNmd({ map, ...context, edits: effect.edits, translation }),
    status,
    statusReason: effect.reason,
  };
}

function mutantText({ translation, context }: HaplotypeEffect): string | null {
  if (translation === null) return null;
  if (translation.isWildtype) return context.model.proteinText;
  return translation.isStopRead ? `${translation.protein}*` : translation.protein;
}
