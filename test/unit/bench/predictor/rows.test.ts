import { describe, expect, it } from 'vitest';
import { class2Allele } from '../../../../bench/predictor/class2.js';
import { affinityScore } from '../../../../bench/predictor/scores.js';
import { coresOf, sharesCore } from '../../../../bench/predictor/tables.js';

describe('core overlap', () => {
  it('is found where one peptide lies within the other, either way', () => {
    const cores = coresOf(['SIINFEKLAA', 'GILGFVFT'], 8);
    expect(sharesCore('SIINFEKL', cores, 8)).toBe(true);
    expect(sharesCore('AGILGFVFTL', cores, 8)).toBe(true);
  });

  it('is not found in seven residues', () => {
    expect(sharesCore('SIINFEKAA', coresOf(['SIINFEKLAA'], 8), 8)).toBe(false);
    expect(sharesCore('SIINFEK', coresOf(['SIINFEKLAA'], 8), 8)).toBe(false);
  });
});

it('500 nM is 0.426 on the scale of 1 − log50k (Nielsen et al. 2003)', () => {
  expect(affinityScore(500)).toBeCloseTo(0.426, 3);
  expect(affinityScore(50_000)).toBe(0);
});

describe('class II names of the affinity table', () => {
  it.each([
    ['DRB1_0101', 'HLA-DRB1*01:01'],
    ['DRB5_0101', 'HLA-DRB5*01:01'],
    ['HLA-DPA10103-DPB10401', 'HLA-DPA1*01:03/DPB1*04:01'],
    ['HLA-DQA10501-DQB10301', 'HLA-DQA1*05:01/DQB1*03:01'],
    ['H-2-IAb', null],
  ])('%s is %s', (name, expected) => {
    expect(class2Allele(name)).toBe(expected);
  });
});
