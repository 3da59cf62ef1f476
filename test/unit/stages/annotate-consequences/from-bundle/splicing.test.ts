import { describe, expect, it } from 'vitest';
import { buildGene } from './gene-fixture.js';

/** The gene of coding-changes.test.ts. Windows around splice sites: Sequence Ontology SO:0001574, 0001575, 0001630, 0001787, 0002169, 0002170. */
const text = `
  tttttttttt GGCGCC[ATGGCAAAACTG gtaagtccatccattttctctccttcttgcag GAATGGCGTCGTGGTTAC
  gtgagtcactaatcgatcgatcctttcctctgcag AAACCCGAGTAA]GCTGCTTGACATTTAGCATAAC cccccccc`;

describe.each(['+', '-'] as const)('on strand %s', (strand) => {
  const gene = buildGene({ text, strand });

  it.each([
    ['AACTG{G>A}TAAGT', 'c.12+1G>A', ['splice_donor_variant']],
    ['AACTGG{T>A}AAGT', 'c.12+2T>A', ['splice_donor_variant']],
    ['TTCTTGC{A>T}GGAA', 'c.13-2A>T', ['splice_acceptor_variant']],
    ['TTCTTGCA{G>T}GAA', 'c.13-1G>T', ['splice_acceptor_variant']],
  ])('states no protein for %s in a splice site', (change, hgvsC, consequence) => {
    expect(gene.annotate(change)).toMatchObject({
      consequence,
      hgvsC: `ENST1.1:${hgvsC}`,
      hgvsP: 'ENSP1.1:p.?',
      mutantProtein: null,
      status: 'SPLICE_ALTERED',
      nmd: 'unknown',
    });
  });

  it.each([
    ['CTGGT{A>C}AGTCC', 'c.12+3A>C', ['splice_donor_region_variant', 'intron_variant']],
    ['CTGGTAA{G>C}TCC', 'c.12+5G>C', ['splice_donor_5th_base_variant', 'intron_variant']],
    ['GTAAGTC{C>T}ATCC', 'c.12+8C>T', ['splice_region_variant', 'intron_variant']],
    ['GTAAGTCC{A>T}TCC', 'c.12+9A>T', ['intron_variant']],
    [
      'CCTTCTTG{C>A}AGGAA',
      'c.13-3C>A',
      ['splice_region_variant', 'splice_polypyrimidine_tract_variant', 'intron_variant'],
    ],
    ['TTTTCTC{T>A}CCTTC', 'c.13-12T>A', ['splice_polypyrimidine_tract_variant', 'intron_variant']],
  ])('names the region of %s and calls it not coding', (change, hgvsC, consequence) => {
    expect(gene.annotate(change)).toMatchObject({
      consequence,
      hgvsC: `ENST1.1:${hgvsC}`,
      status: 'NOT_CODING',
    });
  });

  it('adds splice_region_variant within three exonic bases and still states the protein', () => {
    expect(gene.annotate('AAAC{T>C}GGTAAG')).toMatchObject({
      consequence: ['missense_variant', 'splice_region_variant'],
      hgvsP: 'ENSP1.1:p.Leu4Pro',
      status: 'ok',
    });
  });

  it('states no protein for a deletion across an exon-intron boundary', () => {
    expect(gene.annotate('AAC{TGGT>}AAGT')).toMatchObject({
      consequence: ['splice_donor_variant', 'coding_sequence_variant'],
      hgvsC: 'ENST1.1:c.11_12+2del',
      mutantProtein: null,
      status: 'SPLICE_ALTERED',
    });
  });

  it('states no protein for a deletion of a whole exon', () => {
    expect(gene.annotate('TTGC{AGGAATGGCGTCGTGGTTACGT>}GAGTC')).toMatchObject({
      consequence: ['splice_acceptor_variant', 'splice_donor_variant', 'coding_sequence_variant'],
      hgvsC: 'ENST1.1:c.13-2_30+2del',
      mutantProtein: null,
      status: 'SPLICE_ALTERED',
    });
  });

  it('states no protein for an insertion exactly between exon and intron', () => {
    expect(gene.annotate('AACTG{>C}GTAAGT')).toMatchObject({
      consequence: ['splice_region_variant', 'coding_sequence_variant'],
      hgvsC: 'ENST1.1:c.12_12+1insC',
      mutantProtein: null,
      status: 'SPLICE_ALTERED',
    });
  });

  it('places an insertion at an exon edge inside the exon where that is equivalent', () => {
    // CTG|gt with a G inserted: the donor GT is whole if the new G is exonic (bcftools csq, ENST00000410009/frameshift.vcf).
    expect(gene.annotate('AACTG{>G}GTAAGT')).toMatchObject({
      consequence: ['frameshift_variant', 'splice_region_variant'],
      hgvsC: 'ENST1.1:c.12+1dup',
      mutantProtein: 'MAKLGMASWLQTRVSCLTFSI',
      status: 'ok',
    });
  });

  it('places a deletion of one of two equal bases around an acceptor inside the exon', () => {
    expect(gene.annotate('TTGCA{G>}GAATGG')).toMatchObject({
      consequence: ['frameshift_variant', 'splice_region_variant'],
      hgvsC: 'ENST1.1:c.13del',
      hgvsP: 'ENSP1.1:p.Glu5AsnfsTer15',
      mutantProtein: 'MAKLNGVVVTNPSKLLDI*',
      status: 'ok',
    });
  });
});

describe('intron numbering', () => {
  it('counts from the nearer exon, the middle base from the upstream one', () => {
    // Seven intronic bases: +1 +2 +3 +4 -3 -2 -1 (HGVS "Numbering", introns with an odd number of bases).
    const gene = buildGene({ text: 'ttttGGCC[ATGGCA gtacgag AAACTGTAA]GGcccc', strand: '-' });
    expect(gene.annotate('GCAGTA{C>T}GAGAAA').hgvsC).toBe('ENST1.1:c.6+4C>T');
    expect(gene.annotate('GCAGTAC{G>T}AGAAA').hgvsC).toBe('ENST1.1:c.7-3G>T');
  });

  it('counts introns of the UTRs from the UTR base beside them', () => {
    const gene = buildGene({
      text: 'ttttGGCC gtaagtttttttcctcag AG[ATGGCATAA]GC gtaagcccaaacctgcag TTcccc',
      strand: '+',
    });
    expect(gene.annotate('CCGTAA{G>A}TTTT').hgvsC).toBe('ENST1.1:c.-3+5G>A');
    expect(gene.annotate('AAACCT{G>A}CAGTT').hgvsC).toBe('ENST1.1:c.*3-4G>A');
  });
});

describe('transcripts without a coding sequence', () => {
  const gene = buildGene({
    text: 'ttttGGCCATGG gtaagtcctttcctttttttttttttttctgcag CATTGCAcccc',
    strand: '+',
  });

  it('are numbered from the first base, by n.', () => {
    expect(gene.annotate('GGCC{A>C}TGG')).toMatchObject({
      consequence: ['non_coding_transcript_exon_variant'],
      hgvsC: 'ENST1.1:n.5A>C',
      status: 'NOT_CODING',
    });
  });

  it('have intron and splice terms beside non_coding_transcript_variant', () => {
    expect(gene.annotate('AAGTCCTT{T>A}CCTT').consequence).toEqual([
      'intron_variant',
      'non_coding_transcript_variant',
    ]);
    expect(gene.annotate('CATGG{G>A}TAAG').consequence).toEqual([
      'splice_donor_variant',
      'non_coding_transcript_variant',
    ]);
  });
});
