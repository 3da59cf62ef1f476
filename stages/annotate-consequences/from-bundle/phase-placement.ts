/** What a genotype says of the molecules an allele lies on. */
import type { GermlineVariant, Phase, Variant } from '../../../schemas/rows.js';
import { parseGenotype } from '../../shared/vcf/index.js';

export interface Placement {
  /** Alleles of one set are comparable by haplotype; null: heterozygous without phase. */
  readonly set: string | null;
  readonly haplotype: number;
  readonly isOnEvery: boolean;
  /** Two unphased alleles with one key are ALTs of one record, so on different molecules; '' with phase. */
  readonly record: string;
}

const onEvery: Placement = { set: null, haplotype: 0, isOnEvery: true, record: '' };

/** Of an allele of the variants' file; null where no genotype says where it lies. */
export function somaticPlacement({
  phase,
  genotype,
  line,
}: Pick<Variant, 'phase' | 'genotype' | 'line'>): Placement | null {
  if (phase !== null) return phased(phase, phase.set);
  const called = genotype === null ? null : parseGenotype(genotype);
  const alternates = (called ?? []).filter(({ index }) => index !== null && index > 0);
  if (called === null || alternates.length === 0) return null;
  // A haploid call: there is but one molecule (phaseOf gives diploid homozygous calls a phase).
  if (called.length === 1) return onEvery;
  return { set: null, haplotype: 0, isOnEvery: false, record: `line ${line}` };
}

/** Of a germline allele: without a genotype it may lie anywhere. */
export function germlinePlacement({ phase, isHomozygous, line }: GermlineVariant): Placement {
  if (isHomozygous === true) return onEvery;
  if (phase !== null) return phased(phase, comparableSet(phase.set));
  return { set: null, haplotype: 0, isOnEvery: false, record: `germline line ${line}` };
}

/**
 * Two files are comparable by PS alone, which a joint phasing of both gives (VCF 4.3 §1.6.2: all phased genotypes of one set share the
 * value). A bare '|' or a caller's own group holds within its file.
 */
function comparableSet(set: string): string {
  return set.startsWith('PS:') ? set : `germline ${set}`;
}

function phased({ haplotype, isHomozygous }: Phase, set: string): Placement {
  return isHomozygous ? onEvery : { set, haplotype, isOnEvery: false, record: '' };
}
