/** Ranks the candidates of a table by a policy, with the mechanism of the stage. */
import {
  judge,
  type PolicyContext,
  type RankedGroup,
  rankVariants,
} from '../../../stages/rank-candidates/apply-policy.js';
import { explain } from '../../../stages/rank-candidates/explain.js';
import type { CandidateFacts } from '../../../stages/rank-candidates/facts.js';
import { limitsOf } from '../../../stages/rank-candidates/limits.js';
import { paramsSchema } from '../../../stages/rank-candidates/params.js';
import { type PolicyParameter, resolvePolicy } from '../../../stages/rank-candidates/policies/resolve.js';
import { reasonsOf, variantScoreReasons } from '../../../stages/rank-candidates/reasons.js';
import { largestOf } from '../../../stages/rank-candidates/score.js';
import { formatNumber, tsvLine } from '../../../stages/shared/tsv.js';

export const rankColumns = ['variant', 'best_peptide', 'allele', 'tier', 'rank', 'score', 'reasons'] as const;

export interface RankedTable {
  readonly context: PolicyContext;
  /** The variants, first first. */
  readonly ranked: readonly RankedGroup[];
}

/** The variants of a table by a policy; thresholds are the stage's defaults. */
export function rankTable(
  facts: readonly CandidateFacts[],
  given: { readonly policy: PolicyParameter; readonly purity: number | null },
): RankedTable {
  const params = paramsSchema.parse(given);
  const policy = resolvePolicy(given.policy);
  const context: PolicyContext = {
    policy,
    limits: limitsOf(
      params,
      facts.map(({ numbers }) => numbers.dnaVaf),
    ),
    largest: largestOf(policy, facts),
    gatesInForce: params.gates,
  };
  const judged = facts.map((row) => judge(row, context));
  return { context, ranked: rankVariants(judged, context) };
}

/** One line of the output. */
export function rankLine(group: RankedGroup, rank: number, context: PolicyContext): string {
  const { facts, gates } = group.best;
  const reasons = reasonsOf({ ...explain(facts, context), gates, hypothesis: null });
  return tsvLine([
    facts.variant,
    facts.peptide,
    facts.allele,
    group.tier,
    rank,
    scoreCell(group.score),
    [...reasons, ...variantScoreReasons(group.parts)].join('; '),
  ]);
}

/** Eight significant digits: scores are compared with other tools'. Rank sums are negative whole numbers. */
function scoreCell(score: number | null): string | number | null {
  return score === null || Number.isInteger(score) ? score : formatNumber(score, 8);
}
