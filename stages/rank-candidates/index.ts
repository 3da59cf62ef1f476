import {
  candidates,
  features,
  policyRanks,
  policyRanksTsv,
  rankedVariants,
} from '../../schemas/artifacts.js';
import type { Candidate, PolicyRank, RankedVariant } from '../../schemas/candidates.js';
import { defect } from '../../schemas/errors.js';
import { defineStage, required } from '../../schemas/stage.js';
import {
  anyOf,
  bestPerAllele,
  judge,
  type PolicyContext,
  type RankedGroup,
  rankVariants,
  ungatedFirst,
} from './apply-policy.js';
import { policyRanksHeader, policyRanksLine, spreadOf, standingsOf } from './compare-policies.js';
import { explain } from './explain.js';
import { type CandidateFacts, factsOf } from './facts.js';
import { whatWouldFlip } from './flip.js';
import { limitsOf } from './limits.js';
import { paramsSchema, type RankParams } from './params.js';
import { presets } from './policies/presets.js';
import { resolvePolicy } from './policies/resolve.js';
import { reasonsOf, variantScoreReasons } from './reasons.js';
import { largestOf } from './score.js';

export const rankCandidates = defineStage({
  name: 'rank-candidates',
  version: '5',
  summary: 'scores, tiers and orders candidates by a declared policy, with every term of the explanation',
  params: paramsSchema,
  inputs: { features: required(features) },
  outputs: { candidates, ranked: rankedVariants, policyRanks, policyRanksTsv },
  resources: [],
  shard: null,
  run({ params, inputs, emit }) {
    const entries = [...inputs.features].map((row) => ({ row, facts: factsOf(row) }));
    const facts = entries.map((entry) => entry.facts);
    const context = contextOf(params, facts);
    const rowOf = new Map<CandidateFacts, Candidate>();
    const judged = entries.map((entry) => {
      const verdict = judge(entry.facts, context);
      const { tier, gates } = verdict;
      const candidate = { ...entry.row, tier, ...explain(entry.facts, context), gates };
      rowOf.set(entry.facts, candidate);
      emit.candidates(candidate);
      return verdict;
    });
    const rowsOf = (group: RankedGroup) =>
      group.candidates.map((candidate) => {
        const row = rowOf.get(candidate.facts);
        if (row === undefined) throw defect('a ranked candidate was not judged');
        return row;
      });
    const ranked = rankVariants(judged, context);
    for (const [index, group] of ranked.entries())
      emit.ranked(rankedVariant({ rank: index + 1, group, rows: rowsOf(group), context }));
    comparePolicies({ context, ranked, facts, emit, rowsOf });
  },
});

function contextOf(params: RankParams, facts: readonly CandidateFacts[]): PolicyContext {
  const policy = resolvePolicy(params.policy);
  return {
    policy,
    limits: limitsOf(
      params,
      facts.map(({ numbers }) => numbers.dnaVaf),
    ),
    largest: largestOf(policy, facts),
    gatesInForce: params.gates,
  };
}

function rankedVariant(options: {
  readonly rank: number;
  readonly group: RankedGroup;
  readonly rows: readonly Candidate[];
  readonly context: PolicyContext;
}): RankedVariant {
  const { rank, group, rows, context } = options;
  const [best] = rows;
  if (best === undefined) throw defect('a ranked variant has at least one candidate');
  const perAllele = bestPerAllele(rows.map(allelesRow));
  const counted = bestPerAllele(ungatedFirst(rows.map(allelesRow)));
  return {
    rank,
    variantId: best.variantId,
    alleleOrdinal: best.alleleOrdinal,
    probability: anyOf(counted.slice(0, 3).map(({ row }) => ({ score: row.probability }))),
    tier: group.tier,
    isGated: best.gates.length > 0,
    best,
    others: perAllele
      .filter(({ row }) => row !== best)
      .map(({ row: { peptide, allele, affinityNm, percentileRank, probability } }) => ({
        peptide,
        allele,
        affinityNm,
        percentileRank,
        probability,
      })),
    candidateCount: rows.length,
    flip: whatWouldFlip({
      facts: group.best.facts,
      policy: context.policy,
      limits: context.limits,
      gates: best.gates,
    }),
    reasons: [...reasonsOf(best), ...variantScoreReasons(group.parts)],
    ...(best.policyScore === undefined ? {} : { policyScore: { value: group.score, parts: group.parts } }),
  };
}

function allelesRow(row: Candidate) {
  return { row, gateCount: row.gates.length, facts: { allele: row.allele } };
}

function comparePolicies(options: {
  readonly context: PolicyContext;
  readonly ranked: readonly RankedGroup[];
  readonly facts: readonly CandidateFacts[];
  readonly emit: {
    policyRanks(row: PolicyRank): void;
    policyRanksTsv(text: string): void;
  };
  rowsOf(group: RankedGroup): readonly Candidate[];
}): void {
  const { context, ranked, facts, emit, rowsOf } = options;
  const standings = standingsOf({ context, ranked }, presets, facts);
  const { name } = context.policy;
  emit.policyRanksTsv(
    policyRanksHeader([name, ...presets.map((preset) => preset.name).filter((other) => other !== name)]),
  );
  for (const group of ranked) {
    const own = standings.get(group.facts.variant) ?? [];
    const [best] = rowsOf(group);
    if (best === undefined) throw defect('a ranked variant has at least one candidate');
    const row: PolicyRank = {
      variantId: best.variantId,
      alleleOrdinal: group.facts.ordinal,
      gene: group.facts.gene,
      hgvsP: best.hgvsP,
      standings: own.map(({ policy, rank, variant }) => ({
        policy,
        rank,
        tier: variant.tier,
        score: variant.score,
        peptide: variant.facts.peptide,
        allele: variant.facts.allele,
      })),
      spread: spreadOf(own),
    };
    emit.policyRanks(row);
    emit.policyRanksTsv(policyRanksLine(row));
  }
}
