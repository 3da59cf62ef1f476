import {
  consequences,
  copyNumberFile,
  evidence,
  evidenceSources,
  expressionFile,
  hlaLossFile,
  hlaStatus,
  immuneExpression,
  rnaCountsFile,
  variants,
} from '../../schemas/artifacts.js';
import { defineStage, optional, required } from '../../schemas/stage.js';
import { groupByAllele } from '../shared/group-by-allele.js';
import { evidenceOf } from './evidence-of.js';
import { immuneExpression as immuneExpressionOf } from './expression/immune-genes.js';
import { GeneTranscripts } from './expression/join.js';
import { paramsSchema } from './params.js';
import { readEvidenceFiles } from './read-files.js';
import { SourcesTally } from './sources.js';

export const collectEvidence = defineStage({
  name: 'collect-evidence',
  version: '3',
  summary: 'joins DNA and RNA read support, expression, copy number and clonality to every variant',
  params: paramsSchema,
  inputs: {
    variants: required(variants),
    consequences: required(consequences),
    expression: optional(expressionFile),
    rnaCounts: optional(rnaCountsFile),
    copyNumber: optional(copyNumberFile),
    hlaLoss: optional(hlaLossFile),
  },
  outputs: { evidence, evidenceSources, hlaStatus, immuneExpression },
  resources: ['reference?'],
  shard: null,
  async run({ params, inputs, resources, emit }) {
    const { reference } = resources;
    const files = await readEvidenceFiles(inputs, { variants: inputs.variants, reference, params });
    const { expression, copyNumber, hlaLoss } = files;
    const purity = purityOf(params.purity, copyNumber);
    // Reading all consequences once more is spared where the table itself knows its genes.
    const needsSums = expression !== null && expression.genes.size === 0 && expression.geneNames.size === 0;
    const context = {
      files,
      clone: {
        purity: purity?.value ?? null,
        sex: params.sex,
        build: reference?.summary.build ?? null,
        table: copyNumber,
      },
      transcriptsOf: needsSums ? new GeneTranscripts(inputs.consequences, reference) : null,
    };
    const tally = new SourcesTally(files);
    const groups = groupByAllele(inputs.consequences);
    for (const variant of inputs.variants) {
      const joined = evidenceOf(variant, groups.take(variant.alleleOrdinal), context);
      tally.add(joined);
      emit.evidence(joined.evidence);
    }
    emit.evidenceSources(tally.finish(purity));
    emit.immuneExpression(immuneExpressionOf(expression, reference));
    emit.hlaStatus(hlaLoss?.status ?? { source: null, alleles: [] });
  },
});

/** What the submitter says goes before what the table states. */
function purityOf(
  given: number | null,
  table: { readonly tool: string; readonly purity: number | null } | null,
): { value: number; source: string } | null {
  if (given !== null) return { value: given, source: 'given' };
  return table === null || table.purity === null ? null : { value: table.purity, source: table.tool };
}
