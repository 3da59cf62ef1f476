import { z } from 'zod';
import { rankedVariants, shortlist } from '../../schemas/artifacts.js';
import { type Candidate, tierSchema } from '../../schemas/candidates.js';
import { defineStage, required } from '../../schemas/stage.js';

export const selectShortlist = defineStage({
  name: 'select-shortlist',
  version: '3',
  summary: 'takes the best-ranked antigens, with a bound per gene',
  params: z.object({
    size: z
      .number()
      .int()
      .min(1)
      .max(500)
      .default(20)
      .describe('antigens on the shortlist (20: the usual capacity of one mRNA construct)'),
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
  }),
  inputs: { ranked: required(rankedVariants) },
  outputs: { shortlist },
  resources: [],
  shard: null,
  run({ params, inputs, emit, omit }) {
    const perGene = new Map<string, number>();
    const takenPeptides = new Map<string, string>();
    let pick = 0;
    for (const { rank, alleleOrdinal, variantId, best, tier, isGated } of inputs.ranked) {
      const leave = (code: 'GATED' | 'BEYOND_SHORTLIST', reason: string) =>
        omit({ scope: 'allele', input: best.input, alleleOrdinal, subject: '', code, reason, count: 1 });
      const ofGene = perGene.get(best.gene) ?? 0;
      const sameProduct = takenPeptides.get(`${best.transcript}\t${best.window}`);
      if (isGated) leave('GATED', best.gates.join('; '));
      else if (params.excludedTiers.includes(tier))
        leave('BEYOND_SHORTLIST', `tier ${tier} is not put on the shortlist`);
      else if (!params.allowHypotheses && best.hypothesis !== null && !isShownByReads(best))
        leave('BEYOND_SHORTLIST', `rests on an assumption that no RNA read shows: ${best.hypothesis}`);
      else if (sameProduct !== undefined)
        leave('BEYOND_SHORTLIST', `the same protein product as ${sameProduct}, already on the shortlist`);
      else if (pick >= params.size)
        leave('BEYOND_SHORTLIST', `ranked ${rank}, behind the ${params.size} antigens of the shortlist`);
      else if (ofGene >= params.perGene)
        leave('BEYOND_SHORTLIST', `${params.perGene} better antigens of ${best.gene} are on the shortlist`);
      else {
        pick += 1;
        perGene.set(best.gene, ofGene + 1);
        takenPeptides.set(`${best.transcript}\t${best.window}`, variantId);
        emit.shortlist({ pick, rank, alleleOrdinal, variantId });
      }
    }
  },
});

/**
 * Whether RNA reads of the allele (of an event: across its joint) tell that the assumed protein is made. They say nothing of what lies on the
 * same molecule beyond a read, nor of where translation begins; and a read that carries the changed splice site does not come from a
 * message that skips the exon.
 */
function isShownByReads({ rnaAltReads, phaseState, proteoform }: Candidate): boolean {
  const isUnseen = phaseState === 'possible' || /^(?:start|skip-exon)-/.test(proteoform);
  return (rnaAltReads ?? 0) > 0 && !isUnseen;
}
