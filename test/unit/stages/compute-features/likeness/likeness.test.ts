import { describe, expect, it } from 'vitest';
import { likenessToEpitopes } from '../../../../../stages/compute-features/likeness/known-epitopes.js';
import { dissimilarityToSelf } from '../../../../../stages/compute-features/likeness/self-likeness.js';

const protein = (sequence: string, gene = 'g', id = sequence) => ({
  id,
  gene,
  sequence,
  germlineVariantIds: [],
});
const dissimilarity = (peptide: string, ...proteins: readonly ReturnType<typeof protein>[]) =>
  dissimilarityToSelf(proteins)(peptide, null);

// R = Σ e^(−k(a − s)) / (1 + Σ …), a = 32, k = 4.86936 (Richman 2019). WWAAAAAA against itself: 11 + 11 + 6 × 4 = 46.
describe('dissimilarity to self', () => {
  it('is 0 of a peptide that the proteome holds, and 1 of one like nothing in it', () => {
    expect(dissimilarity('WWAAAAAA', protein('GGWWAAAAAAGG'))).toBe(0);
    expect(dissimilarity('WWAAAAAA', protein('PPPPPPPPPPPP'))).toBe(1);
  });

  it('is a half where the best stretch scores 32', () => {
    // W-W 11, W-W 11, A-A 4, K-K 5, A-G 0, … and G-G 6 short of a second stretch: 11 + 11 + 4 + 5 = 31, with S-A 1 = 32.
    expect(dissimilarity('WWAKSPPP', protein('WWAKADDD'))).toBe(0.5);
  });

  it('counts a stretch once, however many isoforms and genes hold it', () => {
    const one = protein('WWAKADDD', 'a', 'p1');
    expect(
      dissimilarity('WWAKSPPP', one, protein('WWAKADDD', 'b', 'p2'), protein('KWWAKADDD', 'a', 'p3')),
    ).toBe(0.5);
  });

  it('adds different stretches up: two at the midpoint leave a third', () => {
    expect(dissimilarity('WWAKSPPP', protein('WWAKADDD', 'a'), protein('WWAKADDE', 'b'))).toBe(0.3333);
  });

  it('does not believe in a wild type that the proteome lacks', () => {
    expect(dissimilarityToSelf([protein('PPPPPPPPPPPP')])('WWAAAAAC', 'WWAAAAAA')).toBe(1);
    expect(dissimilarityToSelf([protein('PPWWAAAAAAPP')])('WWAAAAAC', 'WWAAAAAA')).toBe(0);
  });
});

// a = 26 (Łuksza 2017).
describe('likeness to known epitopes by search', () => {
  it('is 0 without epitopes, a half at score 26, and counts equal epitopes once', () => {
    expect(likenessToEpitopes([])('WWADDDDD')).toBe(0);
    // W 11 + W 11 + A 4.
    expect(likenessToEpitopes(['WWA'])('WWADDDDD')).toBeCloseTo(0.5, 12);
    expect(likenessToEpitopes(['WWA', 'WWA'])('WWADDDDD')).toBeCloseTo(0.5, 12);
    expect(likenessToEpitopes(['WWA', 'KWWAK'])('WWADDDDD')).toBeCloseTo(2 / 3, 12);
  });

  it('finds an epitope that reaches over either end of the peptide', () => {
    expect(likenessToEpitopes(['KKKKKWWA'])('WWADDDDD')).toBeCloseTo(0.5, 12);
    expect(likenessToEpitopes(['WWAKKKKK'])('DDDDDWWA')).toBeCloseTo(0.5, 12);
  });

  it('is 1 of a long peptide that is an epitope', () => {
    expect(likenessToEpitopes(['GILGFVFTL'])('GILGFVFTL')).toBeCloseTo(1, 9);
  });
});
