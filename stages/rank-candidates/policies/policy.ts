/**
 * What a ranking policy is: data, the same for the default, for the published presets and for a user's own file. It says what is
 * checked (criteria), what shuts out (gates), how checks make a tier, how candidates and variants are scored, and how both are ordered.
 */
import { z } from 'zod';
import { tierSchema } from '../../../schemas/candidates.js';
import { type FlagFact, flagWords, type NumberFact, numberWords } from '../facts.js';
import { unknownKind, unknownName } from './unknown-name.js';

const numberFacts = keysOf(numberWords);
const flagFacts = keysOf(flagWords);
const numberFactSchema = z.enum(numberFacts, { error: unknownName('fact', numberFacts) });
const flagFactSchema = z.enum(flagFacts, { error: unknownName('claim', flagFacts) });

/** Limits that are parameters of the stage, so that one knob serves every policy. */
export const limitNames = [
  'affinityLimitNm',
  'percentileLimit',
  /** minimum TPM × minimum RNA VAF × 10. */
  'alleleExpressionLimit',
  /** Half the clonal VAF. */
  'subclonalVaf',
  'minimumRnaVaf',
  'maximumTranscriptLevel',
  'rnaDepthForGate',
] as const;
export type LimitName = (typeof limitNames)[number];

const comparisons = ['below', 'above', 'at-least', 'at-most'] as const;

/** A claim about a candidate: true, false, or unknown where a fact it needs is. */
export type Test =
  | {
      readonly kind: (typeof comparisons)[number];
      readonly fact: NumberFact;
      readonly limit: number | LimitName;
    }
  | { readonly kind: 'is'; readonly fact: FlagFact; readonly value: boolean }
  /** 'any': one true is enough; 'all': one false is enough to fail. */
  | { readonly kind: 'any' | 'all'; readonly of: readonly Test[] };

const testSchema: z.ZodType<Test> = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.enum(comparisons),
      fact: numberFactSchema,
      limit: z.union([z.number(), z.enum(limitNames)], {
        error: unknownName('limit other than a number', limitNames),
      }),
    }),
    z.strictObject({ kind: z.literal('is'), fact: flagFactSchema, value: z.boolean() }),
    z.strictObject({ kind: z.enum(['any', 'all']), of: z.array(z.lazy(() => testSchema)).min(1) }),
  ],
  { error: unknownKind('test', [...comparisons, 'is', 'any', 'all']) },
);

const criterionSchema = z.strictObject({
  name: z.string().min(1),
  test: testSchema,
  /** What an unknown fact does to it. */
  unknown: z.enum(['passes', 'fails']),
  /** The requirement in words, where the test's own would not read well. */
  needs: z.string().optional(),
  source: z.string(),
});
export type CriterionRule = z.infer<typeof criterionSchema>;

const gateSchema = z.strictObject({
  name: z.string().min(1),
  /** Shut out where this is true; unknown never shuts out. */
  when: testSchema,
  says: z.string(),
});

/** The first rule that holds gives the tier: exactly the criteria in `fails` fail, those in `ignores` apart. */
const tierRuleSchema = z.strictObject({
  tier: tierSchema,
  fails: z.array(z.string()),
  /** Criteria not looked at, or 'all the others'. */
  ignores: z.union([z.array(z.string()), z.literal('all')], {
    error: "expected a list of criteria, or 'all'",
  }),
  when: testSchema.optional(),
  unless: testSchema.optional(),
});
export type TierRule = z.infer<typeof tierRuleSchema>;

/** How a number becomes what is weighed. */
const transformSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('identity') }),
    /** −log10 of at least `floor`. */
    z.strictObject({ kind: z.literal('minus-log10'), floor: z.number().nonnegative() }),
    z.strictObject({ kind: z.literal('log2-one-plus') }),
    z.strictObject({ kind: z.literal('square-root') }),
    /** max(0, 1 − x/zeroAt). */
    z.strictObject({ kind: z.literal('hinge'), zeroAt: z.number().positive() }),
    /** 1/(1 + e^((x − midpoint)/width)); `isOneAtZero` divides by its value at 0; 0 from `zeroFrom` on. */
    z.strictObject({
      kind: z.literal('falling-logistic'),
      midpoint: z.number(),
      width: z.number().positive(),
      isOneAtZero: z.boolean(),
      zeroFrom: z.number().nullable(),
    }),
    /** tanh(x + plus). */
    z.strictObject({ kind: z.literal('tanh'), plus: z.number() }),
    /** base^x. */
    z.strictObject({ kind: z.literal('power'), base: z.number().positive() }),
    /** 1/(1 + x). */
    z.strictObject({ kind: z.literal('reciprocal') }),
  ],
  {
    error: unknownKind('transform', [
      'identity',
      'minus-log10',
      'log2-one-plus',
      'square-root',
      'hinge',
      'falling-logistic',
      'tanh',
      'power',
      'reciprocal',
    ]),
  },
);
export type Transform = z.infer<typeof transformSchema>;

const factOrFlag = z.union([numberFactSchema, flagFactSchema], {
  error: unknownName('fact or claim', [...numberFacts, ...flagFacts]),
});

/** weight × (clamp(transform(fact)) − reference); a claim counts as 1 or 0. */
const termSchema = z.strictObject({
  /** Short name, by which a user's file sets the weight. */
  key: z.string().min(1),
  name: z.string().min(1),
  fact: factOrFlag,
  transform: transformSchema,
  weight: z.number(),
  /** A candidate at the reference adds 0. */
  reference: z.number(),
  min: z.number(),
  max: z.number(),
  whenUnknown: z.number(),
});
export type Term = z.infer<typeof termSchema>;

export type Factor =
  | {
      readonly kind: 'fact';
      readonly name: string;
      readonly fact: NumberFact | FlagFact;
      readonly transform: Transform;
      /** Divided by the largest of the report. */
      readonly isShareOfLargest: boolean;
      /** null: without the fact there is no score. */
      readonly whenUnknown: number | null;
    }
  /** 1 − the product of the factors. */
  | { readonly kind: 'complement'; readonly name: string; readonly of: readonly Factor[] };

const factorSchema: z.ZodType<Factor> = z.union([
  z.strictObject({
    kind: z.literal('fact'),
    name: z.string().min(1),
    fact: factOrFlag,
    transform: transformSchema,
    isShareOfLargest: z.boolean(),
    whenUnknown: z.number().nullable(),
  }),
  z.strictObject({
    kind: z.literal('complement'),
    name: z.string().min(1),
    of: z.array(z.lazy(() => factorSchema)).min(1),
  }),
]);

/** A candidate's score; higher is better. */
const scoreSchema = z.discriminatedUnion('kind', [
  /** 1/(1 + e^−(intercept + Σ terms)): a probability. */
  z.strictObject({ kind: z.literal('logistic'), intercept: z.number(), terms: z.array(termSchema).min(1) }),
  z.strictObject({ kind: z.literal('product'), factors: z.array(factorSchema).min(1) }),
  z.strictObject({ kind: z.literal('none') }),
]);

const rankedFactSchema = z.strictObject({
  fact: numberFactSchema,
  direction: z.enum(['ascending', 'descending']),
  /** Equal after rounding to so many decimals is a tie; null: as given. */
  decimals: z.number().int().nonnegative().nullable(),
});

/** What rows are compared by, most important first. */
const orderKeySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('gates') }),
  z.strictObject({ kind: z.literal('tier') }),
  /** What rests on an assumption stands behind what does not, unless the latter is of a tier that no shortlist takes. */
  z.strictObject({ kind: z.literal('certainty') }),
  z.strictObject({ kind: z.literal('score') }),
  rankedFactSchema.extend({ kind: z.literal('fact') }),
  z.strictObject({ kind: z.literal('flag'), fact: flagFactSchema }),
  z.strictObject({ kind: z.literal('text'), of: z.enum(['gene', 'change', 'peptide', 'allele']) }),
  /** Sum of dense ranks among the rows compared; unknown ranks last. */
  z.strictObject({ kind: z.literal('rank-sum'), of: z.array(rankedFactSchema).min(1) }),
]);
export type OrderKey = z.infer<typeof orderKeySchema>;
export type RankedFact = z.infer<typeof rankedFactSchema>;

/** What candidates must have to speak for their variant, one after the other; a step that would leave none is skipped. */
const preferenceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('criterion'), name: z.string() }),
  z.strictObject({ kind: z.literal('test'), test: testSchema }),
]);

/** How a variant's score is made of its candidates'. */
const variantScoreSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('best') }),
  /** 1 − Π(1 − p) over the best candidate of so many alleles. */
  z.strictObject({ kind: z.literal('any-of'), alleles: z.number().int().positive() }),
  /** Sum over all candidates (of the best stretch of `within` residues, where the protein is known), times factors of the variant. */
  z.strictObject({
    kind: z.literal('sum'),
    within: z.number().int().positive().nullable(),
    times: z.array(factorSchema),
  }),
  /** Minus the sum of dense ranks among the report's variants. */
  z.strictObject({ kind: z.literal('minus-rank-sum'), of: z.array(rankedFactSchema).min(1) }),
]);

export const policySchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a name has lower case letters, digits and hyphens'),
  summary: z.string(),
  /** Paper, release or measurement that each rule is from. */
  sources: z.array(z.string()).min(1),
  criteria: z.array(criterionSchema),
  gates: z.array(gateSchema),
  tiers: z.array(tierRuleSchema),
  /** Where no rule holds. */
  otherwise: tierSchema,
  score: scoreSchema,
  variantScore: variantScoreSchema,
  prefer: z.array(preferenceSchema),
  best: z.array(orderKeySchema),
  order: z.array(orderKeySchema),
});
export type Policy = z.infer<typeof policySchema>;

/** Keys of an object literal, typed, for a schema that must list them. */
function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): [Key, ...Key[]] {
  const [first, ...rest] = Object.keys(record).filter((key): key is Key => Object.hasOwn(record, key));
  if (first === undefined) throw new RangeError('a record without keys');
  return [first, ...rest];
}
