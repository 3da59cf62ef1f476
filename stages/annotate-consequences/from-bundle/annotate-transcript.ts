/** One variant on one transcript: places the edit, asks for its effect on the protein and fills the rows. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
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

/** A variant, and what is the same for all its transcripts. */
export interface VariantOnTranscripts {
  readonly reference: ReferenceBundle;
  readonly variant: Variant;
  readonly edit: GenomicEdit;
  /** The phase group of the variant alone. */
  readonly alone: string[];
  readonly matesOf: MatesOf;
  readonly limits: PhaseLimits;
}

/** Adds the row of a variant on a transcript that it overlaps, then those of its hypotheses, and returns the first. */
export function annotateTranscript(
  question: VariantOnTranscripts,
  view: TranscriptView,
  rows: Consequence[],
): Consequence {
  const { reference, edit } = question;
  const placement = placeEdit(reference, view, edit);
  const unstated = unstatedEffectOf(view, edit, placement);
  const row = openRow(question, view, placement);
  rows.push(row);
  if (unstated === null) addCodingRows(question, { view, placement, row }, rows);
  else fillUnstated(row, view, unstated);
  return row;
}

/** Filled in a moment; shared, so that it costs no row a list of its own. */
const noTerms: string[] = [];

/**
 * The row with all that does not depend on the effect. The rest is written into it: put together elsewhere and copied, it would cost
 * each row an object more, and memory is what the speed of rows depends on (bench/annotate.ts).
 */
function openRow(
  { reference, variant, alone }: VariantOnTranscripts,
  view: TranscriptView,
  placement: Placement,
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
    consequence: noTerms,
    hgvsC: describeNucleotides(reference, view, placement.edit),
    hgvsP: null,
    proteinStart: null,
    wildtypeProtein: null,
    mutantProtein: null,
    mutantStretch: null,
    isFrameshift: false,
    phaseGroup: alone,
    phaseState: 'alone',
    nmd: 'unknown',
    source: 'bundle',
    isManeSelect: transcript.isManeSelect,
    isCanonical: transcript.isCanonical,
    supportLevel: transcript.supportLevel,
    transcriptFlags: view.flags,
    proteoform: '',
    hypothesis: null,
    status: 'ok',
    statusReason: '',
  };
}

/** A row under way. */
interface OpenRow {
  readonly view: TranscriptView;
  readonly placement: Placement;
  readonly row: Consequence;
}

/** Completes the row of a change within a usable coding sequence and adds those of its hypotheses. */
function addCodingRows(
  { reference, variant, alone, matesOf, limits }: VariantOnTranscripts,
  { view, placement, row }: OpenRow,
  rows: Consequence[],
): void {
  const site = codingSiteOf(reference, view, { variant, alone, placement });
  // Asked only here, where the variant is known to be coding: most variants are not.
  const neighbours = neighboursOn(view.transcript, variant, matesOf);
  const effect = effectWith(site, neighbours.proven);
  fillCoding(row, site, placement, effect);
  if (effect.status === 'START_LOST' && effect.own.status === 'START_LOST') {
    pushStartHypothesis(site, effect, rows, row);
  }
  if (neighbours.possible.length === 0 && neighbours.secondMoleculeSet === null) return;
  const { possibilities, note } = phasePossibilities(site, neighbours, effect, limits);
  if (note !== '') {
    row.phaseState = 'possible';
    row.statusReason = row.statusReason === '' ? note : `${row.statusReason}; ${note}`;
  }
  for (const { effect: possible, proteoform, hypothesis, reason } of possibilities) {
    const other = { ...row, proteoform, hypothesis };
    fillCoding(other, site, placement, possible);
    other.phaseState = 'possible';
    other.status = 'PHASE_UNKNOWN';
    other.statusReason = reason;
    rows.push(other);
  }
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

function hgvsProteinOf({ proteinPrefix }: TranscriptView, change: string | null): string | null {
  return change === null ? null : proteinPrefix + change;
}

function fillUnstated(
  row: Consequence,
  view: TranscriptView,
  { terms, status, reason }: UnstatedEffect,
): void {
  row.consequence = termsOf(terms | view.biotypeTerm);
  row.status = status;
  row.statusReason = reason;
  if (status === 'NOT_CODING') {
    row.nmd = 'not_applicable';
    return;
  }
  const isAltered = status === 'SPLICE_ALTERED' || status === 'START_LOST' || status === 'CDS_INCOMPLETE';
  const model = isAltered ? view.coding() : null;
  if (model !== null && model.defect === null) row.wildtypeProtein = model.proteinText;
  // HGVS "p.?": an effect on the protein is expected but cannot be predicted.
  const change = status === 'SPLICE_ALTERED' ? 'p.?' : status === 'START_LOST' ? 'p.Met1?' : null;
  row.hgvsP = hgvsProteinOf(view, change);
}

function fillCoding(row: Consequence, site: CodingSite, placement: Placement, effect: HaplotypeEffect): void {
  const { view, model } = site;
  const { own, group, status, translation, background } = effect;
  const retained = placement.isStartRetained ? so.startRetained : 0;
  row.consequence = termsOf(placement.terms | own.terms | retained | view.biotypeTerm);
  row.hgvsP = hgvsProteinOf(view, own.hgvsP);
  row.proteinStart = own.proteinStart;
  row.wildtypeProtein = background === null ? model.proteinText : textOf(background);
  row.mutantProtein = translation === null ? null : mutantText(model, translation);
  row.mutantStretch = status === 'ok' ? effect.stretch : null;
  row.isFrameshift = own.isFrameshift;
  row.phaseGroup = group;
  row.phaseState = group.length > 1 ? 'phased' : 'alone';
  row.nmd = translation === null ? 'unknown' : predictNmd(site, effect.edits, translation);
  row.status = status;
  row.statusReason = effect.reason;
}

function mutantText(model: CodingModel, translation: Translation): string {
  return translation.isWildtype ? model.proteinText : textOf(translation);
}

function textOf({ protein, isStopRead }: Pick<Translation, 'protein' | 'isStopRead'>): string {
  return isStopRead ? `${protein}*` : protein;
}
