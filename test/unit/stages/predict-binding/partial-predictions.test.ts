import { describe, expect, it } from 'vitest';
import type { Omission } from '../../../../schemas/omissions.js';
import type { PeptideMhcPredictor, PredictionBlock } from '../../../../schemas/predictor.js';
import { type Panel, type Prediction, panelSchema, predictionSchema } from '../../../../schemas/rows.js';
import { predictBinding, predictClassTwo } from '../../../../stages/predict-binding/index.js';

const alleles = ['HLA-A*02:01', 'HLA-B*07:02'];
const unknown = Number.NaN;

function predictorOf(block: PredictionBlock, batchSize?: number): PeptideMhcPredictor {
  return {
    name: 'consensus-median',
    version: 'a 1+b 2',
    digest: 'd',
    mhcClass: 'I',
    minLength: 8,
    maxLength: 11,
    ...(batchSize === undefined ? {} : { batchSize }),
    supportFor: () => ({
      kind: 'supported',
      trainingLigands: null,
      trainingAffinities: null,
      nearestTrained: null,
      distanceToTrained: null,
      confidence: 'unknown',
    }),
    predict: () => block,
  };
}

async function run(predictor: PeptideMhcPredictor, peptides: readonly string[] = ['AAAWYLWEV']) {
  const predictions: Prediction[] = [];
  const panels: Panel[] = [];
  const omissions: Omission[] = [];
  await predictBinding.run({
    params: { alleles },
    inputs: { peptides: peptides.map((peptide) => ({ peptide })) },
    resources: { reference: null, predictor, classTwoPredictor: null },
    emit: { predictions: (row) => predictions.push(row), panel: (row) => panels.push(row) },
    omit: (omission) => omissions.push(omission),
  });
  return { predictions, panels, omissions };
}

const numbers = (affinityNm: readonly number[], rank: readonly number[], score: readonly number[]) => ({
  affinityNm: Float32Array.from(affinityNm),
  percentileRank: Float32Array.from(rank),
  presentationScore: Float32Array.from(score),
});

describe('predict-binding', () => {
  it('keeps what each predictor of a consensus said, in the order they were asked', async () => {
    const a = { ...numbers([10, 20], [1, 2], [0.5, 0.25]), name: 'a', version: '1' };
    const b = { ...numbers([unknown, unknown], [3, 4], [unknown, unknown]), name: 'b', version: '2' };
    const block = { ...numbers([10, 20], [2, 3], [0.5, 0.25]), members: [a, b] };
    const { predictions, panels, omissions } = await run(predictorOf(block));
    expect(predictions).toEqual([
      {
        peptide: 'AAAWYLWEV',
        affinityNm: [10, 20],
        percentileRank: [2, 3],
        presentationScore: [0.5, 0.25],
        members: [
          { predictor: 'a', affinityNm: [10, 20], percentileRank: [1, 2], presentationScore: [0.5, 0.25] },
          {
            predictor: 'b',
            affinityNm: [null, null],
            percentileRank: [3, 4],
            presentationScore: [null, null],
          },
        ],
      },
    ]);
    expect(predictionSchema.parse(predictions[0])).toEqual(predictions[0]);
    expect(panels[0]).toMatchObject({
      predictorVersion: 'a 1+b 2',
      alleles: [{ confidence: 'unknown', trainingLigands: null }, { allele: 'HLA-B*07:02' }],
    });
    expect(omissions).toEqual([]);
  });

  it('writes the row of one predictor without further keys', async () => {
    const { predictions } = await run(predictorOf(numbers([10, 20], [1, 2], [0.5, 0.25])));
    expect(Object.keys(predictions[0] ?? {})).toEqual([
      'peptide',
      'affinityNm',
      'percentileRank',
      'presentationScore',
    ]);
  });

  it('counts a pair as predicted that has any number, and omits the one that has none', async () => {
    const { omissions } = await run(
      predictorOf(numbers([unknown, unknown], [2, unknown], [unknown, unknown])),
    );
    expect(omissions).toMatchObject([{ code: 'NOT_PREDICTED', count: 1 }]);
    expect(omissions[0]?.reason).toContain('no score for HLA-B*07:02');
  });

  it('gives a predictor as many peptides at once as it asks for', async () => {
    const calls: number[] = [];
    const predictor: PeptideMhcPredictor = {
      ...predictorOf(numbers([], [], []), 2),
      predict: (peptides) => {
        calls.push(peptides.length);
        const size = peptides.length * alleles.length;
        return numbers(new Array(size).fill(1), new Array(size).fill(1), new Array(size).fill(1));
      },
    };
    await run(predictor, ['AAAWYLWEV', 'QQLRAQHLL', 'CAAWYLWEV']);
    expect(calls).toEqual([2, 1]);
  });
});

describe('predict-class-two', () => {
  const params = { alleles: ['HLA-DRB1*15:01', 'HLA-DRB1*04:01'] };

  async function runClassTwo(asked: { readonly alleles: string[] }, predictor: PeptideMhcPredictor | null) {
    const predictions: Prediction[] = [];
    const panels: Panel[] = [];
    await predictClassTwo.run({
      params: asked,
      inputs: { peptides: [{ peptide: 'PKYVKQNTLKLATGM' }] },
      resources: { reference: null, predictor: null, classTwoPredictor: predictor },
      emit: { predictions: (row) => predictions.push(row), panel: (row) => panels.push(row) },
      omit: () => undefined,
    });
    return { predictions, panels };
  }

  it('tells the binding core of every allele, null where the predictor names none', async () => {
    const block = { ...numbers([10, 20], [1, 2], [0.5, 0.25]), coreOffset: Int8Array.from([2, -1]) };
    const { predictions } = await runClassTwo(params, { ...predictorOf(block), mhcClass: 'II' });
    expect(predictions[0]?.coreOffset).toEqual([2, null]);
    expect(predictionSchema.parse(predictions[0])).toEqual(predictions[0]);
  });

  it('asks nobody and writes an empty panel where there is no class II allele', async () => {
    const { predictions, panels } = await runClassTwo({ alleles: [] }, null);
    expect(predictions).toEqual([]);
    expect(panels).toEqual([{ predictor: null, predictorVersion: null, predictorDigest: null, alleles: [] }]);
    expect(panelSchema.parse(panels[0])).toEqual(panels[0]);
  });
});
