import type { Candidate, Tier } from '../../schemas/candidates.js';
import { claimOf, requirementWords, valueWords } from './claim.js';
import type { CandidateFacts } from './facts.js';
import type { Limits } from './limits.js';
import type { CriterionRule, Policy, TierRule } from './policies/policy.js';

export type Criterion = Candidate['criteria'][number];
/** A criterion without its words. */
export type Outcome = Pick<Criterion, 'name' | 'passes'>;

/** Which criteria of the policy the candidate meets; null: unknown, does not fail. */
export function outcomesOf(facts: CandidateFacts, policy: Policy, limits: Limits): Outcome[] {
  return policy.criteria.map((rule) => ({ name: rule.name, passes: meets(rule, facts, limits) }));
}

/** Every criterion of the policy with value, threshold and where the threshold is from. */
export function criteriaOf(facts: CandidateFacts, policy: Policy, limits: Limits): Criterion[] {
  return policy.criteria.map((rule) => ({
    name: rule.name,
    passes: meets(rule, facts, limits),
    value: valueWords(rule.test, facts),
    threshold: rule.needs ?? requirementWords(rule.test, limits),
    source: rule.source,
  }));
}

function meets({ test, unknown }: CriterionRule, facts: CandidateFacts, limits: Limits): boolean | null {
  if (unknown === 'fails') return claimOf(test, facts, limits) === true;
  if (test.kind !== 'all') return claimOf(test, facts, limits);
  // Of several demands those that are known decide: an affinity that passes is not unknown because its percentile is.
  const parts = test.of.map((part) => claimOf(part, facts, limits));
  if (parts.includes(false)) return false;
  return parts.includes(true) ? true : null;
}

/** The tier of the first rule that holds. */
export function tierOf(
  facts: CandidateFacts,
  outcomes: readonly Outcome[],
  policy: Policy,
  limits: Limits,
): Tier {
  const failed = outcomes.filter(({ passes }) => passes === false).map(({ name }) => name);
  const found = policy.tiers.find(
    (rule) =>
      failsExactly(rule, failed) &&
      (rule.when === undefined || claimOf(rule.when, facts, limits) === true) &&
      (rule.unless === undefined || claimOf(rule.unless, facts, limits) !== true),
  );
  return found?.tier ?? policy.otherwise;
}

function failsExactly({ fails, ignores }: TierRule, failed: readonly string[]): boolean {
  if (!fails.every((name) => failed.includes(name))) return false;
  return ignores === 'all' || failed.every((name) => fails.includes(name) || ignores.includes(name));
}
