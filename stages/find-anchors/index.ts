import { z } from 'zod';
import { anchors, panel } from '../../schemas/artifacts.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import type { Anchors } from '../../schemas/rows.js';
import { defineStage, required } from '../../schemas/stage.js';
import { anchorOffsets, contributionsOf } from './contributions.js';

/** Xia 2023, doi:10.1126/sciimmunol.abg2200, gives anchors for the lengths of most ligands. */
const lengths = [8, 9, 10, 11];

const paramsSchema = z.object({
  positions: z
    .enum(['model', 'default'])
    .default('model')
    .describe(
      "'model': the positions that move the run's predictor most, for each allele and length; 'default': 1, 2 and the last two, as pVACseq's",
    ),
  share: z
    .number()
    .gt(0)
    .max(1)
    .default(0.8)
    .describe(
      'the fewest positions that make up this share of all movement are anchors (pVACseq 7, anchor-contribution-threshold)',
    ),
});

/** A stage of its own, because what it finds depends on alleles and predictor alone: patients with the same genotype share it. */
export const findAnchors = defineStage({
  name: 'find-anchors',
  version: '1',
  summary: 'finds the anchor positions of every class I allele from what moves the predictor',
  params: paramsSchema,
  inputs: { panel: required(panel) },
  outputs: { anchors },
  resources: ['predictor?'],
  shard: null,
  async run({ params, inputs, resources, emit }) {
    const { predictor } = resources;
    const reason = params.positions === 'default' ? 'as asked' : reasonAgainst(predictor);
    if (predictor === null || reason !== null) {
      emit.anchors({ source: 'default', reason, positions: [] });
      return;
    }
    const alleles = inputs.panel.alleles.map(({ allele }) => allele);
    const positions: Anchors['positions'] = [];
    for (const length of lengths) {
      if (length < predictor.minLength || length > predictor.maxLength || alleles.length === 0) continue;
      for (const [index, contributions] of (await contributionsOf(predictor, alleles, length)).entries()) {
        const allele = alleles[index];
        if (contributions === null || allele === undefined) continue;
        const chosen = anchorOffsets(contributions, params.share);
        positions.push({ allele, length, anchorOffsets: [...chosen], contributions: [...contributions] });
      }
    }
    emit.anchors(
      positions.length === 0
        ? { source: 'default', reason: 'the predictor gives no affinity', positions }
        : { source: 'model', reason: null, positions },
    );
  },
});

/** Why the predictor is not asked; null: it is. */
function reasonAgainst(predictor: PeptideMhcPredictor | null): string | null {
  if (predictor === null) return 'no class I allele is scored';
  if (predictor.scoresAnyPeptide === false)
    return `${predictor.name} has numbers for the peptides of its file alone`;
  // Those that name a batch size are tools that are started for each: thousands of peptides would take them minutes.
  if (predictor.batchSize !== undefined) return `${predictor.name} would take too long`;
  return null;
}
