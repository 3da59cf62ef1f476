/** Which alleles of a file lie on one haplotype. */
import { startOfPosition } from '../../../schemas/coordinates.js';
import type { Phase, Variant } from '../../../schemas/rows.js';
import { editOfVariant } from './genomic-edit.js';
import type { HaplotypeMember, MatesOf } from './haplotype-effect.js';

interface PhasedMember extends HaplotypeMember {
  readonly phase: Phase;
}

interface PhasedContig {
  readonly members: PhasedMember[];
  /** Length of the longest replaced stretch: how far before a region an edit may begin and still touch it. */
  longest: number;
}

/**
 * Reads all variants once and keeps the phased ones (about 200 bytes each), so neighbours are found whatever the file's order.
 * Neighbours of an allele: those of the same phase set and haplotype, and those on both haplotypes, which lie on every molecule. An
 * allele on both haplotypes itself goes with the haplotype that has more of its neighbours. `maxDistance` limits neighbours to so many
 * bases of the genome around the allele.
 */
export function indexPhases(variants: Iterable<Variant>, maxDistance: number): MatesOf {
  const contigs = new Map<string, PhasedContig>();
  for (const variant of variants) {
    if (variant.phase === null) continue;
    const edit = editOfVariant(variant);
    const contig = contigs.get(variant.chrom) ?? { members: [], longest: 0 };
    contigs.set(variant.chrom, contig);
    const { id: variantId, alleleOrdinal, phase } = variant;
    contig.members.push({ variantId, alleleOrdinal, edit, phase });
    contig.longest = Math.max(contig.longest, edit.end - edit.start);
  }
  for (const { members } of contigs.values()) {
    members.sort((a, b) => a.edit.start - b.edit.start || a.alleleOrdinal - b.alleleOrdinal);
  }
  return (variant, start, end) => {
    const contig = contigs.get(variant.chrom);
    if (contig === undefined) return [];
    if (maxDistance === 0) return [];
    const own = startOfPosition(variant.position);
    const from = Math.max(start, own - maxDistance);
    const to = Math.min(end, own + maxDistance);
    const near: PhasedMember[] = [];
    for (let index = firstAtOrAfter(contig.members, from - contig.longest); ; index++) {
      const member = contig.members[index];
      if (member === undefined || member.edit.start > to) break;
      if (member.edit.end >= from && member.alleleOrdinal !== variant.alleleOrdinal) near.push(member);
    }
    return near.length === 0 ? near : onHaplotypeOf(variant.phase, near);
  };
}

function firstAtOrAfter(members: readonly PhasedMember[], start: number): number {
  let low = 0;
  let high = members.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((members[middle]?.edit.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function haplotypeKey(phase: Phase): string {
  return `${phase.set}\t${phase.haplotype}`;
}

function onHaplotypeOf(phase: Phase | null, near: readonly PhasedMember[]): PhasedMember[] {
  const key = phase === null ? null : phase.isHomozygous ? busiestHaplotype(near) : haplotypeKey(phase);
  return near.filter((member) => member.phase.isHomozygous || haplotypeKey(member.phase) === key);
}

function busiestHaplotype(near: readonly PhasedMember[]): string | null {
  const counts = new Map<string, number>();
  for (const { phase } of near) {
    if (!phase.isHomozygous) counts.set(haplotypeKey(phase), (counts.get(haplotypeKey(phase)) ?? 0) + 1);
  }
  let best: string | null = null;
  for (const [key, count] of counts) {
    const bestCount = best === null ? 0 : (counts.get(best) ?? 0);
    if (count > bestCount || (count === bestCount && best !== null && key < best)) best = key;
  }
  return best;
}
