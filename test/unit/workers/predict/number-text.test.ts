import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumber } from '../../../../stages/shared/tsv.js';
import { writeNumber } from '../../../../workers/predict/number-text.js';

function textOf(value: number): string {
  const out = new Uint8Array(40);
  const end = writeNumber(value, out, 3);
  return Buffer.from(out.subarray(3, end)).toString('latin1');
}

describe('writeNumber', () => {
  it.each([
    [0, '0'],
    [1, '1'],
    [0.5, '0.5'],
    [0.1, '0.1'],
    [12.3449, '12.34'],
    [123.4567, '123.5'],
    [0.00123456, '0.001235'],
    [0.000001, '0.000001'],
    [9.9996, '10'],
    [999.96, '1000'],
    [0.0099999, '0.01'],
    [100.04, '100'],
    [200.1, '200.1'],
    [1234.5, '1235'],
    [34567.8, '34568'],
    [50_000, '50000'],
    [1.2344e-7, '1.234e-7'],
    // Exactly between two: the larger (ECMA-262, Number.prototype.toPrecision, step 10.a).
    [0.03125 + 0.000_030_517_578_125, '0.03128'],
    [10.125, '10.13'],
  ])('writes %d as %s', (value, text) => {
    expect(textOf(value)).toBe(text);
  });

  it('writes every number as the other tables do', () => {
    const singles = fc.float({ min: 0, max: Math.fround(1e10), noNaN: true }).map((value) => Math.abs(value));
    fc.assert(
      fc.property(singles, fc.integer({ min: -12, max: 4 }), (value, exponent) => {
        for (const each of [value, Math.fround((value % 10) * 10 ** exponent)])
          expect(textOf(each)).toBe(formatNumber(each));
      }),
      { numRuns: 2000 },
    );
  });

  it('writes numbers of four and five digits, where rounding is close, as the other tables do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999 }),
        fc.integer({ min: -9, max: 1 }),
        (digits, exponent) => {
          const value = digits * 10 ** exponent;
          expect(textOf(value)).toBe(formatNumber(value));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
