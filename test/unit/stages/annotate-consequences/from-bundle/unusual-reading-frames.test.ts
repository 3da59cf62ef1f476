import { describe, expect, it } from 'vitest';
import { buildGene } from './gene-fixture.js';

describe('the start codon', () => {
  it.each(['+', '-'] as const)(
    'is retained where an equal base of the 5′ UTR may be the deleted one (%s)',
    (strand) => {
      // GCA|ATGGCC: bcftools csq, ENST00000368801.2/start-lost.vcf, calls such a deletion start_retained.
      const gene = buildGene({ text: 'ttttGGCA[ATGGCCAAATAA]GCTCcccc', strand });
      expect(gene.annotate('GGC{A>}ATGGCC')).toMatchObject({
        consequence: ['start_retained_variant', '5_prime_UTR_variant'],
        hgvsC: 'ENST1.1:c.1del',
        status: 'NOT_CODING',
      });
    },
  );

  it.each(['+', '-'] as const)('is retained where the next codon is another ATG (%s)', (strand) => {
    const gene = buildGene({ text: 'ttttGGCC[ATGATGAAATAA]GCTCcccc', strand });
    expect(gene.annotate('GGCC{ATG>}ATGAAA')).toMatchObject({
      consequence: ['inframe_deletion'],
      hgvsC: 'ENST1.1:c.5_7del',
      hgvsP: 'ENSP1.1:p.Met2del',
      mutantProtein: 'MK*',
      status: 'ok',
    });
  });

  it('is lost with a deletion from the 5′ UTR into it', () => {
    const gene = buildGene({ text: 'ttttGGCC[ATGGCCAAATAA]GCTCcccc', strand: '+' });
    expect(gene.annotate('GG{CCAT>}GGCC')).toMatchObject({
      consequence: ['start_lost', '5_prime_UTR_variant'],
      hgvsP: 'ENSP1.1:p.Met1?',
      status: 'START_LOST',
    });
  });

  it('is untouched by bases inserted just before it', () => {
    const gene = buildGene({ text: 'ttttGGCC[ATGGCCAAATAA]GCTCcccc', strand: '+' });
    expect(gene.annotate('GGCC{>GT}ATGG')).toMatchObject({
      consequence: ['5_prime_UTR_variant'],
      status: 'NOT_CODING',
    });
  });
});

describe('an incomplete coding sequence', () => {
  /** Phase 2: TG ends a codon whose first base is missing. Residues and c. count that codon, as VEP 105 does. */
  const start = buildGene({
    text: 'tttt[TGAAACTGGCCTAA]GCcccc',
    strand: '+',
    phase: 2,
    isStartComplete: false,
  });

  it('reads on in the annotated frame and counts the partial first codon', () => {
    expect(start.annotate('TGA{A>C}ACTGG')).toMatchObject({
      consequence: ['missense_variant'],
      hgvsC: 'ENST1.1:c.5A>C',
      hgvsP: 'ENSP1.1:p.Lys2Thr',
      wildtypeProtein: 'XKLA*',
      mutantProtein: 'XTLA*',
      status: 'ok',
    });
  });

  it('states no protein for a change within the partial first codon', () => {
    expect(start.annotate('T{G>C}AAACT')).toMatchObject({
      consequence: ['coding_sequence_variant'],
      mutantProtein: null,
      status: 'CDS_INCOMPLETE',
    });
  });

  it('has no start codon to lose', () => {
    const gene = buildGene({ text: 'tttt[ATGAAATAA]GCcccc', strand: '+', isStartComplete: false });
    expect(gene.annotate('TTTT{A>G}TGAAA').consequence).toEqual(['missense_variant']);
  });

  it('names a change of the incomplete last codon', () => {
    const gene = buildGene({ text: 'ttGC[ATGAAACTGGC]cccc', strand: '-', isEndComplete: false });
    expect(gene.annotate('CTGG{C>T}CCCC')).toMatchObject({
      consequence: ['incomplete_terminal_codon_variant', 'coding_sequence_variant'],
      wildtypeProtein: 'MKL',
      status: 'CDS_INCOMPLETE',
    });
    expect(gene.annotate('ATGA{A>C}ACTG')).toMatchObject({ mutantProtein: 'MTL', status: 'ok' });
  });
});

describe('an open end', () => {
  const gene = buildGene({ text: 'ttGC[ATGAAACTGGCT]cccc', strand: '+', isEndComplete: false });

  it('lets a shifted frame run to it without a stop', () => {
    // ATG AAC TGG CT
    expect(gene.annotate('ATGA{A>}ACTGG')).toMatchObject({
      hgvsP: 'ENSP1.1:p.Lys2AsnfsTer?',
      mutantProtein: 'MNW',
      nmd: 'not_applicable',
      status: 'ok',
    });
  });

  it('does not call the protein unchanged where only its unread end is shifted', () => {
    // GCT → GCG TT: the last residue is kept, what follows is not annotated. bcftools csq 1.24: frameshift.
    expect(gene.annotate('CTGGC{>GT}TCC')).toMatchObject({
      consequence: ['frameshift_variant'],
      mutantProtein: null,
      status: 'CDS_INCOMPLETE',
    });
  });

  it('states nothing where the shifted frame holds no codon before it', () => {
    expect(gene.annotate('CTGG{C>}TCCC')).toMatchObject({
      consequence: ['frameshift_variant'],
      mutantProtein: null,
      status: 'CDS_INCOMPLETE',
    });
  });
});

describe('a coding sequence that cannot be read', () => {
  it('is named when a stop lies inside', () => {
    const gene = buildGene({ text: 'ttGC[ATGTAGCTGTAA]GCcc', strand: '+' });
    expect(gene.annotate('TAGC{T>C}GTAA')).toMatchObject({
      consequence: ['coding_sequence_variant'],
      hgvsC: 'ENST1.1:c.8T>C',
      wildtypeProtein: null,
      mutantProtein: null,
      status: 'CDS_INVALID',
      statusReason: expect.stringContaining('residue 2'),
    });
  });

  it('is named when its length is no multiple of three', () => {
    const gene = buildGene({ text: 'ttGC[ATGAACTGTAA]GCcc', strand: '+' });
    expect(gene.annotate('ATGA{A>G}CTG').status).toBe('CDS_INVALID');
  });
});

describe('selenocysteine', () => {
  const gene = buildGene({
    text: 'ttGC[ATGGCATGAAAACTGTAA]GCTTAGcc',
    strand: '+',
    transcript: { selenocysteines: [2] },
  });

  it('is read at its annotated TGA when another codon changes', () => {
    expect(gene.annotate('TGAAA{A>T}CTG')).toMatchObject({
      wildtypeProtein: 'MAUKL*',
      mutantProtein: 'MAUNL*',
      hgvsP: 'ENSP1.1:p.Lys4Asn',
    });
  });

  it('is kept behind an in-frame insertion', () => {
    expect(gene.annotate('ATG{>CCC}GCATGA').mutantProtein).toBe('MPAUKL*');
  });

  it('becomes a stop when its codon changes to another stop', () => {
    expect(gene.annotate('GCAT{G>A}AAAA')).toMatchObject({
      consequence: ['stop_gained'],
      hgvsP: 'ENSP1.1:p.Sec3Ter',
      mutantProtein: 'MA*',
    });
  });

  it('is not read in another frame', () => {
    // ATG G{>C}CA TGA: the new frame reads GCC ATG AAA.
    expect(gene.annotate('ATGG{>C}CATGA').mutantProtein).toBe('MAMKTVSL');
  });
});

describe('the mitochondrial code', () => {
  /** ATA = M, TGA = W, AGA = stop (NCBI transl_table 2); the last T is completed to TAA by the poly(A) tail. */
  const gene = buildGene({ text: 'ttGC[ATGGCATGAATAT]cc', strand: '+', transcript: { geneticCode: 2 } });

  it('reads TGA as tryptophan and a final T as the stop', () => {
    expect(gene.annotate('GCATG{A>G}ATAT')).toMatchObject({
      consequence: ['synonymous_variant'],
      wildtypeProtein: 'MAWM*',
      hgvsP: 'ENSP1.1:p.Trp3=',
    });
  });

  it('reads AGA as a stop', () => {
    expect(gene.annotate('TGAA{T>G}AT')).toMatchObject({
      consequence: ['stop_gained', 'splice_region_variant'].slice(0, 1),
      hgvsP: 'ENSP1.1:p.Met4Ter',
      mutantProtein: 'MAW*',
    });
  });

  it('loses a stop of one base', () => {
    expect(gene.annotate('TGAATA{T>C}CC')).toMatchObject({
      consequence: ['stop_lost'],
      hgvsP: 'ENSP1.1:p.Ter5GlnextTer?',
      mutantProtein: 'MAWMQ',
    });
  });
});
