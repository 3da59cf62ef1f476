import { describe, expect, it } from 'vitest';
import { consensusOf } from '../../../../../infra/predictors/external/consensus.js';
import type { PeptideMhcPredictor } from '../../../../../schemas/predictor.js';

const unknown = Number.NaN;

/** A predictor that says the same of every pair; NaN: it gives no such number. */
function saying(
  name: string,
  affinityNm: number,
  rank: number,
  score: number,
  extra: object = {},
): PeptideMhcPredictor {
  return {
    name,
    version: '1',
    digest: name,
    mhcClass: 'I',
    minLength: 8,
    maxLength: 11,
    supportFor: () => ({
      kind: 'supported',
      trainingLigands: null,
      trainingAffinities: null,
      nearestTrained: null,
      distanceToTrained: null,
      confidence: 'unknown',
    }),
    predict: (peptides, alleles) => {
      const filled = (value: number) => new Float32Array(peptides.length * alleles.length).fill(value);
      return {
        affinityNm: filled(affinityNm),
        percentileRank: filled(rank),
        presentationScore: filled(score),
      };
    },
    ...extra,
  };
}

const a = saying('a', 10, 3, 0.5);
const b = saying('b', 1000, 1, 0.25);
const c = saying('c', 200, 9, 0.75);
const ranksOnly = saying('ranks-only', unknown, 2, unknown);

async function one(predictor: PeptideMhcPredictor): Promise<readonly (number | undefined)[]> {
  const block = await predictor.predict(['AAAWYLWEV'], ['HLA-A*02:01']);
  return [block.affinityNm[0], block.percentileRank[0], block.presentationScore[0]];
}

describe('a consensus', () => {
  it('takes the median of each number; of two affinities the geometric mean', async () => {
    expect(await one(consensusOf([a, b, c], 'median'))).toEqual([200, 3, 0.5]);
    const [affinityNm, rank, score] = await one(consensusOf([a, b], 'median'));
    expect(affinityNm).toBeCloseTo(100, 4);
    expect([rank, score]).toEqual([2, 0.375]);
  });

  it('counts only the predictors that give a number', async () => {
    expect(await one(consensusOf([a, ranksOnly, b], 'lowest'))).toEqual([10, 1, 0.5]);
    expect(await one(consensusOf([a, ranksOnly], 'median'))).toEqual([10, 2.5, 0.5]);
    expect(await one(consensusOf([ranksOnly, saying('none', unknown, unknown, unknown)], 'median'))).toEqual([
      unknown,
      2,
      unknown,
    ]);
  });

  it('"lowest" takes the lowest rank and the lowest nM, each on its own', async () => {
    expect(await one(consensusOf([a, b, c], 'lowest'))).toEqual([10, 1, 0.75]);
  });

  it('"best" takes all numbers of the predictor whose rank is lowest, of equals the first asked', async () => {
    expect(await one(consensusOf([a, b, c], 'best'))).toEqual([1000, 1, 0.25]);
    expect(await one(consensusOf([a, ranksOnly], 'best'))).toEqual([unknown, 2, unknown]);
    expect(await one(consensusOf([saying('d', 7, 1, 0.1), b], 'best'))).toEqual([7, 1, expect.closeTo(0.1)]);
  });

  it('keeps what each said and is named after its method and members', async () => {
    const consensus = consensusOf([a, b], 'median');
    expect(consensus).toMatchObject({ name: 'consensus-median', version: 'a 1+b 1' });
    const { members } = await consensus.predict(['AAAWYLWEV'], ['HLA-A*02:01']);
    expect(members?.map(({ name, affinityNm }) => [name, affinityNm[0]])).toEqual([
      ['a', 10],
      ['b', 1000],
    ]);
  });

  it('spans the lengths of its members and has another digest with another method or member', () => {
    const wide = saying('wide', 1, 1, 1, { minLength: 9, maxLength: 14 });
    expect(consensusOf([a, wide], 'median')).toMatchObject({ minLength: 8, maxLength: 14 });
    const digests = [
      consensusOf([a, b], 'median'),
      consensusOf([a, b], 'best'),
      consensusOf([a, c], 'median'),
    ].map(({ digest }) => digest);
    expect(new Set(digests).size).toBe(3);
  });

  it('does not know an allele that one member does not know', () => {
    const narrow = saying('narrow', 1, 1, 1, {
      supportFor: () => ({ kind: 'unsupported', nearest: ['HLA-A*02:01'] }),
    });
    expect(consensusOf([a, narrow], 'median').supportFor('HLA-A*02:06').kind).toBe('unsupported');
  });

  it('scores any peptide only if all its members do', () => {
    const any = saying('a', 1, 1, 1);
    const saved = saying('b', 1, 1, 1, { scoresAnyPeptide: false });
    expect(consensusOf([any, any], 'median').scoresAnyPeptide).toBeUndefined();
    expect(consensusOf([any, saved], 'median').scoresAnyPeptide).toBe(false);
  });

  it('is over one class', () => {
    const classII = saying('two', 1, 1, 1, { mhcClass: 'II' });
    expect(() => consensusOf([a, classII], 'median')).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});
