import { describe, expect, it } from 'vitest';
import type { FeatureRow } from '../../../../schemas/candidates.js';
import { factsOf } from '../../../../stages/rank-candidates/facts.js';
import { whatWouldFlip } from '../../../../stages/rank-candidates/flip.js';
import { limitsOf } from '../../../../stages/rank-candidates/limits.js';
import { paramsSchema } from '../../../../stages/rank-candidates/params.js';
import type { PresetName } from '../../../../stages/rank-candidates/policies/presets.js';
import { presetOf } from '../../../../stages/rank-candidates/policies/resolve.js';
import { featureRow } from '../../../support/feature-row.js';

function flip(changes: Partial<FeatureRow>, options: { policy?: PresetName; gates?: string[] } = {}) {
  const facts = factsOf(featureRow(changes));
  return whatWouldFlip({
    facts,
    policy: presetOf(options.policy ?? 'antigraph'),
    limits: limitsOf(paramsSchema.parse({}), [facts.numbers.dnaVaf]),
    gates: options.gates ?? [],
  });
}

describe('what would flip the tier', () => {
  it('of a Pass is the criterion nearest its limit, with the tier it would fall to', () => {
    // Affinity is 4 % below its limit; rank, expression and VAF are at least twofold away.
    expect(flip({ affinityNm: 480 })).toBe(
      'nearest its limit: affinity 480 nM (needs < 500 nM), else PoorBinder',
    );
    expect(flip({ alleleExpression: 2.6 })).toBe(
      'nearest its limit: expression 2.6 TPM (needs > 2.5 TPM), else LowExpr',
    );
  });

  it('of one failed criterion is what it needs', () => {
    expect(flip({ affinityNm: 900 })).toBe('Pass needs affinity < 500 nM (is 900 nM)');
  });

  it('of several failed criteria names also the tier that each would give alone', () => {
    expect(flip({ affinityNm: 900, percentileRank: 3 })).toBe(
      'Pass needs affinity < 500 nM (is 900 nM) and presentation < 2 % (is 3 %)' +
        '; affinity met alone: PoorPresentation; presentation met alone: PoorBinder',
    );
  });

  it('names what is not known yet beside what failed, and alone where nothing failed', () => {
    const unknown = { alleleExpression: null, tpm: null, rnaVaf: null };
    expect(flip({ ...unknown, affinityNm: 900 })).toBe(
      'Pass needs affinity < 500 nM (is 900 nM); and, once known, that expression is: > 2.5 TPM',
    );
    expect(flip(unknown)).toBe('stays Pass only if, once known, expression is: > 2.5 TPM');
  });

  it('says first that a gate holds whatever the tier', () => {
    expect(flip({ affinityNm: 900 }, { gates: ['the tumour lost the HLA allele'] })).toBe(
      'whatever the tier, gated: the tumour lost the HLA allele; Pass needs affinity < 500 nM (is 900 nM)',
    );
  });

  it("asks the policy's own tier rule", () => {
    // Wells 2020: 34 nM. 30 nM is nearer its limit than 50 TPM is to 33.
    expect(flip({ affinityNm: 30, tpm: 50, agretopicity: 0.01, halfLifeHours: 5 }, { policy: 'tesla' })).toBe(
      'nearest its limit: affinity 30 nM (needs < 34 nM), else PoorBinder',
    );
  });
});
