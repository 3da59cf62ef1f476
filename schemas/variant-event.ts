/** Sources of antigens that are no sequence allele: each becomes a row of the ledger beside the alleles. */
import { z } from 'zod';

/** One side of a joint between two places of the genome. */
export const breakpointSchema = z.object({
  /** Gene as the file names it; null: to be found by place. */
  gene: z.string().nullable(),
  /** Transcript as the file names it. */
  transcript: z.string().nullable(),
  chrom: z.string(),
  /** 1-based position of the outermost base that is kept. */
  position: z.number().int().positive(),
  /** Which side of the breakpoint is kept, in genome direction: 'left' = up to and including `position`. */
  keeps: z.enum(['left', 'right']),
});
export type Breakpoint = z.infer<typeof breakpointSchema>;

const fusionSchema = z.object({
  kind: z.literal('fusion'),
  /** Tool and version as far as known: 'Arriba', 'STAR-Fusion', 'VCF breakend'. */
  tool: z.string(),
  /** 'rna': the joint of the mRNA, `left` is the 5' partner. 'dna': the joint of the genome, either may be the 5' partner, splicing follows. */
  level: z.enum(['rna', 'dna']),
  left: breakpointSchema,
  right: breakpointSchema,
  /** Bases at the joint that neither side has, reading from `left` on its 5'-3' (rna) or forward (dna) strand. */
  insertedBases: z.string(),
  /** Reading frame as the tool states it: checked against ours, never taken over silently. */
  statedFrame: z.enum(['in-frame', 'out-of-frame']).nullable(),
  /** Protein around the joint as the tool states it, '|' at the joint; null: none. */
  statedPeptide: z.string().nullable(),
  /** Reads across the joint and read pairs around it. */
  junctionReads: z.number().int().nonnegative().nullable(),
  spanningReads: z.number().int().nonnegative().nullable(),
  confidence: z.string().nullable(),
});

const junctionSchema = z.object({
  kind: z.literal('junction'),
  tool: z.string(),
  chrom: z.string(),
  /** The intron that is spliced out, 0-based half-open. For a retained intron (isRetention) the intron that stays. */
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  isRetention: z.boolean(),
  strand: z.enum(['+', '-']).nullable(),
  genes: z.array(z.string()),
  transcripts: z.array(z.string()),
  /** The tool's class of the junction, e.g. regtools 'D', 'A', 'NDA'. */
  anchor: z.string().nullable(),
  reads: z.number().int().nonnegative().nullable(),
  /** Variants said to cause it, as the file writes them. */
  causes: z.array(z.string()),
});

const proteinSchema = z.object({
  kind: z.literal('protein'),
  /** 'viral': no part of self. 'self': a protein of the patient that healthy adult tissue hardly shows (cancer-testis). */
  origin: z.enum(['viral', 'self']),
  name: z.string(),
  gene: z.string(),
  sequence: z.string().min(1),
});

export const variantEventSchema = z.discriminatedUnion('kind', [fusionSchema, junctionSchema, proteinSchema]);
export type VariantEvent = z.infer<typeof variantEventSchema>;
export type FusionEvent = z.infer<typeof fusionSchema>;
export type JunctionEvent = z.infer<typeof junctionSchema>;
export type ProteinEvent = z.infer<typeof proteinSchema>;
