import { describe, expect, it } from 'vitest';
import type { Phase } from '../../../../../schemas/rows.js';
import { buildGene } from './gene-fixture.js';

// ATG GCA AAA CTG | GAA TGG CGT CGT GGT TAC | AAA CCC GAG TAA = M A K L E W R R G Y K P E *
const text = `
  tttttttttt GGCGCC[ATGGCAAAACTG gtaagtccatccattttctctccttcttgcag GAATGGCGTCGTGGTTAC
  gtgagtcactaatcgatcgatcctttcctctgcag AAACCCGAGTAA]GCTGCTTGACATTTAGCATAAC cccccccc`;

const phase: Phase = { set: 'PS:1', haplotype: 0, isHomozygous: false };
const across: Phase = { ...phase, haplotype: 1 };

describe.each(['+', '-'] as const)('a somatic change on a germline haplotype, strand %s', (strand) => {
  const gene = buildGene({ text, strand });
  /** AAA → ACA, threonine. */
  const somatic = gene.variant('ATGGCAA{A>C}ACTG', { phase });

  it('changes a codon that the germline has changed already, and both proteins say so', () => {
    // AAA → GAA (E) in the germline; with the second base changed GCA (A).
    const germline = gene.germline('ATGGCA{A>G}AACTG', { phase });
    const [rows = []] = gene.annotateWith([somatic], [germline]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      wildtypeProtein: 'MAELEWRRGYKPE*',
      mutantProtein: 'MAALEWRRGYKPE*',
      mutantStretch: { start: 2, end: 3 },
      hgvsP: 'ENSP1.1:p.Lys3Thr',
      proteinStart: 3,
      consequence: ['missense_variant'],
      phaseGroup: [somatic.id, germline.id],
      phaseState: 'phased',
      status: 'ok',
      proteoform: '',
      hypothesis: null,
    });
  });

  it('has no germline allele of the other haplotype', () => {
    const germline = gene.germline('ATGGCA{A>G}AACTG', { phase: across });
    const [rows = []] = gene.annotateWith([somatic], [germline]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      wildtypeProtein: 'MAKLEWRRGYKPE*',
      mutantProtein: 'MATLEWRRGYKPE*',
      phaseState: 'alone',
    });
  });

  it('has every homozygous germline allele, also without phase, and only its own stretch', () => {
    // CCC → CTC, leucine 12.
    const germline = gene.germline('AAAC{C>T}CGAG', { isHomozygous: true });
    const unphased = gene.variant('ATGGCAA{A>C}ACTG');
    const [rows = []] = gene.annotateWith([unphased], [germline]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      wildtypeProtein: 'MAKLEWRRGYKLE*',
      mutantProtein: 'MATLEWRRGYKLE*',
      mutantStretch: { start: 2, end: 3 },
      phaseGroup: [unphased.id, germline.id],
      status: 'ok',
    });
  });

  it('restores a frame that the germline has shifted', () => {
    // One A of codon 3 deleted: ATG GCA AAC TGG AAT GGC GTC GTG GTT ACA AAC CCG AGT AAG CTG CTT GAC ATT TAG.
    // An A inserted in codon 5: ATG GCA AAC TGG AAA TGG CGT …
    const germline = gene.germline('GGCAAA{A>}CTGGTAA', { phase });
    const insertion = gene.variant('CAGGAA{>A}TGGCG', { phase });
    const [rows = []] = gene.annotateWith([insertion], [germline]);
    expect(rows[0]).toMatchObject({
      wildtypeProtein: 'MANWNGVVVTNPSKLLDI*',
      mutantProtein: 'MANWKWRRGYKPE*',
      mutantStretch: { start: 4, end: 13 },
      consequence: expect.arrayContaining(['frameshift_variant']),
      phaseState: 'phased',
      status: 'ok',
    });
  });

  it('reads its codon in the frame that the germline has shifted', () => {
    // TGG → TCG (W6S) in the reference's frame; GGC → CGC (G → R) in the shifted one.
    const germline = gene.germline('GGCAAA{A>}CTGGTAA', { phase });
    const missense = gene.variant('GAAT{G>C}GCGTC', { phase });
    const [rows = []] = gene.annotateWith([missense], [germline]);
    expect(rows[0]).toMatchObject({
      wildtypeProtein: 'MANWNGVVVTNPSKLLDI*',
      mutantProtein: 'MANWNRVVVTNPSKLLDI*',
      mutantStretch: { start: 5, end: 6 },
      hgvsP: 'ENSP1.1:p.Trp6Ser',
      status: 'ok',
    });
  });

  it('is silent where both germline codons mean one residue', () => {
    // CGT → CGC is silent in the reference and CAT → CAC on the germline's histidine.
    const silent = gene.variant('TGGCGTCG{T>C}GGT', { phase });
    const germline = gene.germline('GGCGTC{G>A}TGGT', { phase });
    const [rows = []] = gene.annotateWith([silent], [germline]);
    expect(rows[0]).toMatchObject({
      wildtypeProtein: 'MAKLEWRHGYKPE*',
      mutantProtein: 'MAKLEWRHGYKPE*',
      mutantStretch: null,
      status: 'SYNONYMOUS',
    });
  });

  it('replaces a germline allele at the same base', () => {
    // Germline AGA (R) on both molecules; the call A>C is written against the reference: ACA (T).
    const germline = gene.germline('ATGGCAA{A>G}ACTG', { isHomozygous: true });
    const [rows = []] = gene.annotateWith([somatic], [germline]);
    expect(rows[0]).toMatchObject({
      wildtypeProtein: 'MARLEWRRGYKPE*',
      mutantProtein: 'MATLEWRRGYKPE*',
      mutantStretch: { start: 2, end: 3 },
      phaseGroup: [somatic.id],
      status: 'ok',
    });
  });

  it('has no certain protein where the germline has lost the start codon or a splice site', () => {
    const start = gene.germline('GGCGCC{A>G}TGGCA', { phase });
    const splice = gene.germline('AAACTG{G>A}TAAGT', { phase });
    for (const [germline, status] of [
      [start, 'START_LOST'],
      [splice, 'SPLICE_ALTERED'],
    ] as const) {
      const [rows = []] = gene.annotateWith([somatic], [germline]);
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({
        status,
        mutantProtein: null,
        statusReason: expect.stringContaining(germline.id),
      });
    }
  });

  it('takes an allele that both files give as germline, and the variant itself as no neighbour', () => {
    const other = gene.variant('ATGGCA{A>G}AACTG', { phase });
    const { id, chrom, position, ref, alt } = other;
    const twin = { id, chrom, position, ref, alt, line: 1, phase: null, isHomozygous: false };
    const [[row] = [], [own] = []] = gene.annotateWith([somatic, other], [twin]);
    expect(row).toMatchObject({ wildtypeProtein: 'MAELEWRRGYKPE*', mutantProtein: 'MAALEWRRGYKPE*' });
    expect(own).toMatchObject({ wildtypeProtein: 'MAKLEWRRGYKPE*', mutantProtein: 'MAALEWRRGYKPE*' });
  });

  it('reads a germline allele behind the stop codon in the mutant alone', () => {
    // TAA → CAA (Q), then GCT GCT TGA: A A stop; with GCT → GAT in the germline A D.
    const lost = gene.variant('CCCGAG{T>C}AAGCTG', { phase });
    const germline = gene.germline('TAAGCTG{C>A}TTGACAT', { phase });
    const [rows = []] = gene.annotateWith([lost], [germline]);
    expect(rows[0]).toMatchObject({
      wildtypeProtein: 'MAKLEWRRGYKPE*',
      mutantProtein: 'MAKLEWRRGYKPEQAD*',
      mutantStretch: { start: 13, end: 16 },
      phaseGroup: [lost.id, germline.id],
      status: 'ok',
    });
  });

  it('reads a germline allele behind the stop codon in the wild type, where that alone gets so far', () => {
    // AAA CCG AGT AAG CTG CTT GAC ATT TAG: the germline's deletion of a C reads on, and its CTG → ATG is met there.
    const deletion = gene.germline('AAAC{C>}CGAG', { phase });
    const behind = gene.germline('AGTAAG{C>A}TGCTTGAC', { phase });
    // TGG → TGA.
    const stop = gene.variant('GAATG{G>A}CGTCG', { phase });
    const [rows = []] = gene.annotateWith([stop], [deletion, behind]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      wildtypeProtein: 'MAKLEWRRGYKPSKMLDI*',
      mutantProtein: 'MAKLE*',
      status: 'ok',
    });
  });

  it('joins somatic neighbours on the same background', () => {
    // Germline P12L; somatic K3T and G9D (GGT → GAT) on one haplotype.
    const germline = gene.germline('AAAC{C>T}CGAG', { phase });
    const second = gene.variant('CGTG{G>A}TTAC', { phase });
    const rows = gene.annotateWith([somatic, second], [germline]);
    expect(rows.map(([row]) => row?.wildtypeProtein)).toEqual(['MAKLEWRRGYKLE*', 'MAKLEWRRGYKLE*']);
    expect(rows.map(([row]) => row?.mutantProtein)).toEqual(['MATLEWRRDYKLE*', 'MATLEWRRDYKLE*']);
    expect(rows.map(([row]) => row?.mutantStretch)).toEqual([
      { start: 2, end: 3 },
      { start: 8, end: 9 },
    ]);
  });
});
