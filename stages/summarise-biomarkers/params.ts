import { z } from 'zod';
import { organs } from './normal-expression/organs.js';

export const params = z.object({
  callableMb: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe(
      'megabases of coding sequence in which variants could be called, the denominator of the mutational burden; null: the coding bases of the reference bundle where one is given',
    ),
  presentedRank: z
    .number()
    .positive()
    .max(100)
    .default(2)
    .describe(
      'percentile rank up to which a peptide of a shortlisted antigen counts as presented and is looked for in self (NetMHCpan weak-binder convention)',
    ),
  expressedLevel: z
    .number()
    .nonnegative()
    .default(1)
    .describe(
      'TPM from which a gene counts as expressed in a normal tissue (the detection limit of the Human Protein Atlas, Uhlén 2015, doi:10.1126/science.1260419)',
    ),
  essentialOrgans: z
    .array(z.enum(organs))
    .default([...organs])
    .describe('organs whose expression of the parent gene is named in the safety table'),
});
