/** One variant on one transcript: places the edit, asks for its effect on the protein and fills the rows. */
import type { ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import type { Consequence, Variant } from '../../../schemas/rows.js';
import type { CodingModel } from './coding-model.js';
import type { GenomicEdit } from './genomic-edit.js';
import { type CodingSite, codingSiteOf, effectWith } from './haplotype-effect.js';
import { type MatesOf, neighboursOn } from './haplotype-member.js';
import { describeNucleotides } from './hgvs-nucleotide.js';
import { predictNmd } from './nmd.js';
import type { HaplotypeEffect } from './own-effect.js';
import { type PhaseLimits, phasePossibilities } from './phase-possibilities.js';
import { type Placement, placeEdit } from './place-edit.js';
import { so, termsOf } from './sequence-ontology.js';
import { startHypothesis } from './start-hypothesis.js';
import type { TranscriptView } from './transcript-view.js';
import type { Translation } from './translate-edits.js';
import { type UnstatedEffect, unstatedEffectOf } from './unstated-effect.js';

export interface VariantOnTranscript {
  readonly reference: ReferenceBundle;
  readonly view: TranscriptView;
  readonly variant: Variant;
  readonly edit: GenomicEdit;
  readonly matesOf: MatesOf;
  readonly limits: PhaseLimits;
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

/** Adds the row of a variant on a transcript that it overlaps, then those of its hypotheses, and returns the first. */
export function annotateTranscript(question: VariantOnTranscript, rows: Consequence[]): Consequence {
  const { reference, view, edit } = question;
  const placement = placeEdit(reference, view, edit);
  const unstated = unstatedEffectOf(view, edit, placement);
  if (unstated === null) return codingRows(question, placement, rows);
  const row = rowOf(question, placement, unstatedBody(question, unstated));
  rows.push(row);
  return row;
}

function rowOf(
  { reference, view, variant }: VariantOnTranscript,
  placement: Placement,
  body: RowBody,
): Consequence {
  const { transcript } = view;
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
    proteoform: '',
    hypothesis: null,
    status: body.status,
    statusReason: body.statusReason,
  };
}

/** Rows of a change within a usable coding sequence. */
function codingRows(question: VariantOnTranscript, placement: Placement, rows: Consequence[]): Consequence {
  const { reference, view, variant, matesOf, limits } = question;
  const site = codingSiteOf(reference, view, variant, placement);
  // Asked only here, where the variant is known to be coding: most variants are not.
  const neighbours = neighboursOn(view.transcript, variant, matesOf);
  const effect = effectWith(site, neighbours.proven);
  const row = rowOf(question, placement, codingBody(site, placement, effect));
  rows.push(row);
  if (effect.status === 'START_LOST' && effect.own.status === 'START_LOST') {
    pushStartHypothesis(site, effect, rows, row);
  }
  if (neighbours.possible.length === 0 && neighbours.secondMoleculeSet === null) return row;
  const { possibilities, note } = phasePossibilities(site, neighbours, effect, limits);
  if (note !== '') {
    row.phaseState = 'possible';
    row.statusReason = row.statusReason === '' ? note : `${row.statusReason}; ${note}`;
  }
  for (const { effect: possible, proteoform, hypothesis, reason } of possibilities) {
    rows.push({
      ...row,
      ...codingBody(site, placement, possible),
      phaseState: 'possible',
      status: 'PHASE_UNKNOWN',
      statusReason: reason,
      proteoform,
      hypothesis,
    });
  }
  return row;
}

function pushStartHypothesis(
  { model }: CodingSite,
  effect: HaplotypeEffect,
  rows: Consequence[],
  row: Consequence,
): void {
  const start = startHypothesis(model, effect.edits, effect.background);
  if (start === null) return;
  rows.push({
    ...row,
    mutantProtein: textOf(start),
    mutantStretch: start.stretch,
    // The stop is where it was, unless a mate moved it: the rules of a premature stop do not apply.
    nmd: model.protein.endsWith(start.protein) ? 'not_applicable' : 'unknown',
    proteoform: `start-${start.residue}`,
    hypothesis: start.sentence,
  });
}

function nmdTerm({ biotype }: Transcript): number {
  return biotype === 'nonsense_mediated_decay' ? so.nmdTranscript : 0;
}

function hgvsProteinOf({ proteinPrefix }: TranscriptView, change: string | null): string | null {
  return change === null ? null : proteinPrefix + change;
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
    hgvsP: hgvsProteinOf(view, change),
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

function codingBody(site: CodingSite, placement: Placement, effect: HaplotypeEffect): RowBody {
  const { view, model, extent } = site;
  const { transcript, map } = view;
  const { own, group, status, translation, background } = effect;
  const retained = placement.isStartRetained ? so.startRetained : 0;
  return {
    consequence: termsOf(placement.terms | own.terms | retained | nmdTerm(transcript)),
    hgvsP: hgvsProteinOf(view, own.hgvsP),
    proteinStart: own.proteinStart,
    wildtypeProtein: background === null ? model.proteinText : textOf(background),
    mutantProtein: translation === null ? null : mutantText(model, translation),
    mutantStretch: status === 'ok' ? effect.stretch : null,
    isFrameshift: own.isFrameshift,
    phaseGroup: group,
    phaseState: group.length > 1 ? 'phased' : 'alone',
    nmd:
      translation === null ? 'unknown' : predictNmd({ map, extent, model, edits: effect.edits, translation }),
    status,
    statusReason: effect.reason,
  };
}

function mutantText(model: CodingModel, translation: Translation): string {
  return translation.isWildtype ? model.proteinText : textOf(translation);
}

function textOf({ protein, isStopRead }: Pick<Translation, 'protein' | 'isStopRead'>): string {
  return isStopRead ? `${protein}*` : protein;
}
