import { describe, expect, it } from 'vitest';
import {
  alleleSupportTable,
  pseudosequenceDistance,
} from '../../../../infra/predictors/bundled/allele-support.js';

const entry = (pseudosequence: string, trainingLigands: number, trainingAffinities = 0) => ({
  pseudosequence,
  trainingLigands,
  trainingAffinities,
  calibrationRow: 0,
});

describe('pseudosequenceDistance', () => {
  it('is 0 for equal sequences and symmetric', () => {
    expect(pseudosequenceDistance('YFAM', 'YFAM')).toBe(0);
    expect(pseudosequenceDistance('YFAM', 'YSAM')).toBe(pseudosequenceDistance('YSAM', 'YFAM'));
  });

  it('follows its formula: W against F scores 1, 11 and 6 on the diagonal of BLOSUM62', () => {
    expect(pseudosequenceDistance('W', 'F')).toBeCloseTo(1 - 1 / Math.sqrt(66), 12);
  });
});

describe('alleleSupportTable', () => {
  const table = alleleSupportTable(
    new Map([
      ['HLA-A*01:01', entry('YFAMYFAM', 2_000)],
      ['HLA-A*01:02', entry('YFAMYFAM', 0)],
      ['HLA-A*01:03', entry('YFAMYFAW', 0)],
      ['HLA-A*02:01', entry('WWWWWWWW', 100)],
    ]),
  );

  it('lends a twin of the same pseudosequence the confidence of the trained allele', () => {
    expect(table.supportFor('HLA-A*01:02')).toMatchObject({
      kind: 'supported',
      trainingLigands: 0,
      nearestTrained: 'HLA-A*01:01',
      distanceToTrained: 0,
      confidence: 'high',
    });
  });

  it('has little confidence far from any trained allele, and some where training was thin', () => {
    expect(table.supportFor('HLA-A*01:03')).toMatchObject({
      nearestTrained: 'HLA-A*01:01',
      confidence: 'low',
    });
    expect(table.supportFor('HLA-A*02:01')).toMatchObject({ confidence: 'medium' });
  });

  it('offers the alleles nearest by name for one it does not know', () => {
    expect(table.supportFor('HLA-A*01:99')).toEqual({
      kind: 'unsupported',
      nearest: ['HLA-A*01:01', 'HLA-A*01:02', 'HLA-A*01:03'],
    });
    expect(table.supportFor('HLA-Z*01:01')).toEqual({ kind: 'unsupported', nearest: [] });
  });
});
