import { z } from 'zod';
import { consequences, evidence, features, panel, peptides, predictions } from '../../schemas/artifacts.js';
import type { FeatureRow } from '../../schemas/candidates.js';
import { defect } from '../../schemas/errors.js';
import type { Consequence, Evidence, PeptideRow, Prediction } from '../../schemas/rows.js';
import { defineStage, required } from '../../schemas/stage.js';
import { compareText } from '../shared/compare-text.js';
import { groupByAllele } from '../shared/group-by-allele.js';
import { speakingRow } from '../shared/speaking-row.js';
import { anchorClass, aromaticFraction, coreHydropathy } from './core-features.js';
import { alleleExpressionOf, expressionOf } from './expression.js';
import { windowOf } from './window.js';

const paramsSchema = z.object({
  rankLimit: z
    .number()
    .positive()
    .default(2)
    .describe(
      'percentile rank up to which a peptide-allele pair is a candidate (NetMHCpan weak-binder convention)',
    ),
  affinityLimitNm: z
    .number()
    .positive()
    .default(500)
    .describe(
      'affinity in nM up to which a pair is a candidate (Sette 1994, doi:10.4049/jimmunol.153.12.5586)',
    ),
  windowFlank: z
    .number()
    .int()
    .min(1)
    .max(25)
    .default(13)
    .describe('residues on either side of the mutation in the window'),
});
type Params = z.infer<typeof paramsSchema>;

export const computeFeatures = defineStage({
  name: 'compute-features',
  version: '3',
  summary: 'joins predictions, evidence and sequence features to peptide-allele pairs',
  params: paramsSchema,
  inputs: {
    consequences: required(consequences),
    evidence: required(evidence),
    peptides: required(peptides),
    predictions: required(predictions),
    panel: required(panel),
  },
  outputs: { features },
  resources: [],
  shard: null,
  run({ params, inputs, emit, omit }) {
    const scores = new Map<string, Prediction>();
    for (const prediction of inputs.predictions) scores.set(prediction.peptide, prediction);
    const consequenceGroups = groupByAllele(inputs.consequences);
    const peptideGroups = groupByAllele(inputs.peptides);
    const alleles = inputs.panel.alleles.map((entry) => entry.allele);
    for (const measured of inputs.evidence) {
      const rows = consequenceGroups.take(measured.alleleOrdinal);
      const own = peptideGroups.take(measured.alleleOrdinal);
      const [first] = own;
      if (first === undefined) continue;
      const pairs = pairsOf(own, scores, alleles);
      const chosen = pairs.filter((pair, index) => index === 0 || isCandidate(pair, params));
      const subject = { input: first.input, alleleOrdinal: first.alleleOrdinal };
      if (pairs.length === 0) {
        omit({
          ...subject,
          scope: 'allele',
          subject: '',
          code: 'NOT_PREDICTED',
          reason: own.some(({ peptide }) => hasAny(scores.get(peptide)))
            ? 'the predictor gives its peptides no percentile rank'
            : 'no predictor scored any of its peptides',
          count: 1,
        });
        continue;
      }
      if (chosen.length < pairs.length) {
        const reason = `percentile rank above ${params.rankLimit} and affinity weaker than ${params.affinityLimitNm} nM`;
        omit({
          ...subject,
          scope: 'item',
          subject: 'peptide-allele pairs',
          code: 'NOT_PRESENTED',
          reason,
          count: pairs.length - chosen.length,
        });
      }
      const context = {
        measured,
        rows,
        scores,
        alleles,
        windowFlank: params.windowFlank,
        rankLimit: params.rankLimit,
      };
      for (const pair of chosen) emit.features(featureRow(pair, context));
    }
  },
});

interface Pair {
  readonly row: PeptideRow;
  readonly alleleIndex: number;
  readonly allele: string;
  readonly affinityNm: number | null;
  readonly percentileRank: number;
  readonly presentationScore: number | null;
}

/** Every pair of one variant that has a percentile rank, the number pairs are ranked by, strongest first. */
function pairsOf(
  rows: readonly PeptideRow[],
  scores: ReadonlyMap<string, Prediction>,
  alleles: readonly string[],
): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const row of rows) {
    const score = scores.get(row.peptide);
    for (const [alleleIndex, allele] of alleles.entries()) {
      const affinityNm = score?.affinityNm[alleleIndex] ?? null;
      const percentileRank = score?.percentileRank[alleleIndex] ?? null;
      const presentationScore = score?.presentationScore[alleleIndex] ?? null;
      if (percentileRank === null) continue;
      pairs.push({ row, alleleIndex, allele, affinityNm, percentileRank, presentationScore });
    }
  }
  return pairs.sort(
    (a, b) =>
      a.percentileRank - b.percentileRank ||
      compareAffinities(a.affinityNm, b.affinityNm) ||
      compareText(a.row.peptide, b.row.peptide) ||
      compareText(a.allele, b.allele) ||
      compareText(a.row.wildtypePeptide ?? '', b.row.wildtypePeptide ?? ''),
  );
}

/** An unknown affinity stands behind every known one. */
function compareAffinities(a: number | null, b: number | null): number {
  if (a === b) return 0;
  return (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY);
}

function isCandidate({ percentileRank, affinityNm }: Pair, params: Params): boolean {
  return percentileRank <= params.rankLimit || (affinityNm !== null && affinityNm <= params.affinityLimitNm);
}

interface PairContext {
  readonly measured: Evidence;
  readonly rows: readonly Consequence[];
  readonly scores: ReadonlyMap<string, Prediction>;
  readonly alleles: readonly string[];
  readonly windowFlank: number;
  readonly rankLimit: number;
}

/** Whether a predictor said anything of the peptide. */
function hasAny(score: Prediction | undefined): boolean {
  return [score?.affinityNm, score?.presentationScore, score?.halfLifeHours].some((numbers) =>
    numbers?.some((value) => value !== null),
  );
}

/** What only some predictors give: half-life, and of a consensus what each member said. */
function predictorNumbers(
  score: Prediction | undefined,
  alleleIndex: number,
): Pick<FeatureRow, 'halfLifeHours' | 'byPredictor'> {
  return {
    ...halfLife(score?.halfLifeHours, alleleIndex),
    ...(score?.members === undefined
      ? {}
      : {
          byPredictor: score.members.map((member) => ({
            predictor: member.predictor,
            affinityNm: member.affinityNm[alleleIndex] ?? null,
            percentileRank: member.percentileRank[alleleIndex] ?? null,
            presentationScore: member.presentationScore[alleleIndex] ?? null,
            ...halfLife(member.halfLifeHours, alleleIndex),
          })),
        }),
  };
}

function halfLife(hours: Prediction['halfLifeHours'], alleleIndex: number) {
  return hours === undefined ? {} : { halfLifeHours: hours[alleleIndex] ?? null };
}

/** Names one protein of a variant: a transcript may have several under hypotheses. */
function proteoformKey(of: { readonly transcript: string; readonly proteoform: string }): string {
  return `${of.transcript}\t${of.proteoform}`;
}

function featureRow(pair: Pair, context: PairContext): FeatureRow {
  const { row } = pair;
  const { measured } = context;
  const carriers = new Set(row.occurrences.map((occurrence) => occurrence.transcript));
  const proteoforms = new Set(row.occurrences.map(proteoformKey));
  const transcript = speakingRow(
    context.rows.filter((candidate) => proteoforms.has(proteoformKey(candidate))),
  );
  if (transcript === undefined) throw defect('a peptide names transcripts that no consequence has');
  const wildtype = row.wildtypePeptide === null ? undefined : context.scores.get(row.wildtypePeptide);
  const wildtypeAffinityNm = wildtype?.affinityNm[pair.alleleIndex] ?? null;
  const expression = expressionOf(transcript, carriers, measured);
  const ranks = context.scores.get(row.peptide)?.percentileRank ?? [];
  return {
    variantId: row.variantId,
    alleleOrdinal: row.alleleOrdinal,
    input: row.input,
    gene: transcript.gene,
    geneId: transcript.geneId,
    transcript: transcript.transcript,
    transcriptCount: carriers.size,
    proteoform: transcript.proteoform,
    hypothesis: transcript.hypothesis,
    isManeSelect: transcript.isManeSelect,
    isCanonical: transcript.isCanonical,
    supportLevel: transcript.supportLevel,
    biotype: transcript.biotype,
    consequence: transcript.consequence,
    hgvsC: transcript.hgvsC,
    hgvsP: transcript.hgvsP,
    isFrameshift: transcript.isFrameshift,
    nmd: transcript.nmd,
    phaseGroup: transcript.phaseGroup,
    phaseState: transcript.phaseState,
    peptide: row.peptide,
    wildtypePeptide: row.wildtypePeptide,
    mutatedOffsets: row.mutatedOffsets,
    allele: pair.allele,
    affinityNm: pair.affinityNm,
    percentileRank: pair.percentileRank,
    presentationScore: pair.presentationScore,
    ...predictorNumbers(context.scores.get(row.peptide), pair.alleleIndex),
    wildtypeAffinityNm,
    wildtypePercentileRank: wildtype?.percentileRank[pair.alleleIndex] ?? null,
    agretopicity:
      pair.affinityNm === null || wildtypeAffinityNm === null
        ? null
        : Number((pair.affinityNm / wildtypeAffinityNm).toPrecision(4)),
    anchor: anchorClass({
      length: row.peptide.length,
      mutatedOffsets: row.mutatedOffsets,
      wildtypePeptide: row.wildtypePeptide,
      wildtypeAffinityNm,
    }),
    hydrophobicCore: coreHydropathy(row.peptide),
    aromaticCore: aromaticFraction(row.peptide),
    otherBindingAlleles: ranks.filter(
      (rank, index) => index !== pair.alleleIndex && rank !== null && rank <= context.rankLimit,
    ).length,
    isSelfPeptide: row.isSelfPeptide,
    dnaVaf: measured.dnaVaf,
    dnaDepth: measured.dnaDepth,
    rnaVaf: measured.rnaVaf,
    rnaDepth: measured.rnaDepth,
    rnaAltReads: measured.rnaAltReads,
    tpm: expression.tpm,
    tpmLevel: expression.level,
    alleleExpression: alleleExpressionOf(transcript, expression.tpm, measured.rnaVaf),
    cancerCellFraction: measured.cancerCellFraction,
    window: windowOf(transcript, row, context.windowFlank),
  };
}
