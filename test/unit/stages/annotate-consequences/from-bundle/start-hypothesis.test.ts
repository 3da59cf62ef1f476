import { describe, expect, it } from 'vitest';
import type { Phase } from '../../../../../schemas/rows.js';
import { buildGene } from './gene-fixture.js';

// ATG GCA AAA CTG | GCC ACC ATG GCT CGT TAA = M A K L A T M A R *
const text = `
  tttttttttt GGCGCC[ATGGCAAAACTG gtaagtccatccattttctctccttcttgcag GCCACCATGGCTCGTTAA]GCTGCT cccccccc`;
const phase: Phase = { set: 'PS:1', haplotype: 0, isHomozygous: false };

describe.each(['+', '-'] as const)('a lost start codon, strand %s', (strand) => {
  const gene = buildGene({ text, strand });

  it.each(['GCGCC{A>G}TGGCA', 'GCGCCA{T>C}GGCA', 'GCGCCA{T>}GGCA'])(
    'gives translation from the next AUG in frame as a hypothesis: %s',
    (change) => {
      const [first, second, ...others] = gene.rowsOf(gene.variant(change));
      expect(others).toEqual([]);
      expect(first).toMatchObject({
        status: 'START_LOST',
        hgvsP: 'ENSP1.1:p.Met1?',
        mutantProtein: null,
        proteoform: '',
        hypothesis: null,
      });
      // Purine (A) at -3 and G at +4: the strongest context (Kozak 1986).
      expect(second).toMatchObject({
        status: 'START_LOST',
        mutantProtein: 'MAR*',
        wildtypeProtein: 'MAKLATMAR*',
        mutantStretch: { start: 0, end: 0 },
        proteoform: 'start-7',
        hypothesis: 'translation begins at the next AUG in frame, residue 7 (Kozak context ACCAUGG, strong)',
        nmd: 'not_applicable',
      });
    },
  );

  it('gives the neighbours on the same molecule in that protein', () => {
    // CGT → CTT: R9L.
    const variants = [
      gene.variant('GCGCC{A>G}TGGCA', { phase }),
      gene.variant('ATGGCTC{G>T}TTAA', { phase }),
    ];
    const [[, hypothesis] = []] = gene.annotateWith(variants, []);
    expect(hypothesis).toMatchObject({
      mutantProtein: 'MAL*',
      mutantStretch: { start: 2, end: 3 },
      proteoform: 'start-7',
    });
  });

  it('reads a neighbour behind the stop codon once the stop is lost as well', () => {
    // TAA → CAA (Q), then GCT GCT → GCT ACT: A T, and no stop.
    const variants = [
      gene.variant('GCGCC{A>G}TGGCA', { phase }),
      gene.variant('GCTCGT{T>C}AAGCTG', { phase }),
      gene.variant('GTTAAGCT{G>A}CT', { phase }),
    ];
    const [[, hypothesis] = []] = gene.annotateWith(variants, []);
    expect(hypothesis?.mutantProtein).toBe('MARQAT');
  });

  it('keeps the germline allele in both proteins', () => {
    const lost = gene.variant('GCGCC{A>G}TGGCA');
    const germline = gene.germline('ATGGCTC{G>T}TTAA', { isHomozygous: true });
    const [[first, hypothesis] = []] = gene.annotateWith([lost], [germline]);
    expect(first?.wildtypeProtein).toBe('MAKLATMAL*');
    expect(hypothesis).toMatchObject({
      wildtypeProtein: 'MAKLATMAL*',
      mutantProtein: 'MAL*',
      mutantStretch: { start: 0, end: 0 },
    });
  });

  it('uses an AUG that a neighbour makes before the annotated one', () => {
    // AAA CTG → AAA ATG: the context AAAATGG has A at -3 and G at +4; the annotation's intron lies behind the AUG.
    const variants = [
      gene.variant('GCGCC{A>G}TGGCA', { phase }),
      gene.variant('GGCAAAA{C>A}TGGTAAG', { phase }),
    ];
    const [[, hypothesis] = []] = gene.annotateWith(variants, []);
    expect(hypothesis).toMatchObject({
      mutantProtein: 'MATMAR*',
      proteoform: 'start-4',
      mutantStretch: { start: 0, end: 1 },
      hypothesis: expect.stringContaining('residue 4 (Kozak context AAAAUGG, strong)'),
    });
  });
});

describe('a lost start codon without another in frame', () => {
  it('gives no hypothesis', () => {
    const gene = buildGene({ text: 'tttttttttt GGCGCC[ATGGCAAAATGGTAA]GCTGCT cccccccc', strand: '+' });
    expect(gene.rowsOf(gene.variant('GCGCC{A>G}TGGCA'))).toHaveLength(1);
  });
});
