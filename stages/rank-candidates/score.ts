/** Scores by a declared rule: a logistic sum or a product, with every part of the explanation. */
import type { Candidate } from '../../schemas/candidates.js';
import {
  type CandidateFacts,
  type FlagFact,
  flagWords,
  type NumberFact,
  showFlag,
  showNumber,
} from './facts.js';
import type { Factor, Policy, Term, Transform } from './policies/policy.js';

/** Contributions are kept to this many decimals and the logit is their exact sum, so that a person can add them up. */
const decimals = 3;

type Parts = Candidate['terms'];

export interface LogisticScore {
  readonly probability: number;
  readonly logit: number;
  readonly terms: Parts;
}

type LogisticRule = Extract<Policy['score'], { kind: 'logistic' }>;

/** The probability alone, without the words of its terms. */
export function logisticProbability(facts: CandidateFacts, rule: LogisticRule): number {
  return probabilityOf(logitOf([rule.intercept, ...rule.terms.map((term) => contribution(term, facts))]));
}

/** Summed as integers of 0.001: the sum of the printed numbers is the printed logit to the last digit. */
function logitOf(contributions: readonly number[]): number {
  const thousandths = contributions.reduce((sum, each) => sum + Math.round(each * 10 ** decimals), 0);
  return thousandths / 10 ** decimals;
}

function probabilityOf(logit: number): number {
  return Number((1 / (1 + Math.exp(-logit))).toFixed(5));
}

/** The logistic score of one candidate; `terms` sum exactly to `logit`, probability = 1/(1 + e^−logit). */
export function logisticScore(facts: CandidateFacts, rule: LogisticRule): LogisticScore {
  const terms = [
    { name: 'base rate (prevalence)', value: 'same for all', contribution: rule.intercept },
    ...rule.terms.map((term) => ({
      name: term.name,
      value: show(facts, term.fact),
      contribution: contribution(term, facts),
    })),
  ];
  const logit = logitOf(terms.map((term) => term.contribution));
  return { logit, probability: probabilityOf(logit), terms };
}

function contribution(term: Term, facts: CandidateFacts): number {
  const value = amountOf(facts, term.fact);
  if (value === null) return term.whenUnknown;
  const clamped = Math.min(term.max, Math.max(term.min, transformed(term.transform, value)));
  return Number((term.weight * (clamped - term.reference)).toFixed(decimals)) + 0;
}

/** The largest value of each factor that is a share of the report's largest, by the factor's name. */
export type Largest = ReadonlyMap<string, number>;

export function largestOf(policy: Policy, rows: Iterable<CandidateFacts>): Largest {
  const largest = new Map<string, number>();
  const factors = policy.score.kind === 'product' ? policy.score.factors : [];
  const shares = factors.flatMap((factor) =>
    factor.kind === 'fact' && factor.isShareOfLargest ? [factor] : [],
  );
  if (shares.length === 0) return largest;
  for (const facts of rows) {
    for (const { name, fact, transform } of shares) {
      const value = amountOf(facts, fact);
      if (value === null) continue;
      largest.set(
        name,
        Math.max(largest.get(name) ?? Number.NEGATIVE_INFINITY, transformed(transform, value)),
      );
    }
  }
  return largest;
}

/** The product of the factors; null: a fact without which there is no score is unknown. */
export function productOf(
  facts: CandidateFacts,
  factors: readonly Factor[],
  largest: Largest,
): number | null {
  let product = 1;
  for (const factor of factors) {
    const value = factorValue(factor, facts, largest);
    if (value === null) return null;
    product *= value;
  }
  return product;
}

/** Each factor that is known with the fact it is made from; the factor stands in the place of a contribution. */
export function productParts(facts: CandidateFacts, factors: readonly Factor[], largest: Largest): Parts {
  return factors.flatMap((factor) => {
    const value = factorValue(factor, facts, largest);
    return value === null
      ? []
      : [
          {
            name: factor.name,
            value: factorWords(factor, facts),
            contribution: Number(value.toPrecision(6)),
          },
        ];
  });
}

function factorValue(factor: Factor, facts: CandidateFacts, largest: Largest): number | null {
  if (factor.kind === 'complement') {
    const product = productOf(facts, factor.of, largest);
    return product === null ? null : 1 - product;
  }
  const value = amountOf(facts, factor.fact);
  if (value === null) return factor.whenUnknown;
  const number = transformed(factor.transform, value);
  if (!factor.isShareOfLargest) return number;
  const top = largest.get(factor.name) ?? 0;
  // Of a report in which nothing is read at all, no share can be had.
  return top === 0 ? null : number / top;
}

function factorWords(factor: Factor, facts: CandidateFacts): string {
  return factor.kind === 'fact'
    ? show(facts, factor.fact)
    : factor.of.map((part) => factorWords(part, facts)).join(', ');
}

function isFlag(fact: NumberFact | FlagFact): fact is FlagFact {
  return Object.hasOwn(flagWords, fact);
}

/** A claim counts as 1 or 0. */
function amountOf(facts: CandidateFacts, fact: NumberFact | FlagFact): number | null {
  if (!isFlag(fact)) return facts.numbers[fact];
  const value = facts.flags[fact];
  return value === null ? null : Number(value);
}

function show(facts: CandidateFacts, fact: NumberFact | FlagFact): string {
  return isFlag(fact) ? showFlag(facts, fact) : showNumber(facts, fact);
}

/** The number that is weighed. */
export function transformed(transform: Transform, value: number): number {
  switch (transform.kind) {
    case 'identity':
      return value;
    case 'minus-log10':
      return -Math.log10(Math.max(value, transform.floor));
    case 'log2-one-plus':
      return Math.log2(1 + value);
    case 'square-root':
      return Math.sqrt(value);
    case 'hinge':
      return Math.max(0, 1 - value / transform.zeroAt);
    case 'falling-logistic': {
      if (transform.zeroFrom !== null && value >= transform.zeroFrom) return 0;
      const at = (x: number) => 1 / (1 + Math.exp((x - transform.midpoint) / transform.width));
      return at(value) / (transform.isOneAtZero ? at(0) : 1);
    }
    case 'tanh':
      return Math.tanh(value + transform.plus);
    case 'power':
      return transform.base ** value;
    case 'reciprocal':
      return 1 / (1 + value);
  }
}
