/** annotate-consequences: what each allele does to each transcript's protein. */
import { z } from 'zod';
import { consequences, variants, vcfSource } from '../../schemas/artifacts.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import { defineStage, required } from '../../schemas/stage.js';
import { omissionOfAllele } from './allele-omission.js';
import { createAnnotator } from './from-bundle/annotator.js';
import { indexPhases } from './from-bundle/phase-index.js';
import { annotateFromCsq } from './from-csq/index.js';

export { annotateVariant } from './from-bundle/annotator.js';

const params = z.object({
  annotationSource: z
    .enum(['bundle', 'csq'])
    .default('bundle')
    .describe(
      "where consequences come from: 'bundle' computes them from the reference bundle, 'csq' takes those of VEP's CSQ field",
    ),
  phaseDistanceBases: z
    .number()
    .int()
    .nonnegative()
    .default(10_000_000)
    .describe(
      'bases of the genome within which alleles proven to lie on one haplotype change a protein together; 0 annotates each alone. The default exceeds every human gene',
    ),
});

export const annotateConsequences = defineStage({
  name: 'annotate-consequences',
  version: '1',
  summary: 'States for each allele and transcript the consequence, the mutant protein, HGVS and NMD.',
  params,
  inputs: { variants: required(variants), source: required(vcfSource) },
  outputs: { consequences },
  resources: ['reference?'],
  shard: null,
  run({ params, inputs, resources: { reference }, emit, omit }) {
    if (params.annotationSource === 'csq') {
      annotateFromCsq({
        variants: inputs.variants,
        source: inputs.source,
        reference,
        emit: emit.consequences,
        omit,
        ...(reference === null ? {} : { fromBundle: createAnnotator(reference) }),
      });
      return;
    }
    const annotate = createAnnotator(demandReference(reference));
    const matesOf = indexPhases(inputs.variants, params.phaseDistanceBases);
    for (const variant of inputs.variants) {
      const rows = annotate(variant, matesOf);
      for (const row of rows) emit.consequences(row);
      const omission = omissionOfAllele(variant, rows, 'no transcript of the reference overlaps it');
      if (omission !== null) omit(omission);
    }
  },
});

function demandReference(reference: ReferenceBundle | null): ReferenceBundle {
  if (reference !== null) return reference;
  throw new AntigraphError(
    'REFERENCE_MISSING',
    'annotation from the reference needs a reference bundle, and none was given',
    {
      fix: "Give --reference R (built by 'antigraph reference build'), or --use-csq to take the VCF's own VEP annotation.",
    },
  );
}
