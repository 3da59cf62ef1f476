import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumber, tsvLine } from '../../../../stages/shared/tsv.js';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [-0.00001, '-0.00001'],
    [0.1 + 0.2, '0.3'],
    [12.3456, '12.35'],
    [34567.8, '34568'],
    [1234567, '1234567'],
    [999.96, '1000'],
  ])('prints %d with four significant digits as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %d, because missing is null', (value) => {
    expect(() => formatNumber(value)).toThrow(/not finite/);
  });

  it('is within half a unit of the fourth digit of the value', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }), (value) => {
        expect(Math.abs(Number(formatNumber(value)) - value)).toBeLessThanOrEqual(
          Math.max(Math.abs(value) * 5.0001e-4, Number.MIN_VALUE),
        );
      }),
    );
  });
});

describe('tsvLine', () => {
  it('writes NA for null and keeps an empty string empty', () => {
    expect(tsvLine(['a', null, '', 2])).toBe('a\tNA\t\t2\n');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['+1 TPM', "'+1 TPM"],
    ['-', '-'],
    ['+', '+'],
    ['chr1:5:A:-', 'chr1:5:A:-'],
  ])('writes %s as %s, so that no spreadsheet runs it', (value, field) => {
    expect(tsvLine([value])).toBe(`${field}\n`);
  });

  it('prints negative numbers as numbers', () => {
    expect(tsvLine([-0.5])).toBe('-0.5\n');
  });

  it('is one line with one field per value whatever the strings hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { minLength: 1, maxLength: 6 }),
        (fields) => {
          const line = tsvLine(fields);
          expect(line.endsWith('\n')).toBe(true);
          const body = line.slice(0, -1);
          expect(body).not.toMatch(/[\r\n\u2028\u2029]/);
          expect(body.split('\t')).toHaveLength(fields.length);
        },
      ),
    );
  });
});
