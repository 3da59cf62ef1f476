/** From what a submitter gives, a preset's name or a small policy of their own, to the whole policy. */
import { z } from 'zod';
import { AntigraphError, defect } from '../../../schemas/errors.js';
import { nearest } from '../../../schemas/nearest.js';
import { antigraph } from './antigraph.js';
import { type Policy, policySchema } from './policy.js';
import { type PresetName, presetNames, presets } from './presets.js';
import { unknownField, unknownName } from './unknown-name.js';

/** A user's policy: what differs from the preset it extends. Whole parts (criteria, tiers, order …) replace the preset's. */
const userPolicyShape = {
  ...policySchema.partial().shape,
  name: policySchema.shape.name,
  extends: z.enum(presetNames, { error: unknownName('policy', presetNames) }).default('antigraph'),
  /** Weight of a term by its key, for a policy with a logistic score. */
  weights: z.record(z.string(), z.number()).optional(),
  intercept: z.number().optional(),
};
export const userPolicySchema = z.strictObject(userPolicyShape, {
  error: unknownField(Object.keys(userPolicyShape)),
});
export type UserPolicy = z.infer<typeof userPolicySchema>;

/** Checked as a whole: a name that only the merged policy can tell is refused before a run starts. */
export const policyParameterSchema = z
  .union([z.enum(presetNames), userPolicySchema], { error: noPolicy })
  .superRefine((given, context) => {
    try {
      resolvePolicy(given);
    } catch (error) {
      if (!(error instanceof AntigraphError)) throw error;
      context.addIssue({ code: 'custom', message: `${error.message}. ${error.fix ?? ''}`.trim() });
    }
  });
/** Of a word the nearest policy; of an object what is wrong with it as a policy of one's own. */
function noPolicy(issue: z.core.$ZodRawIssue): string {
  if (typeof issue.input === 'string') return unknownName('policy', presetNames)(issue);
  const [, own = []] = issue.code === 'invalid_union' ? issue.errors : [];
  return own.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') || 'this is no policy';
}

export type PolicyParameter = PresetName | UserPolicy;

/** The preset of that name. */
export function presetOf(name: PresetName): Policy {
  const found = presets.find((policy) => policy.name === name);
  if (found === undefined) throw defect('a preset has no policy', { name });
  return found;
}

/**
 * The policy in force.
 * @throws PARAMETER_INVALID for a user's policy that names a term or criterion nobody has, or takes a preset's name
 */
export function resolvePolicy(given: PolicyParameter): Policy {
  if (typeof given === 'string') return presetOf(given);
  const { extends: base, weights, intercept, ...changes } = given;
  if (presets.some(({ name }) => name === given.name))
    throw invalid(`the name '${given.name}' is a preset's`, 'Give the policy a name of its own.');
  const merged: Policy = { ...presetOf(base), ...withoutUndefined(changes) };
  const policy = withWeights(merged, weights ?? {}, intercept);
  checkNames(policy);
  return policy;
}

function withWeights(
  policy: Policy,
  weights: Readonly<Record<string, number>>,
  intercept: number | undefined,
): Policy {
  const wanted = Object.keys(weights);
  if (wanted.length === 0 && intercept === undefined) return policy;
  const { score } = policy;
  if (score.kind !== 'logistic')
    throw invalid(
      `policy '${policy.name}' has no logistic score, so neither weights nor intercept`,
      `Leave them out, or extend ${antigraph.name}.`,
    );
  const keys = score.terms.map(({ key }) => key);
  const unknown = wanted.find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw invalid(
      `policy '${policy.name}' weighs '${unknown}', which is no term`,
      `Did you mean ${nearest(unknown, keys, 1).join('')}? Terms: ${keys.join(', ')}.`,
    );
  return {
    ...policy,
    score: {
      kind: 'logistic',
      intercept: intercept ?? score.intercept,
      terms: score.terms.map((term) => ({ ...term, weight: weights[term.key] ?? term.weight })),
    },
  };
}

/** Preferences may name criteria only of the policy itself. Tier rules may also name those of other presets, which never fail, but none that nobody has. */
function checkNames(policy: Policy): void {
  const known = policy.criteria.map(({ name }) => name);
  const anywhere = [
    ...new Set([...known, ...presets.flatMap(({ criteria }) => criteria.map(({ name }) => name))]),
  ];
  for (const { tier, fails, ignores } of policy.tiers) {
    const unknown = [...fails, ...(ignores === 'all' ? [] : ignores)].find(
      (name) => !anywhere.includes(name),
    );
    if (unknown !== undefined)
      throw invalid(
        `policy '${policy.name}' gives the tier ${tier} by '${unknown}', which is no criterion`,
        `Did you mean ${nearest(unknown, anywhere, 1).join('')}? Criteria: ${known.join(', ')}.`,
      );
  }
  for (const preference of policy.prefer) {
    if (preference.kind === 'criterion' && !known.includes(preference.name))
      throw invalid(
        `policy '${policy.name}' prefers candidates that meet '${preference.name}', which is no criterion of it`,
        `Criteria: ${known.join(', ')}.`,
      );
  }
}

function withoutUndefined<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.assign(
    {},
    ...Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [{ [key]: value }])),
  );
}

function invalid(message: string, fix: string): AntigraphError {
  return new AntigraphError('PARAMETER_INVALID', message, { fix, at: { field: 'rank-candidates.policy' } });
}
