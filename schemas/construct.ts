/** What a run's construct is, as the report reads it; construct/manifest.json has the same and every parameter. */
import { z } from 'zod';

const count = z.number().int().nonnegative();

/** What was looked at, what was found, and where. */
export const constructCheckSchema = z.object({
  name: z.string(),
  outcome: z.enum(['met', 'violated', 'unknown', 'not applicable']),
  value: z.string(),
  limit: z.string(),
  source: z.string(),
  places: z.array(z.string()),
});

const pieceSchema = z.object({
  kind: z.enum(['leader', 'window', 'spacer', 'trailer']),
  name: z.string(),
  sequence: z.string(),
  /** 0-based, in the construct's protein. */
  start: count,
  /** Of a window: the variants it stands for, as the file wrote them. */
  sources: z.array(z.string()),
});

const seamSchema = z.object({
  left: z.string(),
  right: z.string(),
  spacer: z.string(),
  peptideCount: count,
  /** Pairs of a peptide over the seam and an allele that bind strongly. */
  strong: count,
  selfPeptides: z.array(z.string()),
  /** Pairs without a prediction. */
  unknown: count,
  /** The pair nearest to the limit of a strong binder; null: none was scored. */
  strongest: z
    .object({
      peptide: z.string(),
      allele: z.string(),
      percentileRank: z.number().nullable(),
      affinityNm: z.number().nullable(),
    })
    .nullable(),
  /** How many times weaker than that limit the strongest pair is; null: none was scored. */
  margin: z.number().nullable(),
});

export const constructDesignSchema = z.object({
  /** What was to be made, after 'auto' was decided. */
  form: z.enum(['none', 'mrna', 'peptides', 'both']),
  constructs: z.array(
    z.object({
      name: z.string(),
      protein: z.string(),
      /** In the order of the protein. */
      pieces: z.array(pieceSchema),
      seams: z.array(seamSchema),
      /** Least of any order without a spacer. */
      withoutSpacers: z.object({ strong: count, self: count }),
      order: z.object({
        method: z.enum(['held-karp', 'branch-and-bound']),
        isProven: z.boolean(),
        /** The first aim of the order that stays open, with value and bound. */
        gap: z.string(),
      }),
      mrna: z.object({
        /** Written as DNA. */
        sequence: z.string(),
        codonAdaptationIndex: z.number().nullable(),
        /** Fractions of the coding sequence. */
        gcFraction: z.number(),
        uridineFraction: z.number(),
        isCodonChoiceProven: z.boolean(),
      }),
      checks: z.array(constructCheckSchema),
    }),
  ),
  peptides: z.array(
    z.object({
      name: z.string(),
      sequence: z.string(),
      sources: z.array(z.string()),
      /** Residues of the window left out at either end. */
      trimmed: z.object({ start: count, end: count }),
      checks: z.array(constructCheckSchema),
    }),
  ),
  /** What is in no construct, and why. */
  leftOut: z.array(z.object({ name: z.string(), reason: z.string() })),
  predictors: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      mhcClass: z.enum(['I', 'II']),
      alleles: z.array(z.string()),
      /** Percentile rank up to which a peptide at a seam is a strong binder. */
      strongRank: z.number(),
    }),
  ),
});
export type ConstructDesign = z.infer<typeof constructDesignSchema>;
