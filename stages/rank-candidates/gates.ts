import { claimOf, valueWords } from './claim.js';
import type { CandidateFacts } from './facts.js';
import type { Limits } from './limits.js';
import type { Policy } from './policies/policy.js';

/** Gates that a parameter switches; others of a user's policy are always in force. */
export const switchableGates = ['self-peptide', 'no-rna-read', 'allele-lost'] as const;
export type GateName = (typeof switchableGates)[number];

/** The hard gates that shut the candidate out, in words; [] = none. Unknown never shuts out (SCIENCE "Default ranking"). */
export function gatesOf(
  facts: CandidateFacts,
  options: { readonly policy: Policy; readonly limits: Limits; readonly inForce: readonly GateName[] },
): string[] {
  const { policy, limits, inForce } = options;
  return policy.gates
    .filter(({ name }) => !isSwitchable(name) || inForce.includes(name))
    .filter(({ when }) => claimOf(when, facts, limits) === true)
    .map(({ says, when }) => (when.kind === 'is' ? says : `${says} (${valueWords(when, facts)})`));
}

function isSwitchable(name: string): name is GateName {
  return switchableGates.some((gate) => gate === name);
}
