import { z } from 'zod';
import { switchableGates } from './gates.js';
import { policyParameterSchema } from './policies/resolve.js';

/** What may change a ranking; each limit serves every policy that names it. */
export const paramsSchema = z.object({
  policy: policyParameterSchema
    .default('antigraph')
    .describe(
      'ranking policy: the default, a published one, or a policy of your own as an object that extends one of them',
    ),
  affinityLimitNm: z
    .number()
    .positive()
    .default(500)
    .describe('affinity below which a candidate binds, nM (pVACseq 7.1.5)'),
  percentileLimit: z
    .number()
    .positive()
    .default(2)
    .describe('percentile rank below which it is presented (pVACseq 7.1.5)'),
  minimumTpm: z
    .number()
    .nonnegative()
    .default(1)
    .describe(
      'gene TPM of the expression criterion; the limit is this × minimum RNA VAF × 10 (pVACseq 7.1.5)',
    ),
  minimumRnaVaf: z
    .number()
    .min(0)
    .max(1)
    .default(0.25)
    .describe('RNA VAF of the expression criterion (pVACseq 7.1.5)'),
  purity: z
    .number()
    .gt(0)
    .max(1)
    .nullable()
    .default(null)
    .describe('tumour purity; the clonal VAF is half of it, else the largest VAF below 0.6, at most 0.5'),
  maximumTranscriptLevel: z
    .number()
    .int()
    .min(1)
    .max(5)
    .default(1)
    .describe('transcript support level still accepted (pVACseq 7.1.5)'),
  gates: z
    .array(z.enum(switchableGates))
    .default([...switchableGates])
    .describe(
      "hard gates of the policy that are in force (the default's; published policies have none); a gated variant is ranked but never put on the shortlist",
    ),
  rnaDepthForGate: z
    .number()
    .int()
    .positive()
    .default(20)
    .describe('RNA depth at which no mutant read means not expressed'),
});
export type RankParams = z.infer<typeof paramsSchema>;
