/** Two stages of one code: class I and class II peptides of a run are scored apart, each by a predictor of its class. */
import { z } from 'zod';
import {
  classTwoPanel,
  classTwoPredictions,
  classTwoScoringPeptides,
  panel,
  predictions,
  scoringPeptides,
} from '../../schemas/artifacts.js';
import { AntigraphError, defect } from '../../schemas/errors.js';
import type { MhcClass } from '../../schemas/hla.js';
import type { PeptideMhcPredictor, PredictionBlock, Predictions } from '../../schemas/predictor.js';
import type { Panel, Prediction } from '../../schemas/rows.js';
import { defineStage, type ManyArtifact, type OneArtifact, required } from '../../schemas/stage.js';

/** Peptides handed to a predictor at once that asks for no other number: enough to use its per-allele set-up, few enough to stay in the processor's cache. */
const batchSize = 4096;

export const predictBinding = predictionStage({
  name: 'predict-binding',
  version: '2',
  mhcClass: 'I',
  peptides: scoringPeptides,
  predictions,
  panel,
  rowsPerShard: 40_000,
});

export const predictClassTwo = predictionStage({
  name: 'predict-class-two',
  version: '1',
  mhcClass: 'II',
  peptides: classTwoScoringPeptides,
  predictions: classTwoPredictions,
  panel: classTwoPanel,
  rowsPerShard: 20_000,
});

interface ClassOfPredictions {
  readonly name: string;
  readonly version: string;
  readonly mhcClass: MhcClass;
  readonly peptides: ManyArtifact<{ readonly peptide: string }>;
  readonly predictions: ManyArtifact<Prediction>;
  readonly panel: OneArtifact<Panel>;
  readonly rowsPerShard: number;
}

/** The stage that scores the peptides of one class. Without an allele of the class it writes an empty panel and no predictions, and asks no predictor. */
function predictionStage({ name, version, mhcClass, ...of }: ClassOfPredictions) {
  const resource = mhcClass === 'I' ? 'predictor' : 'classTwoPredictor';
  return defineStage({
    name,
    version,
    summary: `scores every distinct class ${mhcClass} peptide against every HLA allele of the genotype`,
    params: z.object({
      alleles: z
        .array(z.string())
        .default([])
        .describe(
          `HLA alleles of class ${mhcClass} in canonical form, sorted: another order is the same request; none: the class is not scored`,
        ),
    }),
    inputs: { peptides: required(of.peptides) },
    outputs: { predictions: of.predictions, panel: of.panel },
    resources: [`${resource}?`],
    shard: { input: 'peptides', rowsPerShard: of.rowsPerShard },
    async run({ params, inputs, resources, emit, omit }) {
      const { alleles } = params;
      if (alleles.length === 0) {
        emit.panel(emptyPanel);
        return;
      }
      const predictor = resources[resource];
      if (predictor === null) throw defect(`${name} was given no predictor`);
      emit.panel(panelOf(predictor, alleles));
      for (const batch of batches(inputs.peptides, predictor.batchSize ?? batchSize)) {
        for (const prediction of await score(predictor, batch, alleles)) {
          emit.predictions(prediction);
          const missing = alleles.filter((_, index) => !hasAny(prediction, index));
          if (missing.length > 0) {
            omit({
              scope: 'item',
              input: '',
              alleleOrdinal: 0,
              subject: prediction.peptide,
              code: 'NOT_PREDICTED',
              reason: `${predictor.name} ${predictor.version} gives no score for ${missing.join(', ')} (takes ${predictor.minLength}-${predictor.maxLength} standard residues)`,
              count: missing.length,
            });
          }
        }
      }
    },
  });
}

const emptyPanel: Panel = {
  predictor: null,
  predictorVersion: null,
  predictorDigest: null,
  alleles: [],
};

/** What is known of each allele's standing in the predictor. @throws HLA_UNSUPPORTED naming the nearest supported alleles */
export function panelOf(predictor: PeptideMhcPredictor, alleles: readonly string[]): Panel {
  return {
    predictor: predictor.name,
    predictorVersion: predictor.version,
    predictorDigest: predictor.digest,
    alleles: alleles.map((allele) => {
      const support = predictor.supportFor(allele);
      if (support.kind === 'supported') {
        const { kind: _, ...facts } = support;
        return { allele, ...facts };
      }
      throw new AntigraphError(
        'HLA_UNSUPPORTED',
        `${predictor.name} ${predictor.version} does not know ${allele}`,
        {
          fix:
            support.fix ??
            `Check the spelling and the typing. Nearest supported: ${support.nearest.join(', ') || 'none'}. It is never replaced silently: name one of them with --hla, or leave the allele out, if that is what you mean.`,
          details: { allele, nearest: support.nearest },
        },
      );
    }),
  };
}

async function score(
  predictor: PeptideMhcPredictor,
  batch: readonly { readonly peptide: string }[],
  alleles: readonly string[],
): Promise<readonly Prediction[]> {
  const block = await predictor.predict(
    batch.map((row) => row.peptide),
    alleles,
  );
  return batch.map(({ peptide }, index) => ({
    peptide,
    ...numbersOf(block, index, alleles.length),
    ...coresOf(block, index, alleles.length),
    ...(block.members === undefined
      ? {}
      : {
          members: block.members.map((member) => ({
            predictor: member.name,
            ...numbersOf(member, index, alleles.length),
          })),
        }),
  }));
}

function numbersOf(block: Predictions, index: number, width: number) {
  const { halfLifeHours } = block;
  return {
    affinityNm: column(block.affinityNm, index, width),
    percentileRank: column(block.percentileRank, index, width),
    presentationScore: column(block.presentationScore, index, width),
    ...(halfLifeHours === undefined ? {} : { halfLifeHours: column(halfLifeHours, index, width) }),
  };
}

function coresOf({ coreOffset }: PredictionBlock, index: number, width: number) {
  if (coreOffset === undefined) return {};
  const offsets = coreOffset.subarray(index * width, (index + 1) * width);
  return { coreOffset: Array.from(offsets, (offset) => (offset < 0 ? null : offset)) };
}

/** A predictor may give some numbers and not others: only a pair without any was not predicted. */
function hasAny(prediction: Prediction, index: number): boolean {
  const { affinityNm, percentileRank, presentationScore, halfLifeHours } = prediction;
  return [affinityNm, percentileRank, presentationScore, halfLifeHours].some(
    (numbers) => (numbers?.[index] ?? null) !== null,
  );
}

/** Five significant digits: finer than any predictor's error, coarse enough that the last bit of a float never shows. */
function column(values: Float32Array, index: number, width: number): (number | null)[] {
  return Array.from(values.subarray(index * width, (index + 1) * width), (value) =>
    Number.isNaN(value) ? null : Number(value.toPrecision(5)),
  );
}

function* batches<Row>(rows: Iterable<Row>, size: number): Generator<readonly Row[]> {
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
