import { describe, expect, it } from 'vitest';
import type { MhcClass } from '../../../../schemas/hla.js';
import { predictorsOf, runRequestOf } from '../../../../workers/submission/run-request.js';
import { toyPredictor } from '../../../support/construct.js';

describe('the predictors of a run', () => {
  const opening = () => {
    const opened: MhcClass[] = [];
    const open = async (mhcClass: MhcClass) => {
      opened.push(mhcClass);
      return toyPredictor(() => 1, mhcClass);
    };
    return { opened, open };
  };

  it.each([
    [['HLA-A*02:01'], [], ['I'], { predictor: 'toy-I', classTwoPredictor: null }],
    [[], ['HLA-DRB1*15:01'], ['II'], { predictor: null, classTwoPredictor: 'toy-II' }],
    [['HLA-A*02:01'], ['HLA-DRB1*15:01'], ['I', 'II'], { predictor: 'toy-I', classTwoPredictor: 'toy-II' }],
  ])(
    'of %j and %j are opened and named by digest for the classes that have alleles',
    async (alleles, classTwoAlleles, classes, digests) => {
      const { opened, open } = opening();
      const predictors = await predictorsOf({ alleles, classTwoAlleles }, open);
      expect(opened).toEqual(classes);
      const request = runRequestOf({ inputs: {}, layers: [], reference: null, predictors });
      expect(request.resources).toEqual({ reference: null, ...digests });
    },
  );

  it('must know every allele of their class', async () => {
    const knowsNothing = async (mhcClass: MhcClass) => ({
      ...toyPredictor(() => 1, mhcClass),
      supportFor: () => ({ kind: 'unsupported' as const, nearest: ['HLA-DRB1*15:01'] }),
    });
    await expect(
      predictorsOf({ alleles: [], classTwoAlleles: ['HLA-DRB1*15:99'] }, knowsNothing),
    ).rejects.toMatchObject({
      code: 'HLA_UNSUPPORTED',
      exitCode: 4,
      fix: expect.stringContaining('Nearest supported: HLA-DRB1*15:01'),
    });
  });
});
