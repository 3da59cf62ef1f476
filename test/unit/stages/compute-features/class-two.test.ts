import { describe, expect, it } from 'vitest';
import type { FeatureRow } from '../../../../schemas/candidates.js';
import type { Omission } from '../../../../schemas/omissions.js';
import type { Evidence, Panel, PeptideRow, Prediction } from '../../../../schemas/rows.js';
import { classTwoFace } from '../../../../stages/compute-features/class-two-face.js';
import { computeFeatures } from '../../../../stages/compute-features/index.js';
import { consequenceOf } from '../../../support/consequence.js';

/** Haemagglutinin 306-318 with the flanks of a made-up protein, Q311R: PKYVKQNTLKLAT binds HLA-DR1 by YVKQNTLKL (Stern 1994). */
const wildtype = 'MGPKYVKQNTLKLATGMRG';
const mutant = 'MGPKYVKRNTLKLATGMRG';
const consequence = consequenceOf({ wildtype, mutant });
const { variantId, alleleOrdinal, input } = consequence;

function row(offset: number, length: number): PeptideRow {
  return {
    variantId,
    alleleOrdinal,
    input,
    peptide: mutant.slice(offset, offset + length),
    wildtypePeptide: wildtype.slice(offset, offset + length),
    mutatedOffsets: [7 - offset],
    occurrences: [{ transcript: consequence.transcript, proteoform: '', offset }],
    nFlank: mutant.slice(0, offset),
    cFlank: mutant.slice(offset + length),
    isSelfPeptide: false,
    hypothesis: null,
  };
}

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

function panelOf(...alleles: readonly string[]): Panel {
  const unknown = { trainingLigands: null, trainingAffinities: null, nearestTrained: null };
  return {
    predictor: 'p',
    predictorVersion: '1',
    predictorDigest: 'd',
    alleles: alleles.map((allele) => ({
      allele,
      ...unknown,
      distanceToTrained: null,
      confidence: 'unknown',
    })),
  };
}

const predictionOf = (peptide: string, rank: number, nm: number): Prediction => ({
  peptide,
  affinityNm: [nm],
  percentileRank: [rank],
  presentationScore: [0.5],
  coreOffset: [peptide.indexOf('YVK')],
});

async function run(given: {
  readonly panel: Panel;
  readonly peptides: readonly PeptideRow[];
  readonly predictions?: readonly Prediction[];
  readonly classTwo: readonly Prediction[];
}) {
  const rows: FeatureRow[] = [];
  const omissions: Omission[] = [];
  await computeFeatures.run({
    params: computeFeatures.params.parse({}),
    inputs: {
      consequences: [consequence],
      evidence: [evidence],
      hlaStatus: { source: null, alleles: [] },
      anchors: { source: 'default', reason: 'as asked', positions: [] },
      peptides: given.peptides,
      panel: given.panel,
      predictions: given.predictions ?? [],
      classTwoPanel: panelOf('HLA-DRB1*01:01'),
      classTwoPredictions: given.classTwo,
      knownEpitopes: null,
      drivers: null,
    },
    resources: { reference: null, predictor: null, classTwoPredictor: null },
    emit: { features: (feature) => rows.push(feature) },
    omit: (omission) => omissions.push(omission),
  });
  return { rows, omissions };
}

const peptide = row(2, 15);
const mutantScore = predictionOf(peptide.peptide, 3, 40);
const wildtypeScore = predictionOf(peptide.wildtypePeptide ?? '', 1, 20);

describe('a run of class II alone', () => {
  it('makes candidates of class II pairs, up to the weak binders of class II', async () => {
    const strong = { panel: panelOf(), peptides: [peptide], classTwo: [mutantScore, wildtypeScore] };
    const { rows, omissions } = await run(strong);
    expect(omissions).toEqual([]);
    expect(rows).toMatchObject([
      {
        peptide: 'PKYVKRNTLKLATGM',
        allele: 'HLA-DRB1*01:01',
        affinityNm: 40,
        percentileRank: 3,
        wildtypeAffinityNm: 20,
        agretopicity: 2,
      },
    ]);
  });

  it('leaves pairs out whose binding core is that of the wild type, as long as others are there', async () => {
    const shifted = { ...predictionOf(peptide.peptide, 0.1, 5), coreOffset: [6] };
    const other = row(1, 15);
    const both = [shifted, predictionOf(other.peptide, 4, 60)];
    const { rows, omissions } = await run({
      panel: panelOf(),
      peptides: [other, peptide],
      classTwo: both,
    });
    expect(rows.map((feature) => feature.peptide)).toEqual([other.peptide]);
    expect(omissions).toMatchObject([{ scope: 'item', code: 'SELF_PEPTIDE', count: 1 }]);
    const alone = await run({ panel: panelOf(), peptides: [peptide], classTwo: [shifted] });
    expect(alone.rows.map((feature) => feature.peptide)).toEqual([peptide.peptide]);
  });

  it('takes anchors and the face to the T cell from the binding core: P1, P4, P6, P9 and the others', async () => {
    const { rows } = await run({ panel: panelOf(), peptides: [peptide], classTwo: [mutantScore] });
    // Core YVKRNTLKL from offset 2; the mutation is its P4 (Q in the wild type), an anchor, and the wild type is not scored.
    expect(rows[0]).toMatchObject({ anchorOffsets: [2, 5, 7, 10], anchorSource: 'core', anchor: 'unknown' });
    // P2, P3, P5, P7, P8 = V K N L K: 4.2 - 3.9 - 3.5 + 3.8 - 3.9, over 5.
    expect(rows[0]?.hydrophobicCore).toBe(-0.66);
    expect(rows[0]?.aromaticCore).toBe(0);
    expect(rows[0]).toMatchObject({ immunogenicity: null, phbr: null });
  });
});

describe('a run of both classes', () => {
  const classOne = row(4, 9);
  const { coreOffset: _, ...classOnePrediction } = predictionOf(classOne.peptide, 0.4, 90);

  it('makes candidates of class I pairs, and class II is their help', async () => {
    const { rows } = await run({
      panel: panelOf('HLA-A*02:01'),
      peptides: [classOne, peptide],
      predictions: [classOnePrediction],
      classTwo: [mutantScore, wildtypeScore],
    });
    expect(rows.map(({ allele }) => allele)).toEqual(['HLA-A*02:01']);
    expect(rows[0]?.classTwoSupport).toEqual({
      strength: 'weak',
      allele: 'HLA-DRB1*01:01',
      peptide: 'PKYVKRNTLKLATGM',
      percentileRank: 3,
    });
  });

  it('says of a mutation with new class II peptides alone that it has these, and not that a prediction failed', async () => {
    const { rows, omissions } = await run({
      panel: panelOf('HLA-A*02:01'),
      peptides: [peptide],
      classTwo: [mutantScore],
    });
    expect(rows).toEqual([]);
    expect(omissions).toMatchObject([{ scope: 'allele', code: 'CLASS_TWO_ALONE' }]);
  });
});

describe('classTwoFace', () => {
  it('without a core knows no anchors and takes the whole peptide as the face', () => {
    expect(classTwoFace('PKYVKQNTLKLAT', null)).toEqual({
      anchorOffsets: [],
      anchorSource: null,
      facing: 'PKYVKQNTLKLAT',
    });
  });

  it('gives P2, P3, P5, P7 and P8 of the core as the face', () => {
    expect(classTwoFace('PKYVKQNTLKLAT', 2).facing).toBe('VKNLK');
  });
});
