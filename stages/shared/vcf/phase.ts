import type { Phase } from '../../../schemas/rows.js';
import type { Genotype } from './genotype.js';
import { parseGenotype } from './genotype.js';
import type { SampleValues } from './sample.js';

/**
 * Phase of one allele in one sample, null where it is not known. In order of trust:
 * - GT with '|' and PS (VCF 4.3 §1.6.2): set 'PS:<n>'; the allele's place in GT is its haplotype;
 * - PGT and PID of GATK's physical phasing: set 'PID:<id>', haplotype by PGT;
 * - HP of GATK ReadBackedPhasing, one 'set-haplotype' per allele of GT: 'HP=4-1,4-2';
 * - GT with '|' alone: all such calls of a contig belong to one set (§1.6.2, PS), 'chrom:<name>'.
 * An unphased homozygous call is on both haplotypes whatever the set, so it is placed in the contig's.
 */
export function phaseOf(sample: SampleValues, alleleIndex: number, chrom: string): Phase | null {
  const genotype = parseGenotype(sample.get('GT') ?? '.');
  const place = genotype === null ? null : placeIn(genotype, alleleIndex);
  const set = sample.get('PS');
  if (place?.isPhased && set !== null) return phase(`PS:${set}`, place);
  return (
    physicalPhase(sample, alleleIndex) ??
    readBackedPhase(sample, place) ??
    (place !== null && (place.isPhased || place.isHomozygous) ? phase(`chrom:${chrom}`, place) : null)
  );
}

interface Place {
  readonly haplotype: number;
  readonly isPhased: boolean;
  readonly isHomozygous: boolean;
}

function placeIn(genotype: Genotype, alleleIndex: number): Place | null {
  const haplotype = genotype.findIndex(({ index }) => index === alleleIndex);
  if (haplotype < 0) return null;
  const copies = genotype.filter(({ index }) => index === alleleIndex).length;
  const isHomozygous = genotype.length > 1 && copies === genotype.length;
  // A phase names one haplotype: of an allele on two of three it would say what holds for neither neighbour.
  const isPlaced = isHomozygous || (genotype.length > 1 && copies === 1);
  return { haplotype, isPhased: isPlaced && genotype[haplotype]?.isPhased === true, isHomozygous };
}

function physicalPhase(sample: SampleValues, alleleIndex: number): Phase | null {
  const set = sample.get('PID');
  const genotype = parseGenotype(sample.get('PGT') ?? '.');
  if (set === null || genotype === null) return null;
  const place = placeIn(genotype, alleleIndex);
  return place?.isPhased ? phase(`PID:${set}`, place) : null;
}

function readBackedPhase(sample: SampleValues, place: Place | null): Phase | null {
  const mark = place === null ? undefined : sample.get('HP')?.split(',')[place.haplotype];
  const [, set, haplotype] = /^(.+)-([1-9]\d?)$/.exec(mark ?? '') ?? [];
  if (place === null || set === undefined || haplotype === undefined) return null;
  return { set: `HP:${set}`, haplotype: Number(haplotype) - 1, isHomozygous: place.isHomozygous };
}

function phase(set: string, { haplotype, isHomozygous }: Place): Phase {
  return { set, haplotype, isHomozygous };
}
