import { describe, expect, it } from 'vitest';
import type { Strand } from '../../../../../schemas/reference.js';
import type { JunctionEvent } from '../../../../../schemas/variant-event.js';
import {
  type AnnotatedJunction,
  createJunctionAnnotator,
} from '../../../../../stages/annotate-consequences/altered-splicing/annotate-junction.js';
import { indexPhases } from '../../../../../stages/annotate-consequences/from-bundle/phase-index.js';
import { variantOf } from '../../../../support/variant.js';
import { buildGene, type Gene } from '../from-bundle/gene-fixture.js';

/** As in splice-hypotheses.test: MAKL | EWR | FK | PD*. */
const text = `tttttttttttttttttttt GGC[ATGGCAAAACTG gtaagtccatcctttctctccttcttgcag
  GAATGGCGT gtgagttgacctttctctccttcttacag
  TTCAAG gtatgtccctttctctccttcttgcag
  CCTGATTAA]GCTGCTTGACATT ccccccccccgcgc`;

interface Ends {
  /** Number of the exon before the intron and of the one behind it, 5' to 3'. */
  readonly from: number;
  readonly to: number;
  /** Bases by which the first runs on, or stops short (negative); by which the second begins earlier, or later (negative). */
  readonly longer?: number;
  readonly earlier?: number;
}

function junctionOf(gene: Gene, ends: Ends, fields: Partial<JunctionEvent> = {}): JunctionEvent {
  const { exons, strand } = gene.transcript;
  const exonOf = (number: number): { start: number; end: number } =>
    exons[strand === '+' ? number - 1 : exons.length - number] ?? { start: 0, end: 0 };
  const [before, after] = [exonOf(ends.from), exonOf(ends.to)];
  const [longer, earlier] = [ends.longer ?? 0, ends.earlier ?? 0];
  const intron =
    strand === '+'
      ? { start: before.end + longer, end: after.start - earlier }
      : { start: after.end + earlier, end: before.start - longer };
  return {
    kind: 'junction',
    tool: 'regtools',
    chrom: '1',
    ...intron,
    isRetention: false,
    strand,
    genes: [],
    transcripts: [],
    anchor: null,
    reads: 20,
    causes: [],
    ...fields,
  };
}

function annotate(gene: Gene, event: JunctionEvent): AnnotatedJunction {
  const variant = variantOf({ chrom: '1', position: event.start, ref: 'N', alt: 'N[1:2[', event });
  return createJunctionAnnotator(gene.reference)(variant, event);
}

describe.each<Strand>(['+', '-'])('a junction seen in RNA, on the %s strand', (strand) => {
  const gene = buildGene({ text, strand });
  const rowOf = (ends: Ends, fields: Partial<JunctionEvent> = {}) =>
    annotate(gene, junctionOf(gene, ends, fields)).rows;

  it('skips the exons between two known sites', () => {
    expect(rowOf({ from: 1, to: 3 })).toEqual([
      expect.objectContaining({
        transcript: 'ENST1.1',
        consequence: ['exon_loss_variant'],
        wildtypeProtein: 'MAKLEWRFKPD*',
        mutantProtein: 'MAKLFKPD*',
        mutantStretch: { start: 4, end: 4 },
        proteoform: '',
        hypothesis: null,
        status: 'ok',
        statusReason: 'exon 2 of 4 is skipped',
        nmd: 'not_applicable',
        hgvsP: 'ENSP1.1:p.?',
        source: 'bundle',
      }),
    ]);
    expect(rowOf({ from: 1, to: 4 })[0]).toMatchObject({
      mutantProtein: 'MAKLPD*',
      statusReason: 'exons 2 and 3 of 4 are skipped',
    });
  });

  it('makes an exon longer at a new donor in the intron', () => {
    // ATG GCA AAA CTG GTA A|GA ATG GCG T|TT CAA G|CC TGA
    expect(rowOf({ from: 1, to: 2, longer: 4 })[0]).toMatchObject({
      consequence: ['frameshift_variant', 'cryptic_splice_donor'],
      mutantProtein: 'MAKLVRMAFQA*',
      isFrameshift: true,
      nmd: 'escapes',
      statusReason: 'exon 1 is 4 bases longer at its 3′ end',
    });
  });

  it('makes an exon shorter at a new acceptor within it', () => {
    expect(rowOf({ from: 1, to: 2, earlier: -3 })[0]).toMatchObject({
      consequence: ['cryptic_splice_acceptor'],
      mutantProtein: 'MAKLWRFKPD*',
      isFrameshift: false,
      statusReason: 'exon 2 is 3 bases shorter at its 5′ end',
    });
  });

  it('skips an exon and moves the next one’s start at once', () => {
    // TTC|AAG: exon 3 begins with AAG.
    expect(rowOf({ from: 1, to: 3, earlier: -3 })[0]).toMatchObject({
      consequence: ['exon_loss_variant', 'cryptic_splice_acceptor'],
      mutantProtein: 'MAKLKPD*',
    });
  });

  it('splices an intron out of an exon', () => {
    // GAA|TGG|CGT loses TGG.
    expect(rowOf({ from: 2, to: 2, longer: -6, earlier: -6 })[0]).toMatchObject({
      consequence: ['intron_gain_variant'],
      mutantProtein: 'MAKLERFKPD*',
      statusReason: '3 bases within exon 2 are spliced out',
    });
  });

  it('gives no row for a junction of the transcript, with neither end known, or on the other strand', () => {
    const other = strand === '+' ? '-' : '+';
    for (const outcome of [
      annotate(gene, junctionOf(gene, { from: 1, to: 2 })),
      annotate(gene, junctionOf(gene, { from: 1, to: 2, longer: 3, earlier: 3 })),
      annotate(gene, junctionOf(gene, { from: 1, to: 3 }, { strand: other })),
      annotate(gene, junctionOf(gene, { from: 1, to: 3 }, { chrom: '9' })),
    ]) {
      expect(outcome).toMatchObject({ rows: [], omission: { code: 'EVENT_UNRESOLVED', scope: 'allele' } });
    }
  });

  it('fits by place alone where the strand is not known', () => {
    expect(rowOf({ from: 1, to: 3 }, { strand: null })[0]).toMatchObject({ mutantProtein: 'MAKLFKPD*' });
  });

  it('assumes what reads over an edge do not prove: that a retained intron is in the finished mRNA', () => {
    const event = junctionOf(gene, { from: 2, to: 3 }, { isRetention: true });
    expect(annotate(gene, event)).toMatchObject({
      rows: [
        {
          consequence: ['splicing_variant'],
          mutantProtein: 'MAKLEWRVS*',
          proteoform: 'retain-intron-2',
          status: 'SPLICE_ALTERED',
          hypothesis: expect.stringContaining('intron 2 would stay'),
        },
      ],
      omission: null,
    });
  });

  it('is a hypothesis where no reads are given', () => {
    expect(rowOf({ from: 1, to: 3 }, { reads: null })[0]).toMatchObject({
      mutantProtein: 'MAKLFKPD*',
      proteoform: 'skip-exon-2',
      hypothesis: 'exon 2 of 4 is skipped, which no reads show',
      status: 'SPLICE_ALTERED',
    });
  });
});

describe('a junction', () => {
  it('deep in an intron assumes that the exon reaches so far', () => {
    const gene = buildGene({
      text: `cccc[ATGGCA gt${'gcc'.repeat(60)}gag AAATAA]ccc`,
      strand: '+',
    });
    const event = junctionOf(gene, { from: 1, to: 2, earlier: 102 });
    expect(annotate(gene, event).rows[0]).toMatchObject({
      status: 'SPLICE_ALTERED',
      proteoform: 'move-exon-2',
      hypothesis: 'the 102 bases of intron between the new site and exon 2 would belong to that exon',
    });
  });

  it('that leaves the protein as it is goes with the reason', () => {
    const gene = buildGene({ text: 'cccGGC gtgtag GGAGG gtgtag G[ATGGCAAAATAA]ccc', strand: '+' });
    const outcome = annotate(gene, junctionOf(gene, { from: 1, to: 3 }));
    expect(outcome.rows).toMatchObject([{ status: 'NOT_CODING', mutantProtein: null }]);
    expect(outcome.omission).toMatchObject({
      code: 'NOT_CODING',
      reason: 'ENST1.1: exon 2 of 3 is skipped: the protein is unchanged',
    });
  });

  it('that skips the start codon goes with the reason', () => {
    const gene = buildGene({ text: 'cccGGC gtgtag G[ATGGCA gtgtag AAATAA]ccc', strand: '+' });
    expect(annotate(gene, junctionOf(gene, { from: 1, to: 3 })).omission).toMatchObject({
      code: 'SPLICE_ALTERED',
      reason: expect.stringContaining('lacks the start of the coding sequence'),
    });
  });

  it('is taken on the transcripts that the table names, where it names any that fit best', () => {
    const gene = buildGene({ text, strand: '+' });
    const other = { ...gene.transcript, index: 1, id: 'ENST00000000002.1' };
    Object.assign(gene.reference, { transcriptsOverlapping: () => [gene.transcript, other] });
    const rowsFor = (transcripts: string[]) =>
      annotate(gene, junctionOf(gene, { from: 1, to: 3 }, { transcripts })).rows.map((row) => row.transcript);
    expect(rowsFor(['ENST00000000002'])).toEqual(['ENST00000000002.1']);
    expect(rowsFor(['ENST00000000002.1'])).toEqual(['ENST00000000002.1']);
    expect(rowsFor(['ENST00000000009'])).toEqual(['ENST1.1', 'ENST00000000002.1']);
  });

  it('carries an allele that the patient has on every molecule', () => {
    const gene = buildGene({ text, strand: '+' });
    const { id, chrom, position, ref, alt } = gene.variant('ATGGCA{A>G}AACTG');
    const germline = [{ id, chrom, position, ref, alt, line: 1, phase: null, isHomozygous: true }];
    const matesOf = indexPhases([], 1_000_000, { germline, reference: gene.reference });
    const event = junctionOf(gene, { from: 1, to: 3 });
    const variant = variantOf({ chrom: '1', position: event.start, ref: 'N', alt: 'N[1:2[', event });
    expect(createJunctionAnnotator(gene.reference, matesOf)(variant, event).rows).toMatchObject([
      {
        wildtypeProtein: 'MAELEWRFKPD*',
        mutantProtein: 'MAELFKPD*',
        mutantStretch: { start: 4, end: 4 },
        phaseGroup: [variant.id, id],
        status: 'ok',
      },
    ]);
  });

  it('has no protein without a reference', () => {
    const gene = buildGene({ text, strand: '+' });
    const event = junctionOf(gene, { from: 1, to: 3 });
    const variant = variantOf({ chrom: '1', position: event.start, ref: 'N', alt: 'N[1:2[', event });
    expect(createJunctionAnnotator(null)(variant, event)).toMatchObject({
      rows: [],
      omission: { code: 'EVENT_UNRESOLVED' },
    });
  });
});
