import { describe, expect, it } from 'vitest';
import type { Exon } from '../../../../../schemas/reference.js';
import type { AlteredStructure } from '../../../../../stages/annotate-consequences/altered-splicing/altered-mrna.js';
import {
  type AlteredOutcome,
  proteinOfStructure,
} from '../../../../../stages/annotate-consequences/altered-splicing/altered-protein.js';
import { createViewCache } from '../../../../../stages/annotate-consequences/from-bundle/transcript-view.js';
import { buildGene, type Gene } from '../from-bundle/gene-fixture.js';

function outcomeOf(
  gene: Gene,
  exons: (exons: readonly Exon[]) => readonly (Exon | undefined)[],
  edits: AlteredStructure['edits'] = [],
): AlteredOutcome {
  const structure = { exons: exons(gene.transcript.exons).filter((exon) => exon !== undefined), edits };
  return proteinOfStructure(gene.reference, createViewCache(gene.reference)(gene.transcript), structure);
}

function without(index: number): (exons: readonly Exon[]) => readonly Exon[] {
  return (exons) => exons.filter((_, at) => at !== index);
}

describe('the protein of an altered exon structure', () => {
  it('is unchanged where exons and bases are', () => {
    const gene = buildGene({ text: 'cc[ATGGCA gtag AAATAA]GCC cc', strand: '+' });
    expect(outcomeOf(gene, (exons) => exons)).toEqual({ kind: 'unchanged' });
  });

  it('reads on through the skipped stop exon into the next, without a stop to the end of the mRNA', () => {
    const gene = buildGene({ text: 'cc[ATGGCA gtag AAATAA]GCC gtag TTTGGGCC cc', strand: '+' });
    expect(outcomeOf(gene, without(1))).toMatchObject({ protein: 'MAFG', nmd: 'not_applicable' });
  });

  it.each(['+', '-'] as const)(
    'shifts the frame behind an exon that is no multiple of three (%s)',
    (strand) => {
      // MAKFG*; without AAAA: ATG GC|T TTG GGT AGC TAG.
      const gene = buildGene({ text: 'cc[ATGGC gtag AAAA gtag TTTGGGTAG]CTAGCC cc', strand });
      expect(outcomeOf(gene, without(1))).toMatchObject({
        protein: 'MALGS*',
        wildtype: 'MAKFG*',
        isFrameshift: true,
        stretch: { start: 2, end: 5 },
        nmd: 'not_applicable',
      });
    },
  );

  it('reads selenocysteine only where its codon is in the annotated frame', () => {
    const gene = buildGene({
      text: 'cc[ATGGCA gtag AAA gtag TGACTG gtag GGA gtag GATTAA]CCCC cc',
      strand: '+',
      transcript: { selenocysteines: [3] },
    });
    expect(outcomeOf(gene, without(1))).toMatchObject({ protein: 'MAULGD*', wildtype: 'MAKULGD*' });
    // One base of the intron before it: ATG GCA AAA g|TG ACT G|GG A|GA TTA ACC CC.
    const shifted = outcomeOf(gene, (exons) =>
      exons.map((exon, at) => (at === 2 ? { start: exon.start - 1, end: exon.end } : exon)),
    );
    expect(shifted).toMatchObject({ protein: 'MAKVTGRLT', isFrameshift: true });
  });

  it('takes the mitochondrial code and completes its stop by the poly(A) tail', () => {
    // Code 2: TGA is W, ATA methionine.
    const gene = buildGene({
      text: 'cc[ATGGCA gtag AAA gtag TGAATAT] cc',
      strand: '+',
      transcript: { geneticCode: 2 },
    });
    // ATG GCA TGA ATA T + AA of the tail.
    expect(outcomeOf(gene, without(1))).toMatchObject({ protein: 'MAWM*' });
  });

  it('reads an incomplete start in the annotated frame', () => {
    // Phase 1: the first base ends a codon that the annotation lacks.
    const gene = buildGene({
      text: 'cc[AGCAAAA gtag TGG gtag TTTTAA]CC cc',
      strand: '+',
      phase: 1,
      isStartComplete: false,
    });
    expect(outcomeOf(gene, without(1))).toMatchObject({ protein: 'XAKF*', wildtype: 'XAKWF*' });
  });

  it('ends an incomplete coding sequence where the annotation ends', () => {
    const gene = buildGene({
      text: 'cc[ATGGCA gtag TGG gtag TTTAAA] cc',
      strand: '+',
      isEndComplete: false,
    });
    expect(outcomeOf(gene, without(1))).toMatchObject({ protein: 'MAFK', wildtype: 'MAWFK' });
  });

  it('is refused without the start codon, with another one, and without a coding sequence', () => {
    const gene = buildGene({ text: 'ccGG gtag G[ATGGCA gtag AAATAA]GCC cc', strand: '+' });
    expect(outcomeOf(gene, without(1))).toEqual({
      kind: 'refused',
      reason: 'the altered transcript lacks the start of the coding sequence',
    });
    const at = gene.transcript.cds?.start ?? 0;
    const edit = { start: at + 1, end: at + 2, ref: 'T', alt: 'C' };
    expect(outcomeOf(gene, (exons) => exons, [edit])).toMatchObject({ reason: 'the start codon is changed' });
    const other = buildGene({ text: 'ccGG gtag GATGGCA cc', strand: '+' });
    expect(outcomeOf(other, without(1))).toMatchObject({ kind: 'refused' });
  });

  it('is refused where a change of length crosses the edge of an exon', () => {
    const gene = buildGene({ text: 'cc[ATGGCA gtag AAATAA]GCC cc', strand: '+' });
    const end = gene.transcript.exons[0]?.end ?? 0;
    const edit = { start: end - 1, end: end + 1, ref: 'AG', alt: 'TTT' };
    expect(outcomeOf(gene, (exons) => exons, [edit])).toMatchObject({
      reason: 'the change crosses the edge of an exon',
    });
  });

  it('reads a retained intron longer than one read to its stop', () => {
    const long = 'gcc'.repeat(900);
    const gene = buildGene({
      text: `cc[ATGGCA gcc${long}taag AAA gtag ${'GCC'.repeat(30)}TAA]CC cc`,
      strand: '+',
    });
    const outcome = outcomeOf(gene, (exons) => [
      { start: exons[0]?.start ?? 0, end: exons[1]?.end ?? 0 },
      ...exons.slice(2),
    ]);
    // The stop lies 903 codons behind the start and 7 bases before the last junction, in an exon of 2,721 bases.
    expect(outcome).toMatchObject({ protein: `MA${'A'.repeat(901)}*`, nmd: 'escapes' });
  });

  it('predicts decay for a stop more than 50 bases before the last junction and 150 behind the start', () => {
    const body = 'GCC'.repeat(60);
    const gene = buildGene({
      text: `cc[ATG${body} gtag AAAA gtag TAACC${body} gtag ${body}TAA]CC cc`,
      strand: '+',
    });
    // Without AAAA exon 3 begins with the stop: 183 bases behind the start, 185 before the last junction.
    expect(outcomeOf(gene, without(1))).toMatchObject({ protein: `M${'A'.repeat(60)}*`, nmd: 'degraded' });
  });
});
