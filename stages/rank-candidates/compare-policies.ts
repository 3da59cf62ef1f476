/** The same candidates by several policies, side by side. */
import type { PolicyRank } from '../../schemas/candidates.js';
import { tsvLine } from '../shared/tsv.js';
import { judge, type PolicyContext, type RankedGroup, rankVariants } from './apply-policy.js';
import type { CandidateFacts } from './facts.js';
import type { Policy } from './policies/policy.js';
import { largestOf } from './score.js';

export interface Standing {
  readonly policy: string;
  readonly rank: number;
  readonly variant: RankedGroup;
}

/** By variant: where each policy puts it, the policy in force first, then the others in their order. */
export function standingsOf(
  inForce: { readonly context: PolicyContext; readonly ranked: readonly RankedGroup[] },
  others: readonly Policy[],
  rows: readonly CandidateFacts[],
): ReadonlyMap<string, readonly Standing[]> {
  const standings = new Map<string, Standing[]>();
  const note = (policy: string, ranked: readonly RankedGroup[]) => {
    for (const [index, variant] of ranked.entries()) {
      const known = standings.get(variant.facts.variant) ?? [];
      known.push({ policy, rank: index + 1, variant });
      standings.set(variant.facts.variant, known);
    }
  };
  note(inForce.context.policy.name, inForce.ranked);
  for (const policy of others) {
    if (policy.name === inForce.context.policy.name) continue;
    const context = { ...inForce.context, policy, largest: largestOf(policy, rows) };
    note(
      policy.name,
      rankVariants(
        rows.map((facts) => judge(facts, context)),
        context,
      ),
    );
  }
  return standings;
}

/** Largest minus smallest rank. */
export function spreadOf(standings: readonly { readonly rank: number }[]): number {
  const ranks = standings.map(({ rank }) => rank);
  return ranks.length === 0 ? 0 : Math.max(...ranks) - Math.min(...ranks);
}

/** The header of policy-ranks.tsv for these policies. */
export function policyRanksHeader(policies: readonly string[]): string {
  return tsvLine([
    'variant',
    'gene',
    'hgvs_p',
    ...policies.flatMap((policy) => [
      `${policy}.rank`,
      `${policy}.tier`,
      `${policy}.score`,
      `${policy}.peptide`,
      `${policy}.allele`,
    ]),
    'spread',
  ]);
}

/** One variant's line of policy-ranks.tsv. */
export function policyRanksLine({ variantId, gene, hgvsP, standings, spread }: PolicyRank): string {
  return tsvLine([
    variantId,
    gene,
    hgvsP,
    ...standings.flatMap(({ rank, tier, score, peptide, allele }) => [rank, tier, score, peptide, allele]),
    spread,
  ]);
}
