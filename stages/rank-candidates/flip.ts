/** What would change a candidate's tier, found by asking the policy's own tier rule again. */
import { type Tier, tiers } from '../../schemas/candidates.js';
import { claimOf, limitOf } from './claim.js';
import type { CandidateFacts } from './facts.js';
import type { Limits } from './limits.js';
import type { Policy, Test } from './policies/policy.js';
import { type Criterion, criteriaOf, type Outcome, tierOf } from './tier.js';

interface Judgement {
  readonly facts: CandidateFacts;
  readonly policy: Policy;
  readonly limits: Limits;
  readonly gates: readonly string[];
}

/** In words: of failed criteria what the best reachable tier asks for; of a candidate that meets all, the criterion nearest its limit. */
export function whatWouldFlip(judgement: Judgement): string {
  const { facts, policy, limits, gates } = judgement;
  const criteria = criteriaOf(facts, policy, limits);
  return [
    ...gates.map((gate) => `whatever the tier, gated: ${gate}`),
    ...tierWords(criteria, judgement),
  ].join('; ');
}

function tierWords(criteria: readonly Criterion[], judgement: Judgement): readonly string[] {
  const failed = criteria.filter(({ passes }) => passes === false);
  const unknown = criteria.filter(({ passes }) => passes === null);
  const { facts, policy, limits } = judgement;
  const now = tierOf(facts, criteria, policy, limits);
  if (failed.length > 0) return [...failedWords(now, { criteria, failed, unknown }, judgement)];
  if (unknown.length > 0)
    return [
      `stays ${now} only if, once known, ${unknown.map(({ name, threshold }) => `${name} is: ${threshold}`).join(' and ')}`,
    ];
  return [nearestWords(now, criteria, judgement)];
}

function failedWords(
  now: Tier,
  of: {
    readonly criteria: readonly Criterion[];
    readonly failed: readonly Criterion[];
    readonly unknown: readonly Criterion[];
  },
  judgement: Judgement,
): readonly string[] {
  const met = (names: readonly string[]) => tierWith(of.criteria, names, true, judgement);
  const reached = met(of.failed.map(({ name }) => name));
  if (reached === now) return [`stays ${now} whatever its criteria are`];
  const needs = of.failed.map(({ name, threshold, value }) => `${name} ${threshold} (is ${value})`);
  const alone = of.failed.length === 1 ? [] : of.failed.map(({ name }) => ({ name, tier: met([name]) }));
  return [
    `${reached} needs ${needs.join(' and ')}`,
    ...of.unknown.map(({ name, threshold }) => `and, once known, that ${name} is: ${threshold}`),
    ...alone
      .filter(({ tier }) => tier !== now && isBetter(tier, now))
      .map(({ name, tier }) => `${name} met alone: ${tier}`),
  ];
}

function isBetter(tier: Tier, than: Tier): boolean {
  const place = (name: Tier) => tiers.indexOf(name);
  return place(tier) < place(than);
}

function nearestWords(now: Tier, criteria: readonly Criterion[], judgement: Judgement): string {
  const { facts, policy, limits } = judgement;
  const [nearest] = criteria
    .flatMap((criterion, index) => {
      const rule = policy.criteria[index];
      const margin = rule === undefined ? null : marginOf(rule.test, facts, limits);
      return margin === null ? [] : [{ criterion, margin }];
    })
    .sort((a, b) => a.margin - b.margin);
  if (nearest === undefined) return `leaves ${now} if any one criterion fails`;
  const { name, value, threshold } = nearest.criterion;
  return `nearest its limit: ${name} ${value} (needs ${threshold}), else ${tierWith(criteria, [name], false, judgement)}`;
}

/** The tier if these criteria passed or failed and all else were as it is. */
function tierWith(
  criteria: readonly Outcome[],
  names: readonly string[],
  passes: boolean,
  { facts, policy, limits }: Judgement,
) {
  const changed = criteria.map(({ name, passes: before }) => ({
    name,
    passes: names.includes(name) ? passes : before,
  }));
  return tierOf(facts, changed, policy, limits);
}

/** How far what makes the claim true is from its limit, as a distance of logarithms; null: it has no such limit, or no factor reaches it. */
function marginOf(test: Test, facts: CandidateFacts, limits: Limits): number | null {
  switch (test.kind) {
    case 'is':
      return null;
    case 'all': {
      const margins = test.of
        .map((part) => marginOf(part, facts, limits))
        .filter((margin) => margin !== null);
      return margins.length === 0 ? null : Math.min(...margins);
    }
    case 'any': {
      // Every part that holds would have to fail.
      const holding = test.of.filter((part) => claimOf(part, facts, limits) === true);
      const margins = holding.map((part) => marginOf(part, facts, limits));
      const known = margins.filter((margin) => margin !== null);
      return known.length === 0 || known.length < margins.length ? null : Math.max(...known);
    }
    default: {
      const value = facts.numbers[test.fact];
      const limit = limitOf(test.limit, limits);
      if (value === null || limit === null || value <= 0 || limit <= 0) return null;
      return Math.abs(Math.log(value / limit));
    }
  }
}
