import type { ReadSupport } from '../../../schemas/rows.js';
import type { SampleValues } from '../vcf/index.js';
import { parseCount, parseFraction, parts, sumOf } from './numbers.js';

/** One allele of a record, as the record writes it. */
export interface RecordAllele {
  readonly ref: string;
  readonly alt: string;
  /** 1-based place in ALT. */
  readonly index: number;
  readonly alternateCount: number;
}

/** Reads by allele as one caller writes them; `total` is of all alleles of the record. */
interface AlleleReads {
  readonly ref: number | null;
  readonly alt: number | null;
  readonly total: number | null;
}

/** How one family of callers gives reads; null where the record has not these fields. */
type Layout = (sample: SampleValues, allele: RecordAllele) => AlleleReads | null;

/** GATK, bcftools, DeepSomatic, VAtools: AD has one count per allele, REF first (Number=R). */
const perAllele: Layout = (sample, { index, alternateCount }) => {
  const counts = parts(sample.get('AD')).map(parseCount);
  if (counts.length !== alternateCount + 1) return null;
  const [ref, alt] = [counts[0] ?? null, counts[index] ?? null];
  return alt === null ? null : { ref, alt, total: sumOf(counts) };
};

/** VarScan 2: RD is the reference's reads, AD the variant's alone (varscan somatic --output-vcf). */
const varscan: Layout = (sample, { index, alternateCount }) => {
  const counts = parts(sample.get('AD')).map(parseCount);
  const [ref, alt] = [parseCount(sample.get('RD')), counts[index - 1] ?? null];
  if (counts.length !== alternateCount || alt === null) return null;
  return { ref, alt, total: sumOf([ref, ...counts]) };
};

/** Strelka2 SNVs: AU, CU, GU, TU hold tier 1 and tier 2 counts of each base; tier 1 as its user guide's allele frequency does. */
const strelkaSnv: Layout = (sample, { ref, alt }) => {
  if (ref.length !== 1 || alt.length !== 1) return null;
  const tier1 = (base: string): number | null => parseCount(parts(sample.get(`${base.toUpperCase()}U`))[0]);
  const [refReads, altReads] = [tier1(ref), tier1(alt)];
  return altReads === null ? null : { ref: refReads, alt: altReads, total: sumOf([refReads, altReads]) };
};

/** Strelka2 indels: TAR supports the reference (or another allele), TIR the indel; tier 1. */
const strelkaIndel: Layout = (sample) => {
  const [ref, alt] = [parseCount(parts(sample.get('TAR'))[0]), parseCount(parts(sample.get('TIR'))[0])];
  return alt === null ? null : { ref, alt, total: sumOf([ref, alt]) };
};

/** FreeBayes: RO reference, AO one count per ALT (Number=A). */
const freebayes: Layout = (sample, { index }) => {
  const counts = parts(sample.get('AO')).map(parseCount);
  const [ref, alt] = [parseCount(sample.get('RO')), counts[index - 1] ?? null];
  return alt === null ? null : { ref, alt, total: sumOf([ref, ...counts]) };
};

/** SomaticSniper: BCOUNT is the count of A, C, G, T. */
const baseCounts: Layout = (sample, { ref, alt }) => {
  const counts = parts(sample.get('BCOUNT')).map(parseCount);
  if (counts.length !== 4 || ref.length !== 1 || alt.length !== 1) return null;
  const ofBase = (base: string): number | null => counts['ACGT'.indexOf(base.toUpperCase())] ?? null;
  const altReads = ofBase(alt);
  return altReads === null ? null : { ref: ofBase(ref), alt: altReads, total: sumOf(counts) };
};

/** DP4: reference forward and reverse, variant forward and reverse, of all ALTs together: only told apart where there is one. */
const strandCounts: Layout = (sample, { alternateCount }) => {
  const [refForward, refReverse, altForward, altReverse] = parts(sample.get('DP4')).map(parseCount);
  const alt = sumOf([altForward ?? null, altReverse ?? null]);
  if (alternateCount !== 1 || alt === null) return null;
  const ref = sumOf([refForward ?? null, refReverse ?? null]);
  return { ref, alt, total: sumOf([ref, alt]) };
};

/** Manta: PR pairs around the joint, SR reads split by it (absent where imprecise), each REF first, then per ALT. */
const pairsAndSplitReads: Layout = (sample, { index, alternateCount }) => {
  const counts = ['PR', 'SR']
    .map((key) => parts(sample.get(key)).map(parseCount))
    .filter((values) => values.length === alternateCount + 1);
  const alt = sumOf(counts.map((values) => values[index] ?? null));
  if (counts.length === 0 || alt === null) return null;
  return { ref: sumOf(counts.map((values) => values[0] ?? null)), alt, total: sumOf(counts.flat()) };
};

/** In order of trust. Decided per record, because merged files hold several callers' layouts. */
const layouts: readonly Layout[] = [
  perAllele,
  strelkaSnv,
  strelkaIndel,
  freebayes,
  varscan,
  baseCounts,
  strandCounts,
  pairsAndSplitReads,
];

/** The caller's own fraction: AF (Mutect2, VAtools), VAF (DeepSomatic), FA (MuTect), FREQ (VarScan); one per ALT, or with REF first. */
function statedFraction(sample: SampleValues, { index, alternateCount }: RecordAllele): number | null {
  for (const key of ['AF', 'VAF', 'FA', 'FREQ']) {
    const values = parts(sample.get(key));
    const fraction = parseFraction(values[values.length === alternateCount + 1 ? index : index - 1]);
    if (fraction !== null) return fraction;
  }
  return null;
}

/**
 * Reads of one sample at one allele, null where the sample tells nothing. Depth is DP, else the counted reads. The variant allele
 * fraction is alt / (reads of all the record's alleles): reads that fit no allele, which DP includes, say nothing about it; where only
 * the variant's reads are known, alt / DP; without reads the caller's own fraction.
 */
export function readSupport(sample: SampleValues, allele: RecordAllele): ReadSupport | null {
  const reads = firstReads(sample, allele);
  const depth = parseCount(sample.get('DP')) ?? reads?.total ?? null;
  const fraction = fractionOf(reads, depth) ?? statedFraction(sample, allele);
  if (reads === null && depth === null && fraction === null) return null;
  return {
    depth,
    refReads: reads?.ref ?? null,
    altReads: reads?.alt ?? null,
    variantAlleleFraction: fraction,
  };
}

function firstReads(sample: SampleValues, allele: RecordAllele): AlleleReads | null {
  for (const layout of layouts) {
    const reads = layout(sample, allele);
    if (reads !== null) return reads;
  }
  return null;
}

function fractionOf(reads: AlleleReads | null, depth: number | null): number | null {
  if (reads === null || reads.alt === null) return null;
  const total = reads.total ?? depth;
  return total === null || total === 0 || reads.alt > total ? null : reads.alt / total;
}

/** VAtools' RNA fields RDP, RAD (Number=R) and RAF of the same sample column; null where there are none. */
export function rnaSupport(sample: SampleValues, allele: RecordAllele): ReadSupport | null {
  const values = new Map([
    ['AD', sample.get('RAD')],
    ['DP', sample.get('RDP')],
    ['AF', sample.get('RAF')],
  ]);
  const isAbsent = [...values.values()].every((value) => value === null);
  return isAbsent ? null : readSupport({ get: (key) => values.get(key) ?? null }, allele);
}
