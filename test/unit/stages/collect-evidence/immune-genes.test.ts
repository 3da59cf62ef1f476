import { describe, expect, it } from 'vitest';
import type { Transcript } from '../../../../schemas/reference.js';
import {
  cytolyticScore,
  immuneExpression,
} from '../../../../stages/collect-evidence/expression/immune-genes.js';
import { transcriptOf } from '../../../support/transcript.js';

function table(values: {
  genes?: Record<string, number>;
  geneNames?: Record<string, number>;
  transcripts?: Record<string, number>;
}) {
  const map = (of: Record<string, number> = {}) => new Map(Object.entries(of));
  return {
    source: 'Salmon',
    genes: map(values.genes),
    geneNames: map(values.geneNames),
    transcripts: map(values.transcripts),
  };
}

function referenceOf(transcripts: readonly Transcript[]) {
  return { transcripts: () => transcripts };
}

describe('immune expression', () => {
  it('scores cytolytic activity as the geometric mean of GZMA and PRF1 with an offset of 0.01', () => {
    // Rooney 2015: sqrt((8.99 + 0.01) · (3.99 + 0.01)) = 6.
    expect(cytolyticScore(8.99, 3.99)).toBe(6);
    expect(cytolyticScore(0, 0)).toBe(0.01);
    expect(cytolyticScore(null, 3)).toBeNull();
  });

  it('takes a gene by its id, by its symbol, or as the sum of its transcripts in the reference', () => {
    const reference = referenceOf([
      transcriptOf({ id: 'ENST00000000001.2', geneName: 'CD274' }),
      transcriptOf({ id: 'ENST00000000002.1', geneName: 'CD274' }),
      transcriptOf({ id: 'ENST00000000003.1', geneName: 'TP53' }),
    ]);
    const transcripts = { ENST00000000001: 2, ENST00000000002: 0.5, ENST00000000003: 7 };
    const genes = { ENSG00000145649: 8.99 };
    const found = immuneExpression(table({ genes, geneNames: { PRF1: 3.99 }, transcripts }), reference);
    expect(found.genes.map(({ gene, tpm }) => [gene, tpm])).toEqual([
      ['CD274', 2.5],
      ['PDCD1', null],
      ['CD8A', null],
      ['GZMA', 8.99],
      ['PRF1', 3.99],
    ]);
    expect(found.cytolyticScore).toBe(6);
    expect(found.source).toBe('Salmon');
  });

  it('does not know the genes of a table of transcripts without a reference', () => {
    const found = immuneExpression(table({ transcripts: { ENST00000000001: 2 } }), null);
    expect(found.genes.every(({ tpm }) => tpm === null)).toBe(true);
    expect(found.cytolyticScore).toBeNull();
  });

  it('is not known without a table', () => {
    const found = immuneExpression(null, null);
    expect(found).toMatchObject({ source: null, cytolyticScore: null });
    expect(found.genes.every(({ tpm }) => tpm === null)).toBe(true);
  });
});
