/** The rows stages exchange. Missing is null where the field applies but is unknown. */
import { z } from 'zod';
import { variantEventSchema } from './variant-event.js';

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

/** One splice site that a predictor expects an allele to make or break. */
export const spliceScoreSchema = z.object({
  /** Gene as the predictor names it. */
  gene: z.string(),
  /** 'site_…': the predictor does not say whether donor or acceptor (Pangolin). */
  kind: z.enum(['acceptor_gain', 'acceptor_loss', 'donor_gain', 'donor_loss', 'site_gain', 'site_loss']),
  /** 0-1. */
  score: z.number(),
  /** 0-based base of the exon that ends (donor) or begins (acceptor) there, transcript sense. */
  exonBase: z.number().int().nonnegative(),
});
export type SpliceScore = z.infer<typeof spliceScoreSchema>;

/** One row of the ledger. Without `event` one normalised allele: split, trimmed, left-aligned, REF-checked. One ref, one alt, never both empty; VCF style anchor base for indels. */
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
  /** Raw ANN value of INFO (SnpEff), all entries, undecoded; null: absent. */
  ann: z.string().nullable(),
  /** SpliceAI and the like, in the VCF's order; null: no such field. */
  spliceScores: z.array(spliceScoreSchema).nullable(),
  /** What this row is when it is no sequence allele: a fusion, a splice junction, a foreign or reactivated protein; ref and alt are then symbolic. */
  event: variantEventSchema.nullable(),
  /** The caller marks the allele as lying in a problem site? reserved caller flags kept verbatim from INFO (SOMATIC, SS …) */
  isSomaticFlagged: z.boolean().nullable(),
});
export type Variant = z.infer<typeof variantSchema>;

/** One normalised germline allele that touches an exon of a coding transcript; it is background, never a candidate. */
export const germlineVariantSchema = z.object({
  id: z.string(),
  chrom: z.string(),
  position: z.number().int().positive(),
  ref: z.string(),
  alt: z.string(),
  /** 1-based line in the germline file: two ALTs of one line are never on one molecule. */
  line: z.number().int().positive(),
  phase: phaseSchema.nullable(),
  /** On every molecule (1/1); null: no genotype. */
  isHomozygous: z.boolean().nullable(),
});
export type GermlineVariant = z.infer<typeof germlineVariantSchema>;

/** A stretch of protein that the patient's germline makes and the reference lacks, with up to 24 residues on either side: part of self. */
export const germlineSegmentSchema = z.object({
  gene: z.string(),
  transcript: z.string(),
  variantIds: z.array(z.string()).min(1),
  sequence: z.string(),
});
export type GermlineSegment = z.infer<typeof germlineSegmentSchema>;

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
  /** Column names of ANN (SnpEff) likewise. */
  annFields: z.array(z.string()).nullable(),
  /** VEP's version, assembly … where the header names them. */
  annotator: z.string().nullable(),
  /** GRCh37, GRCh38 … detected from contig lengths or header; null: not known. */
  build: z.string().nullable(),
  recordCount: count,
  alleleCount: count,
  keptCount: count,
  /** Rows of fusion, junction and protein files; they are counted in alleleCount. */
  eventCount: count,
  /** Of the germline file: alleles read, and those kept as background; null: none given. */
  germline: z.object({ alleleCount: count, keptCount: count }).nullable(),
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
  /** 'phased' proven on one molecule, 'alone' no neighbour, 'possible' phase unknown: one of the possibilities. */
  phaseState: z.enum(['alone', 'phased', 'possible']),
  nmd: z.enum(['escapes', 'degraded', 'not_applicable', 'unknown']),
  /** Where the proteins come from. */
  source: z.enum(['bundle', 'csq', 'csq+bundle', 'ann', 'ann+bundle', 'table', 'fasta']),
  isManeSelect: z.boolean(),
  isCanonical: z.boolean(),
  supportLevel: z.number().int().nullable(),
  transcriptFlags: z.array(z.string()),
  /** Tells rows of one variant and transcript apart: '' the certain one, else a short key as 'skip-exon-5', 'retain-intron-4', 'start-34', 'with:ID,ID'. */
  proteoform: z.string(),
  /** What is assumed, a sentence: then the mutant protein is one possibility and `status` says why it is not certain. null: nothing is assumed. */
  hypothesis: z.string().nullable(),
  /** 'ok', or the omission code that says why the protein is not certain (with a hypothesis) or not known: peptides are made of ok and hypothesis rows. */
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
  /** 95 %, of the beta posterior of the tumour's reads; null: reads, purity or copy number are not known. */
  cancerCellFractionInterval: z.tuple([z.number(), z.number()]).nullable(),
  /** Clonal where the interval reaches 1. */
  clonality: z.enum(['clonal', 'subclonal']).nullable(),
  /** Copies of the place in a tumour cell, of the copy number table; null: none given, or none here. */
  tumorCopies: z.number().nonnegative().nullable(),
  /** Copies in a normal cell: 2, of X and Y in males 1; null: not known. */
  normalCopies: z.number().int().positive().nullable(),
  sources: z.array(z.string()),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** What the tumour kept of the patient's HLA alleles; one per run. */
export const hlaStatusSchema = z.object({
  /** Tool and file; null: no file given, and `alleles` is empty. */
  source: z.string().nullable(),
  /** Alleles as the file has them, in canonical two fields, sorted. */
  alleles: z.array(
    z.object({
      allele: z.string(),
      /** null: the file says nothing usable of it. */
      isLost: z.boolean().nullable(),
      /** Copies of this allele in a tumour cell. */
      minorCopies: z.number().nullable(),
      pValue: z.number().nullable(),
    }),
  ),
});
export type HlaStatus = z.infer<typeof hlaStatusSchema>;

/** The evidence files of a run: what each is, how it was read and how much of it was used; one per run. */
export const evidenceSourcesSchema = z.object({
  files: z.array(
    z.object({
      role: z.enum(['expression', 'rna-counts', 'copy-number', 'hla-loss']),
      /** The tool as told from the content: 'Salmon', 'ASCAT', 'table'. */
      tool: z.string(),
      file: z.string(),
      /** Rows (records, segments, alleles) read. */
      rowCount: count,
      /** Variants that took a value of it; null: not joined to variants. */
      variantCount: count.nullable(),
    }),
  ),
  /** Tumour purity of this run; null: not known. */
  purity: z.object({ value: fraction, source: z.string() }).nullable(),
  /** Everything that was converted, assumed or could not be joined, a sentence each. */
  notes: z.array(z.string()),
});
export type EvidenceSources = z.infer<typeof evidenceSourcesSchema>;

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
  occurrences: z
    .array(
      z.object({
        transcript: z.string(),
        proteoform: z.string(),
        offset: z.number().int().nonnegative(),
      }),
    )
    .min(1),
  /** Up to 10 residues on either side in the first occurrence, '' at an end. */
  nFlank: z.string(),
  cFlank: z.string(),
  /** Occurs in a wild-type protein or the patient's germline (of a self protein given as an antigen: of another gene); null: not in those at hand, and the whole proteome was not at hand. */
  isSelfPeptide: z.boolean().nullable(),
  /** The assumption that every occurrence rests on; null: at least one occurrence rests on none. */
  hypothesis: z.string().nullable(),
});
export type PeptideRow = z.infer<typeof peptideRowSchema>;

/** A distinct peptide to score. Sorted by length, then alphabet; unique. */
export const scoringPeptideSchema = z.object({ peptide: z.string() });

const perAllele = z.array(z.number().nullable());

/** Numbers of one predictor in the panel's order of alleles; null = not predicted. */
const predictionNumbersSchema = z.object({
  affinityNm: perAllele,
  percentileRank: perAllele,
  presentationScore: perAllele,
  /** Absent where the predictor gives none. */
  halfLifeHours: perAllele.optional(),
});

/** Scores of one peptide against the panel's alleles, in the panel's order; null = not predicted. */
export const predictionSchema = predictionNumbersSchema.extend({
  peptide: z.string(),
  /** Of a consensus: what each predictor said, in the order they were asked for; absent where one predictor was asked. */
  members: z.array(predictionNumbersSchema.extend({ predictor: z.string() })).optional(),
  /** Class II: offset of the nine-residue binding core in the peptide; absent where the predictor names none. */
  coreOffset: z.array(z.number().int().nonnegative().nullable()).optional(),
});
export type Prediction = z.infer<typeof predictionSchema>;

/** The alleles scored and by what; one per run and class. The predictor is null where there is no allele of the class: then none is asked. */
export const panelSchema = z.object({
  predictor: z.string().nullable(),
  predictorVersion: z.string().nullable(),
  predictorDigest: z.string().nullable(),
  alleles: z.array(
    z.object({
      allele: z.string(),
      /** These are null where the predictor does not tell what it was trained on. */
      trainingLigands: count.nullable(),
      trainingAffinities: count.nullable(),
      nearestTrained: z.string().nullable(),
      distanceToTrained: z.number().nullable(),
      confidence: z.enum(['high', 'medium', 'low', 'unknown']),
      /** The residues of the molecule that touch a peptide (pseudosequence); absent where the predictor does not hold them. */
      contactResidues: z.string().optional(),
    }),
  ),
});
export type Panel = z.infer<typeof panelSchema>;

/** Which positions of a peptide hold it in the groove of each allele; one per run. */
export const anchorsSchema = z.object({
  /** 'model': positions that move the predictor's affinity; 'default': no positions of an allele are known, and 1, 2, L-1 and L are taken. */
  source: z.enum(['model', 'default']),
  /** Why they are the default; null: they are the model's. */
  reason: z.string().nullable(),
  /** Of each allele and length; [] where the source is 'default'. */
  positions: z.array(
    z.object({
      allele: z.string(),
      length: z.number().int().positive(),
      /** 0-based, ascending. */
      anchorOffsets: z.array(z.number().int().nonnegative()),
      /** Of each position: its share of what all positions move, 0-1. */
      contributions: z.array(fraction),
    }),
  ),
});
export type Anchors = z.infer<typeof anchorsSchema>;
