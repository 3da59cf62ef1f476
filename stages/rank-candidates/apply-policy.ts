/** A policy applied to the candidates of one report: the one way in which the default, a preset and a user's policy rank. */
import type { Candidate } from '../../schemas/candidates.js';
import { defect } from '../../schemas/errors.js';
import { claimOf } from './claim.js';
import type { CandidateFacts } from './facts.js';
import { type GateName, gatesOf } from './gates.js';
import type { Limits } from './limits.js';
import { type Orderable, ordered, rankSums } from './order.js';
import type { Policy } from './policies/policy.js';
import { type Largest, logisticProbability, productOf, productParts } from './score.js';
import { type Outcome, outcomesOf, tierOf } from './tier.js';
import { withinBestWindow } from './within-window.js';

/** A candidate by the policy, without words: those are made for what is shown (explain.ts). */
export interface Judged extends Orderable {
  readonly outcomes: readonly Outcome[];
  readonly gates: string[];
}

export interface RankedGroup extends Orderable {
  readonly best: Judged;
  /** Every candidate of the variant, best first; those that a preference sets aside stand behind. */
  readonly candidates: readonly Judged[];
  /** What the best candidate's score is multiplied with, or summed over, in words; [] where it is the score itself. */
  readonly parts: Candidate['terms'];
}

export interface PolicyContext {
  readonly policy: Policy;
  readonly limits: Limits;
  readonly largest: Largest;
  readonly gatesInForce: readonly GateName[];
}

/** One candidate by the policy's criteria, tier rule, gates and score. */
export function judge(facts: CandidateFacts, context: PolicyContext): Judged {
  const { policy, limits, largest } = context;
  const outcomes = outcomesOf(facts, policy, limits);
  const gates = gatesOf(facts, { policy, limits, inForce: context.gatesInForce });
  return {
    facts,
    tier: tierOf(facts, outcomes, policy, limits),
    outcomes,
    gates,
    gateCount: gates.length,
    score: scoreOf(facts, policy, largest),
  };
}

function scoreOf(facts: CandidateFacts, { score }: Policy, largest: Largest): number | null {
  switch (score.kind) {
    case 'logistic':
      return logisticProbability(facts, score);
    case 'product':
      return productOf(facts, score.factors, largest);
    case 'none':
      return null;
  }
}

/** The variants in the policy's order; candidates of one variant share `facts.variant`. Ties keep the order of `ordinal`. */
export function rankVariants(judged: Iterable<Judged>, context: PolicyContext): RankedGroup[] {
  const groups = new Map<string, Judged[]>();
  for (const candidate of judged) {
    const group = groups.get(candidate.facts.variant);
    if (group === undefined) groups.set(candidate.facts.variant, [candidate]);
    else group.push(candidate);
  }
  const variants = [...groups.values()]
    .map((group) => groupOf(group, context))
    .sort((a, b) => a.facts.ordinal - b.facts.ordinal);
  return ordered(withReportScores(variants, context.policy), context.policy.order);
}

function groupOf(group: readonly Judged[], context: PolicyContext): RankedGroup {
  const { policy } = context;
  const preferred = preferredOf(group, context);
  const chosen = new Set(preferred);
  const candidates = [
    ...ordered(preferred, policy.best),
    ...ordered(
      group.filter((candidate) => !chosen.has(candidate)),
      policy.best,
    ),
  ];
  const [best] = candidates;
  if (best === undefined) throw defect('a ranked variant has at least one candidate');
  const { facts, tier, gateCount } = best;
  return { facts, tier, gateCount, best, candidates, ...variantScore(candidates, context) };
}

/** Each preference in turn; one that no candidate meets is skipped. */
function preferredOf(group: readonly Judged[], { policy, limits }: PolicyContext): readonly Judged[] {
  return policy.prefer.reduce<readonly Judged[]>((left, preference) => {
    const meeting = left.filter(({ facts, outcomes }) =>
      preference.kind === 'test'
        ? claimOf(preference.test, facts, limits) === true
        : outcomes.find(({ name }) => name === preference.name)?.passes !== false,
    );
    return meeting.length === 0 ? left : meeting;
  }, group);
}

function variantScore(
  candidates: readonly Judged[],
  { policy, largest }: PolicyContext,
): Pick<RankedGroup, 'score' | 'parts'> {
  const rule = policy.variantScore;
  const [best] = candidates;
  switch (rule.kind) {
    case 'best':
      return { score: best?.score ?? null, parts: [] };
    case 'any-of':
      return { score: anyOf(bestPerAllele(ungatedFirst(candidates)).slice(0, rule.alleles)), parts: [] };
    case 'sum': {
      const summed = withinBestWindow(distinctPairs(candidates), rule.within);
      const sum = summed.reduce((total, { score }) => total + (score ?? 0), 0);
      const times = best === undefined ? null : productOf(best.facts, rule.times, largest);
      const isScored = candidates.some(({ score }) => score !== null);
      return {
        score: isScored && times !== null ? sum * times : null,
        parts: [
          {
            name: 'sum over peptides and alleles',
            value: `${summed.length} pairs`,
            contribution: Number(sum.toPrecision(6)),
          },
          ...(best === undefined ? [] : productParts(best.facts, rule.times, largest)),
        ],
      };
    }
    case 'minus-rank-sum':
      return { score: null, parts: [] };
  }
}

/** What counts towards a variant: candidates that no gate shuts out; of a variant that is gated as a whole, all of them. */
export function ungatedFirst<Row extends { readonly gateCount: number }>(
  candidates: readonly Row[],
): readonly Row[] {
  const open = candidates.filter(({ gateCount }) => gateCount === 0);
  return open.length === 0 ? candidates : open;
}

/** A pair that several transcripts give is one pair. */
function distinctPairs(candidates: readonly Judged[]): readonly Judged[] {
  return [
    ...new Map(
      [...candidates]
        .reverse()
        .map((candidate) => [`${candidate.facts.peptide} ${candidate.facts.allele}`, candidate]),
    ).values(),
  ].reverse();
}

/** The best candidate of each allele, in order. */
export function bestPerAllele<Row extends { readonly facts: Pick<CandidateFacts, 'allele'> }>(
  candidates: readonly Row[],
): Row[] {
  const seen = new Set<string>();
  return candidates.filter(({ facts }) => {
    if (seen.has(facts.allele)) return false;
    seen.add(facts.allele);
    return true;
  });
}

/** P = 1 − Π(1 − p). */
export function anyOf(candidates: readonly { readonly score: number | null }[]): number {
  const missed = candidates.reduce((product, { score }) => product * (1 - (score ?? 0)), 1);
  return Number((1 - missed).toFixed(5));
}

/** Scores that only exist beside the other variants of the report. */
function withReportScores(variants: readonly RankedGroup[], { variantScore }: Policy): RankedGroup[] {
  if (variantScore.kind !== 'minus-rank-sum') return [...variants];
  const sums = rankSums(
    variants.map(({ facts }) => facts),
    variantScore.of,
  );
  return variants.map((variant, index) => ({ ...variant, score: -(sums[index] ?? 0) }));
}
