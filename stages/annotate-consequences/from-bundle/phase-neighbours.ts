/** Sorts the alleles near a variant into those proven on its molecule, those that may be, and those that are not. */
import type { Variant } from '../../../schemas/rows.js';
import { type Neighbours, noNeighbours, type PossibleMember } from './haplotype-member.js';
import { type Placement, somaticPlacement } from './phase-placement.js';

export type IndexedAllele = PossibleMember;

/** The neighbours of a variant among the alleles near it (itself not among them). */
export function neighboursAmong(variant: Variant, near: readonly IndexedAllele[]): Neighbours {
  const own = somaticPlacement(variant);
  const home = homeOf(own, near);
  const isOnBoth = own?.isOnEvery === true;
  const proven: IndexedAllele[] = [];
  const possible: IndexedAllele[] = [];
  for (const allele of near) {
    if (allele.isOnEvery) proven.push(allele);
    else if (home !== null && allele.set === home.set) {
      if (allele.haplotype === home.haplotype) proven.push(allele);
      else if (isOnBoth) possible.push(allele);
    } else if (mayShareMolecule(own, allele)) possible.push(allele);
  }
  if (proven.length === 0 && possible.length === 0) return noNeighbours;
  return { proven, possible, secondMoleculeSet: isOnBoth && home !== null ? home.set : null };
}

interface Home {
  readonly set: string;
  readonly haplotype: number;
}

/** The variant's haplotype. One that is on both goes with the haplotype that has more of its neighbours. */
function homeOf(own: Placement | null, near: readonly IndexedAllele[]): Home | null {
  if (own === null) return null;
  if (!own.isOnEvery) return own.set === null ? null : { set: own.set, haplotype: own.haplotype };
  const counts = new Map<string, { readonly home: Home; count: number }>();
  for (const { set, haplotype, isOnEvery } of near) {
    if (isOnEvery || set === null) continue;
    const key = `${set}\t${haplotype}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { home: { set, haplotype }, count: 1 });
    else known.count += 1;
  }
  const [best] = [...counts].sort(([keyA, a], [keyB, b]) => b.count - a.count || (keyA < keyB ? -1 : 1));
  return best === undefined ? null : best[1].home;
}

/**
 * Whether a heterozygous allele may lie on the variant's molecule. Without a genotype of the variant nothing is assumed of alleles of
 * its own file; the patient's germline alleles are known heterozygous all the same, and the variant lies on one molecule or the other.
 */
function mayShareMolecule(own: Placement | null, allele: IndexedAllele): boolean {
  if (own === null) return allele.isGermline;
  return own.record === '' || own.record !== allele.record;
}
