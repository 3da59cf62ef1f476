import { z } from 'zod';

export const paramsSchema = z.object({
  tumorSample: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('Name of the tumour sample column; null: found from the header or the names (--tumor-sample)'),
  normalSample: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('Name of the normal sample column; null: found likewise, there may be none (--normal-sample)'),
  germlineSample: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      "Name of the patient's column in the germline VCF; null: its only one, or the one named as the normal sample",
    ),
  filters: z
    .union([z.enum(['pass', 'all']), z.array(z.string().min(1)).min(1)])
    .default('pass')
    .describe(
      "Which FILTER values are accepted: 'pass' (PASS and '.'), 'all', or a list of filter names accepted besides PASS and '.'",
    ),
  duplicates: z
    .enum(['omit', 'keep'])
    .default('omit')
    .describe('What becomes of an allele that an earlier line already gave in the same normalised form'),
  keepCsq: z
    .boolean()
    .default(true)
    .describe('Whether the raw annotation (CSQ, ANN) is carried along with each variant'),
  omitNotInTumor: z
    .boolean()
    .default(true)
    .describe(
      "Whether an allele is left out that the tumour's called genotype does not contain, as pVACseq does",
    ),
  minJunctionReads: z
    .number()
    .int()
    .nonnegative()
    .default(10)
    .describe(
      'Fewest reads over a splice junction of regtools or STAR for it to be looked at; the default is that of pVACsplice 7 (--junction-score)',
    ),
  wrongBuildFraction: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe(
      'Largest fraction of alleles whose REF may differ from the reference before the file is refused (from 3 mismatches on)',
    ),
});

export type ParseVariantsParams = z.infer<typeof paramsSchema>;
