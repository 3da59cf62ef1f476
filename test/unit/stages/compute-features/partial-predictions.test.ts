import { describe, expect, it } from 'vitest';
import type { FeatureRow } from '../../../../schemas/candidates.js';
import type { Omission } from '../../../../schemas/omissions.js';
import type { Evidence, PeptideRow, Prediction } from '../../../../schemas/rows.js';
import { computeFeatures } from '../../../../stages/compute-features/index.js';
import { consequenceOf } from '../../../support/consequence.js';

const consequence = consequenceOf({ wildtype: 'MKAAAWYLWEVKK', mutant: 'MKAAAWYQWEVKK' });
const { variantId, alleleOrdinal, input } = consequence;
const peptide: PeptideRow = {
  variantId,
  alleleOrdinal,
  input,
  peptide: 'AAAWYQWEV',
  wildtypePeptide: 'AAAWYLWEV',
  mutatedOffsets: [5],
  occurrences: [{ transcript: consequence.transcript, proteoform: '', offset: 2 }],
  nFlank: 'MK',
  cFlank: 'KK',
  isSelfPeptide: false,
  hypothesis: null,
};
const evidence: Evidence = {
  variantId,
  alleleOrdinal,
  dnaVaf: null,
  dnaDepth: null,
  dnaAltReads: null,
  normalVaf: null,
  rnaVaf: null,
  rnaDepth: null,
  rnaAltReads: null,
  geneTpm: {},
  transcriptTpm: {},
  cancerCellFraction: null,
  cancerCellFractionInterval: null,
  clonality: null,
  tumorCopies: null,
  normalCopies: null,
  sources: [],
};

async function features(predictions: readonly Prediction[]) {
  const rows: FeatureRow[] = [];
  const omissions: Omission[] = [];
  const known = {
    trainingLigands: null,
    trainingAffinities: null,
    nearestTrained: null,
    distanceToTrained: null,
    confidence: 'unknown' as const,
  };
  await computeFeatures.run({
    params: computeFeatures.params.parse({}),
    inputs: {
      consequences: [consequence],
      evidence: [evidence],
      hlaStatus: { source: null, alleles: [] },
      anchors: { source: 'default', reason: 'as asked', positions: [] },
      classTwoPredictions: [],
      classTwoPanel: { predictor: null, predictorVersion: null, predictorDigest: null, alleles: [] },
      knownEpitopes: null,
      drivers: null,
      peptides: [peptide],
      predictions,
      panel: {
        predictor: 'p',
        predictorVersion: '1',
        predictorDigest: 'd',
        alleles: [
          { allele: 'HLA-A*02:01', ...known },
          { allele: 'HLA-B*07:02', ...known },
        ],
      },
    },
    resources: { reference: null, predictor: null, classTwoPredictor: null },
    emit: { features: (row) => rows.push(row) },
    omit: (omission) => omissions.push(omission),
  });
  return { rows, omissions };
}

const unknowns = [null, null];

describe('compute-features', () => {
  it('takes a pair with a rank and no affinity: the affinity and the agretopicity are unknown', async () => {
    const { rows } = await features([
      {
        peptide: 'AAAWYQWEV',
        affinityNm: unknowns,
        percentileRank: [30, 0.5],
        presentationScore: unknowns,
        halfLifeHours: [0.2, 7],
      },
    ]);
    expect(rows).toMatchObject([
      {
        allele: 'HLA-B*07:02',
        affinityNm: null,
        percentileRank: 0.5,
        presentationScore: null,
        agretopicity: null,
        halfLifeHours: 7,
      },
    ]);
    expect(rows[0]).not.toHaveProperty('byPredictor');
  });

  it('tells of a pair what each predictor said of it', async () => {
    const { rows } = await features([
      {
        peptide: 'AAAWYQWEV',
        affinityNm: [40, 900],
        percentileRank: [0.1, 9],
        presentationScore: [0.9, 0.1],
        members: [
          { predictor: 'a', affinityNm: [40, 900], percentileRank: [0.05, 8], presentationScore: unknowns },
          { predictor: 'b', affinityNm: unknowns, percentileRank: [0.15, 10], presentationScore: [0.9, 0.1] },
        ],
      },
    ]);
    expect(rows[0]?.byPredictor).toEqual([
      { predictor: 'a', affinityNm: 40, percentileRank: 0.05, presentationScore: null },
      { predictor: 'b', affinityNm: null, percentileRank: 0.15, presentationScore: 0.9 },
    ]);
  });

  it('omits an allele none of whose pairs has a rank, and says that this is why', async () => {
    const { rows, omissions } = await features([
      {
        peptide: 'AAAWYQWEV',
        affinityNm: unknowns,
        percentileRank: unknowns,
        presentationScore: [0.9, 0.1],
      },
    ]);
    expect(rows).toEqual([]);
    expect(omissions).toMatchObject([
      {
        scope: 'allele',
        code: 'NOT_PREDICTED',
        reason: 'the predictor gives its peptides no percentile rank',
      },
    ]);
  });
});
