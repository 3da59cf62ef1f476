import type { Candidate, FeatureRow } from '../../schemas/candidates.js';
import { intercept, type ScoreTerm, scoreTerms } from './default-policy.js';

/** Contributions are kept to this many decimals and the logit is their exact sum, so that a person can add them up. */
const decimals = 3;

export interface Score {
  readonly probability: number;
  readonly logit: number;
  readonly terms: Candidate['terms'];
}

/** The default logistic score of one candidate; `terms` sum exactly to `logit`, probability = 1/(1 + e^−logit). */
export function score(row: FeatureRow): Score {
  const terms = [
    { name: 'base rate (prevalence)', value: 'same for all', contribution: intercept },
    ...scoreTerms.map((term) => ({
      name: term.name,
      value: term.show(row),
      contribution: contribution(term, row),
    })),
  ];
  // Summed as integers of 0.001: the sum of the printed numbers is the printed logit to the last digit.
  const thousandths = terms.reduce((sum, term) => sum + Math.round(term.contribution * 10 ** decimals), 0);
  const logit = thousandths / 10 ** decimals;
  return { logit, probability: Number((1 / (1 + Math.exp(-logit))).toFixed(5)), terms };
}

function contribution(term: ScoreTerm, row: FeatureRow): number {
  const value = term.value(row);
  if (value === null) return term.whenUnknown;
  const clamped = Math.min(term.max, Math.max(term.min, value));
  return Number((term.weight * (clamped - term.reference)).toFixed(decimals)) + 0;
}
