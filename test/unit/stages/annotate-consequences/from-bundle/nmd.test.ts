import { describe, expect, it } from 'vitest';
import { buildGene } from './gene-fixture.js';

/**
 * Exon 1: 180 coding bases, exon 2: 120, exon 3: 33 with the stop. A TGG (W) → TGA at chosen residues is the premature stop.
 * Rules: Lindeboom et al. 2016, doi:10.1038/ng.3664; limits as SCIENCE, Annotation.
 */
const intron = 'gtaagtccatccattttctctccttcttgcag';

function gene(marked: Readonly<Record<number, string>>, secondExonCodons = 40) {
  const codons = (count: number, codon: string, from: number): string =>
    Array.from({ length: count }, (_, index) => marked[from + index] ?? codon).join('');
  const first = `ATG${codons(59, 'GCT', 1)}`;
  const second = codons(secondExonCodons, 'GCA', 60);
  const third = codons(10, 'GCC', 60 + secondExonCodons);
  return buildGene({
    text: `ttttGGCC[${first}${intron}${second}${intron}${third}TAA]GCTTcccc`,
    strand: '-',
  });
}

describe('nonsense-mediated decay', () => {
  it('degrades a stop far from start and last junction', () => {
    // Residue 56: 165 bases from the start, 135 before the last junction.
    expect(gene({ 55: 'TGG' }).annotate('GCTTG{G>A}GCT').nmd).toBe('degraded');
  });

  it('escapes within 150 bases of the start', () => {
    expect(gene({ 50: 'TGG' }).annotate('GCTTG{G>A}GCT').nmd).toBe('escapes');
    expect(gene({ 51: 'TGG' }).annotate('GCTTG{G>A}GCT').nmd).toBe('degraded');
  });

  it('escapes within 50 bases before the last junction', () => {
    // Residue 84 begins at base 249, 51 before the junction at 300; residue 85 at 252, 48 before.
    expect(gene({ 83: 'TGG' }).annotate('GCATG{G>A}GCA').nmd).toBe('degraded');
    expect(gene({ 84: 'TGG' }).annotate('GCATG{G>A}GCA').nmd).toBe('escapes');
  });

  it('escapes in the last exon', () => {
    expect(gene({ 102: 'TGG' }).annotate('GCCTG{G>A}GCC').nmd).toBe('escapes');
  });

  it('escapes in an exon of more than 400 bases', () => {
    expect(gene({ 90: 'TGG' }, 134).annotate('GCATG{G>A}GCA').nmd).toBe('escapes');
    expect(gene({ 90: 'TGG' }, 133).annotate('GCATG{G>A}GCA').nmd).toBe('degraded');
  });

  it('does not apply where inserted bases leave the stop behind the same residue', () => {
    // AG|A TAA → AG ATA A TAA = AGA TAA TAA: the protein is the wild type's.
    const text = `ttttGGCC[ATGGCTGCA${intron}GCACCCAGATAA]GCTTcccc`;
    const changed = buildGene({ text, strand: '+' }).annotate('CCCAG{>ATA}ATAAGC');
    expect(changed).toMatchObject({ consequence: ['stop_retained_variant'], nmd: 'not_applicable' });
  });

  it('does not apply where the stop is not premature', () => {
    expect(gene({ 55: 'TGG' }).annotate('GCTT{G>C}GGCT').nmd).toBe('not_applicable');
  });
});
