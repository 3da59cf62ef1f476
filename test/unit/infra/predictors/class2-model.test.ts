import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openClass1Predictor, openClass2Predictor } from '../../../../infra/predictors/bundled/index.js';
import type { PredictionBlock } from '../../../../schemas/predictor.js';
import { randomClass2 } from '../../../support/random-class2.js';
import { randomNumbers, randomSequence, writeModelFolder } from '../../../support/random-model.js';

const folder = mkdtempSync(join(tmpdir(), 'antigraph-class2-'));
afterAll(() => rmSync(folder, { recursive: true }));
const model = randomClass2();
writeModelFolder(folder, model.content);
const predictor = openClass2Predictor(folder);
const predict = async (peptides: readonly string[], alleles: readonly string[]): Promise<PredictionBlock> =>
  predictor.predict(peptides, alleles);

const random = randomNumbers(7);
const peptides = Array.from({ length: 42 }, (_, n) => randomSequence(random, 12 + (n % 14)));

function row(block: PredictionBlock, at: number): readonly (number | undefined)[] {
  return [
    block.affinityNm[at],
    block.percentileRank[at],
    block.presentationScore[at],
    block.coreOffset?.[at],
  ];
}

describe('a class II model', () => {
  it('says what its definition says, to 1 part in 10,000, with the same cores', async () => {
    const block = await predict(peptides, model.alleles);
    peptides.forEach((peptide, i) => {
      model.alleles.forEach((allele, j) => {
        const at = i * model.alleles.length + j;
        const expected = model.predict(peptide, allele);
        expect((block.affinityNm[at] ?? 0) / expected.affinityNm).toBeCloseTo(1, 4);
        expect((block.presentationScore[at] ?? 0) / expected.presentationScore).toBeCloseTo(1, 4);
        expect((block.percentileRank[at] ?? 0) / (expected.percentileRank ?? 0)).toBeCloseTo(1, 3);
        expect(block.coreOffset?.[at]).toBe(expected.core);
      });
    });
  });

  it('finds the first of equal cores', async () => {
    const block = await predict(['AAAAAAAAAAAAAAAAAAAAAAAAA'], model.alleles);
    const cores = model.alleles.map((allele) => model.predict('AAAAAAAAAAAAAAAAAAAAAAAAA', allele).core);
    expect([...(block.coreOffset ?? [])]).toEqual(cores);
  });

  it('gives a result that depends on nothing else asked in the same call', async () => {
    const many = Array.from({ length: 600 }, (_, n) => peptides[n % peptides.length] ?? '');
    const block = await predict(many, model.alleles);
    const backwards = await predict([...many].reverse(), [...model.alleles].reverse());
    const last = many.length * model.alleles.length - 1;
    for (let at = 0; at <= last; at += 101) {
      const peptide = many[Math.floor(at / model.alleles.length)] ?? '';
      const alone = await predict([peptide], [model.alleles[at % model.alleles.length] ?? '']);
      expect(row(block, at)).toEqual(row(alone, 0));
      expect(row(backwards, last - at)).toEqual(row(alone, 0));
    }
  });

  it.each(['AAAAAAAAAAA', 'AAAAAAAAAAAAAAAAAAAAAAAAAA', 'AAAAAAAAXAAAAAA', 'AAAAAAAAAAAAAA*', ''])(
    'gives NaN and no core for the unreadable peptide "%s"',
    async (peptide) => {
      const [known = ''] = peptides;
      const block = await predict([peptide, known], model.alleles);
      expect(row(block, 0)).toEqual([Number.NaN, Number.NaN, Number.NaN, -1]);
      expect(row(block, 3)).toEqual(row(await predict([known], model.alleles), 0));
    },
  );

  it.each(['HLA-DRB1*99:01', 'HLA-DQA1*05:01', 'HLA-DPA1*01:03/DPB1*04:01'])(
    'gives NaN for %s, which it does not know',
    async (allele) => {
      const block = await predict(peptides.slice(0, 1), [allele, 'HLA-DRB1*01:01']);
      expect(row(block, 0)).toEqual([Number.NaN, Number.NaN, Number.NaN, -1]);
      expect(block.affinityNm[1]).toBeGreaterThan(0);
      expect(predictor.supportFor(allele).kind).toBe('unsupported');
    },
  );

  it('is not taken for a class I model', () => {
    expect(() => openClass1Predictor(folder)).toThrow(expect.objectContaining({ code: 'MODEL_MISSING' }));
  });
});
