/** The parts that every effect on a haplotype has, with and without germline alleles. */
import { differingStretch, type Stretch } from '../../shared/protein-difference.js';
import { type CodingEffect, effectOfCluster } from './coding-effect.js';
import type { CodingModel } from './coding-model.js';
import type { Placed } from './place-mates.js';
import { reasonOf } from './reasons.js';
import { clusterEdits, type ReadingEdit, type Translation } from './translate-edits.js';

export interface HaplotypeEffect {
  /** The effect of the variant's own cluster against the reference: terms and HGVS p. */
  readonly own: CodingEffect;
  /** Of all edits; null where the protein cannot be stated. */
  readonly translation: Translation | null;
  /** Of the germline alleles alone; null: the haplotype has none, its wild type is the reference's. */
  readonly background: Translation | null;
  readonly edits: readonly ReadingEdit[];
  readonly stretch: Stretch | null;
  /** Ids of the variants whose edits are in the protein, by allele ordinal. */
  readonly group: string[];
  readonly status: string;
  readonly reason: string;
}

/** Ids by allele ordinal; germline ones, whose ordinals are those of another file, behind. */
export function groupOf(all: readonly Placed[]): string[] {
  return [...all]
    .sort((a, b) => Number(a.isGermline) - Number(b.isGermline) || a.alleleOrdinal - b.alleleOrdinal)
    .map(({ id }) => id);
}

/** The effect, against the reference, of the variant's cluster among the given members; those of the 3' UTR lend it no terms. */
export function ownEffectOf(
  model: CodingModel,
  self: Placed,
  members: readonly Placed[],
): { readonly own: CodingEffect; readonly cluster: readonly ReadingEdit[] } {
  const coding = members.filter((each) => each === self || each.edit.start < model.codingEnd);
  const clusters = clusterEdits(coding.map(({ edit }) => edit));
  const cluster = clusters.find((edits) => edits.includes(self.edit)) ?? [self.edit];
  return { own: effectOfCluster(model, cluster), cluster };
}

/** Why the effect's status is what it is, '' for a plain 'ok'. */
export function reasonOfStatus(
  model: CodingModel,
  own: CodingEffect,
  translation: Translation | null,
): string {
  if (own.status === 'START_LOST') return reasonOf.startLost;
  if (own.status === 'CDS_INCOMPLETE') return reasonOf.incomplete;
  if (own.status === 'SYNONYMOUS') return reasonOf.synonymous;
  const isNonStop = translation !== null && !translation.isStopRead && model.stopAt !== null;
  return isNonStop ? reasonOf.nonStop : '';
}

/**
 * Whether a cluster's residues stand where the wild type has their counterparts, whatever the other edits: none before them inserts or
 * deletes.
 */
export function isInPlace(cluster: readonly ReadingEdit[], others: readonly ReadingEdit[]): boolean {
  const start = cluster[0]?.start ?? 0;
  return others.every((edit) => edit.start > start || edit.alt.length === edit.end - edit.start);
}

/** Where the second protein departs from the first; `delta` is the net number of bases between them. */
export function stretchBetween(before: Translation, after: Translation, delta: number): Stretch | null {
  const isEndKept =
    before.isStopRead === after.isStopRead &&
    before.isFrameShifted === after.isFrameShifted &&
    after.protein.length === before.protein.length + delta / 3;
  return differingStretch(before.protein, after.protein, !isEndKept);
}
