import { describe, expect, it } from 'vitest';
import {
  canonicalGenotype,
  parseClassIAllele,
  parseClassIIAllele,
  readHlaGene,
  readHlaName,
} from '../../../schemas/hla.js';

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

describe('parseClassIAllele on names of typing tools', () => {
  it.each([
    ['hla_a_02_01_01_01', 'HLA-A*02:01'],
    ['hla_a_24_02_01_02l', 'HLA-A*24:02L'],
    ['A*02:01:01G', 'HLA-A*02:01'],
    ['A*02:01P', 'HLA-A*02:01'],
    ['A*02:1040', 'HLA-A*02:1040'],
    ['HLA-B15102', 'HLA-B*15:102'],
    ['A*020101', 'HLA-A*02:01'],
    ['A*24020102L', 'HLA-A*24:02L'],
    ['Cw*0702', 'HLA-C*07:02'],
    ['B*44:02:01:02S', 'HLA-B*44:02S'],
  ])('reads %s', (text, expected) => {
    expect(parseClassIAllele(text)).toBe(expected);
  });

  it.each([
    ['A*02', 'low-resolution'],
    ['A*02:XX', 'low-resolution'],
    ['A*02:ABJC', 'low-resolution'],
    ['A*021040', 'unreadable'],
    ['A*02:01X', 'unreadable'],
    ['H*02:01', 'other class'],
  ])('refuses %s as %s', (text, reason) => {
    expect(() => parseClassIAllele(text)).toThrowError(
      expect.objectContaining({ code: 'HLA_MALFORMED', details: { found: text, reason } }),
    );
  });
});

describe('parseClassIIAllele', () => {
  it.each([
    ['DRB1*11:01:01', 'HLA-DRB1*11:01'],
    ['DRB1_1101', 'HLA-DRB1*11:01'],
    ['HLA-DPB1*1000:01', 'HLA-DPB1*1000:01'],
    ['DPB110501', 'HLA-DPB1*105:01'],
    ['HLA-DPA10103-DPB10401', 'HLA-DPA1*01:03/DPB1*04:01'],
    ['HLA-DQA1*05:01/HLA-DQB1*02:01', 'HLA-DQA1*05:01/DQB1*02:01'],
    ['DRA*01:01', 'HLA-DRA*01:01'],
    ['DRB4*01:03:01:02N', 'HLA-DRB4*01:03N'],
  ])('reads %s', (text, expected) => {
    expect(parseClassIIAllele(text)).toBe(expected);
  });

  it.each(['A*02:01', 'DRB1*11', 'DR4', 'DPA1*01:03/DQB1*02:01', 'DPA1*01:03/DPB1*04'])(
    'refuses %s',
    (text) => {
      expect(() => parseClassIIAllele(text)).toThrowError(expect.objectContaining({ code: 'HLA_MALFORMED' }));
    },
  );
});

describe('readHlaName', () => {
  it('says class and expression', () => {
    expect(readHlaName('B*13:08Q')).toMatchObject({ gene: 'B', mhcClass: 'I', expression: 'Q' });
    expect(readHlaName('DQB1*02:01')).toMatchObject({ gene: 'DQB1', mhcClass: 'II', expression: null });
    expect(readHlaName('J*01:01')).toMatchObject({ gene: 'J', mhcClass: null });
    expect(readHlaName('DPA1*01:03/DPB1*401:01N')).toMatchObject({ gene: 'DPA1/DPB1', expression: 'N' });
  });
});

describe('readHlaGene', () => {
  it.each([
    ['HLA-A', 'A'],
    ['hla-drb1', 'DRB1'],
    ['Cw', 'C'],
    ['DRB', null],
    ['TP53', null],
    ['A*02', null],
  ])('reads %s as %s', (text, gene) => {
    expect(readHlaGene(text)).toBe(gene);
  });
});
