/** How the shortlist was chosen: what it is worth, what no other list can exceed, and what the reviewer decided. */
import { z } from 'zod';

const count = z.number().int().nonnegative();
const fraction = z.number().min(0).max(1);

/** A reviewer's word on one variant, and what became of it. */
export const decisionRowSchema = z.object({
  decision: z.enum(['accept', 'reject', 'review']),
  /** 1-based line of the submitted file. */
  line: z.number().int().positive(),
  /** The variant as the file names it. */
  subject: z.string(),
  /** null: no allele of this run (only of another tool's export, which names everything it saw). */
  variantId: z.string().nullable(),
  alleleOrdinal: z.number().int().positive().nullable(),
  reason: z.string().nullable(),
  reviewer: z.string().nullable(),
  /** 'pinned' stands on the shortlist; 'banned' was kept off it; 'noted' changed nothing; 'not-ranked': it left the run earlier, nothing could be done. */
  outcome: z.enum(['pinned', 'banned', 'noted', 'not-ranked']),
});
export type DecisionRow = z.infer<typeof decisionRowSchema>;

/** One antigen's part in the objective, in the order of the shortlist. */
export const selectionPickSchema = z.object({
  pick: z.number().int().positive(),
  rank: z.number().int().positive(),
  alleleOrdinal: z.number().int().positive(),
  variantId: z.string(),
  isPinned: z.boolean(),
  /** What the objective gains by it after the picks before it. */
  marginalGain: z.number().nonnegative(),
  /** The objective's loss if it alone were taken off the finished list. */
  uniqueGain: z.number().nonnegative(),
  /** Share of cancer cells taken to carry it. */
  cellFraction: fraction,
  /** Where the share is from. */
  cellFractionFrom: z.enum(['clonality', 'cancer-cell-fraction', 'unknown']),
  /** Probability per HLA allele that the tumour kept, strongest first. */
  alleles: z.array(z.object({ allele: z.string(), peptide: z.string(), probability: fraction })),
});
export type SelectionPick = z.infer<typeof selectionPickSchema>;

/** Of the cells of one clone: how surely at least one antigen of the list is seen on them by this allele. */
export const coverageCellSchema = z.object({
  clone: z.string(),
  allele: z.string(),
  coverage: fraction,
  /** Antigens of the list with a candidate there. */
  antigenCount: count,
});

export const selectionSchema = z.object({
  method: z.enum(['objective', 'rank']),
  /** Antigens asked for. */
  size: z.number().int().positive(),
  /** Ranked variants that no gate, tier, assumption or reviewer keeps off the shortlist. */
  eligibleCount: count,
  /** Groups of cells told apart by what they carry; weights are shares of the cancer cells and sum to 1. */
  clones: z.array(z.object({ clone: z.string(), weight: fraction })),
  /** HLA alleles that count, sorted; lost ones are not among them. */
  alleles: z.array(z.string()),
  lostAlleles: z.array(z.string()),
  /** Sum over clones and alleles of weight × coverage: 0 to the number of alleles. */
  objective: z.number().nonnegative(),
  /** No permitted list is worth more (same size, limits, pins and bans). */
  bound: z.number().nonnegative(),
  /** (bound − objective) / bound, 0-1. */
  gap: fraction,
  /** The best list found was shown to be the best; the shortlist may lie below it by the tolerance for near ties. */
  isProven: z.boolean(),
  /** What the best list found is worth, before near ties went by rank. */
  bestFound: z.number().nonnegative(),
  /** How the bound was had. */
  search: z.object({
    algorithm: z.enum(['all-fit', 'branch-and-bound']),
    nodes: count,
    nodeLimit: count,
    /** Candidates that could not be ruled out before the search. */
    openCount: count,
  }),
  /** The list by rank alone, for comparison: its worth, and how many antigens it shares with this one. */
  byRank: z.object({ objective: z.number().nonnegative(), sharedCount: count }),
  picks: z.array(selectionPickSchema),
  /** Every clone × allele, clones as above, then alleles. */
  coverage: z.array(coverageCellSchema),
  /** In the file's order; [] where no file was given. */
  decisions: z.array(decisionRowSchema),
  /** What a reader must know of this list, a sentence each. */
  notes: z.array(z.string()),
});
export type Selection = z.infer<typeof selectionSchema>;
