/** annotate-consequences: what each allele does to each transcript's protein. */
import { z } from 'zod';
import {
  consequences,
  germlineSegments,
  germlineVariants,
  variants,
  vcfSource,
} from '../../schemas/artifacts.js';
import type { Consequence } from '../../schemas/rows.js';
import { defineStage, required } from '../../schemas/stage.js';
import { speakingRow } from '../shared/speaking-row.js';
import { alleleAnnotator } from './annotate-allele.js';
import { annotateFromVcf } from './from-annotation/index.js';
import { refuseGermline } from './from-annotation/refuse-germline.js';
import { createAnnotator } from './from-bundle/annotator.js';
import { germlineSegments as segmentsOf } from './from-bundle/germline-segments.js';
import { indexPhases } from './from-bundle/phase-index.js';

export { annotateVariant } from './from-bundle/annotator.js';

const params = z.object({
  annotationSource: z
    .enum(['bundle', 'csq'])
    .default('bundle')
    .describe(
      "where consequences come from: 'bundle' computes them from the reference bundle, 'csq' takes those of the VCF's own annotation (VEP's CSQ, else SnpEff's ANN)",
    ),
  phaseDistanceBases: z
    .number()
    .int()
    .nonnegative()
    .default(10_000_000)
    .describe(
      'bases of the genome within which alleles proven to lie on one haplotype change a protein together; 0 annotates each alone. The default exceeds every human gene',
    ),
  phaseReachResidues: z
    .number()
    .int()
    .nonnegative()
    .default(13)
    .describe(
      'residues around the changed stretch of a protein within which a neighbour of unknown phase gives a further possibility; the default is what a class I peptide of 14 reaches',
    ),
  maxPhasePossibilities: z
    .number()
    .int()
    .nonnegative()
    .default(4)
    .describe(
      'further possibilities of unknown phase stated for one allele and transcript, nearest neighbours first; more are cut and the certain row says so',
    ),
  spliceScoreThreshold: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      "lowest score (0-1) at which a splice site that a predictor in the VCF (SpliceAI, CI-SpliceAI, Pangolin) expects to be made or lost gives hypothesis rows; the default is SpliceAI's recommended cut-off (doi:10.1016/j.cell.2018.12.015)",
    ),
  fusionTranscriptPairs: z
    .number()
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe(
      'pairs of transcripts that a fusion gets a protein for, the likeliest first; of a breakend in DNA for each side that may be the promoter’s',
    ),
});

export const annotateConsequences = defineStage({
  name: 'annotate-consequences',
  version: '2',
  summary: 'States for each allele and transcript the consequence, the mutant protein, HGVS and NMD.',
  params,
  inputs: {
    variants: required(variants),
    source: required(vcfSource),
    germline: required(germlineVariants),
  },
  outputs: { consequences, germlineSegments },
  resources: ['reference?'],
  shard: null,
  run({ params, inputs, resources: { reference }, emit, omit }) {
    if (params.annotationSource === 'csq') {
      refuseGermline(inputs.source);
      annotateFromVcf({
        variants: inputs.variants,
        source: inputs.source,
        reference,
        emit: emit.consequences,
        omit,
        events: params,
        ...(reference === null ? {} : { fromBundle: createAnnotator(reference, params) }),
      });
      return;
    }
    const { germline } = inputs;
    const { phaseDistanceBases } = params;
    const matesOf = indexPhases(inputs.variants, phaseDistanceBases, { germline, reference });
    const annotate = alleleAnnotator({ reference, params, matesOf });
    for (const variant of inputs.variants) {
      const { rows, omission } = annotate(variant);
      for (const row of worthKeeping(rows)) emit.consequences(row);
      if (omission !== null) omit(omission);
    }
    if (reference === null) return;
    for (const segment of segmentsOf(germline, reference, phaseDistanceBases)) emit.germlineSegments(segment);
  },
});

/**
 * An allele that touches no coding sequence keeps the row of one transcript, for the ledger and annotated.vcf.gz: half of a whole genome
 * lies in introns, on eight transcripts a gene, and nothing later reads the others. `antigraph annotate` prints them all.
 */
function worthKeeping(rows: readonly Consequence[]): readonly Consequence[] {
  if (rows.length < 2 || rows.some(({ status }) => status !== 'NOT_CODING')) return rows;
  const row = speakingRow(rows);
  return row === undefined ? [] : [row];
}
