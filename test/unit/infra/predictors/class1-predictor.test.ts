import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../../../infra/package-root.js';
import { openBundledPredictor } from '../../../../infra/predictors/bundled/index.js';
import type { PredictionBlock } from '../../../../schemas/predictor.js';

const goldenRow = z.object({
  peptide: z.string(),
  allele: z.string(),
  affinityNm: z.number(),
  presentationScore: z.number(),
  percentileRank: z.number(),
});
const golden = z
  .array(goldenRow)
  .parse(JSON.parse(readFileSync(join(packageRoot(), 'test/golden/predictor-class1.json'), 'utf8')));

const predictor = openBundledPredictor();
// The bundled adapter answers at once; awaiting it keeps the test true to the port.
const predict = async (peptides: string[], alleles: string[]): Promise<PredictionBlock> =>
  predictor.predict(peptides, alleles);

function relativeError(found: number | undefined, expected: number): number {
  return Math.abs((found ?? Number.NaN) - expected) / expected;
}

describe('bundled class I predictor', () => {
  it('agrees with the training code to 1 part in 10,000 on every golden pair', async () => {
    const peptides = [...new Set(golden.map((row) => row.peptide))];
    const alleles = [...new Set(golden.map((row) => row.allele))];
    const block = await predict(peptides, alleles);
    expect(golden.length).toBeGreaterThan(400);
    for (const row of golden) {
      const at = peptides.indexOf(row.peptide) * alleles.length + alleles.indexOf(row.allele);
      expect(relativeError(block.affinityNm[at], row.affinityNm)).toBeLessThan(1e-4);
      expect(relativeError(block.presentationScore[at], row.presentationScore)).toBeLessThan(1e-4);
      expect(relativeError(block.percentileRank[at], row.percentileRank)).toBeLessThan(1e-3);
    }
  });

  // HLA-A*02:01 epitopes of influenza M1 58-66 and CMV pp65 495-503:
  // Gotch 1987 doi:10.1038/326881a0; Wills 1996 doi:10.1128/jvi.70.11.7569-7579.1996.
  it.each(['GILGFVFTL', 'NLVPMVATV'])(
    'ranks the known epitope %s in the best half percent of HLA-A*02:01',
    async (peptide) => {
      const block = await predict([peptide], ['HLA-A*02:01']);
      expect(block.percentileRank[0]).toBeLessThan(0.5);
      expect(block.affinityNm[0]).toBeLessThan(100);
    },
  );

  // Melan-A 26-35 with A27L, Valmori 1998 PMID 9469449.
  it('ranks the engineered epitope ELAGIGILTV among the binders of HLA-A*02:01, above its natural form', async () => {
    const block = await predict(['ELAGIGILTV', 'EAAGIGILTV'], ['HLA-A*02:01']);
    expect(block.percentileRank[0]).toBeLessThan(1);
    expect(block.affinityNm[0]).toBeLessThan(500);
    expect(block.percentileRank[0]).toBeLessThan(block.percentileRank[1] ?? Number.NaN);
  });

  it.each(['GGGGGGGGG', 'DPDPDPDPD', 'KKKKKKKKKK'])(
    'ranks %s as no binder of HLA-A*02:01',
    async (peptide) => {
      const block = await predict([peptide], ['HLA-A*02:01']);
      expect(block.percentileRank[0]).toBeGreaterThan(2);
      expect(block.affinityNm[0]).toBeGreaterThan(5_000);
    },
  );

  it('tells apart alleles: a B*07:02 epitope of CMV pp65 (417-426) is weaker on A*02:01', async () => {
    const block = await predict(['TPRVTGGGAM'], ['HLA-B*07:02', 'HLA-A*02:01']);
    expect(block.percentileRank[0]).toBeLessThan(0.5);
    expect(block.percentileRank[1]).toBeGreaterThan(5);
  });

  it('gives a percentile rank that never rises with the presentation score of an allele', async () => {
    const peptides = [...new Set(golden.map((row) => row.peptide))];
    const block = await predict(peptides, ['HLA-B*57:01']);
    const order = peptides.map((_, i) => i);
    order.sort((a, b) => (block.presentationScore[a] ?? 0) - (block.presentationScore[b] ?? 0));
    const ranks = order.map((i) => block.percentileRank[i] ?? Number.NaN);
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
    expect(Math.max(...ranks)).toBeLessThanOrEqual(100);
    expect(Math.min(...ranks)).toBeGreaterThan(0);
  });

  it('gives the same numbers whatever else is asked with a pair', async () => {
    const together = await predict(['GILGFVFTL', 'SIINFEKL'], ['HLA-B*07:02', 'HLA-A*02:01']);
    const reversed = await predict(['SIINFEKL', 'GILGFVFTL'], ['HLA-A*02:01', 'HLA-B*07:02']);
    const alone = await predict(['GILGFVFTL'], ['HLA-A*02:01']);
    expect(together.presentationScore[1]).toBe(reversed.presentationScore[2]);
    expect(together.presentationScore[1]).toBe(alone.presentationScore[0]);
    expect(together.affinityNm[1]).toBe(alone.affinityNm[0]);
    expect(together.percentileRank[2]).toBe(reversed.percentileRank[1]);
  });

  it.each(['GILGFVFTX', 'GILGFVFT*', 'gilgfvftl', 'GILGFVÄTL', 'GILGFVF', 'GILGFVFTLGILGFV', ''])(
    'gives NaN, never a number, for the unreadable peptide "%s"',
    async (peptide) => {
      const block = await predict([peptide, 'GILGFVFTL'], ['HLA-A*02:01']);
      expect([block.affinityNm[0], block.percentileRank[0], block.presentationScore[0]]).toEqual([
        Number.NaN,
        Number.NaN,
        Number.NaN,
      ]);
      expect(block.percentileRank[1]).toBeLessThan(0.5);
    },
  );

  it('gives NaN for an allele it does not know and leaves the others alone', async () => {
    const block = await predict(['GILGFVFTL'], ['HLA-A*99:99', 'HLA-A*02:01']);
    expect(block.percentileRank[0]).toBeNaN();
    expect(block.percentileRank[1]).toBeLessThan(0.5);
  });

  it('states its support: well trained, borrowed from a neighbour, unknown', () => {
    expect(predictor.supportFor('HLA-A*02:01')).toMatchObject({
      kind: 'supported',
      nearestTrained: 'HLA-A*02:01',
      distanceToTrained: 0,
      confidence: 'high',
    });
    expect(predictor.supportFor('HLA-B*83:01')).toMatchObject({ kind: 'supported', trainingLigands: 0 });
    const unknown = predictor.supportFor('HLA-A*02:9999');
    expect(unknown.kind).toBe('unsupported');
    if (unknown.kind === 'unsupported') expect(unknown.nearest[0]).toMatch(/^HLA-A\*02:/);
  });

  it('has a digest that names the model files', () => {
    expect(predictor.digest).toMatch(/^[0-9a-f]{64}$/);
    expect([predictor.minLength, predictor.maxLength]).toEqual([8, 14]);
  });
});
