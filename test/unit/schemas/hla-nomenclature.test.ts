import { describe, expect, it } from 'vitest';
import { absentChain, successorOf } from '../../../schemas/hla-nomenclature.js';

// Expected values: IPD-IMGT/HLA 3.58.0, Deleted_alleles.txt and Allelelist.txt.
describe('successorOf', () => {
  it('names what a deleted, renamed or extended allele became', () => {
    expect(successorOf('HLA-A*02:98')).toBe('HLA-A*02:96');
    expect(successorOf('HLA-B*79:01')).toBe('HLA-B*15:18');
    expect(successorOf('HLA-DRB1*07:02')).toBe('HLA-DRB1*07:01');
  });

  it('knows names of C that were written Cw then', () => {
    expect(successorOf('HLA-C*05:02')).toBe('HLA-C*05:09');
  });

  it('replaces the chain of a pair that was given up', () => {
    expect(successorOf('HLA-DPA1*01:01/DPB1*42:01')).toBe('HLA-DPA1*01:03/DPB1*31:01');
    expect(successorOf('HLA-DPA1*01:03/DPB1*42:01')).toBe('HLA-DPA1*01:03/DPB1*31:01');
  });

  it('says nothing of names in use, names that became several, and names never assigned', () => {
    // A*02:01 appears in the list of deleted names for A*02:01:08 alone; A*03:260 became A*03:284N and A*03:395.
    for (const name of ['HLA-A*02:01', 'HLA-A*03:260', 'HLA-A*02:100', 'HLA-DRB1*11:01'])
      expect(successorOf(name)).toBeNull();
  });
});

describe('absentChain', () => {
  it('knows a null allele with and without its suffix, and in a pair', () => {
    expect(absentChain('HLA-A*24:09N')).toBe('HLA-A*24:09N');
    expect(absentChain('HLA-A*24:09')).toBe('HLA-A*24:09');
    expect(absentChain('HLA-DPA1*01:03/DPB1*61:01')).toBe('HLA-DPB1*61:01');
  });

  it('takes secreted and cytoplasmic forms for absent, low and questionable ones not', () => {
    expect(absentChain('HLA-B*44:02S')).toBe('HLA-B*44:02S');
    expect(absentChain('HLA-A*24:02L')).toBeNull();
    expect(absentChain('HLA-A*01:248Q')).toBeNull();
  });

  it('keeps a protein that has expressed names beside null ones', () => {
    // A*01:01:01:02N is a null variant of the protein A*01:01.
    expect(absentChain('HLA-A*01:01')).toBeNull();
  });
});
