import type { Variant } from '../../schemas/rows.js';
import type { SmallVariant } from '../shared/normalise/index.js';
import { readSupport, rnaSupport } from '../shared/read-support/read-support.js';
import { infoValue, phaseOf, type VcfRecord } from '../shared/vcf/index.js';
import { isSomaticFlagged } from './caller.js';
import { readExpression } from './expression.js';
import { filterNames } from './filter.js';
import { infoSupport } from './info-support.js';
import type { ParseVariantsParams } from './params.js';
import type { RecordSamples } from './record-samples.js';
import { readSpliceScores } from './splice-scores.js';

/** One ALT of the record at hand. */
export interface AlleleAtHand {
  readonly record: VcfRecord;
  readonly samples: RecordSamples;
  readonly info: string;
  readonly alt: string;
  /** 1-based place in ALT. */
  readonly index: number;
  readonly alternateCount: number;
}

/** Where the allele stands: in the file and, normalised, on the contig. */
export interface AllelePlace {
  readonly id: string;
  readonly input: string;
  readonly alleleOrdinal: number;
  readonly chrom: string;
  readonly variant: SmallVariant;
}

/** The variant row of one allele; its contig's name also names the phase set of calls without one. */
export function describeAllele(
  allele: AlleleAtHand,
  place: AllelePlace,
  params: ParseVariantsParams,
): Variant {
  const { record, samples, info, alt, index, alternateCount } = allele;
  const { tumor, normal } = samples;
  const asWritten = { ref: record.ref, alt, index, alternateCount };
  // One literal: spreading parts into it made slow objects: 21 µs a kept record instead of 9 (bench/vcf.ts).
  return {
    id: place.id,
    input: place.input,
    alleleOrdinal: place.alleleOrdinal,
    line: record.line,
    chrom: place.chrom,
    position: place.variant.position,
    ref: place.variant.ref,
    alt: place.variant.alt,
    name: record.id === '.' || record.id === '' ? null : record.id,
    filters: filterNames(record.filter),
    tumor: samples.hasColumns ? tumor && readSupport(tumor, asWritten) : infoSupport(info, asWritten),
    normal: normal && readSupport(normal, asWritten),
    rna: tumor && rnaSupport(tumor, asWritten),
    geneExpression: readExpression(tumor?.get('GX') ?? null),
    transcriptExpression: readExpression(tumor?.get('TX') ?? null),
    phase: tumor && phaseOf(tumor, index, place.chrom),
    genotype: tumor?.get('GT') ?? null,
    csq: params.keepCsq ? infoValue(info, 'CSQ') || null : null,
    ann: params.keepCsq ? infoValue(info, 'ANN') || null : null,
    spliceScores: readSpliceScores({ info, position: record.position, alt, index }),
    event: null,
    isSomaticFlagged: isSomaticFlagged(info, tumor),
  };
}

/** The variant row with what tells its effect on proteins alone: a third of the work of `describeAllele` (bench/annotate-command.ts). */
export function describeChange(
  { record, samples: { tumor }, info, alt, index }: AlleleAtHand,
  place: AllelePlace,
  params: ParseVariantsParams,
): Variant {
  return {
    id: place.id,
    input: place.input,
    alleleOrdinal: place.alleleOrdinal,
    line: record.line,
    chrom: place.chrom,
    position: place.variant.position,
    ref: place.variant.ref,
    alt: place.variant.alt,
    name: null,
    filters: [],
    tumor: null,
    normal: null,
    rna: null,
    geneExpression: null,
    transcriptExpression: null,
    phase: tumor && phaseOf(tumor, index, place.chrom),
    genotype: tumor?.get('GT') ?? null,
    csq: params.keepCsq ? infoValue(info, 'CSQ') || null : null,
    ann: params.keepCsq ? infoValue(info, 'ANN') || null : null,
    spliceScores: readSpliceScores({ info, position: record.position, alt, index }),
    event: null,
    isSomaticFlagged: null,
  };
}
