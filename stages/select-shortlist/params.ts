import { z } from 'zod';
import { tierSchema } from '../../schemas/candidates.js';

export const paramsSchema = z.object({
  size: z
    .number()
    .int()
    .min(1)
    .max(500)
    .default(20)
    .describe('antigens on the shortlist (20: the usual capacity of one mRNA construct)'),
  method: z
    .enum(['objective', 'rank'])
    .default('objective')
    .describe(
      'objective: the antigens that together cover most clones through most HLA alleles, with proof; rank: the best-ranked ones',
    ),
  excludedTiers: z
    .array(tierSchema)
    .default(['Poor', 'NoExpr'])
    .describe('tiers never put on the shortlist: several criteria fail, or the gene is silent'),
  allowHypotheses: z
    .boolean()
    .default(false)
    .describe(
      'whether an antigen whose protein rests on an assumption (skipped exon, unknown phase, another start) may be on the shortlist without RNA reads that show it',
    ),
  perGene: z.number().int().min(1).default(2).describe('at most so many antigens of one gene'),
  cloneSteps: z
    .array(z.number().gt(0).lt(1))
    .max(9)
    .default([0.25, 0.5, 0.75])
    .describe(
      'cancer cell fractions at which the cells are told apart into clones; [] makes one clone of them, in which a variant counts by its fraction',
    ),
  unknownCellFraction: z
    .number()
    .gt(0)
    .max(1)
    .default(1)
    .describe('cancer cell fraction of a variant for which none is known (1: as a clonal one)'),
  tieTolerance: z
    .number()
    .min(0)
    .max(0.1)
    .default(0.01)
    .describe(
      'share of the objective that may at most be given up for better-ranked antigens, so that rank decides between lists of nearly equal worth; 0: the best list whatever the ranks',
    ),
  searchNodes: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(2000)
    .describe(
      'parts of the choice that the search may open; a bound on work that gives the same list on every machine',
    ),
});
export type SelectParams = z.infer<typeof paramsSchema>;
