/** A somatic change on a molecule that differs from the reference: the wild type is then the germline haplotype's own protein. */
import type { CodingModel } from './coding-model.js';
import { deltaOf } from './novel-stretch.js';
import {
  groupOf,
  type HaplotypeEffect,
  isInPlace,
  ownEffectOf,
  reasonOfStatus,
  stretchBetween,
} from './own-effect.js';
import { byPlace, findOverlap, type Placed } from './place-mates.js';
import { reasonOf } from './reasons.js';
import { clusterEdits, type ReadingEdit, type Translation, translateEdits } from './translate-edits.js';

interface OnGermline {
  readonly self: Placed;
  /** The variant and all its mates, somatic and germline. */
  readonly all: readonly Placed[];
  /** Germline alleles of the wild type that the variant replaces. */
  readonly replaced: readonly Placed[];
}

/**
 * The effect of a variant whose molecule has germline alleles: both proteins carry them, and the stretch is where the two differ. Terms,
 * HGVS p. and protein start describe the somatic change against the reference, as annotators of the somatic calls alone do.
 */
export function effectOnGermline(model: CodingModel, { self, all, replaced }: OnGermline): HaplotypeEffect {
  const somatic = all.filter(({ isGermline }) => !isGermline);
  const { own } = ownEffectOf(model, self, somatic);
  const edits = all.map(({ edit }) => edit);
  const background = translateEdits(model, germlineEdits(all, replaced));
  const base = { own, background, edits, group: groupOf(all) };
  if (own.translation === null) {
    const reason = reasonOfStatus(model, own, null);
    return { ...base, translation: null, stretch: null, status: own.status, reason };
  }
  const translation = translateEdits(model, edits);
  const cluster = clusterEdits(edits).find((each) => each.includes(self.edit)) ?? [self.edit];
  const ownEdits = somatic.filter(({ edit }) => cluster.includes(edit));
  const others = somatic.filter(({ edit }) => !cluster.includes(edit)).map(({ edit }) => edit);
  // Without the variant's own cluster, but with the neighbours further along, which lend it no peptides.
  const without =
    others.length === 0 ? background : translateEdits(model, withoutMembers(all, replaced, ownEdits));
  const isSilent = isSameProtein(without, translation);
  const delta = deltaOf(ownEdits.map(({ edit }) => edit)) - deltaOf(replaced.map(({ edit }) => edit));
  const stretch = isInPlace(cluster, others)
    ? stretchBetween(without, translation, delta)
    : stretchBetween(background, translation, delta + deltaOf(others));
  return {
    ...base,
    translation,
    stretch,
    status: isSilent ? 'SYNONYMOUS' : 'ok',
    reason: isSilent ? reasonOf.synonymous : reasonOfStatus(model, { ...own, status: 'ok' }, translation),
  };
}

/** The germline haplotype's protein; null: the reference's, or none can be stated because the germline lacks the start codon. */
export function germlineProtein(
  model: CodingModel,
  all: readonly Placed[],
  replaced: readonly Placed[],
): Translation | null {
  const edits = germlineEdits(all, replaced);
  return edits.length === 0 || (edits[0]?.start ?? 0) < 3 ? null : translateEdits(model, edits);
}

/** Germline alleles of the molecule before the variant; a replaced one only where it fits in. */
function germlineEdits(all: readonly Placed[], replaced: readonly Placed[]): readonly ReadingEdit[] {
  const kept = all.filter(({ isGermline }) => isGermline);
  const before = [...kept, ...replaced].sort(byPlace);
  return (findOverlap(before) === null ? before : kept).map(({ edit }) => edit);
}

function withoutMembers(
  all: readonly Placed[],
  replaced: readonly Placed[],
  members: readonly Placed[],
): readonly ReadingEdit[] {
  const rest = all.filter((each) => !members.includes(each));
  const before = [...rest, ...replaced].sort(byPlace);
  return (findOverlap(before) === null ? before : rest).map(({ edit }) => edit);
}

function isSameProtein(a: Translation, b: Translation): boolean {
  return a.isStopRead === b.isStopRead && a.protein === b.protein;
}
