import { describe, expect, it } from 'vitest';
import { AntigraphError } from '../../../../schemas/errors.js';
import { antigraph } from '../../../../stages/rank-candidates/policies/antigraph.js';
import {
  policyParameterSchema,
  resolvePolicy,
  userPolicySchema,
} from '../../../../stages/rank-candidates/policies/resolve.js';

const resolve = (given: unknown) => resolvePolicy(userPolicySchema.parse(given));

function weightOf(policy: ReturnType<typeof resolve>, key: string): number | undefined {
  return policy.score.kind === 'logistic'
    ? policy.score.terms.find((term) => term.key === key)?.weight
    : undefined;
}

describe("a user's policy", () => {
  it('changes only what it names', () => {
    const policy = resolve({ name: 'site-a', weights: { presentation: 1.2 }, intercept: -2 });
    expect(weightOf(policy, 'presentation')).toBe(1.2);
    expect(weightOf(policy, 'expression')).toBe(0.25);
    expect(policy.score).toMatchObject({ intercept: -2 });
    expect({ ...policy, name: 'antigraph', score: null }).toEqual({ ...antigraph, score: null });
  });

  it('replaces gates and criteria as a whole', () => {
    const gates = [
      {
        name: 'weak',
        when: { kind: 'above', fact: 'affinityNm', limit: 1000 },
        says: 'binds weaker than 1000 nM',
      },
    ];
    expect(resolve({ name: 'strict', extends: 'lens', gates }).gates).toEqual(gates);
    expect(resolve({ name: 'strict', extends: 'lens', gates }).score.kind).toBe('product');
  });

  it.each<[string, unknown, RegExp]>([
    ['weighs a term nobody has', { name: 'a', weights: { presentatio: 1 } }, /presentatio/],
    [
      'weighs terms of a product',
      { name: 'a', extends: 'lens', weights: { presentation: 1 } },
      /no logistic/,
    ],
    ["takes a preset's name", { name: 'vaxrank' }, /preset/],
    ['prefers a criterion it lacks', { name: 'a', prefer: [{ kind: 'criterion', name: 'x' }] }, /'x'/],
  ])('is refused where it %s', (_why, given, message) => {
    const attempt = () => resolve(given);
    expect(attempt).toThrow(AntigraphError);
    expect(attempt).toThrow(message);
    expect(policyParameterSchema.safeParse(given).error?.message).toMatch(message);
  });

  it.each<[string, unknown]>([
    [
      'names a fact nobody has',
      {
        name: 'a',
        criteria: [
          { name: 'x', test: { kind: 'below', fact: 'ic50', limit: 1 }, unknown: 'passes', source: 's' },
        ],
      },
    ],
    ['has a field nobody knows', { name: 'a', weight: {} }],
    ['has no name', { weights: {} }],
    ['extends nothing known', { name: 'a', extends: 'mine' }],
  ])('is no policy where it %s', (_why, given) => {
    expect(policyParameterSchema.safeParse(given).success).toBe(false);
  });
});
