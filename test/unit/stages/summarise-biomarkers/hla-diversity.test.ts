import { describe, expect, it } from 'vitest';
import { openBundledPredictor } from '../../../../infra/predictors/bundled/index.js';
import { panelOf as panelOfPredictor } from '../../../../stages/predict-binding/index.js';
import { hlaBiomarkers } from '../../../../stages/summarise-biomarkers/hla/diversity.js';

function panelOf(molecules: Readonly<Record<string, string | undefined>>) {
  return {
    alleles: Object.entries(molecules).map(([allele, contactResidues]) => ({
      allele,
      trainingLigands: null,
      trainingAffinities: null,
      nearestTrained: null,
      distanceToTrained: null,
      confidence: 'unknown' as const,
      ...(contactResidues === undefined ? {} : { contactResidues }),
    })),
  };
}

const classOne = panelOf({
  'HLA-A*01:01': 'SSLL',
  'HLA-A*02:01': 'RSLI',
  'HLA-B*07:02': 'AAAA',
  'HLA-C*07:01': 'CCCC',
  'HLA-C*07:02': 'CCCW',
});

describe('HLA diversity', () => {
  it('gives each class I locus its zygosity and the mean distance of its alleles', () => {
    const { loci, meanContactResidueDivergence } = hlaBiomarkers({ classOne, classTwo: null }, null);
    expect(loci.map(({ locus, isHeterozygous }) => [locus, isHeterozygous])).toEqual([
      ['A', true],
      ['B', false],
      ['C', true],
    ]);
    // S-R 110 and L-I 5 of four positions; a homozygous locus has no divergence; C-W 215 of four.
    expect(loci.map(({ contactResidueDivergence }) => contactResidueDivergence)).toEqual([28.75, 0, 53.75]);
    expect(meanContactResidueDivergence).toBe(27.5);
  });

  it('is of a real genotype what a script of its own makes of the 34 residues and the printed table', () => {
    const alleles = [
      'HLA-A*02:01',
      'HLA-A*11:01',
      'HLA-B*07:02',
      'HLA-B*35:01',
      'HLA-C*07:02',
      'HLA-C*08:02',
    ];
    const panel = panelOfPredictor(openBundledPredictor(), alleles);
    const { loci, meanContactResidueDivergence } = hlaBiomarkers({ classOne: panel, classTwo: null }, null);
    expect(loci.map(({ contactResidueDivergence }) => contactResidueDivergence)).toEqual([
      25.6176, 31.4706, 26.7353,
    ]);
    expect(meanContactResidueDivergence).toBeCloseTo((871 + 1070 + 909) / 34 / 3, 4);
  });

  it('knows neither zygosity nor divergence of a locus nothing was given for, and then no mean', () => {
    const { loci, meanContactResidueDivergence } = hlaBiomarkers(
      { classOne: panelOf({ 'HLA-A*01:01': 'SS' }), classTwo: null },
      null,
    );
    expect(loci[1]).toMatchObject({ locus: 'B', isHeterozygous: null, contactResidueDivergence: null });
    expect(meanContactResidueDivergence).toBeNull();
  });

  it('says so where the predictor does not hold contact residues', () => {
    const { loci, divergenceNote } = hlaBiomarkers(
      { classOne: panelOf({ 'HLA-A*01:01': undefined, 'HLA-A*02:01': undefined }), classTwo: null },
      null,
    );
    expect(loci[0]).toMatchObject({ isHeterozygous: true, contactResidueDivergence: null });
    expect(divergenceNote).toContain('not known of A');
  });

  it('takes a DQ pair apart into its chains, and of DR the chain that varies', () => {
    const alpha = 'A'.repeat(15);
    const beta = 'L'.repeat(19);
    const { loci } = hlaBiomarkers(
      {
        classOne,
        classTwo: panelOf({
          'HLA-DQA1*01:01/DQB1*05:01': alpha + beta,
          'HLA-DQA1*01:01/DQB1*06:02': `${alpha}I${beta.slice(1)}`,
          'HLA-DRB1*11:01': alpha + beta,
          'HLA-DRB1*15:01': `${alpha}I${beta.slice(1)}`,
        }),
      },
      null,
    );
    const classTwo = loci.filter(({ mhcClass }) => mhcClass === 'II');
    expect(classTwo.map(({ locus, isHeterozygous }) => [locus, isHeterozygous])).toEqual([
      ['DRB1', true],
      ['DQA1', false],
      ['DQB1', true],
    ]);
    // L-I 5 at one of the beta chain's 19 positions.
    expect(classTwo[0]?.contactResidueDivergence).toBeCloseTo(5 / 19, 5);
    expect(classTwo[2]?.contactResidueDivergence).toBeCloseTo(5 / 19, 5);
  });

  it('keeps what was lost, kept and not told apart, and nothing of all where no file was given', () => {
    const alleles = [
      { allele: 'HLA-A*01:01', isLost: true, minorCopies: 0.1, pValue: 0.001 },
      { allele: 'HLA-A*02:01', isLost: false, minorCopies: 1, pValue: 0.8 },
      { allele: 'HLA-B*07:02', isLost: null, minorCopies: null, pValue: null },
    ];
    const { loss } = hlaBiomarkers({ classOne, classTwo: null }, { source: 'LOHHLA: loh.tsv', alleles });
    expect(loss).toEqual({
      source: 'LOHHLA: loh.tsv',
      lost: ['HLA-A*01:01'],
      kept: ['HLA-A*02:01'],
      unknown: ['HLA-B*07:02'],
    });
    expect(hlaBiomarkers({ classOne, classTwo: null }, null).loss.source).toBeNull();
  });
});
