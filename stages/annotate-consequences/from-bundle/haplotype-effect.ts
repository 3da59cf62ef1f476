/** The protein of one haplotype: the variant together with the alleles proven to lie on the same molecule. */
import { defect } from '../../../schemas/errors.js';
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Variant } from '../../../schemas/rows.js';
import { differingStretch, type Stretch } from '../../shared/protein-difference.js';
import { type CodingEffect, effectOfCluster } from './coding-effect.js';
import type { CodingExtent, CodingModel } from './coding-model.js';
import type { GenomicEdit } from './genomic-edit.js';
import { isEndKept, novelStretch } from './novel-stretch.js';
import { type Placement, placeEdit } from './place-edit.js';
import { reasonOf } from './reasons.js';
import { spliceSiteTerms } from './splice-terms.js';
import type { TranscriptView } from './transcript-view.js';
import { clusterEdits, type ReadingEdit, type Translation, translateEdits } from './translate-edits.js';

export interface HaplotypeMember {
  readonly variantId: string;
  readonly alleleOrdinal: number;
  readonly edit: GenomicEdit;
}

/** Neighbours of a variant on its haplotype whose edits touch [start, end) of its contig. */
export type MatesOf = (variant: Variant, start: number, end: number) => readonly HaplotypeMember[];

/** The usable coding sequence an effect is computed on. */
interface CodingContext {
  readonly extent: CodingExtent;
  readonly model: CodingModel;
}

export interface HaplotypeEffect {
  /** The effect of the variant's own cluster: terms and HGVS p. */
  readonly own: CodingEffect;
  /** Of all edits; null where the protein cannot be stated. */
  readonly translation: Translation | null;
  readonly edits: readonly ReadingEdit[];
  readonly stretch: Stretch | null;
  /** Ids of the variants whose edits are in the protein, by allele ordinal. */
  readonly group: string[];
  readonly status: string;
  readonly reason: string;
  readonly context: CodingContext;
}

interface HaplotypeQuestion {
  readonly reference: ReferenceBundle;
  readonly view: TranscriptView;
  readonly variant: Variant;
  /** Asked only here, where the variant is known to be coding: most variants are not. */
  readonly matesOf: MatesOf;
}

interface Placed {
  readonly id: string;
  readonly alleleOrdinal: number;
  readonly edit: ReadingEdit;
}

function readingEditOf(placement: Placement, extent: CodingExtent): ReadingEdit {
  const shift = extent.padding - extent.start;
  return { start: placement.mrnaStart + shift, end: placement.mrnaEnd + shift, alt: placement.alt };
}

/** Mates whose edits lie within the coding sequence; those in splice sites, introns and UTRs do not change this protein's text. */
function placeMates(
  { reference, view, variant, matesOf }: HaplotypeQuestion,
  extent: CodingExtent,
): Placed[] {
  const placed: Placed[] = [];
  const { cds } = view.transcript;
  if (cds === null) return placed;
  for (const mate of matesOf(variant, cds.start, cds.end)) {
    const placement = placeEdit(reference, view, mate.edit);
    const isCoding =
      placement.kind === 'exon' &&
      (placement.terms & spliceSiteTerms) === 0 &&
      placement.mrnaEnd > extent.start &&
      placement.mrnaStart < extent.end;
    if (!isCoding) continue;
    const { variantId: id, alleleOrdinal } = mate;
    placed.push({ id, alleleOrdinal, edit: readingEditOf(placement, extent) });
  }
  return placed;
}

function byPlace(a: Placed, b: Placed): number {
  return a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.alleleOrdinal - b.alleleOrdinal;
}

/** The first two neighbours, in order, whose edits cannot both be applied: overlapping, or inserted at one place. */
function findOverlap(sorted: readonly Placed[]): readonly [Placed, Placed] | null {
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

/**
 * The effect of a variant within a usable coding sequence, with its haplotype neighbours where they can be applied together.
 * @throws INVARIANT_BROKEN where the transcript has no coding sequence
 */
export function effectOfHaplotype(question: HaplotypeQuestion, placement: Placement): HaplotypeEffect {
  const { variant, view } = question;
  const { extent } = view;
  const model = view.coding();
  if (extent === null || model === null) throw defect(`${view.transcript.id} has no coding sequence`);
  const context = { extent, model };
  const { id, alleleOrdinal } = variant;
  const self: Placed = { id, alleleOrdinal, edit: readingEditOf(placement, extent) };
  const mates = placeMates(question, extent);
  if (mates.length === 0) return effectAlone(context, self, '');
  const all = [self, ...mates].sort(byPlace);
  const overlap = findOverlap(all);
  if (overlap === null) return effectTogether(context, self, all);
  const other = overlap[0] === self ? overlap[1] : overlap[0];
  return effectAlone(context, self, reasonOf.overlap(other.id));
}

function effectAlone(context: CodingContext, self: Placed, note: string): HaplotypeEffect {
  const { model } = context;
  const edits = [self.edit];
  const own = effectOfCluster(model, edits);
  const { translation, status } = own;
  const stretch = translation === null ? null : novelStretch(model, edits, translation);
  const reason = joinReasons(reasonOfStatus(model, own, translation), note);
  return { own, translation, edits, stretch, group: [self.id], status, reason, context };
}

function effectTogether(context: CodingContext, self: Placed, all: readonly Placed[]): HaplotypeEffect {
  const { model } = context;
  const edits = all.map(({ edit }) => edit);
  const group = [...all].sort((a, b) => a.alleleOrdinal - b.alleleOrdinal).map(({ id }) => id);
  const clusters = clusterEdits(edits);
  const ownCluster = clusters.find((cluster) => cluster.includes(self.edit)) ?? [self.edit];
  const own = effectOfCluster(model, ownCluster);
  const unstated = { own, translation: null, edits, stretch: null, group, context };
  for (const cluster of clusters) {
    const effect = cluster === ownCluster ? own : effectOfCluster(model, cluster);
    if (effect.status !== 'START_LOST') continue;
    const mate = all.find(({ edit }) => cluster.includes(edit));
    const reason = cluster === ownCluster ? reasonOf.startLost : reasonOf.mateStartLost(mate?.id ?? '');
    return { ...unstated, status: 'START_LOST', reason };
  }
  if (own.translation === null) {
    return { ...unstated, status: own.status, reason: reasonOfStatus(model, own, null) };
  }
  const translation = translateEdits(model, edits);
  return {
    ...unstated,
    translation,
    stretch: ownStretchOf(model, ownCluster, edits, translation) ?? novelStretch(model, edits, translation),
    status: translation.isWildtype ? 'SYNONYMOUS' : own.status,
    reason: translation.isWildtype ? reasonOf.synonymous : reasonOfStatus(model, own, translation),
  };
}

function joinReasons(first: string, second: string): string {
  return first === '' || second === '' ? first + second : `${first}; ${second}`;
}

function reasonOfStatus(model: CodingModel, own: CodingEffect, translation: Translation | null): string {
  if (own.status === 'START_LOST') return reasonOf.startLost;
  if (own.status === 'CDS_INCOMPLETE') return reasonOf.incomplete;
  if (own.status === 'SYNONYMOUS') return reasonOf.synonymous;
  const isNonStop = translation !== null && !translation.isStopRead && model.stopAt !== null;
  return isNonStop ? reasonOf.nonStop : '';
}

/**
 * Of a haplotype with substitutions only, the residues that the variant's own codons change: a neighbour far along the protein then
 * lends this variant no peptides. Null where an indel or a stop makes the members inseparable.
 */
function ownStretchOf(
  model: CodingModel,
  ownCluster: readonly ReadingEdit[],
  edits: readonly ReadingEdit[],
  translation: Translation,
): Stretch | null {
  const isSubstitution = edits.every((edit) => edit.alt.length === edit.end - edit.start);
  if (!isSubstitution || !isEndKept(model, edits, translation)) return null;
  const from = Math.floor((ownCluster[0]?.start ?? 0) / 3);
  const to = Math.ceil((ownCluster.at(-1)?.end ?? 0) / 3);
  const stretch = differingStretch(model.protein.slice(from, to), translation.protein.slice(from, to), false);
  return stretch === null ? null : { start: from + stretch.start, end: from + stretch.end };
}
