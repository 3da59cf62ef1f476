import { describe, expect, it } from 'vitest';
import type { Strand, Transcript } from '../../../../../schemas/reference.js';
import type { Consequence, GermlineVariant, SpliceScore, Variant } from '../../../../../schemas/rows.js';
import { createAnnotator } from '../../../../../stages/annotate-consequences/from-bundle/annotator.js';
import { indexPhases } from '../../../../../stages/annotate-consequences/from-bundle/phase-index.js';
import { buildGene, type Gene, type GeneText } from '../from-bundle/gene-fixture.js';

/**
 * MAKL | EWR | FK | PD*. Exon 2 and 3 are whole codons. Read on, intron 1 is VSPSFLSFLQ in frame (30 bases), intron 2 VS and a stop,
 * intron 3 VCPFLSFLQ in frame (27 bases).
 */
const text = `tttttttttttttttttttt GGC[ATGGCAAAACTG gtaagtccatcctttctctccttcttgcag
  GAATGGCGT gtgagttgacctttctctccttcttacag
  TTCAAG gtatgtccctttctctccttcttgcag
  CCTGATTAA]GCTGCTTGACATT ccccccccccgcgc`;

function geneOn(strand: Strand, more: Partial<GeneText> = {}): Gene {
  return buildGene({ text, strand, ...more });
}

function rowsOf(gene: Gene, change: string, more: Partial<Variant> = {}): Consequence[] {
  return gene.rowsOf(gene.variant(change, more));
}

function outcomesOf(gene: Gene, change: string, more: Partial<Variant> = {}): (string | null)[][] {
  return rowsOf(gene, change, more)
    .slice(1)
    .map(({ proteoform, mutantProtein }) => [proteoform, mutantProtein]);
}

/** A score at a place `bases` behind the last (donor) or before the first (acceptor) base of the exon with that number. */
function scoreAt(
  { transcript }: { readonly transcript: Transcript },
  site: {
    readonly kind: SpliceScore['kind'];
    readonly exon: number;
    readonly bases?: number;
    readonly score?: number;
  },
): SpliceScore {
  const { exons, strand } = transcript;
  const exon = exons[strand === '+' ? site.exon - 1 : exons.length - site.exon];
  if (exon === undefined) throw new Error(`no exon ${site.exon}`);
  const isDonor = site.kind.startsWith('donor') || site.kind === 'site_gain';
  const isEnd = isDonor === (strand === '+');
  const edge = isEnd ? exon.end - 1 : exon.start;
  const bases = site.bases ?? 0;
  return {
    gene: 'GENE1',
    kind: site.kind,
    score: site.score ?? 0.9,
    exonBase: edge + (isEnd ? bases : -bases),
  };
}

describe.each<Strand>(['+', '-'])('a lost splice site on the %s strand', (strand) => {
  const gene = geneOn(strand);

  it('gives the protein without the exon, then the one with the intron, behind the row that is certain', () => {
    const rows = rowsOf(gene, 'GGCGT{G>A}TGAGT');
    expect(rows.map(({ proteoform, status }) => [proteoform, status])).toEqual([
      ['', 'SPLICE_ALTERED'],
      ['skip-exon-2', 'SPLICE_ALTERED'],
      ['retain-intron-2', 'SPLICE_ALTERED'],
    ]);
    expect(rows.map(({ mutantProtein }) => mutantProtein)).toEqual([null, 'MAKLFKPD*', 'MAKLEWRMS*']);
    expect(rows.map(({ hypothesis }) => hypothesis)).toEqual([
      null,
      'exon 2 of 4 would be skipped, as the donor site of exon 2 is lost',
      'intron 2 of 3 would stay in the mRNA, as the donor site of exon 2 is lost',
    ]);
  });

  it("says where the protein differs: a junction without a skipped exon's residues, a tail behind a retained intron", () => {
    const [, skipped, retained] = rowsOf(gene, 'GGCGT{G>A}TGAGT');
    expect(skipped).toMatchObject({
      mutantStretch: { start: 4, end: 4 },
      proteinStart: 5,
      isFrameshift: false,
    });
    expect(retained).toMatchObject({ mutantStretch: { start: 7, end: 9 }, proteinStart: 8 });
    expect(skipped?.nmd).toBe('not_applicable');
    // 27 bases behind the start codon: Lindeboom et al. 2016.
    expect(retained?.nmd).toBe('escapes');
  });

  it('carries terms and HGVS of the certain row', () => {
    const [primary, skipped] = rowsOf(gene, 'GGCGT{G>A}TGAGT');
    expect(skipped?.consequence).toEqual(primary?.consequence);
    expect(skipped?.consequence).toContain('splice_donor_variant');
    expect([skipped?.hgvsC, skipped?.hgvsP]).toEqual([primary?.hgvsC, 'ENSP1.1:p.?']);
  });

  it('skips the exon behind a lost acceptor', () => {
    expect(outcomesOf(gene, 'TTCTTAC{A>T}GTTCAAG')).toEqual([
      ['skip-exon-3', 'MAKLEWRPD*'],
      ['retain-intron-2', 'MAKLEWRVS*'],
    ]);
  });

  it('never skips the first exon; the retained intron holds the changed base', () => {
    expect(outcomesOf(gene, 'AACTG{G>A}TAAGT')).toEqual([['retain-intron-1', 'MAKLISPSFLSFLQEWRFKPD*']]);
  });

  it('never skips the last exon', () => {
    expect(outcomesOf(gene, 'TTCTTGC{A>C}GCCTGAT')).toEqual([['retain-intron-3', 'MAKLEWRFKVCPFLSFLPPD*']]);
  });

  it('only skips an exon that is deleted from intron to intron', () => {
    expect(outcomesOf(gene, 'TCTTGC{AGGAATGGCGTGTG>}AGTTGACC')).toEqual([['skip-exon-2', 'MAKLFKPD*']]);
  });

  it('joins two exons in one where a deletion takes the intron with bases of both', () => {
    // GAATGG | TCAAG: exon 2 loses CGT, exon 3 its first T; both exons may also be skipped.
    expect(outcomesOf(gene, 'GAATGG{CGTGTGAGTTGACCTTTCTCTCCTTCTTACAGT>}TCAAG')).toEqual([
      ['skip-exon-2+3', 'MAKLPD*'],
      ['retain-intron-2', 'MAKLEWSSLIKLLDI'],
    ]);
  });

  it('keeps bases inserted between exon and intron as the one possibility that changes the protein', () => {
    expect(outcomesOf(gene, 'AACTG{>CCC}GTAAGT')).toEqual([['insert-exon-1', 'MAKLPEWRFKPD*']]);
  });
});

describe('a splice site outside the coding sequence', () => {
  const gene = buildGene({
    text: `tttttttttttttttttttt GGCGCC gtaagtccatcctttctctccttcttgcag GGC[ATGGCAAAACTGTAA]GCT
      gtgagttgacctttctctccttcttacag TTCAAG cccc`,
    strand: '+',
  });

  it('gives no row where an intron of the 5′ UTR is retained or the exon of the start codon skipped', () => {
    expect(outcomesOf(gene, 'GGCGCC{G>A}TAAGT')).toEqual([]);
    expect(outcomesOf(gene, 'TTCTTGC{A>C}GGGCATG')).toEqual([]);
  });

  it('gives no row where an intron of the 3′ UTR is retained', () => {
    expect(outcomesOf(gene, 'TAAGCT{G>A}TGAGT')).toEqual([]);
  });
});

describe.each<Strand>(['+', '-'])('splice sites that a predictor names, on the %s strand', (strand) => {
  const gene = geneOn(strand);

  it('uses the new donor in place of the lost one', () => {
    // Exon 1 four bases longer: ATG GCA AAA CTG ATA A|GA ATG GCG T|TT CAA G|CC TGA.
    const spliceScores = [scoreAt(gene, { kind: 'donor_gain', exon: 1, bases: 4 })];
    const rows = rowsOf(gene, 'AACTG{G>A}TAAGT', { spliceScores });
    expect(rows.map(({ mutantProtein }) => mutantProtein)).toEqual([
      null,
      'MAKLIRMAFQA*',
      'MAKLISPSFLSFLQEWRFKPD*',
    ]);
    expect(rows[1]).toMatchObject({
      isFrameshift: true,
      nmd: 'escapes',
      mutantStretch: { start: 4, end: 11 },
    });
    expect(rows[1]?.proteoform).toMatch(/^site-donor-\d+$/);
    expect(rows[1]?.hypothesis).toContain('exon 1 of 4 would end at donor base');
    expect(rows[1]?.hypothesis).toContain('4 bases longer');
  });

  it('takes no site below the threshold, nor one without the bases of a donor behind it', () => {
    for (const site of [
      { bases: 4, score: 0.49 },
      { bases: 5, score: 0.9 },
    ]) {
      const spliceScores = [scoreAt(gene, { kind: 'donor_gain', exon: 1, ...site })];
      expect(outcomesOf(gene, 'AACTG{G>A}TAAGT', { spliceScores })).toEqual([
        ['retain-intron-1', 'MAKLISPSFLSFLQEWRFKPD*'],
      ]);
    }
  });

  it('reads an allele outside the splice sites too, and leaves its certain row as it is', () => {
    // The last base of exon 2, a synonymous change: CGT and CGC are arginine.
    const spliceScores = [scoreAt(gene, { kind: 'donor_loss', exon: 2 })];
    const rows = rowsOf(gene, 'TGGCG{T>C}GTGAG', { spliceScores });
    expect(rows.map(({ proteoform, status, mutantProtein }) => [proteoform, status, mutantProtein])).toEqual([
      ['', 'SYNONYMOUS', 'MAKLEWRFKPD*'],
      ['skip-exon-2', 'SPLICE_ALTERED', 'MAKLFKPD*'],
      ['retain-intron-2', 'SPLICE_ALTERED', 'MAKLEWRVS*'],
    ]);
  });

  it('shortens an exon at a donor that the allele makes within it', () => {
    // GAATGGCGT becomes GAA|GTGCGT: E, then TTC AAG CCT GAT TAA.
    const spliceScores = [scoreAt(gene, { kind: 'donor_gain', exon: 2, bases: -6 })];
    expect(outcomesOf(gene, 'GAA{TG>GT}GCGT', { spliceScores }).map(([, protein]) => protein)).toEqual([
      'MAKLEFKPD*',
    ]);
  });

  it('tells donor from acceptor by the bases where the predictor does not', () => {
    const spliceScores = [scoreAt(gene, { kind: 'site_gain', exon: 2, bases: -6 })];
    expect(outcomesOf(gene, 'GAA{TG>GT}GCGT', { spliceScores }).map(([, protein]) => protein)).toEqual([
      'MAKLEFKPD*',
    ]);
  });

  it("leaves another gene's site alone", () => {
    const score = scoreAt(gene, { kind: 'donor_loss', exon: 2 });
    const other = { ...gene.transcript, index: 1, id: 'ENST2.1', geneId: 'ENSG2.1', geneName: 'GENE2' };
    const transcriptsOverlapping = () => [gene.transcript, other];
    Object.assign(gene.reference, { transcriptsOverlapping });
    const rows = rowsOf(gene, 'TGGCG{T>C}GTGAG', { spliceScores: [score] });
    const withHypotheses = new Set(rows.filter(({ proteoform }) => proteoform !== '').map((row) => row.gene));
    expect([...withHypotheses]).toEqual(['GENE1']);
  });
});

describe.each<Strand>(['+', '-'])(
  'a molecule with neighbours of the lost site, on the %s strand',
  (strand) => {
    const gene = geneOn(strand);
    const phased = { set: 'PS:1', haplotype: 1, isHomozygous: false };
    const lost = gene.variant('GGCGT{G>A}TGAGT', { phase: phased, genotype: '0|1' });
    const rowsWith = (somatic: readonly Variant[], germline: readonly GermlineVariant[]): Consequence[] => {
      const matesOf = indexPhases([lost, ...somatic], 1_000_000, { germline, reference: gene.reference });
      return createAnnotator(gene.reference)(lost, matesOf).filter(({ proteoform }) => proteoform !== '');
    };

    it('carries the germline in both proteins', () => {
      // AAA becomes GAA: lysine 3 is glutamic acid on every molecule of the patient.
      const { id, chrom, position, ref, alt } = gene.variant('ATGGCA{A>G}AACTG');
      const germline = { id, chrom, position, ref, alt, line: 1, phase: null, isHomozygous: true };
      expect(rowsWith([], [germline])).toMatchObject([
        {
          proteoform: 'skip-exon-2',
          wildtypeProtein: 'MAELEWRFKPD*',
          mutantProtein: 'MAELFKPD*',
          mutantStretch: { start: 4, end: 4 },
          phaseGroup: [lost.id, id],
          phaseState: 'phased',
        },
        { proteoform: 'retain-intron-2', wildtypeProtein: 'MAELEWRFKPD*', mutantProtein: 'MAELEWRMS*' },
      ]);
    });

    it('carries germline bases that are written at the edge of an exon and repeat those within it', () => {
      // GAA twice: glutamic acid 5 is doubled, wherever the inserted copy is said to stand.
      const { id, chrom, position, ref, alt } = gene.variant('CTTGCAG{>GAA}GAATGG');
      const germline = { id, chrom, position, ref, alt, line: 1, phase: null, isHomozygous: true };
      expect(rowsWith([], [germline])).toMatchObject([
        { proteoform: 'skip-exon-2', wildtypeProtein: 'MAKLEEWRFKPD*', mutantProtein: 'MAKLFKPD*' },
        { proteoform: 'retain-intron-2', wildtypeProtein: 'MAKLEEWRFKPD*', mutantProtein: 'MAKLEEWRMS*' },
      ]);
    });

    it('carries a phased somatic neighbour, which is no part of what differs by splicing', () => {
      const mate = gene.variant('ATGGCA{A>G}AACTG', { phase: phased, genotype: '0|1' });
      expect(rowsWith([mate], [])).toMatchObject([
        {
          wildtypeProtein: 'MAKLEWRFKPD*',
          mutantProtein: 'MAELFKPD*',
          mutantStretch: { start: 4, end: 4 },
          phaseGroup: [lost.id, mate.id],
        },
        { mutantProtein: 'MAELEWRMS*', mutantStretch: { start: 7, end: 9 } },
      ]);
    });

    it('leaves out a neighbour on the other molecule and one of unknown phase', () => {
      const other = { phase: { ...phased, haplotype: 0 }, genotype: '1|0' };
      const unknown = { phase: null, genotype: '0/1' };
      for (const more of [other, unknown]) {
        const rows = rowsWith([gene.variant('ATGGCA{A>G}AACTG', more)], []);
        expect(rows[0]).toMatchObject({
          mutantProtein: 'MAKLFKPD*',
          phaseGroup: [lost.id],
          phaseState: 'alone',
        });
      }
    });
  },
);

describe('a new exon within an intron', () => {
  const gene = buildGene({
    text: `tttttttttttttttttttt [ATGGCA gtaagtcctttctctcctcagtggttcgtgagtcctttctctccttcttgcag
      AAACTGTAA] cccccc`,
    strand: '+',
  });

  it('lies between the acceptor and the donor that the predictor names', () => {
    const start = gene.reference.sequence('1', 0, 200).indexOf('CTCAGTGGTTC') + 5;
    const spliceScores: SpliceScore[] = [
      { gene: 'GENE1', kind: 'acceptor_gain', score: 0.7, exonBase: start },
      { gene: 'GENE1', kind: 'donor_gain', score: 0.8, exonBase: start + 5 },
    ];
    // ATG GCA | TGG TTC | AAA CTG TAA
    expect(outcomesOf(gene, 'CTCTCC{T>C}CAGTGG', { spliceScores })).toEqual([
      [`new-exon-${start + 1}-${start + 6}`, 'MAWFKL*'],
    ]);
  });
});
