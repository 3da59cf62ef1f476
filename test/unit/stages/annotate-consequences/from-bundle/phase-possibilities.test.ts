import { describe, expect, it } from 'vitest';
import type { Phase } from '../../../../../schemas/rows.js';
import { buildGene } from './gene-fixture.js';

// ATG GCA AAA CTG | GAA TGG CGT CGT GGT TAC | AAA CCC GAG TAA = M A K L E W R R G Y K P E *
const text = `
  tttttttttt GGCGCC[ATGGCAAAACTG gtaagtccatccattttctctccttcttgcag GAATGGCGTCGTGGTTAC
  gtgagtcactaatcgatcgatcctttcctctgcag AAACCCGAGTAA]GCTGCTTGACATTTAGCATAAC cccccccc`;

const het = { genotype: '0/1' };

describe.each(['+', '-'] as const)('alleles of unknown phase, strand %s', (strand) => {
  const gene = buildGene({ text, strand });
  /** K3T: AAA → ACA. */
  const somatic = gene.variant('ATGGCAA{A>C}ACTG', het);
  /** K3E: AAA → GAA; with K3T GCA, alanine. */
  const sameCodon = 'ATGGCA{A>G}AACTG';
  /** P12L: CCC → CTC. */
  const far = 'AAAC{C>T}CGAG';

  it('state the germline neighbour as a possibility and stay certain of the variant alone', () => {
    const germline = gene.germline(sameCodon);
    const [rows = []] = gene.annotateWith([somatic], [germline]);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      wildtypeProtein: 'MAKLEWRRGYKPE*',
      mutantProtein: 'MATLEWRRGYKPE*',
      phaseGroup: [somatic.id],
      phaseState: 'possible',
      proteoform: '',
      hypothesis: null,
      status: 'ok',
      statusReason: `whether ${germline.id} lies on the same molecule is not known`,
    });
    expect(rows[1]).toMatchObject({
      wildtypeProtein: 'MAELEWRRGYKPE*',
      mutantProtein: 'MAALEWRRGYKPE*',
      mutantStretch: { start: 2, end: 3 },
      phaseGroup: [somatic.id, germline.id],
      phaseState: 'possible',
      proteoform: `with:${germline.id}`,
      hypothesis: `on one molecule with ${germline.id} (germline)`,
      status: 'PHASE_UNKNOWN',
    });
  });

  it('hold for two somatic alleles as well, each with the other', () => {
    const other = gene.variant(sameCodon, het);
    const rows = gene.annotateWith([somatic, other], []);
    expect(rows.map((each) => each.map(({ mutantProtein }) => mutantProtein))).toEqual([
      ['MATLEWRRGYKPE*', 'MAALEWRRGYKPE*'],
      ['MAELEWRRGYKPE*', 'MAALEWRRGYKPE*'],
    ]);
    expect(rows[0]?.[1]).toMatchObject({ hgvsP: 'ENSP1.1:p.Lys3Ala', proteoform: `with:${other.id}` });
    expect(rows[1]?.[1]?.proteoform).toBe(`with:${somatic.id}`);
  });

  it('are not assumed without a genotype, except beside the germline', () => {
    const ungenotyped = gene.variant('ATGGCAA{A>C}ACTG');
    const other = gene.variant(sameCodon);
    expect(gene.annotateWith([ungenotyped, other], []).map((rows) => rows.length)).toEqual([1, 1]);
    expect(gene.annotateWith([ungenotyped], [gene.germline(sameCodon)])[0]).toHaveLength(2);
  });

  it('are those of other phase sets, and of a bare "|" in another file', () => {
    const phased = (set: string): { phase: Phase } => ({ phase: { set, haplotype: 0, isHomozygous: false } });
    for (const [own, other] of [
      ['PS:1', 'PS:2'],
      ['chrom:1', 'chrom:1'],
    ] as const) {
      const variant = gene.variant('ATGGCAA{A>C}ACTG', phased(own));
      const [rows = []] = gene.annotateWith([variant], [gene.germline(sameCodon, phased(other))]);
      expect(rows.map(({ status }) => status)).toEqual(['ok', 'PHASE_UNKNOWN']);
    }
    const jointly = gene.variant('ATGGCAA{A>C}ACTG', phased('PS:1'));
    const [rows = []] = gene.annotateWith([jointly], [gene.germline(sameCodon, phased('PS:1'))]);
    expect(rows.map(({ phaseState }) => phaseState)).toEqual(['phased']);
  });

  it('matter within reach of the changed stretch alone', () => {
    const germline = gene.germline(far);
    const rowsWithin = (phaseReachResidues: number): number | undefined =>
      gene.annotateWith([somatic], [germline], { phaseReachResidues })[0]?.length;
    // Residue 12 is nine behind residue 3.
    expect(rowsWithin(9)).toBe(2);
    expect(rowsWithin(8)).toBe(1);
  });

  it('matter anywhere where a shifted frame runs through the variant', () => {
    // One A of codon 3 deleted: ATG GCA AAC TGG AAT GGC GTC …; TGG → TCG (W6S) makes AAT CGC of it (G6R).
    const shift = gene.germline('GGCAAA{A>}CTGGTAA');
    const missense = gene.variant('GAAT{G>C}GCGTC', het);
    const [rows = []] = gene.annotateWith([missense], [shift], { phaseReachResidues: 0 });
    expect(rows.map(({ wildtypeProtein, mutantProtein }) => [wildtypeProtein, mutantProtein])).toEqual([
      ['MAKLEWRRGYKPE*', 'MAKLESRRGYKPE*'],
      ['MANWNGVVVTNPSKLLDI*', 'MANWNRVVVTNPSKLLDI*'],
    ]);
  });

  it('are looked for in a shifted tail that another of them prolongs', () => {
    // Without the C: ATG GCA TGG TAA; with GTAACT → GTCACT on: TCA CTT TGC CAG CAC GAC CTG …, whose CTG the far one makes CGG.
    const text = 'tttttttttt GGC[ATGGCACTGGTAACTTTGCCAGCACGACCTGCGGAAGGTTGA]GCTGCTTGACAT cccccccc';
    const other = buildGene({ text, strand });
    const frameshift = other.variant('ATGGCA{C>}TGG', het);
    const stopLost = other.germline('CTGGT{A>C}ACT');
    const farther = other.germline('CACGACC{T>G}GCGG');
    const [rows = []] = other.annotateWith([frameshift], [stopLost, farther], { phaseReachResidues: 1 });
    expect(rows.map(({ mutantProtein }) => mutantProtein)).toEqual([
      'MAW*',
      'MAWSLCQHDLRKVELLD',
      'MAWSLCQHDRRKVELLD',
    ]);
  });

  it('are never two ALTs of one record', () => {
    const both = { genotype: '1/2', line: 7 };
    const variants = [gene.variant('ATGGCAA{A>C}ACTG', both), gene.variant(sameCodon, both)];
    const rows = gene.annotateWith(variants, []);
    expect(rows.map((each) => each.map(({ phaseState }) => phaseState))).toEqual([['alone'], ['alone']]);
  });

  it('give each haplotype of another phase set, never both at once', () => {
    const on = (haplotype: number): { phase: Phase } => ({
      phase: { set: 'PS:9', haplotype, isHomozygous: false },
    });
    const first = gene.germline(sameCodon, on(0));
    const second = gene.germline(far, on(1));
    const [rows = []] = gene.annotateWith([somatic], [first, second]);
    expect(rows.map(({ proteoform }) => proteoform)).toEqual(['', `with:${first.id}`, `with:${second.id}`]);
  });

  it('are bounded, nearest and single ones first, and the certain row says that more were left out', () => {
    // W6S, R8H and P12L beside K3T: three singles and one pair of seven combinations.
    const changes = ['GAAT{G>C}GCGTC', 'GGCGTC{G>A}TGGT', far];
    const germline = changes.map((change) => gene.germline(change));
    const [a, b, c] = germline.map(({ id }) => id);
    const [rows = []] = gene.annotateWith([somatic], germline);
    expect(rows.map(({ proteoform }) => proteoform)).toEqual([
      '',
      `with:${a}`,
      `with:${b}`,
      `with:${c}`,
      `with:${a},${b}`,
    ]);
    expect(rows[0]?.statusReason).toMatch(/further combinations are left out \(maxPhasePossibilities 4\)$/);
    const [all = []] = gene.annotateWith([somatic], germline, { maxPhasePossibilities: 10 });
    expect(all).toHaveLength(8);
    expect(all[0]?.statusReason).not.toContain('left out');
    expect(all.at(-1)).toMatchObject({ wildtypeProtein: 'MAKLESRHGYKLE*', mutantProtein: 'MATLESRHGYKLE*' });
  });

  it('show a silent change that a neighbour may make telling', () => {
    // CGT → CGA is silent (R7); with C>T at the codon's first base TGA stops, where C>T alone makes TGT (C).
    const silent = gene.variant('TGGCG{T>A}CGTGG', het);
    const germline = gene.germline('GAATGG{C>T}GTCGT');
    const [rows = []] = gene.annotateWith([silent], [germline]);
    expect(rows[0]).toMatchObject({ status: 'SYNONYMOUS', phaseState: 'possible' });
    expect(rows[1]).toMatchObject({
      status: 'PHASE_UNKNOWN',
      wildtypeProtein: 'MAKLEWCRGYKPE*',
      mutantProtein: 'MAKLEW*',
    });
  });

  it('of a homozygous variant are its two molecules', () => {
    const onBoth: Phase = { set: 'chrom:1', haplotype: 0, isHomozygous: true };
    const variant = gene.variant('ATGGCAA{A>C}ACTG', { phase: onBoth, genotype: '1/1' });
    const germline = gene.germline(far, { phase: { set: 'PS:9', haplotype: 0, isHomozygous: false } });
    const [rows = []] = gene.annotateWith([variant], [germline]);
    expect(rows.map(({ mutantProtein }) => mutantProtein)).toEqual(['MATLEWRRGYKLE*', 'MATLEWRRGYKPE*']);
    expect(rows[1]).toMatchObject({
      proteoform: 'alone',
      hypothesis: `on the molecule without ${germline.id}`,
      status: 'PHASE_UNKNOWN',
    });
  });

  it('of a homozygous variant are its other molecule alone where a neighbour breaks the first', () => {
    const onBoth: Phase = { set: 'chrom:1', haplotype: 0, isHomozygous: true };
    const variant = gene.variant('ATGGCAA{A>C}ACTG', { phase: onBoth, genotype: '1/1' });
    const splice = gene.variant('AAACTG{G>A}TAAGT', {
      phase: { set: 'PS:9', haplotype: 0, isHomozygous: false },
    });
    const [rows = []] = gene.annotateWith([variant, splice], []);
    expect(rows[0]).toMatchObject({ status: 'SPLICE_ALTERED', mutantProtein: null });
    expect(rows.slice(1)).toMatchObject([
      {
        mutantProtein: 'MATLEWRRGYKPE*',
        proteoform: 'alone',
        hypothesis: `on the molecule without ${splice.id}`,
        status: 'PHASE_UNKNOWN',
      },
    ]);
  });

  it('are no mates of a variant where their edits overlap', () => {
    const deletion = gene.variant('GAA{TGG>}CGTCG', het);
    const missense = gene.variant('GAAT{G>C}GCGTC', het);
    const rows = gene.annotateWith([deletion, missense], []);
    expect(rows.map((each) => each.length)).toEqual([1, 1]);
  });
});
