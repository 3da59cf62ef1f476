/** Rows from features to shortlist. A candidate is one variant × mutant peptide × HLA allele that may be presented. */
import { z } from 'zod';

export const tiers = [
  'Pass',
  'PoorBinder',
  'PoorImmunogenicity',
  'PoorPresentation',
  'RefMatch',
  'PoorTranscript',
  'LowExpr',
  'Anchor',
  'Subclonal',
  'ProbPos',
  'Poor',
  'NoExpr',
] as const;
export const tierSchema = z.enum(tiers);
export type Tier = z.infer<typeof tierSchema>;

/** Help that CD4 T cells may give: 'strong' and 'weak' by the class II percentile rank. */
export const classTwoSupportSchema = z.object({
  strength: z.enum(['strong', 'weak', 'none']),
  allele: z.string(),
  peptide: z.string(),
  percentileRank: z.number(),
});
export type ClassTwoSupport = z.infer<typeof classTwoSupportSchema>;

/** One candidate's measured and computed properties. */
export const featureRowSchema = z.object({
  variantId: z.string(),
  alleleOrdinal: z.number().int().positive(),
  input: z.string(),
  gene: z.string(),
  geneId: z.string(),
  /** The best-supported transcript that carries the peptide. */
  transcript: z.string(),
  transcriptCount: z.number().int().positive(),
  /** As in the consequence that speaks for the peptide. */
  proteoform: z.string(),
  /** The assumption the peptide rests on, null: none. */
  hypothesis: z.string().nullable(),
  isManeSelect: z.boolean(),
  isCanonical: z.boolean(),
  supportLevel: z.number().int().nullable(),
  biotype: z.string(),
  consequence: z.array(z.string()),
  hgvsC: z.string().nullable(),
  hgvsP: z.string().nullable(),
  isFrameshift: z.boolean(),
  nmd: z.string(),
  phaseGroup: z.array(z.string()),
  phaseState: z.string(),
  peptide: z.string(),
  wildtypePeptide: z.string().nullable(),
  mutatedOffsets: z.array(z.number().int()),
  allele: z.string(),
  /** null: the predictor gives none. */
  affinityNm: z.number().nullable(),
  percentileRank: z.number(),
  presentationScore: z.number().nullable(),
  /** Half-life of the complex; absent where no predictor gives it. */
  halfLifeHours: z.number().nullable().optional(),
  /** Of a consensus: what each predictor said of this pair; absent where one predictor was asked. */
  byPredictor: z
    .array(
      z.object({
        predictor: z.string(),
        affinityNm: z.number().nullable(),
        percentileRank: z.number().nullable(),
        presentationScore: z.number().nullable(),
        halfLifeHours: z.number().nullable().optional(),
      }),
    )
    .optional(),
  wildtypeAffinityNm: z.number().nullable(),
  wildtypePercentileRank: z.number().nullable(),
  /** mutant affinity / wild-type affinity; below 1 = the mutant binds better. */
  agretopicity: z.number().nullable(),
  /** Wild-type minus mutant affinity; above 0 = the mutant binds better. */
  differentialAffinityNm: z.number().nullable(),
  /** Wild-type / mutant affinity, damped where the wild type hardly binds. */
  amplitude: z.number().nullable(),
  /** Mutant rank at least 1.2 times better than the wild type's. null: there is no counterpart, or one has no rank. */
  isImprovedBinder: z.boolean().nullable(),
  /** Likeness to known epitopes, 0-1. null: no epitopes were given. */
  foreignness: z.number().nullable(),
  /** amplitude x foreignness. */
  recognitionPotential: z.number().nullable(),
  /** 1 - likeness to the reference proteome, 0-1. null: no proteome at hand. */
  dissimilarity: z.number().nullable(),
  /** To the wild-type counterpart, 0-1; 1 = equal. */
  selfSimilarity: z.number().nullable(),
  /** Of the residues that face the T cell; higher is more immunogenic. null: no peptide of class I. */
  immunogenicity: z.number().nullable(),
  /** 'non_anchor': a mutated residue faces the T cell; 'anchor_new': all mutated residues in anchors and the wild type does not bind; 'anchor_shared': … and it binds too. */
  anchor: z.enum(['non_anchor', 'anchor_new', 'anchor_shared', 'unknown']),
  /** Anchors of the allele at this length, 0-based, ascending. */
  anchorOffsets: z.array(z.number().int().nonnegative()),
  /** 'model': positions that move the run's predictor; 'default': 1, 2, L-1 and L, because it scores no new peptides; 'core': of class II, positions 1, 4, 6 and 9 of the binding core; null: class II without a core. */
  anchorSource: z.enum(['model', 'default', 'core']).nullable(),
  hydrophobicCore: z.number(),
  aromaticCore: z.number(),
  otherBindingAlleles: z.number().int(),
  /** null: no proteome at hand. */
  isSelfPeptide: z.boolean().nullable(),
  dnaVaf: z.number().nullable(),
  dnaDepth: z.number().nullable(),
  rnaVaf: z.number().nullable(),
  rnaDepth: z.number().nullable(),
  rnaAltReads: z.number().nullable(),
  tpm: z.number().nullable(),
  /** 'transcript', 'gene' or null. */
  tpmLevel: z.enum(['transcript', 'gene']).nullable(),
  alleleExpression: z.number().nullable(),
  cancerCellFraction: z.number().nullable(),
  /** 95 % interval. */
  cancerCellFractionInterval: z.tuple([z.number(), z.number()]).nullable(),
  clonality: z.enum(['clonal', 'subclonal']).nullable(),
  /** The tumour lost the allele. null: no file says. */
  isAlleleLost: z.boolean().nullable(),
  /** Of the variant: harmonic mean over the class I genotype of the best percentile rank per allele. */
  phbr: z.number().nullable(),
  /** Of the variant: its best class II peptide over the mutation. null: no class II allele, or none of its peptides has a rank. */
  classTwoSupport: classTwoSupportSchema.nullable(),
  /** Why the table of drivers lists the variant. null: it does not, or there is none. */
  driver: z.string().nullable(),
  /** 27-mer (or shorter at an end, longer for indels) around the mutation for the construct and the reader. */
  window: z.string(),
});
export type FeatureRow = z.infer<typeof featureRowSchema>;

/** One addend of the score; the terms of a candidate sum exactly to its logit. */
export const explanationTermSchema = z.object({
  name: z.string(),
  /** The measured value as shown to people, with unit; 'unknown' where missing. */
  value: z.string(),
  contribution: z.number(),
});

/** One criterion of the tier rule: value, threshold, where the threshold is from, and what would flip it. */
export const criterionSchema = z.object({
  name: z.string(),
  passes: z.boolean().nullable(),
  value: z.string(),
  threshold: z.string(),
  source: z.string(),
});

/** One thing an expert board looks at; the points of the known parts, over those that they could have, are the board score. */
export const boardPartSchema = z.object({
  name: z.string(),
  /** The value in words; 'unknown' where missing. */
  value: z.string(),
  /** null: the value is unknown, and the part counts neither way. */
  points: z.number().nonnegative().nullable(),
  outOf: z.number().positive(),
});

export const candidateSchema = featureRowSchema.extend({
  tier: tierSchema,
  probability: z.number().min(0).max(1),
  logit: z.number(),
  terms: z.array(explanationTermSchema),
  criteria: z.array(criterionSchema),
  gates: z.array(z.string()),
  /** How far an expert board's criteria are met, 0-1: no probability, and nothing is ordered by it. null: fewer than half of its points can be known. */
  boardScore: z.number().min(0).max(1).nullable(),
  boardParts: z.array(boardPartSchema),
  /** By a policy whose score is no probability: its score (null: a fact it needs is unknown) and the factors that multiply to it; absent otherwise. */
  policyScore: z.object({ value: z.number().nullable(), factors: z.array(explanationTermSchema) }).optional(),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** One mutation, ranked; `best` is its best candidate. */
export const rankedVariantSchema = z.object({
  rank: z.number().int().positive(),
  variantId: z.string(),
  alleleOrdinal: z.number().int().positive(),
  /** P = 1 − Π(1 − p_i) over the best candidates of up to three alleles. */
  probability: z.number(),
  tier: tierSchema,
  isGated: z.boolean(),
  best: candidateSchema,
  /** Best candidate per further allele, strongest first. */
  others: z.array(
    z.object({
      peptide: z.string(),
      allele: z.string(),
      affinityNm: z.number().nullable(),
      percentileRank: z.number(),
      probability: z.number(),
    }),
  ),
  candidateCount: z.number().int().positive(),
  flip: z.string(),
  reasons: z.array(z.string()),
  /** By a policy whose score is no probability: the variant's score, higher is better, and what it is made of; absent otherwise. */
  policyScore: z.object({ value: z.number().nullable(), parts: z.array(explanationTermSchema) }).optional(),
});
export type RankedVariant = z.infer<typeof rankedVariantSchema>;

/** Where each policy puts one variant of a run; beside the policy in force the published ones. */
export const policyRankSchema = z.object({
  variantId: z.string(),
  alleleOrdinal: z.number().int().positive(),
  gene: z.string(),
  hgvsP: z.string().nullable(),
  /** The policy in force first. */
  standings: z
    .array(
      z.object({
        policy: z.string(),
        rank: z.number().int().positive(),
        tier: tierSchema,
        /** Higher is better, within the policy only; null: none could be made. */
        score: z.number().nullable(),
        peptide: z.string(),
        allele: z.string(),
      }),
    )
    .min(1),
  /** Largest minus smallest rank among the policies. */
  spread: z.number().int().nonnegative(),
});
export type PolicyRank = z.infer<typeof policyRankSchema>;

export const shortlistRowSchema = z.object({
  pick: z.number().int().positive(),
  rank: z.number().int().positive(),
  alleleOrdinal: z.number().int().positive(),
  variantId: z.string(),
});
export type ShortlistRow = z.infer<typeof shortlistRowSchema>;
