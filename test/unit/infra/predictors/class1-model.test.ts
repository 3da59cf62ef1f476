import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openClass1Predictor } from '../../../../infra/predictors/bundled/index.js';
import type { PredictionBlock } from '../../../../schemas/predictor.js';
import { type RandomClass1, randomClass1 } from '../../../support/random-class1.js';
import { randomNumbers, randomSequence, writeModelFolder } from '../../../support/random-model.js';

const folder = mkdtempSync(join(tmpdir(), 'antigraph-class1-'));
afterAll(() => rmSync(folder, { recursive: true }));

const random = randomNumbers(5);
const peptides = Array.from({ length: 56 }, (_, n) => randomSequence(random, 8 + (n % 7)));

function opened(name: string, model: RandomClass1) {
  writeModelFolder(join(folder, name), model.content);
  const predictor = openClass1Predictor(join(folder, name));
  // The bundled adapter answers at once; awaiting it keeps the test true to the port.
  const predict = async (asked: readonly string[], alleles: readonly string[]): Promise<PredictionBlock> =>
    predictor.predict(asked, alleles);
  return { model, predictor, predict };
}

const screened = opened('screened', randomClass1());

function row(block: PredictionBlock, at: number): readonly (number | undefined)[] {
  return [block.affinityNm[at], block.percentileRank[at], block.presentationScore[at]];
}

describe('a class I model', () => {
  const { model, predict } = screened;

  it('says what its definition says, to 1 part in 10,000', async () => {
    const alleles = model.alleles.slice(0, 4);
    const block = await predict(peptides, alleles);
    const kinds = new Set<boolean>();
    peptides.forEach((peptide, i) => {
      alleles.forEach((allele, j) => {
        const at = i * alleles.length + j;
        const expected = model.predict(peptide, allele);
        kinds.add(expected.isScreened);
        expect((block.affinityNm[at] ?? 0) / expected.affinityNm).toBeCloseTo(1, 4);
        expect((block.presentationScore[at] ?? 0) / expected.presentationScore).toBeCloseTo(1, 4);
        expect((block.percentileRank[at] ?? 0) / (expected.percentileRank ?? 0)).toBeCloseTo(1, 3);
      });
    });
    expect(kinds.size).toBe(2);
  });
});

describe('a result', () => {
  const { model, predict } = screened;

  it('does not depend on the other peptides and alleles, their number or their order', async () => {
    // More alleles than are worked on at once.
    const all = await predict(peptides, model.alleles);
    const backwards = await predict([...peptides].reverse(), [...model.alleles].reverse());
    const last = peptides.length * model.alleles.length - 1;
    for (let at = 0; at <= last; at += 37) {
      const peptide = peptides[Math.floor(at / model.alleles.length)] ?? '';
      const allele = model.alleles[at % model.alleles.length] ?? '';
      const alone = await predict([peptide], [allele]);
      expect(row(all, at)).toEqual(row(alone, 0));
      expect(row(backwards, last - at)).toEqual(row(alone, 0));
    }
  });

  it('does not depend on where the peptide stands among thousands', async () => {
    const many = Array.from({ length: 5000 }, (_, n) => peptides[n % peptides.length] ?? '');
    const alleles = model.alleles.slice(0, 2);
    const [block, few] = [await predict(many, alleles), await predict(peptides, alleles)];
    for (const start of [1, 40, 88]) {
      const from = start * few.affinityNm.length;
      const part = block.affinityNm.subarray(from, from + few.affinityNm.length);
      expect(part).toEqual(few.affinityNm);
    }
  });

  it('does not depend on alleles that were asked for before, however many', async () => {
    const [peptide = ''] = peptides;
    const before = await predict([peptide], model.alleles.slice(0, 1));
    const fresh = openClass1Predictor(join(folder, 'screened'));
    for (let round = 0; round < 5; round++) await fresh.predict([peptide], model.alleles);
    expect(row(await fresh.predict([peptide], model.alleles.slice(0, 1)), 0)).toEqual(row(before, 0));
  });

  it.each(['GILGFVFTX', 'GILGFVFT*', 'gilgfvftl', 'GILGFVÄTL', 'GILGFVF', 'GILGFVFTLGILGFV', ''])(
    'is NaN for the unreadable peptide "%s" and stays a number for its neighbours',
    async (peptide) => {
      const alleles = model.alleles.slice(0, 2);
      const block = await predict(['GILGFVFTL', peptide, 'NLVPMVATV'], alleles);
      const alone = await predict(['NLVPMVATV'], alleles);
      expect(row(block, 2)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
      expect(row(block, 3)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
      expect(row(block, 4)).toEqual(row(alone, 0));
    },
  );

  it('is NaN for an allele that is not known, which supportFor names as unsupported', async () => {
    const block = await predict(['GILGFVFTL'], ['HLA-A*99:99', 'HLA-A*01:01']);
    expect(row(block, 0)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(block.affinityNm[1]).toBeGreaterThan(0);
    expect(screened.predictor.supportFor('HLA-A*99:99').kind).toBe('unsupported');
  });

  it('is nothing where nothing is asked', async () => {
    expect((await predict([], model.alleles)).affinityNm).toHaveLength(0);
    expect((await predict(peptides, [])).affinityNm).toHaveLength(0);
  });
});
