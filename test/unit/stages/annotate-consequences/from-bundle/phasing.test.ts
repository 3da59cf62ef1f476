import { describe, expect, it } from 'vitest';
import type { Phase } from '../../../../../schemas/rows.js';
import { buildGene } from './gene-fixture.js';

const text = `
  tttttttttt GGCGCC[ATGGCAAAACTG gtaagtccatccattttctctccttcttgcag GAATGGCGTCGTGGTTAC
  gtgagtcactaatcgatcgatcctttcctctgcag AAACCCGAGTAA]GCTGCTTGACATTTAGCATAAC cccccccc`;

function onHaplotype(haplotype: number, set = 'PS:1'): Phase {
  return { set, haplotype, isHomozygous: false };
}
const onBoth: Phase = { set: 'chrom:1', haplotype: 0, isHomozygous: true };

describe.each(['+', '-'] as const)('alleles of one haplotype, strand %s', (strand) => {
  const gene = buildGene({ text, strand });

  it('change one codon together', () => {
    // AAA → GCA: alanine, where each change alone gives glutamic acid (GAA) and threonine (ACA).
    const rows = gene.annotateAll([
      ['ATGGCA{A>G}AACTG', onHaplotype(0)],
      ['ATGGCAA{A>C}ACTG', onHaplotype(0)],
    ]);
    const ids = rows.map(({ variantId }) => variantId);
    for (const row of rows) {
      expect(row).toMatchObject({
        consequence: ['missense_variant'],
        hgvsP: 'ENSP1.1:p.Lys3Ala',
        mutantProtein: 'MAALEWRRGYKPE*',
        mutantStretch: { start: 2, end: 3 },
        phaseGroup: ids,
        phaseState: 'phased',
        status: 'ok',
      });
    }
    expect(rows.map(({ hgvsC }) => hgvsC)).toEqual(['ENST1.1:c.7A>G', 'ENST1.1:c.8A>C']);
  });

  it('stay apart on different haplotypes and where no genotype says anything', () => {
    for (const other of [onHaplotype(1), null]) {
      const [first, second] = gene.annotateAll([
        ['ATGGCA{A>G}AACTG', onHaplotype(0)],
        ['ATGGCAA{A>C}ACTG', other],
      ]);
      expect(first).toMatchObject({ hgvsP: 'ENSP1.1:p.Lys3Glu', phaseState: 'alone' });
      expect(second).toMatchObject({ hgvsP: 'ENSP1.1:p.Lys3Thr', phaseState: 'alone' });
    }
  });

  it('include an allele that is on both haplotypes, also for one without phase', () => {
    const [first, second] = gene.annotateAll([
      ['ATGGCA{A>G}AACTG', onBoth],
      ['ATGGCAA{A>C}ACTG', null],
    ]);
    expect(second).toMatchObject({ hgvsP: 'ENSP1.1:p.Lys3Ala', phaseState: 'phased' });
    // The homozygous one is also on molecules without the other: nothing proves they are always together.
    expect(first).toMatchObject({ hgvsP: 'ENSP1.1:p.Lys3Glu', phaseState: 'alone' });
  });

  it('restore a frame that the first shifts', () => {
    // c.9del … c.16_17insA: ATG GCA AAC TGG AAA TGG: K L E → N W K.
    const rows = gene.annotateAll([
      ['GGCAAA{A>}CTGGTAA', onHaplotype(1)],
      ['CAGGAA{>A}TGGCG', onHaplotype(1)],
    ]);
    for (const row of rows) {
      expect(row).toMatchObject({
        consequence: expect.arrayContaining(['protein_altering_variant']),
        hgvsP: 'ENSP1.1:p.Lys3_Glu5delinsAsnTrpLys',
        mutantProtein: 'MANWKWRRGYKPE*',
        mutantStretch: { start: 2, end: 5 },
        isFrameshift: false,
        phaseState: 'phased',
      });
    }
  });

  it('carry one protein, each with the stretch its own codons change', () => {
    const rows = gene.annotateAll([
      ['ATGGCAA{A>C}ACTG', onHaplotype(0)],
      ['TACAAAC{C>T}CGAG'.replace('TACAAAC', 'AAAC'), onHaplotype(0)],
    ]);
    expect(rows.map(({ mutantProtein }) => mutantProtein)).toEqual(['MATLEWRRGYKLE*', 'MATLEWRRGYKLE*']);
    expect(rows.map(({ mutantStretch }) => mutantStretch)).toEqual([
      { start: 2, end: 3 },
      { start: 11, end: 12 },
    ]);
    expect(rows.map(({ hgvsP }) => hgvsP)).toEqual(['ENSP1.1:p.Lys3Thr', 'ENSP1.1:p.Pro12Leu']);
  });

  it('keep their stretches apart where one of them shifts the frame', () => {
    // K3T, and the G of the codon for G9 (GGT) deleted: GTT ACA AAC CCG AGT AAG CTG CTT GAC ATT TAG = V T N P S K L L D I *.
    const rows = gene.annotateAll([
      ['ATGGCAA{A>C}ACTG', onHaplotype(0)],
      ['GTCGT{G>}GTTAC', onHaplotype(0)],
    ]);
    expect(rows.map(({ mutantProtein }) => mutantProtein)).toEqual([
      'MATLEWRRVTNPSKLLDI*',
      'MATLEWRRVTNPSKLLDI*',
    ]);
    expect(rows.map(({ mutantStretch }) => mutantStretch)).toEqual([
      { start: 2, end: 3 },
      { start: 8, end: 18 },
    ]);
  });

  it('are annotated alone where their edits overlap, and say so', () => {
    const [first, second] = gene.annotateAll([
      ['GAA{TGG>}CGTCG', onHaplotype(0)],
      ['GAAT{G>C}GCGTC', onHaplotype(0)],
    ]);
    expect(first).toMatchObject({ phaseState: 'alone', mutantProtein: 'MAKLERRGYKPE*' });
    expect(second).toMatchObject({
      phaseState: 'alone',
      hgvsP: 'ENSP1.1:p.Trp6Ser',
      statusReason: expect.stringContaining('overlaps'),
    });
  });

  it('state no protein when a neighbour loses the start codon', () => {
    const [, second] = gene.annotateAll([
      ['GGCGCC{A>G}TGGCA', onHaplotype(0)],
      ['ATGGCAA{A>C}ACTG', onHaplotype(0)],
    ]);
    expect(second).toMatchObject({ status: 'START_LOST', mutantProtein: null });
  });

  it('state no protein when a neighbour hits a splice site, and name it', () => {
    const [splice, second] = gene.annotateAll([
      ['AAACTG{G>A}TAAGT', onHaplotype(0)],
      ['ATGGCAA{A>C}ACTG', onHaplotype(0)],
    ]);
    expect(second).toMatchObject({
      consequence: ['missense_variant'],
      status: 'SPLICE_ALTERED',
      mutantProtein: null,
      statusReason: expect.stringContaining(`${splice?.variantId} on the same haplotype`),
    });
  });

  it('read a neighbour behind the stop codon once the stop is lost', () => {
    // TAA → CAA (Q), then GCT GCT TGA: A A stop; with GCT → GAT behind it A D.
    const lost = ['CCCGAG{T>C}AAGCTG', onHaplotype(0)] as const;
    const behind = ['TAAGCTG{C>A}TTGACAT', onHaplotype(0)] as const;
    const further = ['TTTAG{C>A}ATAAC', onHaplotype(0)] as const;
    const [first, second] = gene.annotateAll([lost, behind, further]);
    expect(first).toMatchObject({
      consequence: ['stop_lost'],
      mutantProtein: 'MAKLEWRRGYKPEQAD*',
      phaseGroup: [first?.variantId, second?.variantId],
      status: 'ok',
    });
  });

  it('keep a silent member silent', () => {
    const [first, second] = gene.annotateAll([
      ['ATGGCAA{A>C}ACTG', onHaplotype(0)],
      ['GAATGGCG{T>C}CGTGG', onHaplotype(0)],
    ]);
    expect(first).toMatchObject({ status: 'ok', mutantProtein: 'MATLEWRRGYKPE*' });
    expect(second).toMatchObject({ status: 'SYNONYMOUS', mutantProtein: 'MATLEWRRGYKPE*' });
  });
});
