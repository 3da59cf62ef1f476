import { describe, expect, it } from 'vitest';
import { canonicalGenotype, parseClassIAllele } from '../../../schemas/hla.js';

describe('parseClassIAllele', () => {
  it.each([
    ['HLA-A*02:01', 'HLA-A*02:01'],
    ['A*02:01', 'HLA-A*02:01'],
    ['hla-a0201', 'HLA-A*02:01'],
    ['A*02:01:01:02', 'HLA-A*02:01'],
    ['HLA-B*15:102', 'HLA-B*15:102'],
    ['C07:02', 'HLA-C*07:02'],
    ['A*24:09N', 'HLA-A*24:09N'],
    [' B*45:01 ', 'HLA-B*45:01'],
  ])('reads %s', (text, expected) => {
    expect(parseClassIAllele(text)).toBe(expected);
  });

  it.each(['A2', 'HLA-A*02', 'A*2:1', 'DRB1*11:01', 'rs12345', '', 'HLA-A*02:01/A*02:06'])(
    'refuses %s',
    (text) => {
      expect(() => parseClassIAllele(text)).toThrowError(expect.objectContaining({ code: 'HLA_MALFORMED' }));
    },
  );
});

describe('canonicalGenotype', () => {
  it('is the same for any order and for homozygous alleles written twice', () => {
    expect(canonicalGenotype(['B*07:02', 'A*02:01', 'A*02:01'])).toEqual(
      canonicalGenotype(['HLA-A*02:01', 'HLA-B*07:02']),
    );
  });
});
