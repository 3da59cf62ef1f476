/** Which alleles of the patient lie on one haplotype, and of which that is not known. */
import { startOfPosition } from '../../../schemas/coordinates.js';
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { GermlineVariant, Variant } from '../../../schemas/rows.js';
import { createExonOverlap, type ExonOverlap } from '../../shared/exon-overlap.js';
import { editOfVariant } from './genomic-edit.js';
import { type MatesOf, type Neighbours, noNeighbours } from './haplotype-member.js';
import { type IndexedAllele, neighboursAmong } from './phase-neighbours.js';
import { germlinePlacement, somaticPlacement } from './phase-placement.js';

/** What the index reads of a variant. */
export type PhaseInput = Pick<
  Variant,
  'id' | 'alleleOrdinal' | 'line' | 'chrom' | 'position' | 'ref' | 'alt' | 'phase' | 'genotype' | 'event'
>;

interface IndexedContig {
  readonly alleles: IndexedAllele[];
  /** Length of the longest replaced stretch: how far before a region an edit may begin and still touch it. */
  longest: number;
  isSorted: boolean;
}

export interface PhaseIndexOptions {
  /** Bases of the genome around a variant within which neighbours are looked for; 0: none. */
  readonly maxDistance: number;
  /** Where given, only alleles at exons and splice sites of its coding transcripts are kept: others change no protein. */
  readonly reference: ReferenceBundle | null;
}

export interface PhaseIndex {
  add(variant: PhaseInput): void;
  addGermline(variant: GermlineVariant): void;
  /** The neighbours of a variant; call it when all alleles are in. */
  readonly matesOf: MatesOf;
}

/**
 * Collects the alleles whose genotype says something of their molecule (about 300 bytes each; of a whole genome with a reference some
 * 100,000), so neighbours are found whatever the order of the file. Neighbours are told from a variant by id.
 */
export function createPhaseIndex({ maxDistance, reference }: PhaseIndexOptions): PhaseIndex {
  const contigs = new Map<string, IndexedContig>();
  const touchesExon: ExonOverlap = reference === null ? () => true : createExonOverlap(reference);
  /** Asked of the anchor base too, before anything is made: 49 of 50 alleles of a whole genome end here. */
  const isKept = ({ chrom, position, ref }: Pick<Variant, 'chrom' | 'position' | 'ref'>): boolean => {
    const start = startOfPosition(position);
    return maxDistance > 0 && touchesExon(chrom, start, start + ref.length);
  };
  const keep = (chrom: string, allele: IndexedAllele): void => {
    const contig = contigs.get(chrom) ?? { alleles: [], longest: 0, isSorted: true };
    contigs.set(chrom, contig);
    contig.alleles.push(allele);
    contig.isSorted = false;
    contig.longest = Math.max(contig.longest, allele.edit.end - allele.edit.start);
  };
  return {
    add(variant) {
      if (variant.event !== null || (variant.phase === null && variant.genotype === null)) return;
      if (!isKept(variant)) return;
      const placement = somaticPlacement(variant);
      if (placement === null) return;
      const { id: variantId, alleleOrdinal } = variant;
      const edit = editOfVariant(variant);
      keep(variant.chrom, { variantId, alleleOrdinal, edit, isGermline: false, ...placement });
    },
    addGermline(variant) {
      if (!isKept(variant)) return;
      const edit = editOfVariant(variant);
      const { id: variantId, line: alleleOrdinal } = variant;
      const placement = germlinePlacement(variant);
      keep(variant.chrom, { variantId, alleleOrdinal, edit, isGermline: true, ...placement });
    },
    matesOf(variant, start, end) {
      const contig = contigs.get(variant.chrom);
      if (contig === undefined) return noNeighbours;
      if (!contig.isSorted) settle(contig);
      const own = startOfPosition(variant.position);
      const region = { from: Math.max(start, own - maxDistance), to: Math.min(end, own + maxDistance) };
      return neighboursIn(contig, variant, region);
    },
  };
}

/**
 * The neighbours of every variant of a file, read once, with the patient's germline alleles. Proven: the same phase set and haplotype,
 * and what lies on every molecule (1/1). Possible: heterozygous, and nothing proves it on the variant's molecule or on the other.
 */
export function indexPhases(
  variants: Iterable<PhaseInput>,
  maxDistance: number,
  more: { readonly germline?: Iterable<GermlineVariant>; readonly reference?: ReferenceBundle | null } = {},
): MatesOf {
  const index = createPhaseIndex({ maxDistance, reference: more.reference ?? null });
  for (const variant of variants) index.add(variant);
  for (const variant of more.germline ?? []) index.addGermline(variant);
  return index.matesOf;
}

/** Sorts a contig's alleles and joins those that both files give: a germline allele, placed by whichever file knows more. */
function settle(contig: IndexedContig): void {
  const { alleles } = contig;
  alleles.sort(
    (a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.alleleOrdinal - b.alleleOrdinal,
  );
  let kept = 0;
  for (const allele of alleles) {
    const twin = twinBefore(alleles, kept, allele);
    if (twin < 0) alleles[kept++] = allele;
    else alleles[twin] = joined(alleles[twin] ?? allele, allele);
  }
  alleles.length = kept;
  contig.isSorted = true;
}

function twinBefore(
  alleles: readonly IndexedAllele[],
  end: number,
  { edit, variantId }: IndexedAllele,
): number {
  for (let index = end - 1; index >= 0; index--) {
    const before = alleles[index];
    if (before === undefined || before.edit.start !== edit.start) return -1;
    if (before.variantId === variantId) return index;
  }
  return -1;
}

function joined(a: IndexedAllele, b: IndexedAllele): IndexedAllele {
  const [germline, other] = b.isGermline ? [b, a] : [a, b];
  if (germline.isOnEvery || (!other.isOnEvery && other.set === null)) return germline;
  const { set, haplotype, isOnEvery } = other;
  return { ...germline, set, haplotype, isOnEvery };
}

function neighboursIn(
  { alleles, longest }: IndexedContig,
  variant: Variant,
  { from, to }: { readonly from: number; readonly to: number },
): Neighbours {
  let near: IndexedAllele[] | null = null;
  for (let index = firstAtOrAfter(alleles, from - longest); ; index++) {
    const allele = alleles[index];
    if (allele === undefined || allele.edit.start > to) break;
    if (allele.edit.end < from || allele.variantId === variant.id) continue;
    near ??= [];
    near.push(allele);
  }
  return near === null ? noNeighbours : neighboursAmong(variant, near);
}

function firstAtOrAfter(alleles: readonly IndexedAllele[], start: number): number {
  let low = 0;
  let high = alleles.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((alleles[middle]?.edit.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
