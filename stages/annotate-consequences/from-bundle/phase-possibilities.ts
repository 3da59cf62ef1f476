/** Proteins of a variant with neighbours of which it is not known whether they lie on its molecule. */
import type { CodingSite } from './haplotype-effect.js';
import { effectWith } from './haplotype-effect.js';
import type { HaplotypeMember, Neighbours } from './haplotype-member.js';
import type { HaplotypeEffect } from './own-effect.js';
import { type PhaseUnit, unitsNear } from './phase-units.js';
import { reasonOf } from './reasons.js';
import { translateEdits } from './translate-edits.js';

export interface PhaseLimits {
  /** A neighbour further than this from the changed stretch shares no peptide with it. */
  readonly reachResidues: number;
  /** Possibilities stated for one variant and transcript besides the proven one. */
  readonly maxPossibilities: number;
}

export interface PhasePossibility {
  readonly effect: HaplotypeEffect;
  /** 'with:ID,ID', or 'alone'. */
  readonly proteoform: string;
  readonly hypothesis: string;
  readonly reason: string;
  /** Ids whose molecule is not known. */
  readonly unknownMates: readonly string[];
}

export interface PhasePossibilities {
  readonly possibilities: readonly PhasePossibility[];
  /** For the certain row: what is not known, '' where there is no possibility. */
  readonly note: string;
}

/** Each combination of so many units is translated: at most 2^6 - 1 of them. */
const mostUnits = 6;

const none: PhasePossibilities = { possibilities: [], note: '' };

/**
 * Possibilities beside the proven haplotype's effect: single units before combinations, nearest first, each with peptides that the ones
 * before it lack. A unit whose allele breaks the transcript gives none: no protein can be stated for it.
 */
export function phasePossibilities(
  site: CodingSite,
  neighbours: Neighbours,
  proven: HaplotypeEffect,
  limits: PhaseLimits,
): PhasePossibilities {
  const isStated = proven.status === 'ok' || proven.status === 'SYNONYMOUS';
  // What breaks the proven molecule leaves the other one, of a variant that lies on both, as it is.
  if (!isStated && neighbours.secondMoleculeSet === null) return none;
  const near = unitsInReach(site, neighbours, proven, limits.reachResidues);
  if (near.length === 0) return none;
  const units = near.slice(0, mostUnits);
  const seen = new Set([signatureOf(site, proven, limits.reachResidues)]);
  const possibilities: PhasePossibility[] = [];
  let isCut = near.length > units.length;
  for (const chosen of combinations(units)) {
    const effect = effectOfUnits(site, neighbours.proven, chosen);
    if (effect === null) continue;
    const signature = signatureOf(site, effect, limits.reachResidues);
    if (seen.has(signature)) continue;
    if (possibilities.length >= limits.maxPossibilities) {
      isCut = true;
      break;
    }
    seen.add(signature);
    possibilities.push(possibilityOf(site, neighbours.proven, chosen, effect));
  }
  if (possibilities.length === 0 && !isCut) return none;
  return { possibilities, note: noteOf(possibilities, isCut ? limits.maxPossibilities : null) };
}

/** A tail that ends early may run on with one of the units: what is within reach of the longer one counts as well. */
function unitsInReach(
  site: CodingSite,
  neighbours: Neighbours,
  proven: HaplotypeEffect,
  reachResidues: number,
): readonly PhaseUnit[] {
  const near = unitsNear(site, neighbours, [proven], reachResidues);
  const { stretch, translation } = proven;
  const isTail = stretch !== null && stretch.end === translation?.protein.length;
  if (!isTail || near.length === 0) return near;
  const effects = near
    .slice(0, mostUnits)
    .flatMap((unit) => effectOfUnits(site, neighbours.proven, [unit]) ?? []);
  return unitsNear(site, neighbours, [proven, ...effects], reachResidues);
}

function noteOf(possibilities: readonly PhasePossibility[], cutAt: number | null): string {
  const unknown = new Set(possibilities.flatMap(({ unknownMates }) => unknownMates));
  const isOther = possibilities.some(({ reason }) => reason === reasonOf.otherMolecule);
  const notes = [
    ...(unknown.size > 0 ? [reasonOf.phaseUnknown([...unknown].join(', '))] : []),
    ...(isOther ? [reasonOf.otherMolecule] : []),
    ...(cutAt === null ? [] : [reasonOf.possibilitiesCut(cutAt)]),
  ];
  return notes.join('; ');
}

/** Sets of units that can be on one molecule, small sets first, else in the units' order. */
function* combinations(units: readonly PhaseUnit[]): Generator<readonly PhaseUnit[]> {
  for (let size = 1; size <= units.length; size++) yield* combinationsOf(units, size);
}

function* combinationsOf(units: readonly PhaseUnit[], size: number): Generator<readonly PhaseUnit[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, first] of units.entries()) {
    const compatible = units.slice(index + 1).filter(({ exclusion }) => exclusion !== first.exclusion);
    for (const rest of combinationsOf(compatible, size - 1)) yield [first, ...rest];
  }
}

/** Null where the units cannot be applied together, or where the variant then changes nothing. */
function effectOfUnits(
  site: CodingSite,
  proven: readonly HaplotypeMember[],
  chosen: readonly PhaseUnit[],
): HaplotypeEffect | null {
  const isOther = chosen.some(({ isOtherMolecule }) => isOtherMolecule);
  const base = isOther ? proven.filter(({ isOnEvery }) => isOnEvery) : proven;
  const effect = effectWith(site, [...base, ...chosen.flatMap(({ members }) => members)]);
  const { translation, edits, group, status } = effect;
  if (status !== 'ok' || translation === null) return null;
  if (!chosen.every((unit) => isApplied(unit, group))) return null;
  const without = translateEdits(
    site.model,
    edits.filter((edit) => edit !== site.self.edit),
  );
  const isSame = without.isStopRead === translation.isStopRead && without.protein === translation.protein;
  return isSame ? null : effect;
}

/** Whether nothing of the unit had to be left out, and something of it is read. */
function isApplied({ coding, readable, isOtherMolecule }: PhaseUnit, group: readonly string[]): boolean {
  if (!coding.every(({ id }) => group.includes(id))) return false;
  return readable.some(({ id }) => group.includes(id)) || isOtherMolecule;
}

/** Everything that peptides within reach are made of: equal signatures, equal peptides and counterparts. */
function signatureOf(
  { model }: CodingSite,
  { translation, background, stretch }: HaplotypeEffect,
  reach: number,
): string {
  if (translation === null || stretch === null) return '';
  const { protein } = translation;
  const wildtype = background?.protein ?? model.protein;
  const from = Math.max(0, stretch.start - reach);
  const wildtypeEnd = stretch.end === protein.length ? stretch.start : stretch.end;
  return [
    protein.slice(from, stretch.start),
    protein.slice(stretch.start, stretch.end),
    protein.slice(stretch.end, stretch.end + reach),
    wildtype.slice(from, wildtypeEnd + reach),
  ].join(' ');
}

function possibilityOf(
  { self }: CodingSite,
  proven: readonly HaplotypeMember[],
  chosen: readonly PhaseUnit[],
  effect: HaplotypeEffect,
): PhasePossibility {
  const isOther = chosen.some(({ isOtherMolecule }) => isOtherMolecule);
  const applied = chosen.flatMap(({ readable, isOtherMolecule }) =>
    readable
      .filter(({ id }) => effect.group.includes(id))
      .map(({ id, isGermline }) => ({ id, isGermline, isUnknown: !isOtherMolecule })),
  );
  const mates = isOther ? effect.group.filter((id) => id !== self.id) : applied.map(({ id }) => id);
  const names = applied.map(({ id, isGermline }) => (isGermline ? `${id} (germline)` : id)).join(' and ');
  const absent = proven.filter(({ isOnEvery }) => !isOnEvery).map(({ variantId }) => variantId);
  const lacking = isOther && absent.length > 0 ? ` without ${absent.join(', ')}` : '';
  const unknownMates = applied.filter(({ isUnknown }) => isUnknown).map(({ id }) => id);
  return {
    effect,
    proteoform: mates.length === 0 ? 'alone' : `with:${mates.join(',')}`,
    hypothesis: `on ${names === '' ? 'the molecule' : `one molecule with ${names}`}${lacking}`,
    reason: isOther ? reasonOf.otherMolecule : reasonOf.phaseUnknown(unknownMates.join(', ')),
    unknownMates,
  };
}
