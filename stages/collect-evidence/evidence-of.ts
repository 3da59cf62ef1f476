/** Joins what the files and the VCF tell of one variant. */
import type { Consequence, Evidence, Variant } from '../../schemas/rows.js';
import { type CloneContext, cloneOf } from './clonality/clone.js';
import {
  type GeneTranscripts,
  type JoinedExpression,
  joinExpression,
  statedLevels,
} from './expression/join.js';
import type { EvidenceFiles } from './read-files.js';
import type { FoundReads } from './rna-counts/resolve.js';

interface JoinContext {
  readonly files: EvidenceFiles;
  readonly clone: CloneContext;
  readonly transcriptsOf: GeneTranscripts | null;
}

/** Which of the files a variant took something of, and what had to be assumed for it. */
export interface Joined {
  readonly evidence: Evidence;
  readonly took: {
    readonly expression: boolean;
    readonly rnaCounts: boolean;
    readonly copyNumber: boolean;
  };
}

/** Evidence of a variant with the consequences that name its genes. */
export function evidenceOf(variant: Variant, rows: readonly Consequence[], context: JoinContext): Joined {
  const { files } = context;
  const { tumor, normal } = variant;
  const found = variant.event === null ? (files.rnaCounts?.readsOf(variant) ?? null) : null;
  const rna = found?.support ?? variant.rna;
  const expression = expressionOf(variant, rows, context);
  const { clone, sources: cloneSources } = cloneOf(variant, context.clone);
  const sources = [
    ...(tumor === null ? [] : ['DNA reads: VCF']),
    ...rnaSource(variant, found, files),
    ...expression.sources,
    ...(variant.event?.kind === 'fusion' ? ["expression of a fusion: its 5' partner's"] : []),
    ...cloneSources,
  ];
  return {
    evidence: {
      variantId: variant.id,
      alleleOrdinal: variant.alleleOrdinal,
      dnaVaf: tumor?.variantAlleleFraction ?? null,
      dnaDepth: tumor?.depth ?? null,
      dnaAltReads: tumor?.altReads ?? null,
      normalVaf: normal?.variantAlleleFraction ?? null,
      rnaVaf: rna?.variantAlleleFraction ?? null,
      rnaDepth: rna?.depth ?? null,
      rnaAltReads: rna?.altReads ?? null,
      geneTpm: expression.joined.genes,
      transcriptTpm: expression.joined.transcripts,
      ...clone,
      sources,
    },
    took: {
      expression: expression.isFromTable,
      rnaCounts: found !== null,
      copyNumber: clone.tumorCopies !== null,
    },
  };
}

/** A file of counts goes before the VCF's own fields; an allele that the file tells nothing of keeps those. */
function rnaSource(
  { rna, event }: Variant,
  found: FoundReads | null,
  { rnaCounts }: EvidenceFiles,
): readonly string[] {
  if (found !== null && rnaCounts !== null) {
    return [`RNA reads: ${rnaCounts.tool}${found.note === null ? '' : `, ${found.note}`}`];
  }
  if (rna === null) return [];
  return [event === null ? 'RNA reads: VCF (RDP, RAD, RAF)' : `RNA reads: ${event.kind} file`];
}

interface ExpressionEvidence {
  readonly joined: JoinedExpression;
  readonly isFromTable: boolean;
  readonly sources: readonly string[];
}

/**
 * A table given by the user goes before the VCF's own fields, wholly: half of either would mix two quantifications. An event's own
 * value (a viral protein's, which no table of human genes has) stands where the table has none.
 */
function expressionOf(
  variant: Variant,
  rows: readonly Consequence[],
  { files: { expression: table }, transcriptsOf }: JoinContext,
): ExpressionEvidence {
  if (table !== null) {
    const joined = joinExpression(rows, table, transcriptsOf);
    const isEmpty = Object.keys(joined.genes).length + Object.keys(joined.transcripts).length === 0;
    if (!isEmpty) {
      return { joined, isFromTable: true, sources: [`expression: ${table.source}`, ...joinSources(joined)] };
    }
    if (variant.event === null) {
      return {
        joined,
        isFromTable: false,
        sources: [`expression: not in the ${table.tool === 'table' ? 'table' : `table of ${table.tool}`}`],
      };
    }
  }
  const { geneExpression, transcriptExpression, event } = variant;
  const joined = joinExpression(rows, statedLevels(geneExpression, transcriptExpression), null);
  const source = event === null ? 'expression: VCF (GX, TX)' : `expression: ${event.kind} file`;
  const isStated = geneExpression !== null || transcriptExpression !== null;
  return { joined, isFromTable: false, sources: isStated ? [source] : [] };
}

function joinSources({ bySymbol, bySum }: JoinedExpression): readonly string[] {
  return [
    ...(bySymbol.length === 0 ? [] : [`expression: by gene symbol for ${bySymbol.join(', ')}`]),
    ...(bySum.length === 0 ? [] : [`expression: sum of its transcripts for ${bySum.join(', ')}`]),
  ];
}
