import { describe, expect, it } from 'vitest';
import { placeWords, proteinChange } from '../../../../stages/render-report/words.js';

describe('the change of a protein in words', () => {
  it.each([
    ['ENSP1.1:p.Gly12Asp', ['missense_variant'], 'p.Gly12Asp'],
    ['ENSP1.1:p.?', ['splice_donor_variant'], 'p.? (splice donor variant)'],
    [null, ['gene_fusion'], 'gene fusion, in frame'],
    [null, ['frameshift_variant', 'gene_fusion'], 'gene fusion, out of frame'],
    [null, ['foreign_gene'], 'foreign protein'],
    [null, ['increased_gene_product_level'], 'reactivated protein'],
    [null, ['exon_loss_variant'], 'exon_loss_variant'],
  ])('says of %s, %j: %s', (hgvsP, consequence, words) => {
    expect(proteinChange({ hgvsP, consequence })).toBe(words);
  });
});

describe('the place of an antigen in words', () => {
  it.each([
    [{ chrom: '7', position: 5, ref: 'A', alt: 'T' }, '7:5 A>T'],
    [{ chrom: '5', position: 2800, ref: 'C', alt: ']6:40000]C' }, '5:2800 joined to 6:40000'],
    [{ chrom: '22', position: 19225, ref: 'G', alt: 'G[12:50670[' }, '22:19225 joined to 12:50670'],
    [{ chrom: '.', position: 1, ref: 'N', alt: '<PROTEIN>' }, 'none: the protein was given as sequence'],
  ])('says of %j: %s', (place, words) => {
    expect(placeWords(place)).toBe(words);
  });
});
