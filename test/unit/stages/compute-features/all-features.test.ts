import { describe, expect, it } from 'vitest';
import type { FeatureRow } from '../../../../schemas/candidates.js';
import type { Evidence, Panel, PeptideRow, Prediction } from '../../../../schemas/rows.js';
import { computeFeatures } from '../../../../stages/compute-features/index.js';
import { consequenceOf } from '../../../support/consequence.js';
import { evidenceSource } from '../../../support/evidence-file.js';
import { memoryReference } from '../../../support/memory-reference.js';

const consequence = {
  ...consequenceOf({ wildtype: 'MKAAAWYLWEVKK', mutant: 'MKAAAWYQWEVKK' }),
  gene: 'AKT1',
  hgvsP: 'ENSP1.1:p.Leu8Gln',
};
const { variantId, alleleOrdinal, input } = consequence;
const mutant: PeptideRow = {
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
  dnaVaf: 0.4,
  dnaDepth: 100,
  dnaAltReads: 40,
  normalVaf: null,
  rnaVaf: null,
  rnaDepth: null,
  rnaAltReads: null,
  geneTpm: {},
  transcriptTpm: {},
  cancerCellFraction: 0.8,
  cancerCellFractionInterval: [0.6, 1],
  clonality: 'clonal',
  tumorCopies: 2,
  normalCopies: 2,
  sources: [],
};
const alleles = ['HLA-A*02:01', 'HLA-B*07:02'];

function panelOf(names: readonly string[]): Panel {
  return {
    predictor: 'p',
    predictorVersion: '1',
    predictorDigest: 'd',
    alleles: names.map((allele) => ({
      allele,
      trainingLigands: null,
      trainingAffinities: null,
      nearestTrained: null,
      distanceToTrained: null,
      confidence: 'unknown',
    })),
  };
}

function predicted(peptide: string, affinityNm: number[], percentileRank: number[]): Prediction {
  return { peptide, affinityNm, percentileRank, presentationScore: percentileRank.map(() => null) };
}

interface Given {
  readonly proteome?: readonly string[];
  readonly epitopes?: string;
  readonly drivers?: string;
}

async function featuresOf({ proteome, epitopes, drivers }: Given): Promise<readonly FeatureRow[]> {
  const rows: FeatureRow[] = [];
  const reference =
    proteome === undefined
      ? null
      : {
          ...memoryReference({}),
          proteome: () => proteome.map((sequence, index) => ({ id: `P${index}`, geneName: 'G', sequence })),
        };
  await computeFeatures.run({
    params: computeFeatures.params.parse({}),
    inputs: {
      consequences: [consequence],
      evidence: [evidence],
      hlaStatus: {
        source: 'LOHHLA',
        alleles: [{ allele: 'HLA-B*07:02', isLost: true, minorCopies: 0.1, pValue: 0.001 }],
      },
      peptides: [mutant],
      predictions: [
        predicted('AAAWYLWEV', [5000, 30_000], [12, 40]),
        predicted('AAAWYQWEV', [50, 400], [0.5, 1]),
      ],
      panel: panelOf(alleles),
      anchors: {
        source: 'model',
        reason: null,
        positions: [{ allele: 'HLA-B*07:02', length: 9, anchorOffsets: [1, 5], contributions: [] }],
      },
      classTwoPredictions: [],
      classTwoPanel: { predictor: null, predictorVersion: null, predictorDigest: null, alleles: [] },
      knownEpitopes: epitopes === undefined ? null : evidenceSource(epitopes, 'epitopes'),
      drivers: drivers === undefined ? null : evidenceSource(drivers, 'drivers'),
    },
    resources: { reference, predictor: null, classTwoPredictor: null },
    emit: { features: (row) => rows.push(row) },
    omit: () => {},
  });
  return rows;
}

describe('the features of a candidate', () => {
  it('compare it with its wild type on the same allele', async () => {
    const [best] = await featuresOf({});
    expect(best).toMatchObject({
      allele: 'HLA-A*02:01',
      agretopicity: 0.01,
      differentialAffinityNm: 4950,
      amplitude: 40,
      isImprovedBinder: true,
      // 4 / (2 × 1/0.5 + 2 × 1/1): either allele is the only one of its gene.
      phbr: 0.66667,
    });
    expect(best?.selfSimilarity).toBeGreaterThan(0.8);
    expect(best?.selfSimilarity).toBeLessThan(1);
  });

  it('are unknown for want of a proteome, of epitopes, of drivers, of class II', async () => {
    const [best] = await featuresOf({});
    expect(best).toMatchObject({
      dissimilarity: null,
      foreignness: null,
      recognitionPotential: null,
      driver: null,
      classTwoSupport: null,
    });
  });

  it('are filled with them', async () => {
    const [best] = await featuresOf({
      proteome: [consequence.wildtypeProtein ?? ''],
      epitopes: '>1\nAAAWYQWEV\n',
      drivers: 'Gene,Mutation\nAKT1,p.L8Q\n',
    });
    expect(best).toMatchObject({
      dissimilarity: 0,
      foreignness: 1,
      recognitionPotential: 40,
      driver: 'hotspot p.L8Q',
    });
    const [unlike] = await featuresOf({ proteome: ['MPPPPPPPPPPPPPPPP'], epitopes: 'PPPPPPPPP\n' });
    expect(unlike).toMatchObject({ dissimilarity: 1, foreignness: 0, recognitionPotential: 0 });
  });

  it('take anchors from the allele, and the class of the mutation with them', async () => {
    const [a0201, b0702] = await featuresOf({});
    expect(a0201).toMatchObject({
      anchorOffsets: [0, 1, 7, 8],
      anchorSource: 'default',
      anchor: 'non_anchor',
    });
    expect(b0702).toMatchObject({ anchorOffsets: [1, 5], anchorSource: 'model', anchor: 'anchor_new' });
  });

  it('say of which allele the tumour lost its copy, and of the others that nothing is known', async () => {
    const rows = await featuresOf({});
    expect(rows.map(({ allele, isAlleleLost }) => [allele, isAlleleLost])).toEqual([
      ['HLA-A*02:01', null],
      ['HLA-B*07:02', true],
    ]);
    expect(rows[0]).toMatchObject({ clonality: 'clonal', cancerCellFractionInterval: [0.6, 1] });
  });
});
