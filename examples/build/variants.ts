/** What is written for a sample at one record: DNA and RNA reads of every ALT, in order. */
export type Evidence = {
  readonly depth: number;
  readonly alternate: readonly number[];
  /** Null where the allele cannot be seen in RNA (intron, splice site, between genes). */
  readonly rna: { readonly depth: number; readonly alternate: readonly number[] } | null;
  readonly normal: { readonly depth: number; readonly alternate: readonly number[] };
};

/** Where a record lies and what it changes; bases on the sense strand of the gene, coding positions as in HGVS c. */
export type Change =
  | {
      readonly kind: 'coding';
      readonly from: number;
      readonly intronOffset?: number;
      readonly ref: string;
      readonly alts: readonly string[];
    }
  | { readonly kind: 'transition'; readonly from: number; readonly intronOffset: number }
  | { readonly kind: 'transcribed'; readonly offset: number }
  | { readonly kind: 'intergenic'; readonly contig: string; readonly offset: number }
  | { readonly kind: 'spanned'; readonly from: number }
  | { readonly kind: 'deletion'; readonly before: number; readonly length: number };

export type ExampleVariant = {
  /** Keys of the rows of literature.tsv, one per ALT. */
  readonly keys: readonly string[];
  readonly gene: string | null;
  readonly change: Change;
  readonly evidence: Evidence;
  readonly filter: string;
  readonly phased: boolean;
};

type Reads = readonly [depth: number, ...alternate: number[]];

function variant(
  keys: string,
  gene: string | null,
  change: Change,
  reads: { dna: Reads; rna?: Reads; normal?: Reads; filter?: string; phased?: boolean },
): ExampleVariant {
  const [depth, ...alternate] = reads.dna;
  const normal: Reads = reads.normal ?? [depth - 60, ...alternate.map(() => 0)];
  const split = ([total, ...rest]: Reads) => ({ depth: total, alternate: rest });
  return {
    keys: keys.split(' '),
    gene,
    change,
    evidence: { depth, alternate, rna: reads.rna ? split(reads.rna) : null, normal: split(normal) },
    filter: reads.filter ?? 'PASS',
    phased: reads.phased ?? false,
  };
}

const coding = (from: number, ref: string, ...alts: string[]): Change => ({
  kind: 'coding',
  from,
  ref,
  alts,
});

/** The inserted bases of c.2300_2308dup: a copy of c.2300-2308, put behind c.2308. */
const duplicated = 'CCAGCGTGG';

/**
 * The records, in no order. No tumour carries all these drivers; they are here because each is well known by name
 * and each stands for a class. Reads follow a purity of 0.70: a clonal heterozygous variant sits near 0.35.
 */
export const exampleVariants: readonly ExampleVariant[] = [
  variant('nras-q61r', 'NRAS', coding(182, 'A', 'G'), { dna: [212, 71], rna: [96, 34] }),
  variant('intergenic', null, { kind: 'intergenic', contig: 'chr1', offset: 430 }, { dna: [144, 48] }),
  variant('idh1-r132h', 'IDH1', coding(395, 'G', 'A'), { dna: [188, 66], rna: [240, 81] }),
  variant('idh1-g105', 'IDH1', coding(315, 'C', 'T'), { dna: [176, 60], rna: [231, 80] }),
  variant('lncrna', 'EXLNC1', { kind: 'transcribed', offset: 101 }, { dna: [131, 45], rna: [38, 12] }),
  variant('ctnnb1-s37f', 'CTNNB1', coding(110, 'C', 'T'), { dna: [240, 84], rna: [520, 178] }),
  variant('pik3ca-e545k', 'PIK3CA', coding(1633, 'G', 'A'), { dna: [260, 12], rna: [58, 2] }),
  variant(
    'pik3ca-intron',
    'PIK3CA',
    { kind: 'transition', from: 1664, intronOffset: 40 },
    { dna: [150, 49] },
  ),
  variant('pik3ca-h1047r', 'PIK3CA', coding(3140, 'A', 'G'), { dna: [205, 69], rna: [61, 19] }),
  variant('egfr-del19', 'EGFR', coding(2235, 'GGAATTAAGAGAAGC', ''), { dna: [301, 128], rna: [610, 290] }),
  variant('egfr-dup20', 'EGFR', coding(2309, '', duplicated), { dna: [288, 40], rna: [566, 70] }),
  variant('egfr-t790m', 'EGFR', coding(2369, 'C', 'T'), { dna: [295, 62], rna: [580, 118], phased: true }),
  variant('egfr-c797s', 'EGFR', coding(2389, 'T', 'A'), { dna: [290, 60], rna: [572, 115], phased: true }),
  variant('braf-v600k', 'BRAF', coding(1798, 'GT', 'AA'), { dna: [198, 70], rna: [74, 25] }),
  variant('cdkn2a-r58', 'CDKN2A', coding(172, 'C', 'T'), { dna: [120, 66], rna: [44, 19] }),
  variant('pten-start', 'PTEN', coding(1, 'A', 'G'), { dna: [166, 50], rna: [140, 44] }),
  variant('pten-r130q', 'PTEN', coding(389, 'G', 'A'), {
    dna: [61, 3],
    rna: [148, 1],
    normal: [55, 2],
    filter: 'normal_artifact;weak_evidence',
  }),
  variant('pten-k267fs', 'PTEN', coding(800, 'A', ''), { dna: [175, 61], rna: [150, 9] }),
  variant('pten-star', 'PTEN', { kind: 'spanned', from: 795 }, { dna: [175, 61], rna: [150, 9] }),
  variant('hras-g13r', 'HRAS', coding(37, 'G', 'C'), { dna: [140, 47], rna: [22, 0] }),
  variant('kras-del', 'KRAS', { kind: 'deletion', before: 300, length: 600 }, { dna: [98, 21] }),
  variant('kras-g12d', 'KRAS', coding(35, 'G', 'A'), { dna: [233, 80], rna: [131, 47] }),
  variant('tp53-r248q tp53-r248l', 'TP53', coding(743, 'G', 'A', 'T'), {
    dna: [210, 55, 14],
    rna: [198, 50, 12],
  }),
  variant('tp53-f212fs', 'TP53', coding(635, 'TT', ''), { dna: [182, 57], rna: [177, 15] }),
  variant(
    'tp53-splice',
    'TP53',
    { kind: 'coding', from: 559, intronOffset: 1, ref: 'G', alts: ['A'] },
    { dna: [180, 58] },
  ),
  variant('tp53-r175h', 'TP53', coding(524, 'G', 'A'), { dna: [190, 104], rna: [205, 160] }),
];
