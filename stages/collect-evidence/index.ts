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
  version: '2',
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
  const genes = collect(
    rows,
    (row) => [row.geneId, row.gene],
    expressionValues(variant, variant.geneExpression, table?.genes ?? null),
  );
  const transcripts = collect(
    rows,
    (row) => [row.transcript],
    expressionValues(variant, variant.transcriptExpression, table?.transcripts ?? null),
  );
  const sources = [
    tumor === null ? null : 'DNA reads: VCF',
    rna === null ? null : rnaSourceOf(variant),
    table !== null
      ? 'expression: table'
      : variant.geneExpression === null && variant.transcriptExpression === null
        ? null
        : expressionSourceOf(variant),
    variant.event?.kind === 'fusion' ? "expression of a fusion: its 5' partner's" : null,
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

function rnaSourceOf({ event }: Variant): string {
  return event === null ? 'RNA reads: VCF (RDP, RAD, RAF)' : `RNA reads: ${event.kind} file`;
}

function expressionSourceOf({ event }: Variant): string {
  return event === null ? 'expression: VCF (GX, TX)' : `expression: ${event.kind} file`;
}

/** What goes first and what is taken where that has no value. */
interface ExpressionValues {
  readonly first: ReadonlyMap<string, number>;
  readonly second: ReadonlyMap<string, number>;
}

/**
 * A table given by the user goes before the VCF's own fields, wholly: half of either would mix two quantifications. An event's own
 * value (a viral protein's, which no table of human genes has) stands where the table has none.
 */
function expressionValues(
  variant: Variant,
  own: Readonly<Record<string, number>> | null,
  table: ReadonlyMap<string, number> | null,
): ExpressionValues {
  const stated = new Map(Object.entries(own ?? {}).map(([id, value]) => [withoutVersion(id), value]));
  if (table === null) return { first: stated, second: new Map() };
  return { first: table, second: variant.event === null ? new Map() : stated };
}

/** A fusion 'A::B' is transcribed from A's promoter: its expression is A's, an upper bound. */
function promoterOf(id: string): string {
  return id.split('::')[0] ?? id;
}

/** The expression of the ids that the consequences name. */
function collect(
  rows: readonly Consequence[],
  idsOf: (row: Consequence) => readonly string[],
  { first, second }: ExpressionValues,
): Record<string, number> {
  const found: Record<string, number> = {};
  for (const id of new Set(rows.flatMap(idsOf).map(withoutVersion))) {
    const looked = promoterOf(id);
    const value = looked === '' ? undefined : (first.get(looked) ?? second.get(looked));
    if (value !== undefined) found[id] = value;
  }
  return found;
}
