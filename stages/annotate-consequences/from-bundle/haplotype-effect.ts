/** The protein of one haplotype: the variant together with the alleles that lie on the same molecule. */
import { defect } from '../../../schemas/errors.js';
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Variant } from '../../../schemas/rows.js';
import type { Stretch } from '../../shared/protein-difference.js';
import { type CodingEffect, effectOfCluster } from './coding-effect.js';
import type { CodingExtent, CodingModel } from './coding-model.js';
import { effectOnGermline, germlineProtein } from './germline-background.js';
import type { HaplotypeMember } from './haplotype-member.js';
import { deltaOf, novelStretch } from './novel-stretch.js';
import {
  groupOf,
  type HaplotypeEffect,
  isInPlace,
  ownEffectOf,
  reasonOfStatus,
  stretchBetween,
} from './own-effect.js';
import type { Placement } from './place-edit.js';
import { applicable, type Placed, placeMates, readingEditOf } from './place-mates.js';
import { reasonOf } from './reasons.js';
import type { TranscriptView } from './transcript-view.js';
import { clusterEdits, type ReadingEdit, type Translation, translateEdits } from './translate-edits.js';

/** A variant in a usable coding sequence. */
export interface CodingSite {
  readonly reference: ReferenceBundle;
  readonly view: TranscriptView;
  readonly extent: CodingExtent;
  readonly model: CodingModel;
  readonly self: Placed;
  /** The phase group of the variant without neighbours. */
  readonly alone: string[];
}

/** A variant where it lies on the transcript at hand. */
interface PlacedVariant {
  readonly variant: Pick<Variant, 'id' | 'alleleOrdinal'>;
  readonly alone: string[];
  readonly placement: Placement;
}

/** @throws INVARIANT_BROKEN where the transcript has no coding sequence */
export function codingSiteOf(
  reference: ReferenceBundle,
  view: TranscriptView,
  { variant, alone, placement }: PlacedVariant,
): CodingSite {
  const { extent } = view;
  const model = view.coding();
  if (extent === null || model === null) throw defect(`${view.transcript.id} has no coding sequence`);
  const { id, alleleOrdinal } = variant;
  const self = { id, alleleOrdinal, isGermline: false, edit: readingEditOf(placement, extent) };
  return { reference, view, extent, model, self, alone };
}

/** The effect of the variant with the given alleles on its molecule, as far as they can be applied together. */
export function effectWith(site: CodingSite, members: readonly HaplotypeMember[]): HaplotypeEffect {
  if (members.length === 0) return effectAlone(site, '');
  const { reference, view, model, self } = site;
  const { coding, behind, disruption } = placeMates(reference, view, members);
  if (disruption !== null) {
    const own = effectOfCluster(model, [self.edit]);
    return { ...unstated(own, [self]), ...disruption };
  }
  let applied = coding;
  let effect = effectOfPlaced(site, coding);
  for (;;) {
    const end = Math.max(mutantEnd(model, effect), backgroundEnd(effect, applied));
    const reached = behind.filter((mate) => mate.edit.start < end && !applied.includes(mate));
    if (reached.length === 0) return effect;
    applied = [...applied, ...reached];
    effect = effectOfPlaced(site, applied);
  }
}

/** Where translation ends, in the unedited frame; of a lost start where it would end from a later one in frame. */
function mutantEnd(model: CodingModel, { translation, edits, status }: HaplotypeEffect): number {
  if (translation !== null) return endOf(translation, edits);
  if (status !== 'START_LOST') return 0;
  const rest = edits.filter(({ start }) => start >= 3);
  return endOf(translateEdits(model, rest), rest);
}

/** The wild type may run on further than the mutant, where the germline shifts its frame. */
function backgroundEnd({ background }: HaplotypeEffect, applied: readonly Placed[]): number {
  if (background === null) return 0;
  const germline = applied.filter(({ isGermline }) => isGermline).map(({ edit }) => edit);
  return endOf(background, germline);
}

function endOf({ protein }: Translation, edits: readonly ReadingEdit[]): number {
  return (protein.length + 1) * 3 - deltaOf(edits);
}

function effectOfPlaced(site: CodingSite, mates: readonly Placed[]): HaplotypeEffect {
  const { model, self } = site;
  const { all, replaced, note } = applicable(self, mates);
  if (all.length === 1 && replaced.length === 0) return effectAlone(site, note);
  const lost = startLossOf(model, self, all);
  if (lost !== null) {
    const background = germlineProtein(model, all, replaced);
    return { ...unstated(ownEffectOf(model, self, all).own, all), background, ...lost };
  }
  const effect =
    replaced.length > 0 || all.some(({ isGermline }) => isGermline)
      ? effectOnGermline(model, { self, all, replaced })
      : effectTogether(model, self, all);
  return { ...effect, reason: joinReasons(effect.reason, note) };
}

function unstated(own: CodingEffect, all: readonly Placed[]): Omit<HaplotypeEffect, 'status' | 'reason'> {
  const edits = all.map(({ edit }) => edit);
  return { own, translation: null, background: null, edits, stretch: null, group: groupOf(all) };
}

function effectAlone({ model, self, alone }: CodingSite, note: string): HaplotypeEffect {
  const edits = [self.edit];
  const own = effectOfCluster(model, edits);
  const { translation, status } = own;
  const stretch = translation === null ? null : novelStretch(model, edits, translation);
  const reason = joinReasons(reasonOfStatus(model, own, translation), note);
  return { own, translation, background: null, edits, stretch, group: alone, status, reason };
}

function startLossOf(
  model: CodingModel,
  self: Placed,
  all: readonly Placed[],
): { readonly status: 'START_LOST'; readonly reason: string } | null {
  if ((all[0]?.edit.start ?? 3) >= 3) return null;
  const [cluster = []] = clusterEdits(all.map(({ edit }) => edit));
  if (effectOfCluster(model, cluster).status !== 'START_LOST') return null;
  if (self.edit.start < 3) return { status: 'START_LOST', reason: reasonOf.startLost };
  return { status: 'START_LOST', reason: reasonOf.mateStartLost(all[0]?.id ?? '') };
}

function effectTogether(model: CodingModel, self: Placed, all: readonly Placed[]): HaplotypeEffect {
  const { own, cluster } = ownEffectOf(model, self, all);
  const rest = unstated(own, all);
  if (own.translation === null) {
    return { ...rest, status: own.status, reason: reasonOfStatus(model, own, null) };
  }
  const { edits } = rest;
  const translation = translateEdits(model, edits);
  return {
    ...rest,
    translation,
    stretch: ownStretchOf(model, cluster, edits, translation) ?? novelStretch(model, edits, translation),
    status: translation.isWildtype ? 'SYNONYMOUS' : own.status,
    reason: translation.isWildtype ? reasonOf.synonymous : reasonOfStatus(model, own, translation),
  };
}

function joinReasons(first: string, second: string): string {
  return first === '' || second === '' ? first + second : `${first}; ${second}`;
}

/**
 * The residues that the variant's own cluster changes, so that a neighbour far along the protein lends this variant no peptides. Null
 * where another before it moves it along, which makes the members inseparable, or where they hide the variant.
 */
function ownStretchOf(
  model: CodingModel,
  ownCluster: readonly ReadingEdit[],
  edits: readonly ReadingEdit[],
  translation: Translation,
): Stretch | null {
  const others = edits.filter((edit) => !ownCluster.includes(edit));
  if (others.length === 0 || !isInPlace(ownCluster, others)) return null;
  return stretchBetween(translateEdits(model, others), translation, deltaOf(ownCluster));
}
