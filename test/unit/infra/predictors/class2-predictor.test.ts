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
  coreOffset: z.number(),
});
const golden = z
  .array(goldenRow)
  .parse(JSON.parse(readFileSync(join(packageRoot(), 'test/golden/predictor-class2.json'), 'utf8')));

const predictor = openBundledPredictor('antigraph-class2');
// The bundled adapter answers at once; awaiting it keeps the test true to the port.
const predict = async (peptides: string[], alleles: string[]): Promise<PredictionBlock> =>
  predictor.predict(peptides, alleles);

describe('bundled class II predictor', () => {
  it('agrees with the training code to 1 part in 10,000 on every golden pair, and on its core', async () => {
    const peptides = [...new Set(golden.map((row) => row.peptide))];
    const alleles = [...new Set(golden.map((row) => row.allele))];
    const block = await predict(peptides, alleles);
    expect(golden.length).toBeGreaterThan(300);
    for (const row of golden) {
      const at = peptides.indexOf(row.peptide) * alleles.length + alleles.indexOf(row.allele);
      expect((block.affinityNm[at] ?? 0) / row.affinityNm).toBeCloseTo(1, 4);
      expect((block.presentationScore[at] ?? 0) / row.presentationScore).toBeCloseTo(1, 4);
      expect((block.percentileRank[at] ?? 0) / row.percentileRank).toBeCloseTo(1, 3);
      expect(block.coreOffset?.[at]).toBe(row.coreOffset);
    }
  });

  // Influenza haemagglutinin 306-318, the ligand of the first crystal structure of HLA-DR1 with a single peptide: Tyr308 fills pocket 1,
  // so the core is YVKQNTLKL. Stern et al. 1994, doi:10.1038/368215a0.
  it('binds haemagglutinin 306-318 strongly to HLA-DRB1*01:01, in the register of the crystal structure', async () => {
    const block = await predict(['PKYVKQNTLKLAT'], ['HLA-DRB1*01:01']);
    expect(block.affinityNm[0]).toBeLessThan(100);
    expect(block.coreOffset?.[0]).toBe(2);
  });

  // The invariant chain's CLIP 81-104 in HLA-DR3: Met91 fills pocket 1, core MRMATPLLM. Ghosh et al. 1995, doi:10.1038/378457a0.
  it('finds the core of CLIP in HLA-DRB1*03:01', async () => {
    const block = await predict(['KLPKPPKPVSKMRMATPLLMQALPM'.slice(0, 25)], ['HLA-DRB1*03:01']);
    expect(block.coreOffset?.[0]).toBe(11);
  });

  it('ranks poly-glycine as no binder', async () => {
    const block = await predict(['GGGGGGGGGGGGGGG'], ['HLA-DRB1*01:01']);
    expect(block.percentileRank[0]).toBeGreaterThan(10);
  });
});
