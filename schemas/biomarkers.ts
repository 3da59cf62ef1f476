/** What is said of the patient as a whole, and what each shortlisted antigen may do to healthy tissue. Research use only. */
import { z } from 'zod';
import { tierSchema } from './candidates.js';

const count = z.number().int().nonnegative();
const fraction = z.number().min(0).max(1);

/** Non-synonymous coding variants, and what they are divided by. */
export const mutationalBurdenSchema = z.object({
  /** Which variants count, in words. */
  definition: z.string(),
  nonsynonymous: count,
  synonymous: count,
  /** Sequence alleles accepted from the variant file; fusions, junctions and given proteins are not among them. */
  variants: count,
  /** Megabases of coding sequence in which a variant could have been called; null: not known. */
  callableMb: z.number().positive().nullable(),
  /** Where `callableMb` is from, or why it is not known. */
  denominator: z.string(),
  /** nonsynonymous / callableMb. */
  perMb: z.number().nonnegative().nullable(),
});
export type MutationalBurden = z.infer<typeof mutationalBurdenSchema>;

export const hlaLocusSchema = z.object({
  /** 'A', 'DRB1'. */
  locus: z.string(),
  mhcClass: z.enum(['I', 'II']),
  /** Distinct alleles of the genotype, canonical. */
  alleles: z.array(z.string()),
  /** Two distinct alleles; false: one, homozygous as far as the typing tells; null: none given. */
  isHeterozygous: z.boolean().nullable(),
  /** Mean Grantham distance of the two alleles over the contact residues of the pseudosequence; 0: homozygous; null: not known. */
  contactResidueDivergence: z.number().nonnegative().nullable(),
});
export type HlaLocus = z.infer<typeof hlaLocusSchema>;

export const hlaBiomarkersSchema = z.object({
  loci: z.array(hlaLocusSchema),
  /** Over HLA-A, -B and -C; null where one of them is not known. */
  meanContactResidueDivergence: z.number().nonnegative().nullable(),
  /** How the divergence differs from the published one, or why it is not known. */
  divergenceNote: z.string(),
  loss: z.object({
    /** Tool and file; null: none given, so that nothing is known. */
    source: z.string().nullable(),
    lost: z.array(z.string()),
    kept: z.array(z.string()),
    unknown: z.array(z.string()),
  }),
});
export type HlaBiomarkers = z.infer<typeof hlaBiomarkersSchema>;

/** A variant that ends a protein of antigen presentation or interferon signalling early, or keeps it from being made. */
export const truncatingVariantSchema = z.object({
  input: z.string(),
  alleleOrdinal: z.number().int().positive(),
  gene: z.string(),
  transcript: z.string(),
  hgvsP: z.string().nullable(),
  consequence: z.array(z.string()),
  /** A splice site is lost: likely, not certainly, truncating. */
  isSpliceSite: z.boolean(),
  dnaVaf: fraction.nullable(),
  cancerCellFraction: z.number().nullable(),
  /** What the reads and copies say of the other allele, in words. */
  zygosity: z.string(),
});
export type TruncatingVariant = z.infer<typeof truncatingVariantSchema>;

export const presentationGeneSchema = z.object({
  gene: z.string(),
  /** What the gene does for presentation, in words. */
  role: z.string(),
  /** Empty: none found among the variants of the file. */
  truncating: z.array(truncatingVariantSchema),
});
export type PresentationGene = z.infer<typeof presentationGeneSchema>;

export const immuneExpressionSchema = z.object({
  /** The tool whose table the values are from, and how they became TPM; null: no expression table was given. */
  source: z.string().nullable(),
  genes: z.array(z.object({ gene: z.string(), role: z.string(), tpm: z.number().nonnegative().nullable() })),
  /** Geometric mean of GZMA and PRF1, each plus 0.01 TPM; null: one of them is not known. */
  cytolyticScore: z.number().nonnegative().nullable(),
});
export type ImmuneExpression = z.infer<typeof immuneExpressionSchema>;

/** Of the patient; one per run. */
export const biomarkersSchema = z.object({
  notice: z.string(),
  mutationalBurden: mutationalBurdenSchema,
  /** Variants by the most severe term of the transcript that speaks for them, most frequent first. */
  consequenceKinds: z.array(z.object({ term: z.string(), count })),
  /** 'C>A' … 'T>G' on the strand of the pyrimidine, then 'insertion', 'deletion', 'several bases'. */
  substitutionClasses: z.array(z.object({ class: z.string(), count })),
  /** Every tier, in the tiers' order. */
  neoantigenLoad: z.array(z.object({ tier: tierSchema, variants: count, candidates: count })),
  /** Variants and candidates that a hard gate stops, whatever their tier. */
  gated: z.object({ variants: count, candidates: count }),
  hla: hlaBiomarkersSchema,
  presentationGenes: z.array(presentationGeneSchema),
  immuneExpression: immuneExpressionSchema,
});
export type Biomarkers = z.infer<typeof biomarkersSchema>;

const tissueLevelSchema = z.object({ tissue: z.string(), level: z.number().nonnegative() });

/** What a table of normal tissues says of the gene. */
export const normalExpressionSchema = z.object({
  /** Gene as the table names it. */
  gene: z.string(),
  matchedBy: z.enum(['gene id', 'gene name']),
  /** 'TPM', 'nTPM'. */
  unit: z.string(),
  tissueCount: z.number().int().positive(),
  highest: tissueLevelSchema,
  /** Of each essential organ the tissue with the highest level, highest first. */
  essential: z.array(tissueLevelSchema.extend({ organ: z.string() })),
  /** Essential organs at or above the level that counts as expressed. */
  expressedInEssential: z.array(z.string()),
});
export type NormalExpression = z.infer<typeof normalExpressionSchema>;

/** A stretch of a self protein that equals a presented peptide in all residues or all but one. */
export const nearSelfMatchSchema = z.object({
  peptide: z.string(),
  /** The allele that presents the peptide best. */
  allele: z.string(),
  percentileRank: z.number(),
  match: z.string(),
  gene: z.string(),
  protein: z.string(),
  /** 0-based, in the protein. */
  offset: z.number().int().nonnegative(),
  /** Of the stretch on the same allele; null: the predictor knows no such peptide, or was not asked (an equal stretch has the peptide's). */
  matchPercentileRank: z.number().nullable(),
  /** Germline variants without which the stretch would not be made; [] for the reference. */
  germlineVariantIds: z.array(z.string()),
  /** null: equal in every residue. 'central': the residue faces the T cell; 'anchor': it lies in the groove, so that the T cell sees the same face. */
  mismatch: z
    .object({
      offset: z.number().int().nonnegative(),
      peptideResidue: z.string(),
      selfResidue: z.string(),
      place: z.enum(['anchor', 'central']),
    })
    .nullable(),
  /** 'own_wildtype': the peptide's counterpart in its own gene, expected; 'wildtype_elsewhere': the same sequence in another gene; 'own_gene': another stretch of its gene. */
  kind: z.enum(['own_wildtype', 'wildtype_elsewhere', 'own_gene', 'other_gene']),
  /** Where healthy tissue makes the gene, in words; null: no table, or the gene is not in it. */
  tissueNote: z.string().nullable(),
});
export type NearSelfMatch = z.infer<typeof nearSelfMatchSchema>;

/** One shortlisted antigen. */
export const safetyRowSchema = z.object({
  pick: z.number().int().positive(),
  rank: z.number().int().positive(),
  alleleOrdinal: z.number().int().positive(),
  variantId: z.string(),
  gene: z.string(),
  hgvsP: z.string().nullable(),
  bestPeptide: z.string(),
  bestAllele: z.string(),
  /** Of the parent gene; null: no table was given, or the gene is not in it (`normalExpressionNote` says which). */
  normalExpression: normalExpressionSchema.nullable(),
  normalExpressionNote: z.string(),
  /** Presented peptides looked for in the proteome. */
  peptidesSearched: count,
  /** Those of other genes first, and of these the presented ones, the nearest first; null: no reference proteome was given. */
  nearSelf: z.array(nearSelfMatchSchema).nullable(),
  /** The nearest match outside the own gene, of those that the allele presents too or may: 'exact', 'same_face' (anchor mismatch), 'one_central', 'none'; null: not known. */
  crossReactivity: z.enum(['exact', 'same_face', 'one_central', 'none']).nullable(),
  /** All of it in words. */
  summary: z.string(),
});
export type SafetyRow = z.infer<typeof safetyRowSchema>;
