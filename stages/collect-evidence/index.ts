import { z } from 'zod';
import { consequences, evidence, expressionFile, variants } from '../../schemas/artifacts.js';
import type { Consequence, Evidence, Variant } from '../../schemas/rows.js';
import { defineStage, optional, required } from '../../schemas/stage.js';
import { groupByAllele } from '../shared/group-by-allele.js';
import { withoutVersion } from '../shared/without-version.js';
import { cancerCellFraction } from './cancer-cell-fraction.js';
import { type ExpressionTable, readExpressionTable } from './expression-table.js';

export const collectEvidence = defineStage({
  name: 'collect-evidence',
  version: '1',
  summary: 'joins DNA and RNA read support, expression and clonality to every variant',
  params: z.object({
    purity: z
      .number()
      .gt(0)
      .max(1)
      .nullable()
      .default(null)
      .describe('tumour purity, 0-1; unknown: no cancer cell fraction'),
  }),
  inputs: {
    variants: required(variants),
    consequences: required(consequences),
    expression: optional(expressionFile),
  },
  outputs: { evidence },
  resources: [],
  shard: null,
  async run({ params, inputs, emit }) {
    const table = inputs.expression === null ? null : await readExpressionTable(inputs.expression);
    const groups = groupByAllele(inputs.consequences);
    for (const variant of inputs.variants) {
      emit.evidence(evidenceOf(variant, groups.take(variant.alleleOrdinal), table, params.purity));
    }
  },
});

function evidenceOf(
  variant: Variant,
  rows: readonly Consequence[],
  table: ExpressionTable | null,
  purity: number | null,
): Evidence {
  const { tumor, normal, rna } = variant;
  const genes = collect(rows, (row) => [row.geneId, row.gene], variant.geneExpression, table?.genes ?? null);
  const transcripts = collect(
    rows,
    (row) => [row.transcript],
    variant.transcriptExpression,
    table?.transcripts ?? null,
  );
  const sources = [
    tumor === null ? null : 'DNA reads: VCF',
    rna === null ? null : 'RNA reads: VCF (RDP, RAD, RAF)',
    table !== null
      ? 'expression: table'
      : variant.geneExpression === null && variant.transcriptExpression === null
        ? null
        : 'expression: VCF (GX, TX)',
  ];
  const vaf = tumor?.variantAlleleFraction ?? null;
  return {
    variantId: variant.id,
    alleleOrdinal: variant.alleleOrdinal,
    dnaVaf: vaf,
    dnaDepth: tumor?.depth ?? null,
    dnaAltReads: tumor?.altReads ?? null,
    normalVaf: normal?.variantAlleleFraction ?? null,
    rnaVaf: rna?.variantAlleleFraction ?? null,
    rnaDepth: rna?.depth ?? null,
    rnaAltReads: rna?.altReads ?? null,
    geneTpm: genes,
    transcriptTpm: transcripts,
    cancerCellFraction:
      vaf === null || purity === null
        ? null
        : cancerCellFraction({ vaf, purity, tumorCopies: 2, normalCopies: 2 }),
    cancerCellFractionInterval: null,
    sources: sources.flatMap((source) => (source === null ? [] : [source])),
  };
}

/** The expression of the ids that the consequences name; a table given by the user goes before the VCF's own fields. */
function collect(
  rows: readonly Consequence[],
  idsOf: (row: Consequence) => readonly string[],
  fromVcf: Readonly<Record<string, number>> | null,
  fromTable: ReadonlyMap<string, number> | null,
): Record<string, number> {
  const vcf = new Map(Object.entries(fromVcf ?? {}).map(([id, value]) => [withoutVersion(id), value]));
  const found: Record<string, number> = {};
  for (const id of new Set(rows.flatMap(idsOf).map(withoutVersion))) {
    const value = id === '' ? undefined : (fromTable ?? vcf).get(id);
    if (value !== undefined) found[id] = value;
  }
  return found;
}
