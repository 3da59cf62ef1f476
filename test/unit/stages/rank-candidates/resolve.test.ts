import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AntigraphError } from '../../../../schemas/errors.js';
import { flagWords, numberWords } from '../../../../stages/rank-candidates/facts.js';
import { switchableGates } from '../../../../stages/rank-candidates/gates.js';
import { antigraph } from '../../../../stages/rank-candidates/policies/antigraph.js';
import { limitNames } from '../../../../stages/rank-candidates/policies/policy.js';
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
    [
      'gives a tier by a criterion that nobody has',
      { name: 'a', tiers: [{ tier: 'Pass', fails: ['affinty'], ignores: [] }] },
      /'affinty'.*is no criterion/,
    ],
  ])('is refused where it %s', (_why, given, message) => {
    const attempt = () => resolve(given);
    expect(attempt).toThrow(AntigraphError);
    expect(attempt).toThrow(message);
    expect(policyParameterSchema.safeParse(given).error?.message).toMatch(message);
  });

  const gate = (when: unknown) => ({ name: 'a', gates: [{ name: 'x', when, says: 's' }] });

  it.each<[string, unknown, string]>([
    ['a fact', gate({ kind: 'above', fact: 'affinity', limit: 1 }), 'did you mean affinityNm?'],
    ['a claim', gate({ kind: 'is', fact: 'isSelfPeptid', value: true }), 'did you mean isSelfPeptide?'],
    ['a kind of test', gate({ kind: 'over', fact: 'affinityNm', limit: 1 }), 'did you mean above?'],
    ['a limit', gate({ kind: 'above', fact: 'affinityNm', limit: 'affinityLimit' }), 'affinityLimitNm?'],
    ['a field', { name: 'a', weight: {} }, 'did you mean weights?'],
    ['the preset it extends', { name: 'a', extends: 'pvacseq' }, 'did you mean pvacseq-7?'],
    ['a preset', 'vaxrnk', 'did you mean vaxrank?'],
  ])('that misspells %s is told the nearest name', (_what, given, hint) => {
    expect(policyParameterSchema.safeParse(given).error?.issues[0]?.message).toContain(hint);
  });

  it('may be the example of the documentation', () => {
    const example = /```json\n(.*?)```/s.exec(readFileSync('docs/ranking-policies.md', 'utf8'))?.[1] ?? '';
    expect(resolve(JSON.parse(example)).name).toBe('site-a');
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

describe('the documentation of policies', () => {
  const page = readFileSync('docs/ranking-policies.md', 'utf8');

  it('names every fact, claim, limit and term that a policy may name', () => {
    const terms = antigraph.score.kind === 'logistic' ? antigraph.score.terms.map(({ key }) => key) : [];
    const names = [...Object.keys(numberWords), ...Object.keys(flagWords), ...limitNames, ...terms];
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('names every gate that a parameter switches', () => {
    expect(switchableGates.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
  });
});
