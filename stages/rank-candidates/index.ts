import { z } from 'zod';
import { candidates, features, rankedVariants } from '../../schemas/artifacts.js';
import { type Candidate, type FeatureRow, type RankedVariant, tiers } from '../../schemas/candidates.js';
import { defect } from '../../schemas/errors.js';
import { defineStage, required } from '../../schemas/stage.js';
import { compareText } from '../shared/compare-text.js';
import { gatesOf } from './gates.js';
import { reasonsOf, whatWouldFlip } from './reasons.js';
import { score } from './score.js';
import { criteriaOf, type TierParams, tierOf } from './tier.js';

const paramsSchema = z.object({
  affinityLimitNm: z
    .number()
    .positive()
    .default(500)
    .describe('affinity below which a candidate binds, nM (pVACseq 7.1.5)'),
  percentileLimit: z
    .number()
    .positive()
    .default(2)
    .describe('percentile rank below which it is presented (pVACseq 7.1.5)'),
  minimumTpm: z
    .number()
    .nonnegative()
    .default(1)
    .describe(
      'gene TPM of the expression criterion; the limit is this × minimum RNA VAF × 10 (pVACseq 7.1.5)',
    ),
  minimumRnaVaf: z
    .number()
    .min(0)
    .max(1)
    .default(0.25)
    .describe('RNA VAF of the expression criterion (pVACseq 7.1.5)'),
  purity: z
    .number()
    .gt(0)
    .max(1)
    .nullable()
    .default(null)
    .describe('tumour purity; the clonal VAF is half of it, else the largest VAF below 0.6, at most 0.5'),
  maximumTranscriptLevel: z
    .number()
    .int()
    .min(1)
    .max(5)
    .default(1)
    .describe('transcript support level still accepted (pVACseq 7.1.5)'),
  gates: z
    .array(z.enum(['self-peptide', 'no-rna-read']))
    .default(['self-peptide', 'no-rna-read'])
    .describe('hard gates in force; a gated variant is ranked but never put on the shortlist'),
  rnaDepthForGate: z
    .number()
    .int()
    .positive()
    .default(20)
    .describe('RNA depth at which no mutant read means not expressed'),
});
type Params = z.infer<typeof paramsSchema>;

export const rankCandidates = defineStage({
  name: 'rank-candidates',
  version: '3',
  summary: 'scores, tiers and orders candidates, with every term of the explanation',
  params: paramsSchema,
  inputs: { features: required(features) },
  outputs: { candidates, ranked: rankedVariants },
  resources: [],
  shard: null,
  run({ params, inputs, emit }) {
    const tierParams = tierParamsOf(params, inputs.features);
    const variants = new Map<number, Candidate[]>();
    for (const row of inputs.features) {
      const candidate = judge(row, tierParams, params);
      emit.candidates(candidate);
      const group = variants.get(row.alleleOrdinal);
      if (group === undefined) variants.set(row.alleleOrdinal, [candidate]);
      else group.push(candidate);
    }
    const ranked = [...variants.values()].map(rankVariant).sort(compareRanked);
    for (const [index, variant] of ranked.entries()) emit.ranked({ ...variant, rank: index + 1 });
  },
});

/** The clonal VAF needs all variants: purity/2, else the largest tumour VAF below 0.6, at most 0.5 (pVACseq 7.1.5). */
function tierParamsOf(params: Params, rows: Iterable<FeatureRow>): TierParams {
  let largest: number | null = null;
  for (const { dnaVaf } of rows) {
    if (dnaVaf !== null && dnaVaf < 0.6 && dnaVaf > (largest ?? 0)) largest = dnaVaf;
  }
  const clonalVaf =
    params.purity !== null ? params.purity / 2 : largest === null ? null : Math.min(0.5, largest);
  return {
    affinityLimitNm: params.affinityLimitNm,
    percentileLimit: params.percentileLimit,
    alleleExpressionLimit: Number((params.minimumTpm * params.minimumRnaVaf * 10).toPrecision(6)),
    subclonalVaf: clonalVaf === null ? null : Number((clonalVaf / 2).toPrecision(4)),
    maximumTranscriptLevel: params.maximumTranscriptLevel,
  };
}

function judge(row: FeatureRow, tierParams: TierParams, params: Params): Candidate {
  const criteria = criteriaOf(row, tierParams);
  return {
    ...row,
    tier: tierOf(row, criteria),
    ...score(row),
    criteria: [...criteria],
    gates: gatesOf(row, params),
  };
}

function rankVariant(group: readonly Candidate[]): RankedVariant {
  const ordered = [...group].sort(compareCandidates);
  const [best] = ordered;
  if (best === undefined) throw defect('a ranked variant has at least one candidate');
  const perAllele = [
    ...new Map([...ordered].reverse().map((candidate) => [candidate.allele, candidate])).values(),
  ].sort(compareCandidates);
  // Best three alleles: further ones add little and are the least certain (SCIENCE "Default ranking").
  const missed = perAllele
    .slice(0, 3)
    .reduce((product, candidate) => product * (1 - candidate.probability), 1);
  return {
    rank: 1,
    variantId: best.variantId,
    alleleOrdinal: best.alleleOrdinal,
    probability: Number((1 - missed).toFixed(5)),
    tier: best.tier,
    isGated: best.gates.length > 0,
    best,
    others: perAllele
      .filter((candidate) => candidate !== best)
      .map(({ peptide, allele, affinityNm, percentileRank, probability }) => ({
        peptide,
        allele,
        affinityNm,
        percentileRank,
        probability,
      })),
    candidateCount: group.length,
    flip: whatWouldFlip(best),
    reasons: [...reasonsOf(best)],
  };
}

/** Tiers that no shortlist takes by default: a certain peptide there is no reason to hide a likely one. */
const hopeless = new Set<Candidate['tier']>(['Poor', 'NoExpr']);

/** A certain peptide that may be chosen speaks for its variant before a better one that rests on an assumption: else what is assumed would keep what is proven off the shortlist. */
function needsAssumption({ hypothesis, tier }: Candidate): boolean {
  return hypothesis !== null || hopeless.has(tier);
}

function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    a.gates.length - b.gates.length ||
    Number(needsAssumption(a)) - Number(needsAssumption(b)) ||
    tierIndex(a) - tierIndex(b) ||
    b.probability - a.probability ||
    a.percentileRank - b.percentileRank ||
    compareAffinities(a, b) ||
    compareText(a.peptide, b.peptide) ||
    compareText(a.allele, b.allele)
  );
}

/** An unknown affinity stands behind every known one. */
function compareAffinities(a: Candidate, b: Candidate): number {
  if (a.affinityNm === b.affinityNm) return 0;
  return (a.affinityNm ?? Number.POSITIVE_INFINITY) - (b.affinityNm ?? Number.POSITIVE_INFINITY);
}

function compareRanked(a: RankedVariant, b: RankedVariant): number {
  return (
    Number(a.isGated) - Number(b.isGated) ||
    tierIndex(a) - tierIndex(b) ||
    b.probability - a.probability ||
    a.alleleOrdinal - b.alleleOrdinal
  );
}

function tierIndex({ tier }: { readonly tier: (typeof tiers)[number] }): number {
  return tiers.indexOf(tier);
}
