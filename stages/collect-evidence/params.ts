import { z } from 'zod';

export const paramsSchema = z.object({
  purity: z
    .number()
    .gt(0)
    .max(1)
    .nullable()
    .default(null)
    .describe('tumour purity, 0-1; unknown: the copy number table’s own, else no cancer cell fraction'),
  sex: z
    .enum(['female', 'male'])
    .nullable()
    .default(null)
    .describe(
      'of the patient: a normal cell has one X and one Y in males; unknown: no cancer cell fraction on X',
    ),
  rnaSample: z
    .string()
    .nullable()
    .default(null)
    .describe('sample of the RNA in a VCF of read counts; unknown: the only one, or the one named RNA'),
  hlaLossMaxCopies: z
    .number()
    .nonnegative()
    .default(0.5)
    .describe('an HLA allele with fewer copies in a tumour cell is lost (doi:10.1016/j.cell.2017.10.001)'),
  hlaLossMaxPValue: z
    .number()
    .gt(0)
    .max(1)
    .default(0.01)
    .describe('if its imbalance has a smaller p-value (LOHHLA, doi:10.1016/j.cell.2017.10.001)'),
});
export type CollectEvidenceParams = z.infer<typeof paramsSchema>;
