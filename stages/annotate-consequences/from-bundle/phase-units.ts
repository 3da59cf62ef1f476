/** Alleles of unknown phase near a change, in units that are on one molecule together. */
import type { CodingSite } from './haplotype-effect.js';
import type { Neighbours, PossibleMember } from './haplotype-member.js';
import { deltaOf } from './novel-stretch.js';
import type { HaplotypeEffect } from './own-effect.js';
import { type Placed, placeMate } from './place-mates.js';

/** Members that are on one molecule; whether the variant is on it as well is not known. */
export interface PhaseUnit {
  readonly members: readonly PossibleMember[];
  /** Edits of the coding sequence. */
  readonly coding: readonly Placed[];
  /** Edits that translation may read: the coding ones, then those of the 3' UTR. */
  readonly readable: readonly Placed[];
  /** Two units with the same key are never on one molecule: haplotypes of one set, ALTs of one record. */
  readonly exclusion: string;
  /** The variant is on both molecules, and this is the one that has none of its proven heterozygous mates. */
  readonly isOtherMolecule: boolean;
}

/**
 * The units that may change a peptide of the variant, nearest first: one of their edits lies within reach of its stretch, or shifts the
 * frame before it. A unit whose allele breaks the transcript is none: no protein can be stated for it.
 * @param effects of the variant on the molecules known so far: what is within reach of any of them counts
 */
export function unitsNear(
  site: CodingSite,
  { possible, secondMoleculeSet }: Neighbours,
  effects: readonly HaplotypeEffect[],
  reachResidues: number,
): readonly PhaseUnit[] {
  const window = windowOf(site, effects, reachResidues);
  const nearKeys = new Map<string, number>();
  for (const member of possible) {
    const { placed } = placeMate(site.reference, site.view, member);
    if (placed === null || !isNear(placed, window)) continue;
    const key = unitKey(member);
    const distance = distanceOf(site, placed);
    nearKeys.set(key, Math.min(distance, nearKeys.get(key) ?? distance));
  }
  if (secondMoleculeSet === null && nearKeys.size === 0) return [];
  const units: PhaseUnit[] = [];
  if (secondMoleculeSet !== null) {
    const members = possible.filter(({ set }) => set === secondMoleculeSet);
    units.push(...unitOf(site, members, `set ${secondMoleculeSet}`, true));
  }
  const keys = [...nearKeys].sort(([, a], [, b]) => a - b).map(([key]) => key);
  for (const key of keys) {
    const members = possible.filter((member) => unitKey(member) === key);
    const [first] = members;
    if (first === undefined || (first.set !== null && first.set === secondMoleculeSet)) continue;
    units.push(...unitOf(site, members, first.set === null ? first.record : `set ${first.set}`, false));
  }
  return units;
}

interface Window {
  readonly from: number;
  readonly to: number;
}

/** Places of the unedited frame within reach of the changed stretch, which may run far beyond the edit. */
function windowOf({ self }: CodingSite, effects: readonly HaplotypeEffect[], reachResidues: number): Window {
  const reach = 3 * (reachResidues + 1);
  const ends = effects.map(({ stretch, edits }) => (stretch?.end ?? 0) * 3 - deltaOf(edits));
  return { from: self.edit.start - reach, to: Math.max(self.edit.end, ...ends) + reach };
}

function isNear({ edit }: Placed, { from, to }: Window): boolean {
  if (edit.start > to) return false;
  return edit.end >= from || (edit.alt.length - (edit.end - edit.start)) % 3 !== 0;
}

function distanceOf({ self }: CodingSite, { edit }: Placed): number {
  return Math.max(edit.start - self.edit.end, self.edit.start - edit.end, 0);
}

function unitKey({ set, haplotype, variantId }: PossibleMember): string {
  return set === null ? variantId : `${set}\t${haplotype}`;
}

/** The unit, or none where one of its alleles breaks the transcript. */
function unitOf(
  { reference, view }: CodingSite,
  members: readonly PossibleMember[],
  exclusion: string,
  isOtherMolecule: boolean,
): readonly PhaseUnit[] {
  const coding: Placed[] = [];
  const behind: Placed[] = [];
  for (const member of members) {
    const { placed, isBehind, disruption } = placeMate(reference, view, member);
    if (disruption !== null) return [];
    if (placed !== null) (isBehind ? behind : coding).push(placed);
  }
  return [{ members, coding, readable: [...coding, ...behind], exclusion, isOtherMolecule }];
}
