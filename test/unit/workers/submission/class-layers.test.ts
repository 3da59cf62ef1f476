import { describe, expect, it } from 'vitest';
import { classLayers, factParameters } from '../../../../workers/submission/patient-parameters.js';

const drb1 = 'HLA-DRB1*15:01';

describe('peptide lengths of a run', () => {
  it('are left to the defaults without class II alleles', () => {
    expect(classLayers({ alleles: ['HLA-A*02:01'], classTwoAlleles: [] })).toEqual([]);
  });

  it('are 15 besides those of class I where the genotype has class II alleles', () => {
    expect(classLayers({ alleles: ['HLA-A*02:01'], classTwoAlleles: [drb1] })).toEqual([
      { source: 'class II alleles', values: { 'generate-peptides': { classIILengths: [15] } } },
    ]);
  });

  it('are of class II alone where the genotype is', () => {
    expect(classLayers({ alleles: [], classTwoAlleles: [drb1] })[0]?.values).toEqual({
      'generate-peptides': { classILengths: [], classIILengths: [15] },
    });
  });
});

describe('the genotype', () => {
  it('is a parameter of the prediction of each class', () => {
    expect(factParameters({}, { alleles: ['HLA-A*02:01'], classTwoAlleles: [drb1] })).toMatchObject({
      'predict-binding': { alleles: ['HLA-A*02:01'] },
      'predict-class-two': { alleles: [drb1] },
    });
  });

  it('is none of a command that predicts nothing', () => {
    expect(factParameters({}, null)).not.toHaveProperty('predict-class-two');
  });
});
