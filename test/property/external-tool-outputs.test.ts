import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalTools } from '../../infra/predictors/external/registry.js';
import { AntigraphError } from '../../schemas/errors.js';

/** Lines as the tools write them, so that random texts get past the first check. */
const lines = [
  '####################',
  '# Output from MixMHCpred (v2.2)',
  '# Output from PRIME (v2.1)',
  '# Output from MixMHC2pred (v2.0)',
  'Peptide\tScore_bestAllele\tBestAllele\t%Rank_bestAllele\tScore_A0201\t%Rank_A0201',
  'allele,peptide,mhcflurry_affinity',
  'mhc,pep,tgt,len,BigMHC_EL',
  'peptide,allele,ic50,human_proteome_rank',
  'HLA-A*02:01,RLQDTVSKV,12',
  'HLA-A*02:01,RLQDTVSKV,,9,NaN',
  'RLQDTVSKV,HLA-A*02:01,1e999,-0',
  'RLQDTVSKV\t1\tA0201\t1\t1\tInfinity',
];

describe('outputs of external tools', () => {
  it('are read to numbers in range or refused with a code, whatever the text', () => {
    const line = fc.oneof(fc.constantFrom(...lines), fc.string({ maxLength: 40 }));
    const text = fc.array(line, { maxLength: 12 }).map((parts) => parts.join('\n'));
    fc.assert(
      fc.property(text, fc.constantFrom(...externalTools), (content, tool) => {
        tool.recognises(content);
        try {
          for (const row of tool.parse(content, 'saved').rows) {
            for (const value of [row.affinityNm, row.percentileRank, row.presentationScore, row.coreOffset])
              expect(value === null || Number.isFinite(value)).toBe(true);
            expect(row.percentileRank ?? 0).toBeLessThanOrEqual(100);
          }
        } catch (error) {
          if (!(error instanceof AntigraphError)) throw error;
          expect(error.code).toMatch(/^(?:TOOL_|HLA_UNSUPPORTED)/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
