import { describe, expect, it } from 'vitest';
import {
  isInitiatorCodon,
  isStopCodon,
  reverseComplement,
  translate,
} from '../../../../stages/shared/genetic-code.js';

describe('translate', () => {
  it('reads the first codons of human KRAS (NM_004985) as MTEYKLVVVGAGGVGKS', () => {
    expect(translate('ATGACTGAATATAAACTTGTGGTAGTTGGAGCTGGTGGCGTAGGCAAGAGT', 1)).toBe('MTEYKLVVVGAGGVGKS');
  });
  it('marks the three stops of the standard code and goes on', () => {
    expect(translate('TAATAGTGAATG', 1)).toBe('***M');
  });
  it('reads TGA as W, ATA as M, AGA and AGG as stops in the vertebrate mitochondrial code', () => {
    expect(translate('TGAATAAGAAGG', 2)).toBe('WM**');
    expect(translate('TGAATAAGAAGG', 1)).toBe('*IRR');
  });
  it('gives X for any codon with a letter that is no base', () => {
    expect(translate('NTGANGATNATGAT-RTG', 1)).toBe('XXXMXX');
  });
  it('ignores case and a partial last codon', () => {
    expect(translate('atgAC', 1)).toBe('M');
    expect(translate('', 1)).toBe('');
  });
});

describe('initiators and stops', () => {
  it('accepts exactly the initiators that gc.prt lists', () => {
    const codons = [...'TCAG'].flatMap((a) => [...'TCAG'].flatMap((b) => [...'TCAG'].map((c) => a + b + c)));
    expect(codons.filter((codon) => isInitiatorCodon(codon, 1)).sort()).toEqual(['ATG', 'CTG', 'TTG']);
    expect(codons.filter((codon) => isInitiatorCodon(codon, 2)).sort()).toEqual([
      'ATA',
      'ATC',
      'ATG',
      'ATT',
      'GTG',
    ]);
    expect(codons.filter((codon) => isStopCodon(codon, 1)).sort()).toEqual(['TAA', 'TAG', 'TGA']);
    expect(codons.filter((codon) => isStopCodon(codon, 2)).sort()).toEqual(['AGA', 'AGG', 'TAA', 'TAG']);
  });
});

describe('reverseComplement', () => {
  it('complements bases and IUPAC letters and turns the order round', () => {
    expect(reverseComplement('AACGTN')).toBe('NACGTT');
    expect(reverseComplement('RKBDSW')).toBe('WSHVMY');
    expect(reverseComplement('acgT')).toBe('Acgt');
  });
});
