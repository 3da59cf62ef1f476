/** Proteins of fusions of the genes in test/support/fusion-genes.ts, each joined and translated by hand. */
import { describe, expect, it } from 'vitest';
import type { Consequence } from '../../../../../schemas/rows.js';
import type { FusionEvent } from '../../../../../schemas/variant-event.js';
import { createFusionAnnotator } from '../../../../../stages/annotate-consequences/from-fusions/index.js';
import { breakpoint, fusionEvent } from '../../../../support/fusion-event.js';
import { fusionGenes } from '../../../../support/fusion-genes.js';
import { positionOf, referenceOfGenes } from '../../../../support/spliced-genes.js';
import { variantOf } from '../../../../support/variant.js';

const annotate = createFusionAnnotator({ reference: fusionGenes(), transcriptPairs: 4 });

function annotated(event: FusionEvent): ReturnType<typeof annotate> {
  return annotate(
    variantOf({ chrom: event.left.chrom, position: event.left.position, ref: 'N', alt: 'N', event }),
    event,
  );
}

function onlyRow(event: FusionEvent): Consequence {
  const { rows } = annotated(event);
  expect(rows).toHaveLength(1);
  const [row] = rows;
  if (row === undefined) throw new Error('no row');
  return row;
}

describe('a joint of RNA at exon edges', () => {
  it('keeps the frame where the 3′ exon goes on in its own codon', () => {
    // ATG GCT AAA GA|G TGT GAA TAA
    const row = onlyRow(fusionEvent('c-A:18:left', 'c-C:17:left'));
    expect(row).toMatchObject({
      gene: 'A::C',
      geneId: 'G-A::G-C',
      transcript: 'T-A::T-C',
      consequence: ['gene_fusion'],
      wildtypeProtein: 'MAKDWF*',
      mutantProtein: 'MAKECE*',
      mutantStretch: { start: 3, end: 4 },
      proteinStart: 4,
      isFrameshift: false,
      status: 'ok',
      strand: '+',
      nmd: 'not_applicable',
      source: 'bundle',
    });
  });

  it('shifts the frame where it does not, and reads on to the end of the mRNA', () => {
    // ATG GCT AAA GA|G TCA TGG CGT GAc c: B is read one base late and no stop is met
    const row = onlyRow(fusionEvent('c-A:18:left', 'c-B:24:right'));
    expect(row).toMatchObject({
      consequence: ['frameshift_variant', 'gene_fusion'],
      mutantProtein: 'MAKESWRD',
      mutantStretch: { start: 3, end: 8 },
      isFrameshift: true,
      status: 'ok',
    });
  });

  it('reads a 5′ partner on the reverse strand', () => {
    // C: t ATG CC | A: T TGG TTT TAA
    const row = onlyRow(fusionEvent('c-C:28:right', 'c-A:29:right'));
    expect(row).toMatchObject({
      gene: 'C::A',
      strand: '-',
      wildtypeProtein: 'MPCE*',
      mutantProtein: 'MPWF*',
      mutantStretch: { start: 1, end: 2 },
      isFrameshift: false,
    });
  });

  it('is described by HGVS as adjoined transcripts', () => {
    // A: 2 bases of 5′ UTR, 11 coding ones kept. C: its exon 2 begins with coding base 6 and has 2 bases of 3′ UTR.
    expect(onlyRow(fusionEvent('c-A:18:left', 'c-C:17:left')).hgvsC).toBe('T-A:r.-2_11::T-C:r.6_*2');
  });
});

describe('a joint of RNA elsewhere', () => {
  it('has an empty stretch where it lies between two codons', () => {
    // ATG GCT AAA | GTC ATG GCG TGA
    const row = onlyRow(fusionEvent('c-A:16:left', 'c-B:24:right'));
    expect(row).toMatchObject({
      mutantProtein: 'MAKVMA*',
      mutantStretch: { start: 3, end: 3 },
      proteinStart: 4,
      isFrameshift: false,
    });
  });

  it('reads the intron that the 5′ partner keeps', () => {
    // ATG GCT AAA GA|G TA|G: the third intron base and C's first make a stop
    const row = onlyRow(fusionEvent('c-A:21:left', 'c-C:17:left'));
    expect(row).toMatchObject({
      consequence: ['frameshift_variant', 'gene_fusion'],
      mutantProtein: 'MAKE*',
      mutantStretch: { start: 3, end: 4 },
      isFrameshift: true,
      hgvsC: null,
      nmd: 'escapes',
    });
  });

  it('reads the intron that the 3′ partner keeps, as new residues before its own', () => {
    // ATG GCT AAA GA|T AG|G TGT GAA TAA: three bases of C's intron
    const row = onlyRow(fusionEvent('c-A:18:left', 'c-C:20:left'));
    expect(row).toMatchObject({
      mutantProtein: 'MAKDRCE*',
      mutantStretch: { start: 3, end: 5 },
      isFrameshift: false,
      status: 'ok',
    });
  });

  it('reads inserted bases between the partners', () => {
    // ATG GCT AAA GA|C CC|G TGT GAA TAA
    const row = onlyRow(fusionEvent('c-A:18:left', 'c-C:17:left', { insertedBases: 'CCC' }));
    expect(row).toMatchObject({ mutantProtein: 'MAKDPCE*', mutantStretch: { start: 3, end: 5 } });
  });

  it('reads through the 5′ UTR of the 3′ partner into its start codon in frame', () => {
    // A: ATG GCT AAA G | B: g ATG would shift by one; from base 15 of A: ATG GCT AA | g ATG… ; ATG GCT AA|G GAT GCA T is out of frame
    const shifted = onlyRow(fusionEvent('c-A:15:left', 'c-B:6:right'));
    expect(shifted.isFrameshift).toBe(true);
    // ATG GCT A|gg ATG CAT GTC ATG GCG TGA
    const kept = onlyRow(fusionEvent('c-A:14:left', 'c-B:6:right'));
    expect(kept).toMatchObject({
      mutantProtein: 'MARMHVMA*',
      mutantStretch: { start: 2, end: 3 },
      isFrameshift: false,
    });
  });

  it('runs on in a 3′ partner that is not coding', () => {
    // ATG GCT AAA GA|c ata agg
    const row = onlyRow(fusionEvent('c-A:18:left', 'c-N:6:right'));
    expect(row).toMatchObject({
      gene: 'A::N',
      consequence: ['gene_fusion'],
      mutantProtein: 'MAKDIR',
      mutantStretch: { start: 3, end: 6 },
      isFrameshift: true,
      status: 'ok',
    });
  });

  it('assumes that it runs on unspliced where the reference has no transcript on that strand', () => {
    // B's contig read backwards from base 37: ATG GCT AAA GA|G GTC ACG CCA TGA
    const row = onlyRow(fusionEvent('c-A:18:left', 'c-B:37:left'));
    expect(row).toMatchObject({
      gene: 'A::?',
      transcript: 'T-A::?',
      mutantProtein: 'MAKEVTP*',
      status: 'EVENT_UNRESOLVED',
      proteoform: 'run-on',
      nmd: 'unknown',
    });
    expect(row.hypothesis).toMatch(/unspliced/);
  });
});

describe('a joint that gives no fusion protein', () => {
  it('leaves where the 5′ partner is broken before its start codon ends', () => {
    const { rows, omission } = annotated(fusionEvent('c-A:9:left', 'c-C:17:left'));
    expect(rows.map(({ status, mutantProtein }) => [status, mutantProtein])).toEqual([
      ['PARTNER_NOT_CODING', null],
    ]);
    expect(omission?.code).toBe('PARTNER_NOT_CODING');
  });

  it('leaves where the 5′ partner’s own stop comes first', () => {
    const { rows, omission } = annotated(fusionEvent('c-A:39:left', 'c-C:17:left'));
    expect(rows[0]?.status).toBe('SYNONYMOUS');
    expect(omission).toMatchObject({ code: 'SYNONYMOUS', scope: 'allele' });
  });

  it('leaves where the 5′ partner is not coding', () => {
    expect(annotated(fusionEvent('c-N:12:left', 'c-B:24:right'))).toMatchObject({
      rows: [],
      omission: { code: 'PARTNER_NOT_CODING' },
    });
  });

  it('leaves where no transcript is read up to the joint', () => {
    const { rows, omission } = annotated(fusionEvent('c-A:18:right', 'c-B:24:right'));
    expect(rows).toEqual([]);
    expect(omission?.code).toBe('EVENT_UNRESOLVED');
    expect(omission?.reason).toContain('c-A:18 on the reverse strand');
  });
});

describe('what the table states', () => {
  it('is said where its frame is not ours', () => {
    const row = onlyRow(
      fusionEvent('c-A:18:left', 'c-C:17:left', { tool: 'Arriba', statedFrame: 'out-of-frame' }),
    );
    expect(row.statusReason).toBe('Arriba states out-of-frame, the reference gives in-frame');
    expect(onlyRow(fusionEvent('c-A:18:left', 'c-C:17:left', { statedFrame: 'in-frame' })).statusReason).toBe(
      '',
    );
  });

  it('is not trusted where the reference has the gene it names elsewhere: two builds of the genome', () => {
    const { rows, omission } = annotated(
      fusionEvent('c-A:18:left', 'c-C:17:left', { right: breakpoint('c-C:17:left', { gene: 'B' }) }),
    );
    expect(rows).toEqual([]);
    expect(omission).toMatchObject({
      code: 'EVENT_UNRESOLVED',
      reason: 'the table names B at c-C:17, the reference has it at c-B:6-37: they seem to be of two builds',
    });
  });

  it('is said where it names another gene than stands there', () => {
    const left = breakpoint('c-A:18:left', { gene: 'A' });
    const right = breakpoint('c-C:17:left', { gene: 'OTHER' });
    expect(onlyRow(fusionEvent('c-A:18:left', 'c-C:17:left', { left, right })).statusReason).toBe(
      'test names OTHER where the reference has C',
    );
  });

  it('serves where the reference has no transcript at the joint', () => {
    const row = onlyRow(
      fusionEvent('c-A:18:left', 'c-B:37:left', { statedPeptide: 'MAK|evtp*', statedFrame: 'out-of-frame' }),
    );
    expect(row).toMatchObject({
      source: 'table',
      wildtypeProtein: 'MAK',
      mutantProtein: 'MAKEVTP*',
      mutantStretch: { start: 3, end: 7 },
      isFrameshift: true,
      status: 'ok',
    });
  });
});

describe('a joint of DNA', () => {
  const dna = (left: string, right: string, insertedBases = ''): FusionEvent =>
    fusionEvent(left, right, { level: 'dna', insertedBases });

  it('in two introns is spliced from the last exon before it to the first one after it', () => {
    const row = onlyRow(dna('c-A:22:left', 'c-C:22:left', 'ACGT'));
    expect(row).toMatchObject({ gene: 'A::C', mutantProtein: 'MAKECE*', status: 'ok', hypothesis: null });
  });

  it('is the same whichever of its two records describes it', () => {
    const [one] = annotated(dna('c-A:22:left', 'c-C:22:left')).rows;
    const [other] = annotated(dna('c-C:22:left', 'c-A:22:left')).rows;
    expect(other?.mutantProtein).toBe(one?.mutantProtein);
    expect(other?.transcript).toBe('T-A::T-C');
  });

  it('in two exons makes one exon of them, inserted bases between', () => {
    // ATG GCT AAA | CGA | GTC ATG GCG TGA
    expect(onlyRow(dna('c-A:16:left', 'c-B:24:right', 'CGA'))).toMatchObject({
      mutantProtein: 'MAKRVMA*',
      mutantStretch: { start: 3, end: 4 },
      status: 'ok',
    });
  });

  it('gives inserted bases on the forward strand of its first end', () => {
    // The same joint from B's side: B keeps right, so its forward strand is the transcript's.
    expect(onlyRow(dna('c-B:24:right', 'c-A:16:left', 'CGA')).mutantProtein).toBe('MAKRVMA*');
  });

  it('turns inserted bases round for a 5′ partner on the reverse strand', () => {
    // C: ATG CC | GTT, forward AAC | A: T TGG TTT TAA
    expect(onlyRow(dna('c-C:28:right', 'c-A:29:right', 'AAC')).mutantProtein).toBe('MPFWF*');
  });

  it('in an exon of one side and an intron of the other assumes that the broken exon is skipped', () => {
    // C's exon 1 is broken: A's exon 1 is spliced to C's exon 2
    expect(onlyRow(dna('c-A:22:left', 'c-C:30:left'))).toMatchObject({
      mutantProtein: 'MAKECE*',
      status: 'SPLICE_ALTERED',
      proteoform: 'skip-broken-exon',
      hypothesis: "the exon of the 3' partner T-C that the joint breaks is skipped",
    });
  });

  it('leaves where no exon is left to splice to', () => {
    expect(annotated(dna('c-A:15:left', 'c-C:22:left')).omission?.code).toBe('EVENT_UNRESOLVED');
  });

  it('leaves where the other side is not coding', () => {
    expect(annotated(dna('c-A:22:left', 'c-N:8:right')).omission?.code).toBe('PARTNER_NOT_CODING');
  });

  it('leaves where a deletion stays within one intron', () => {
    expect(annotated(dna('c-A:20:left', 'c-A:25:right')).omission).toMatchObject({ code: 'NOT_CODING' });
  });
});

describe('without a reference', () => {
  const byTable = createFusionAnnotator({ reference: null, transcriptPairs: 4 });
  const variant = variantOf({ chrom: '1', position: 18, ref: 'N', alt: 'N' });

  it('takes the table’s own peptide', () => {
    const event = fusionEvent('c-A:18:left', 'c-C:17:left', {
      statedPeptide: 'MAK|eCE',
      statedFrame: 'in-frame',
    });
    expect(byTable(variant, event).rows[0]).toMatchObject({
      source: 'table',
      wildtypeProtein: 'MAK',
      mutantProtein: 'MAKECE',
      mutantStretch: { start: 3, end: 4 },
      isFrameshift: false,
    });
  });

  it('leaves where the table has none', () => {
    expect(byTable(variant, fusionEvent('c-A:18:left', 'c-C:17:left')).omission?.code).toBe(
      'PROTEIN_UNKNOWN',
    );
  });
});

describe('a selenocysteine of the 3′ partner', () => {
  // A with S on the reverse strand: t ATG CC [gtaagtttag] G TGT TGA GAA TAA ca, TGA read as U: M P C U E
  const a = {
    name: 'A',
    strand: '+',
    exons: ['CCATGGCTAAAGA', 'TTGGTTTTAACC'],
    introns: ['GTAAGTCCAG'],
    coding: [2, 23],
  } as const;
  const s = {
    name: 'S',
    strand: '-',
    exons: ['TATGCC', 'GTGTTGAGAATAACA'],
    introns: ['GTAAGTTTAG'],
    coding: [1, 19],
    selenocysteine: 10,
  } as const;
  const annotateGenes = createFusionAnnotator({ reference: referenceOfGenes([a, s]), transcriptPairs: 1 });
  const proteinOf = (kept: number): string | null | undefined => {
    const left = `c-A:${positionOf(a, kept - 1)}:left`;
    const event = fusionEvent(left, `c-S:${positionOf(s, 6)}:left`);
    return annotateGenes(variantOf({ chrom: 'c-A', position: 1, ref: 'N', alt: 'N', event }), event).rows[0]
      ?.mutantProtein;
  };

  it('is read in its own frame', () => {
    // ATG GCT AAA GA|G TGT TGA GAA TAA
    expect(proteinOf(13)).toBe('MAKECUE*');
  });

  it('is none in another frame', () => {
    // ATG GCT AAA G|GT GTT GAG AAT AAC a
    expect(proteinOf(12)).toBe('MAKGVENN');
  });
});

describe('a joint of DNA within one gene', () => {
  // gg ATG GCT [gtaagttttcag] AAA GAT [gtaagttttcag] TGG TTT TAA cc: M A K D W F; exons 6-13, 26-31, 44-54.
  const gene = {
    name: 'E',
    strand: '+',
    exons: ['GGATGGCT', 'AAAGAT', 'TGGTTTTAACC'],
    introns: ['GTAAGTTTTCAG', 'GTAAGTTTTCAG'],
    coding: [2, 23],
  } as const;
  const annotateGene = createFusionAnnotator({ reference: referenceOfGenes([gene]), transcriptPairs: 4 });
  const rowOf = (left: string, right: string): Consequence | undefined => {
    const event = fusionEvent(left, right, { level: 'dna' });
    return annotateGene(variantOf({ chrom: 'c-E', position: 1, ref: 'N', alt: 'N', event }), event).rows[0];
  };

  it('leaves out the exons between two introns', () => {
    // The second exon and both halves of introns around it are deleted: ATG GCT | TGG TTT TAA
    expect(rowOf('c-E:18:left', 'c-E:36:right')).toMatchObject({
      gene: 'E',
      transcript: 'T-E',
      consequence: ['exon_loss_variant'],
      mutantProtein: 'MAWF*',
      mutantStretch: { start: 2, end: 2 },
      isFrameshift: false,
      status: 'ok',
    });
  });

  it('repeats the exons of a tandem duplication', () => {
    // ATG GCT AAA GAT | AAA GAT TGG TTT TAA
    expect(rowOf('c-E:36:left', 'c-E:18:right')).toMatchObject({
      transcript: 'T-E',
      consequence: ['protein_altering_variant'],
      mutantProtein: 'MAKDKDWF*',
      mutantStretch: { start: 4, end: 4 },
    });
  });
});
