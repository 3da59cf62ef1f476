import { describe, expect, it } from 'vitest';
import { alleleExpressionOf } from '../../../../stages/compute-features/expression.js';

describe('allele expression', () => {
  it('of a variant is TPM × RNA variant allele fraction, unknown where either is', () => {
    expect(alleleExpressionOf({ source: 'bundle' }, 40, 0.25)).toBe(10);
    expect(alleleExpressionOf({ source: 'bundle' }, 40, null)).toBeNull();
    expect(alleleExpressionOf({ source: 'bundle' }, null, 0.25)).toBeNull();
  });

  it('of a foreign or reactivated protein is its TPM: no transcript of it is without the antigen', () => {
    expect(alleleExpressionOf({ source: 'fasta' }, 55.5, null)).toBe(55.5);
    expect(alleleExpressionOf({ source: 'fasta' }, null, null)).toBeNull();
  });
});
