import { describe, expect, it } from 'vitest';
import { buildGene } from './gene-fixture.js';

/**
 * M A K L | E W R R G Y | K P E *, the bar an intron. Expected values are worked by hand from the standard genetic code; terms by the
 * definitions of the Sequence Ontology, descriptions by https://hgvs-nomenclature.org (version 21).
 */
const text = `
  tttttttttt GGCGCC[ATGGCAAAACTG gtaagtccatccattttctctccttcttgcag GAATGGCGTCGTGGTTAC
  gtgagtcactaatcgatcgatcctttcctctgcag AAACCCGAGTAA]GCTGCTTGACATTTAGCATAAC cccccccc`;
const wildtype = 'MAKLEWRRGYKPE*';

describe.each(['+', '-'] as const)('on strand %s', (strand) => {
  const gene = buildGene({ text, strand });

  it('calls a substitution of one residue missense', () => {
    expect(gene.annotate('ATGGCAA{A>C}ACTG')).toMatchObject({
      consequence: ['missense_variant'],
      hgvsC: 'ENST1.1:c.8A>C',
      hgvsP: 'ENSP1.1:p.Lys3Thr',
      proteinStart: 3,
      wildtypeProtein: wildtype,
      mutantProtein: 'MATLEWRRGYKPE*',
      mutantStretch: { start: 2, end: 3 },
      isFrameshift: false,
      nmd: 'not_applicable',
      status: 'ok',
    });
  });

  it('calls a change between codons of one residue synonymous and keeps the protein', () => {
    expect(gene.annotate('ATGGCAAA{A>G}CTG')).toMatchObject({
      consequence: ['synonymous_variant'],
      hgvsC: 'ENST1.1:c.9A>G',
      hgvsP: 'ENSP1.1:p.Lys3=',
      proteinStart: null,
      mutantProtein: wildtype,
      mutantStretch: null,
      status: 'SYNONYMOUS',
    });
  });

  it('cuts the protein at a gained stop', () => {
    expect(gene.annotate('GAATG{G>A}CGT')).toMatchObject({
      consequence: ['stop_gained'],
      hgvsC: 'ENST1.1:c.18G>A',
      hgvsP: 'ENSP1.1:p.Trp6Ter',
      proteinStart: 6,
      mutantProtein: 'MAKLE*',
      mutantStretch: { start: 5, end: 5 },
      status: 'ok',
    });
  });

  it('reads on into the 3′ UTR after a lost stop', () => {
    expect(gene.annotate('GAG{T>C}AAGCT')).toMatchObject({
      consequence: ['stop_lost'],
      hgvsC: 'ENST1.1:c.40T>C',
      hgvsP: 'ENSP1.1:p.Ter14GlnextTer4',
      mutantProtein: 'MAKLEWRRGYKPEQAA*',
      mutantStretch: { start: 13, end: 16 },
      nmd: 'not_applicable',
      status: 'ok',
    });
  });

  it('retains a stop that becomes another stop', () => {
    expect(gene.annotate('GAGT{A>G}AGCT')).toMatchObject({
      consequence: ['stop_retained_variant'],
      hgvsP: 'ENSP1.1:p.Ter14=',
      mutantProtein: wildtype,
      status: 'SYNONYMOUS',
    });
  });

  it('does not guess a protein without its start codon', () => {
    expect(gene.annotate('GGCGCC{A>G}TGGCA')).toMatchObject({
      consequence: ['start_lost'],
      hgvsC: 'ENST1.1:c.1A>G',
      hgvsP: 'ENSP1.1:p.Met1?',
      wildtypeProtein: wildtype,
      mutantProtein: null,
      mutantStretch: null,
      status: 'START_LOST',
    });
  });

  it('shifts the reading frame after a 1-base deletion and reads through the 3′ UTR', () => {
    expect(gene.annotate('ATGGC{A>}AAACTG')).toMatchObject({
      consequence: ['frameshift_variant'],
      // The deleted base is one of four A: the 3' rule puts it last.
      hgvsC: 'ENST1.1:c.9del',
      hgvsP: 'ENSP1.1:p.Lys3AsnfsTer17',
      proteinStart: 3,
      mutantProtein: 'MANWNGVVVTNPSKLLDI*',
      mutantStretch: { start: 2, end: 18 },
      isFrameshift: true,
      status: 'ok',
    });
  });

  it('says non-stop where a shifted frame meets no stop', () => {
    expect(gene.annotate('GGCAAAA{>T}CTG')).toMatchObject({
      consequence: ['frameshift_variant', 'splice_region_variant'].slice(0, 1),
      hgvsC: 'ENST1.1:c.9_10insT',
      hgvsP: 'ENSP1.1:p.Leu4SerfsTer?',
      mutantProtein: 'MAKSGMASWLQTRVSCLTFSI',
      statusReason: expect.stringContaining('non-stop'),
      status: 'ok',
    });
  });

  it('describes a deleted residue of a repeat at its last copy', () => {
    expect(gene.annotate('TGG{CGT>}CGTGGT')).toMatchObject({
      consequence: ['inframe_deletion'],
      hgvsC: 'ENST1.1:c.22_24del',
      hgvsP: 'ENSP1.1:p.Arg8del',
      proteinStart: 8,
      mutantProtein: 'MAKLEWRGYKPE*',
      mutantStretch: { start: 7, end: 7 },
      isFrameshift: false,
    });
  });

  it('describes several deleted residues from first to last', () => {
    expect(gene.annotate('GAA{TGGCGT>}CGTGGT')).toMatchObject({
      consequence: ['inframe_deletion'],
      hgvsC: 'ENST1.1:c.16_21del',
      hgvsP: 'ENSP1.1:p.Trp6_Arg7del',
      mutantProtein: 'MAKLERGYKPE*',
    });
  });

  it('calls a copy of what precedes a duplication', () => {
    expect(gene.annotate('TGG{>CGT}CGTCGT')).toMatchObject({
      consequence: ['inframe_insertion'],
      hgvsC: 'ENST1.1:c.22_24dup',
      hgvsP: 'ENSP1.1:p.Arg8dup',
      mutantProtein: 'MAKLEWRRRGYKPE*',
      mutantStretch: { start: 8, end: 9 },
    });
  });

  it('describes inserted residues between their neighbours', () => {
    expect(gene.annotate('CGTCGT{>GCC}GGT')).toMatchObject({
      consequence: ['inframe_insertion'],
      hgvsC: 'ENST1.1:c.25_26insCCG',
      hgvsP: 'ENSP1.1:p.Arg8_Gly9insAla',
      mutantProtein: 'MAKLEWRRAGYKPE*',
      mutantStretch: { start: 8, end: 9 },
    });
  });

  it('describes an insertion within a codon by the residues that change', () => {
    // CGT GGT → CGT GTTAGT? the codon GGT is split: G|TTA|GT reads GTT AGT.
    expect(gene.annotate('CGTCGTG{>TTA}GTTAC')).toMatchObject({
      // VEP 102: Y/CNECW… (tac/tGTAATG…ac) is protein_altering_variant, R/RSTL (cgc/cgATC…) inframe_insertion.
      consequence: ['protein_altering_variant'],
      hgvsP: 'ENSP1.1:p.Gly9delinsValSer',
      mutantProtein: 'MAKLEWRRVSYKPE*',
      mutantStretch: { start: 8, end: 10 },
    });
  });

  it('stops at a stop inside inserted bases, after the residues before it', () => {
    expect(gene.annotate('CGTCGT{>GCCTAA}GGT')).toMatchObject({
      consequence: ['stop_gained', 'inframe_insertion'],
      // HGVS "Insertion": p.(Met3_His4insGlyTer)
      hgvsP: 'ENSP1.1:p.Arg8_Gly9insAlaTer',
      mutantProtein: 'MAKLEWRRA*',
      mutantStretch: { start: 8, end: 9 },
    });
  });

  it('names a stop inside inserted bases also where they would shift the frame behind it', () => {
    // snpEff 5.1 names both; HGVS has no frame shift here, since none of the shifted codons is read.
    expect(gene.annotate('CGTCGT{>TCCTAAC}GGT')).toMatchObject({
      consequence: ['stop_gained', 'frameshift_variant'],
      hgvsP: 'ENSP1.1:p.Arg8_Gly9insSerTer',
      mutantProtein: 'MAKLEWRRS*',
    });
  });

  it('describes an inserted stop at once as nonsense', () => {
    expect(gene.annotate('CGTCGT{>TAA}GGT')).toMatchObject({
      consequence: ['stop_gained', 'inframe_insertion'],
      hgvsP: 'ENSP1.1:p.Gly9Ter',
      mutantProtein: 'MAKLEWRR*',
    });
  });

  it('calls an in-frame replacement of another length protein-altering', () => {
    expect(gene.annotate('GAA{TGGCGT>GCC}CGTGGT')).toMatchObject({
      consequence: ['protein_altering_variant'],
      hgvsC: 'ENST1.1:c.16_21delinsGCC',
      hgvsP: 'ENSP1.1:p.Trp6_Arg7delinsAla',
      mutantProtein: 'MAKLEARGYKPE*',
      mutantStretch: { start: 5, end: 6 },
    });
  });

  it('translates both bases of a multi-nucleotide change of one codon', () => {
    expect(gene.annotate('GAA{TG>AA}GCGT')).toMatchObject({
      consequence: ['missense_variant'],
      hgvsC: 'ENST1.1:c.16_17delinsAA',
      hgvsP: 'ENSP1.1:p.Trp6Lys',
    });
  });

  it('describes a change of two neighbouring codons as one', () => {
    expect(gene.annotate('GAATG{GC>CA}GTCGT')).toMatchObject({
      consequence: ['missense_variant'],
      hgvsC: 'ENST1.1:c.18_19delinsCA',
      hgvsP: 'ENSP1.1:p.Trp6_Arg7delinsCysSer',
      mutantStretch: { start: 5, end: 7 },
    });
  });

  it('cuts at the stop where a multi-nucleotide change also substitutes a residue before it', () => {
    // TGG CGT → TGC TGA: varcode 10.21.1 gives a wrong protein for such changes (SCIENCE, Annotation).
    expect(gene.annotate('GAATG{GCGT>CTGA}CGTGG')).toMatchObject({
      consequence: ['stop_gained'],
      hgvsP: 'ENSP1.1:p.Trp6_Arg7delinsCysTer',
      mutantProtein: 'MAKLEC*',
      mutantStretch: { start: 5, end: 6 },
    });
  });

  it('describes replaced bases that are the reverse complement as an inversion', () => {
    expect(gene.annotate('GAAT{GG>CC}CGT')).toMatchObject({ hgvsC: 'ENST1.1:c.17_18inv' });
  });

  it('numbers untranslated regions from the start and the stop codon', () => {
    expect(gene.annotate('GGCG{C>T}CATGG')).toMatchObject({
      consequence: ['5_prime_UTR_variant'],
      hgvsC: 'ENST1.1:c.-2C>T',
      hgvsP: null,
      mutantProtein: null,
      status: 'NOT_CODING',
    });
    expect(gene.annotate('TAAGC{T>A}GCT')).toMatchObject({
      consequence: ['3_prime_UTR_variant'],
      hgvsC: 'ENST1.1:c.*3T>A',
      status: 'NOT_CODING',
    });
  });

  it('calls it nonsense where a deletion past the stop leaves nothing but an earlier stop', () => {
    // CCC GAG TAA GCT GCT TGA → CCC TGA. HGVS "Substitution": p.(Trp24Ter), not a deletion-insertion of a stop.
    expect(gene.annotate('AACCC{GAGTAAGCTGCT>}TGACA')).toMatchObject({
      hgvsP: 'ENSP1.1:p.Glu13Ter',
      mutantProtein: 'MAKLEWRRGYKP*',
    });
  });

  it('gains a stop, and loses none, where the last residue becomes it', () => {
    // CCC GAG TAA → CCC TAA. SO:0001587 "shortened polypeptide"; SO:0001578 asks for an elongated one.
    expect(gene.annotate('AACCC{GAGT>T}AAGC')).toMatchObject({
      consequence: ['inframe_deletion'],
      hgvsP: 'ENSP1.1:p.Glu13del',
    });
    // CCC GAG TAA GC → CCC TAG C
    expect(gene.annotate('AACCC{GAGTAAGC>TAGC}TGCTT')).toMatchObject({
      consequence: ['stop_gained', 'frameshift_variant'],
      hgvsP: 'ENSP1.1:p.Glu13Ter',
      mutantProtein: 'MAKLEWRRGYKP*',
    });
  });

  it('loses the stop with a deletion into the 3′ UTR', () => {
    // GAG T|AAGC|T GCT TGA → GAG TTG CTT GAC ATT TAG
    expect(gene.annotate('GAGT{AAGC>}TGCTT')).toMatchObject({
      consequence: ['frameshift_variant', 'stop_lost', '3_prime_UTR_variant'],
      hgvsC: 'ENST1.1:c.41_*2del',
      hgvsP: 'ENSP1.1:p.Ter14LeuextTer5',
      mutantProtein: 'MAKLEWRRGYKPELLDI*',
    });
  });
});
