import { describe, expect, it } from 'vitest';
import { readExpression } from '../../../../stages/parse-variants/expression.js';

describe('readExpression', () => {
  it('reads the GX and TX lists of VAtools', () => {
    expect(readExpression('SDF4|85.98,TNFRSF4|0.1')).toEqual({ SDF4: 85.98, TNFRSF4: 0.1 });
  });
  it('decodes percent-encoded ids', () => {
    expect(readExpression('HLA%3AA|2e-1')).toEqual({ 'HLA:A': 0.2 });
  });
  it('takes NaN and . for unknown, not for zero', () => {
    expect(readExpression('A|NaN,B|.,C|0.0')).toEqual({ C: 0 });
    expect(readExpression('A|NaN')).toBeNull();
    expect(readExpression(null)).toBeNull();
  });
  it('keeps an id that names a property of objects an id', () => {
    expect(Object.keys(readExpression('__proto__|1,constructor|2') ?? {})).toEqual([
      '__proto__',
      'constructor',
    ]);
  });
});
