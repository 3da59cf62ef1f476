/** Safety of each shortlisted antigen: where healthy tissue makes its gene, and which self peptides are like its own. */
import type { NearSelfMatch, SafetyRow } from '../../../schemas/biomarkers.js';
import type { PeptideMhcPredictor } from '../../../schemas/predictor.js';
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { GermlineSegment } from '../../../schemas/rows.js';
import type { ByteSource } from '../../../schemas/stage.js';
import type { SelfProtein } from '../../shared/proteome-index/index.js';
import {
  type GeneNames,
  geneNames,
  type NormalExpressionOptions,
  normalExpressionOf,
  tissueWords,
  wantedOf,
} from '../normal-expression/index.js';
import { type NormalTissues, readNormalTissues } from '../normal-expression/read-table.js';
import type { ShortlistedAntigen } from './antigen-peptides.js';
import { type ClassifiedMatch, classifyMatch, crossReactivityOf, matchOrder } from './classify-match.js';
import { type RankOf, rankMatches } from './match-ranks.js';
import { type NearMatch, nearMatches } from './near-self-search.js';
import { crossReactivityWords } from './words.js';

export interface SafetyOptions extends NormalExpressionOptions {
  readonly antigens: readonly ShortlistedAntigen[];
  readonly reference: ReferenceBundle | null;
  readonly germlineSegments: Iterable<GermlineSegment>;
  readonly normalExpression: ByteSource | null;
  readonly predictor: PeptideMhcPredictor | null;
  /** Percentile rank up to which a peptide counts as presented. */
  readonly rankLimit: number;
}

/** One row per antigen, in the order given. @throws NORMAL_EXPRESSION_MALFORMED */
export async function safetyRows(options: SafetyOptions): Promise<readonly SafetyRow[]> {
  const { antigens, reference, predictor } = options;
  const matchesOf = reference === null ? null : classifiedMatches(options, reference);
  const all = [...(matchesOf?.values() ?? [])].flat();
  const parents = antigens.map(({ best }) => geneNames(best));
  const table =
    options.normalExpression === null
      ? null
      : await readNormalTissues(
          options.normalExpression,
          wantedOf([...parents, ...all.map(({ gene }) => nameAlone(gene))]),
        );
  const rankOf = await rankMatches(
    all.filter(({ mismatch }) => mismatch !== null),
    predictor,
  );
  return antigens.map((antigen, index) => {
    const nearSelf =
      matchesOf
        ?.get(antigen)
        ?.map((match) => completed(match, { rankOf, table, options }))
        .sort(matchOrder(options.rankLimit)) ?? null;
    return safetyRow(antigen, { nearSelf, table, parent: parents[index], options });
  });
}

function nameAlone(gene: string): GeneNames {
  return geneNames({ gene, geneId: null });
}

/** Self is the reference proteome, then what the patient's germline makes beyond it. */
function* selfProteins(
  reference: ReferenceBundle,
  germlineSegments: Iterable<GermlineSegment>,
): Generator<SelfProtein> {
  for (const { id, geneName, sequence } of reference.proteome()) {
    yield { id, gene: geneName, sequence, germlineVariantIds: [] };
  }
  for (const { transcript, gene, sequence, variantIds } of germlineSegments) {
    yield { id: transcript, gene, sequence, germlineVariantIds: variantIds };
  }
}

/** Matches of every antigen's peptides, found in one pass over the proteome. */
function classifiedMatches(
  { antigens, germlineSegments }: Pick<SafetyOptions, 'antigens' | 'germlineSegments'>,
  reference: ReferenceBundle,
): ReadonlyMap<ShortlistedAntigen, readonly ClassifiedMatch[]> {
  const found = new Map<string, NearMatch[]>();
  const peptides = antigens.flatMap((antigen) => antigen.peptides.map(({ peptide }) => peptide));
  for (const match of nearMatches(peptides, selfProteins(reference, germlineSegments))) {
    const ofPeptide = found.get(match.peptide);
    if (ofPeptide === undefined) found.set(match.peptide, [match]);
    else ofPeptide.push(match);
  }
  return new Map(
    antigens.map((antigen) => {
      const own = ownGenes(antigen, reference);
      const matches = antigen.peptides.flatMap((presented) =>
        (found.get(presented.peptide) ?? []).map((match) => classifyMatch(match, presented, own)),
      );
      return [antigen, matches];
    }),
  );
}

/** The antigen's gene as its annotation and as the reference names it; of a fusion both partners. */
function ownGenes({ best }: ShortlistedAntigen, reference: ReferenceBundle): ReadonlySet<string> {
  const transcripts = best.transcript.split('::').map((id) => reference.transcriptById(id)?.geneName);
  return new Set([...best.gene.split('::'), ...transcripts.filter((name) => name !== undefined)]);
}

interface Sources {
  readonly rankOf: RankOf;
  readonly table: NormalTissues | null;
  readonly options: NormalExpressionOptions;
}

function completed(match: ClassifiedMatch, { rankOf, table, options }: Sources): NearSelfMatch {
  const levels = table === null ? null : normalExpressionOf(nameAlone(match.gene), table, options);
  return {
    ...match,
    matchPercentileRank: match.mismatch === null ? match.percentileRank : rankOf(match.match, match.allele),
    tissueNote: levels === null ? null : tissueWords(levels, options.expressedLevel),
  };
}

function safetyRow(
  { row, best, peptides }: ShortlistedAntigen,
  from: {
    readonly nearSelf: NearSelfMatch[] | null;
    readonly table: NormalTissues | null;
    readonly parent: GeneNames | undefined;
    readonly options: SafetyOptions;
  },
): SafetyRow {
  const { nearSelf, table, parent = geneNames(best), options } = from;
  const normalExpression = table === null ? null : normalExpressionOf(parent, table, options);
  const crossReactivity = nearSelf === null ? null : crossReactivityOf(nearSelf, options.rankLimit);
  const tissues = normalExpression === null ? null : tissueWords(normalExpression, options.expressedLevel);
  const note = expressionNote(normalExpression, best.gene, table);
  const { rankLimit } = options;
  const likeness = crossReactivityWords({
    peptidesSearched: peptides.length,
    nearSelf,
    crossReactivity,
    rankLimit,
  });
  const { pick, rank, alleleOrdinal, variantId } = row;
  return {
    pick,
    rank,
    alleleOrdinal,
    variantId,
    gene: best.gene,
    hgvsP: best.hgvsP,
    bestPeptide: best.peptide,
    bestAllele: best.allele,
    normalExpression,
    normalExpressionNote: note,
    peptidesSearched: nearSelf === null ? 0 : peptides.length,
    nearSelf,
    crossReactivity,
    summary: `${best.gene} in normal tissue: ${tissues ?? note}. Cross-reactivity: ${likeness}.`,
  };
}

function expressionNote(
  found: SafetyRow['normalExpression'],
  gene: string,
  table: NormalTissues | null,
): string {
  if (table === null) return 'not known: no table of normal tissues was given';
  const source = `${table.file} (${table.tool}, ${table.unit})`;
  if (found === null) return `not known: ${source} has no values of ${gene}`;
  return found.matchedBy === 'gene id'
    ? `from ${source}, by gene id`
    : `from ${source}, by the symbol ${found.gene}, because no gene id matches`;
}
