/** The rows stages exchange. Missing is null where the field applies but is unknown. */
import { z } from 'zod';

const fraction = z.number().min(0).max(1);
const count = z.number().int().nonnegative();

/** Reads of one sample at one allele. */
export const readSupportSchema = z.object({
  depth: count.nullable(),
  refReads: count.nullable(),
  altReads: count.nullable(),
  /** From the reads where given, else the caller's own fraction. */
  variantAlleleFraction: fraction.nullable(),
});
export type ReadSupport = z.infer<typeof readSupportSchema>;

/** Phase of the allele in the tumour sample: same `set` and same `haplotype` = on one molecule. */
export const phaseSchema = z.object({
  /** PS, PID, HP … as written, with the kind in front: 'PS:1234', 'PID:1234_A_T'. */
  set: z.string(),
  /** 0-based haplotype index within the set. */
  haplotype: z.number().int().nonnegative(),
  /** True where the allele is on both haplotypes (1|1). */
  isHomozygous: z.boolean(),
});
export type Phase = z.infer<typeof phaseSchema>;

/** One normalised allele: split, trimmed, left-aligned, REF-checked. One ref, one alt, never both empty; VCF style anchor base for indels. */
export const variantSchema = z.object({
  /** chrom:pos:ref:alt, normalised, contig named as in the reference (as in the file where there is none). */
  id: z.string(),
  /** chrom:pos:ref:alt as the file wrote it (this ALT only). */
  input: z.string(),
  /** 1-based ordinal of the allele in the file; unique. */
  alleleOrdinal: z.number().int().positive(),
  /** 1-based line in the (decompressed) file. */
  line: z.number().int().positive(),
  chrom: z.string(),
  position: z.number().int().positive(),
  ref: z.string(),
  alt: z.string(),
  /** ID column, null for '.'. */
  name: z.string().nullable(),
  filters: z.array(z.string()),
  tumor: readSupportSchema.nullable(),
  normal: readSupportSchema.nullable(),
  /** RDP/RAD/RAF of VAtools where present. */
  rna: readSupportSchema.nullable(),
  /** GX: gene id → expression; TX: transcript id → expression (TPM as the file states). null: field absent. */
  geneExpression: z.record(z.string(), z.number()).nullable(),
  transcriptExpression: z.record(z.string(), z.number()).nullable(),
  phase: phaseSchema.nullable(),
  /** The tumour's genotype is phased or not, or null without GT. */
  genotype: z.string().nullable(),
  /** Raw CSQ value of INFO, all entries, undecoded; null: absent. */
  csq: z.string().nullable(),
  /** The caller marks the allele as lying in a problem site? reserved caller flags kept verbatim from INFO (SOMATIC, SS …) */
  isSomaticFlagged: z.boolean().nullable(),
});
export type Variant = z.infer<typeof variantSchema>;

/** What the VCF's header said and what was counted; one per run. */
export const vcfSourceSchema = z.object({
  fileFormat: z.string(),
  samples: z.array(z.string()),
  tumorSample: z.string().nullable(),
  normalSample: z.string().nullable(),
  /** How the roles were found: 'flag', 'header ##tumor_sample', 'single sample', 'names TUMOR/NORMAL', 'no samples' … */
  rolesFrom: z.string(),
  caller: z.string(),
  /** Column names of CSQ from the header, null where there is none. */
  csqFields: z.array(z.string()).nullable(),
  /** VEP's version, assembly … where the header names them. */
  annotator: z.string().nullable(),
  /** GRCh37, GRCh38 … detected from contig lengths or header; null: not known. */
  build: z.string().nullable(),
  recordCount: count,
  alleleCount: count,
  keptCount: count,
  /** Alleles omitted before the body was decoded, by code (they have omission rows as well). */
  warnings: z.array(z.string()),
});
export type VcfSource = z.infer<typeof vcfSourceSchema>;

/** Effect of one variant (or phased group) on one transcript. */
export const consequenceSchema = z.object({
  variantId: z.string(),
  alleleOrdinal: z.number().int().positive(),
  input: z.string(),
  gene: z.string(),
  geneId: z.string(),
  transcript: z.string(),
  proteinId: z.string().nullable(),
  biotype: z.string(),
  strand: z.enum(['+', '-']).nullable(),
  /** Sequence Ontology terms, most severe first. */
  consequence: z.array(z.string()).min(1),
  hgvsC: z.string().nullable(),
  hgvsP: z.string().nullable(),
  /** 1-based first changed residue; null: protein not changed or unknown. */
  proteinStart: z.number().int().positive().nullable(),
  /** Whole protein; '*' appended where the stop was read; X unknown, U selenocysteine. null: not known or non-coding. */
  wildtypeProtein: z.string().nullable(),
  mutantProtein: z.string().nullable(),
  /** 0-based half-open stretch of the mutant protein that differs from the wild type; start = end for a pure deletion (junction). */
  mutantStretch: z
    .object({ start: z.number().int().nonnegative(), end: z.number().int().nonnegative() })
    .nullable(),
  isFrameshift: z.boolean(),
  /** The variants that change this protein together; one id for a lone variant. */
  phaseGroup: z.array(z.string()),
  /** 'phased' proven on one molecule, 'alone' no neighbour, 'possible' unknown phase hypothesis. */
  phaseState: z.enum(['alone', 'phased', 'possible']),
  nmd: z.enum(['escapes', 'degraded', 'not_applicable', 'unknown']),
  /** Where the proteins come from. */
  source: z.enum(['bundle', 'csq', 'csq+bundle']),
  isManeSelect: z.boolean(),
  isCanonical: z.boolean(),
  supportLevel: z.number().int().nullable(),
  transcriptFlags: z.array(z.string()),
  /** 'ok' or an omission code: then no peptide is made of this row. */
  status: z.string(),
  statusReason: z.string(),
});
export type Consequence = z.infer<typeof consequenceSchema>;

/** What is measured of one variant in one gene. Sources of each value are in `sources`. */
export const evidenceSchema = z.object({
  variantId: z.string(),
  alleleOrdinal: z.number().int().positive(),
  dnaVaf: fraction.nullable(),
  dnaDepth: count.nullable(),
  dnaAltReads: count.nullable(),
  normalVaf: fraction.nullable(),
  rnaVaf: fraction.nullable(),
  rnaDepth: count.nullable(),
  rnaAltReads: count.nullable(),
  /** By gene id without version (and by gene name where only that is given). TPM. */
  geneTpm: z.record(z.string(), z.number()),
  transcriptTpm: z.record(z.string(), z.number()),
  cancerCellFraction: z.number().nullable(),
  cancerCellFractionInterval: z.tuple([z.number(), z.number()]).nullable(),
  sources: z.array(z.string()),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** A mutant peptide of one variant; equal peptides of several transcripts are one row with several occurrences. */
export const peptideRowSchema = z.object({
  variantId: z.string(),
  alleleOrdinal: z.number().int().positive(),
  input: z.string(),
  peptide: z.string(),
  /** Counterpart at the same place of the wild type; null: none (frameshift tail beyond, no similar window). */
  wildtypePeptide: z.string().nullable(),
  /** 0-based offsets within the peptide that differ from the wild-type counterpart or are novel. */
  mutatedOffsets: z.array(z.number().int().nonnegative()),
  /** Index into the consequences rows is not stable, so by transcript id: where the peptide starts in the mutant protein (0-based). */
  occurrences: z.array(z.object({ transcript: z.string(), offset: z.number().int().nonnegative() })).min(1),
  /** Up to 10 residues on either side in the first occurrence, '' at an end. */
  nFlank: z.string(),
  cFlank: z.string(),
  /** Occurs in a wild-type protein; null: not in those at hand, and the whole proteome was not at hand. */
  isSelfPeptide: z.boolean().nullable(),
});
export type PeptideRow = z.infer<typeof peptideRowSchema>;

/** A distinct peptide to score. Sorted by length, then alphabet; unique. */
export const scoringPeptideSchema = z.object({ peptide: z.string() });

/** Scores of one peptide against the panel's alleles, in the panel's order; null = not predicted. */
export const predictionSchema = z.object({
  peptide: z.string(),
  affinityNm: z.array(z.number().nullable()),
  percentileRank: z.array(z.number().nullable()),
  presentationScore: z.array(z.number().nullable()),
});
export type Prediction = z.infer<typeof predictionSchema>;

/** The alleles scored and by what; one per run and class. */
export const panelSchema = z.object({
  predictor: z.string(),
  predictorVersion: z.string(),
  predictorDigest: z.string(),
  alleles: z.array(
    z.object({
      allele: z.string(),
      trainingLigands: count,
      trainingAffinities: count,
      nearestTrained: z.string(),
      distanceToTrained: z.number(),
      confidence: z.enum(['high', 'medium', 'low']),
    }),
  ),
});
export type Panel = z.infer<typeof panelSchema>;
