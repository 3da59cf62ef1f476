/** Random variants of all classes, placed where annotators go wrong: exon edges, start and stop codons, repeats, UTRs. */
import type { ReferenceBundle, Transcript } from '../../schemas/reference.js';
import type { Random } from './random.js';

/** As a caller might write it: not always minimal, not always left-aligned. */
export interface RandomVariant {
  readonly chrom: string;
  /** 1-based. */
  readonly position: number;
  readonly ref: string;
  readonly alt: string;
  /** Where it was aimed and what it does: 'splice deletion'. */
  readonly kind: string;
}

const placeWeights = {
  coding: 26,
  edge: 22,
  start: 9,
  stop: 9,
  repeat: 14,
  utr: 8,
  intron: 6,
  intergenic: 2,
  transcriptEnd: 4,
} as const;
type Place = keyof typeof placeWeights;

const changeWeights = {
  snv: 28,
  mnv: 12,
  deletion: 20,
  insertion: 12,
  duplication: 10,
  delins: 12,
  longDeletion: 4,
  stopInsertion: 2,
} as const;
type Change = keyof typeof changeWeights;

interface Edit {
  /** 0-based half-open. */
  readonly start: number;
  readonly ref: string;
  readonly alt: string;
}

/** Stretches of the contigs whose sequence is known: random sites and transcripts are taken from these. */
export interface KnownRegion {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
}

/** `count` variants with A, C, G and T only, in random order. */
export function randomVariants(
  reference: ReferenceBundle,
  regions: readonly KnownRegion[],
  random: Random,
  count: number,
): RandomVariant[] {
  const inRegion = ({ contig, start, end }: Transcript): boolean =>
    regions.some((region) => region.chrom === contig && region.start <= start && region.end >= end);
  const transcripts = [...reference.transcripts()].filter(inRegion);
  const coding = transcripts.filter(({ cds }) => cds !== null);
  const variants: RandomVariant[] = [];
  while (variants.length < count) {
    const place = random.weighted(placeWeights);
    const change = random.weighted(changeWeights);
    const isAnyTranscript = place === 'transcriptEnd' || place === 'intron' || place === 'utr';
    const transcript = random.pick(isAnyTranscript ? transcripts : coding);
    const region = random.pick(regions);
    const chrom = place === 'intergenic' ? region.chrom : transcript.contig;
    const at =
      place === 'intergenic'
        ? region.start + random.below(region.end - region.start)
        : siteIn(reference, transcript, place, random);
    if (at === null || at < 300) continue;
    const edit = changeAt(reference, chrom, at, change, random);
    if (edit === null) continue;
    const variant = written(reference, chrom, edit, random);
    if (variant === null || /[^ACGT]/.test(variant.ref + variant.alt)) continue;
    variants.push({ ...variant, chrom, kind: `${place} ${change}` });
  }
  return variants;
}

/** Somewhere from 6 bases before a place to 5 behind it. */
function around(at: number, random: Random): number {
  return at - 6 + random.below(12);
}

function siteIn(
  reference: ReferenceBundle,
  transcript: Transcript,
  place: Place,
  random: Random,
): number | null {
  const { exons, cds, start, end, strand } = transcript;
  const exon = random.pick(exons);
  const inExon = exon.start + random.below(exon.end - exon.start);
  if (place === 'edge') return around(random.pick([exon.start, exon.end]), random);
  if (place === 'transcriptEnd') return around(random.pick([start, end]), random);
  if (place === 'intron') return start + random.below(end - start);
  if (cds === null) return inExon;
  const isForward = strand === '+';
  if (place === 'start') return around(isForward ? cds.start + 1 : cds.end - 2, random);
  if (place === 'stop') return around(isForward ? cds.end - 2 : cds.start + 1, random);
  const isCoding = inExon >= cds.start && inExon < cds.end;
  if (place === 'utr') return isCoding ? null : inExon;
  if (!isCoding) return null;
  return place === 'repeat' ? repeatNear(reference, transcript.contig, inExon) : inExon;
}

/** The first place within 60 bases where a unit of one to four bases stands three times or more. */
function repeatNear(reference: ReferenceBundle, contig: string, from: number): number | null {
  const bases = reference.sequence(contig, from, from + 80);
  for (let at = 0; at < 60; at++) {
    for (let unit = 1; unit <= 4; unit++) {
      const word = bases.slice(at, at + unit);
      if (bases.startsWith(word.repeat(unit === 1 ? 4 : 3), at)) return from + at;
    }
  }
  return null;
}

function changeAt(
  reference: ReferenceBundle,
  chrom: string,
  start: number,
  change: Change,
  random: Random,
): Edit | null {
  const read = (length: number): string => reference.sequence(chrom, start, start + length);
  const short = 1 + Math.min(random.below(9), random.below(9)) * random.pick([1, 1, 3]);
  const edit = ((): Edit => {
    switch (change) {
      case 'snv':
        return { start, ref: read(1), alt: random.bases(1) };
      case 'mnv': {
        const length = 2 + random.below(4);
        return { start, ref: read(length), alt: random.bases(length) };
      }
      case 'deletion':
        return { start, ref: read(short), alt: '' };
      case 'longDeletion':
        return { start, ref: read(20 + random.below(180)), alt: '' };
      case 'insertion':
        return { start, ref: '', alt: random.bases(short) };
      case 'duplication':
        return { start, ref: '', alt: read(short) };
      case 'stopInsertion':
        return { start, ref: '', alt: random.bases(random.below(3)) + random.pick(['TAA', 'TTA', 'TGATAA']) };
      case 'delins':
        return { start, ref: read(1 + random.below(6)), alt: random.bases(1 + random.below(6)) };
    }
  })();
  return edit.ref === edit.alt ? null : edit;
}

/** The edit in a record: an indel sometimes moved right within its repeat, sometimes with more bases around it than it needs. */
function written(
  reference: ReferenceBundle,
  chrom: string,
  edit: Edit,
  random: Random,
): Omit<RandomVariant, 'chrom' | 'kind'> | null {
  let { start, ref, alt } = edit;
  if ((ref === '') !== (alt === '') && random.below(3) === 0) {
    for (let moved = 0; moved < 100; moved++) {
      const bases = ref + alt;
      const next = reference.sequence(chrom, start + ref.length, start + ref.length + 1);
      if (next !== bases.charAt(0)) break;
      if (ref === '') alt = alt.slice(1) + next;
      else ref = ref.slice(1) + next;
      start += 1;
    }
  }
  const isAnchored = ref === '' || alt === '';
  const extra = random.below(6) === 0 ? 1 + random.below(3) : 0;
  const before = extra + (isAnchored ? 1 : 0);
  const behind = extra > 0 ? random.below(4) : 0;
  const head = reference.sequence(chrom, start - before, start);
  const end = start + ref.length;
  const tail = reference.sequence(chrom, end, end + behind);
  if (head.length < before || tail.length < behind) return null;
  return { position: start - before + 1, ref: head + ref + tail, alt: head + alt + tail };
}
