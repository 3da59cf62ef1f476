import { describe, expect, it } from 'vitest';
import { createExonOverlap } from '../../../../stages/shared/exon-overlap.js';
import { buildGene } from '../annotate-consequences/from-bundle/gene-fixture.js';

// Exons [10, 28) and [55, 67).
const coding = 'tttttttttt GGCGCC[ATGGCAAAACTG gtaagtccatccattttctctcctttg GAATGGCGTTAA] cccccccc';

describe('overlap with coding exons', () => {
  it('reaches two bases into the intron and the flanks, for bases and for places between them', () => {
    const touches = createExonOverlap(buildGene({ text: coding, strand: '+' }).reference);
    const single = [6, 7, 8, 20, 29, 30, 31, 51, 52, 53, 54].map((at) => touches('1', at, at + 1));
    expect(single).toEqual([false, false, true, true, true, false, false, false, false, true, true]);
    expect(touches('1', 30, 30)).toBe(true);
    expect(touches('1', 31, 31)).toBe(false);
    expect(touches('1', 31, 60)).toBe(true);
  });

  it('answers the same however often it was asked', () => {
    const { reference } = buildGene({ text: coding, strand: '-' });
    const touches = createExonOverlap(reference);
    const answers = (): boolean[] => Array.from({ length: 75 }, (_, at) => touches('1', at, at + (at % 3)));
    const first = answers();
    for (let round = 0; round < 40; round++) answers();
    expect(answers()).toEqual(first);
    expect(new Set(first)).toEqual(new Set([true, false]));
  });

  it('has no place in a gene without coding sequence, nor on an unknown contig', () => {
    const touches = createExonOverlap(
      buildGene({ text: coding.replace(/[[\]]/g, ''), strand: '+' }).reference,
    );
    expect(touches('1', 20, 21)).toBe(false);
  });
});
