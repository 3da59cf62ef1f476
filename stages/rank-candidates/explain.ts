import type { Candidate } from '../../schemas/candidates.js';
import { defect } from '../../schemas/errors.js';
import type { PolicyContext } from './apply-policy.js';
import { boardOf } from './board.js';
import type { CandidateFacts } from './facts.js';
import { antigraph } from './policies/antigraph.js';
import type { Policy } from './policies/policy.js';
import { type LogisticScore, logisticScore, productOf, productParts } from './score.js';
import { criteriaOf } from './tier.js';

/** A candidate's criteria and score in words and numbers: every part that made it what it is. */
export function explain(
  facts: CandidateFacts,
  context: PolicyContext,
): Pick<
  Candidate,
  'criteria' | 'probability' | 'logit' | 'terms' | 'policyScore' | 'boardScore' | 'boardParts'
> {
  const { policy, limits } = context;
  return {
    criteria: criteriaOf(facts, policy, limits),
    ...probabilityOf(facts, policy),
    ...boardOf(facts, limits),
    ...(policy.score.kind === 'logistic' ? {} : { policyScore: policyScoreOf(facts, context) }),
  };
}

/** Selection weighs by a probability: that of the policy, or the default's beside a policy whose score is none. */
function probabilityOf(facts: CandidateFacts, { score }: Policy): LogisticScore {
  if (score.kind === 'logistic') return logisticScore(facts, score);
  if (antigraph.score.kind !== 'logistic') throw defect('the default policy has a logistic score');
  return logisticScore(facts, antigraph.score);
}

function policyScoreOf(
  facts: CandidateFacts,
  { policy, largest }: PolicyContext,
): NonNullable<Candidate['policyScore']> {
  const factors = policy.score.kind === 'product' ? policy.score.factors : [];
  return {
    value: factors.length === 0 ? null : productOf(facts, factors, largest),
    factors: productParts(facts, factors, largest),
  };
}
