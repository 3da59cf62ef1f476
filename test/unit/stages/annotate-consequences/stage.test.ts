import { describe, expect, it } from 'vitest';
import type { Omission } from '../../../../schemas/omissions.js';
import type { ReferenceBundle } from '../../../../schemas/reference.js';
import type { Consequence, Variant, VcfSource } from '../../../../schemas/rows.js';
import { annotateConsequences } from '../../../../stages/annotate-consequences/index.js';
import { buildGene } from './from-bundle/gene-fixture.js';

const gene = buildGene({
  text: `tttttttttttttttttttt GGCGCC[ATGGCAAAACTG gtaagtccatccattttctctccttcttgcag
    GAATGGCGTTAA]GCTGCTTGACATT ccccccccccgcgc`,
  strand: '+',
});

const source: VcfSource = {
  fileFormat: 'VCFv4.2',
  samples: [],
  tumorSample: null,
  normalSample: null,
  rolesFrom: 'no samples',
  caller: 'unknown',
  csqFields: null,
  annFields: null,
  annotator: null,
  build: null,
  recordCount: 0,
  alleleCount: 0,
  eventCount: 0,
  germline: null,
  keptCount: 0,
  warnings: [],
};

function run(
  variants: readonly Variant[],
  reference: ReferenceBundle | null = gene.reference,
): { rows: Consequence[]; omissions: Omission[] } {
  const rows: Consequence[] = [];
  const omissions: Omission[] = [];
  annotateConsequences.run({
    params: annotateConsequences.params.parse({}),
    inputs: { variants, source, germline: [] },
    resources: { reference, predictor: null, classTwoPredictor: null },
    emit: { consequences: (row) => rows.push(row), germlineSegments: () => {} },
    omit: (omission) => omissions.push(omission),
  });
  return { rows, omissions };
}

describe('the annotate-consequences stage', () => {
  it('asks for a reference or the annotation of the file where it has neither', () => {
    expect(() => run([], null)).toThrow(expect.objectContaining({ code: 'REFERENCE_MISSING' }));
  });

  it.each([
    ['GGCGCC{A>G}TGGCA', 'START_LOST'],
    ['ATGGCAAA{A>G}CTG', 'SYNONYMOUS'],
    ['GGCG{C>T}CATGG', 'NOT_CODING'],
    ['CCCCCCCG{C>A}GC', 'INTERGENIC'],
  ])('omits the allele of %s once, as %s', (change, code) => {
    const variant = gene.variant(change);
    const { omissions } = run([variant]);
    expect(omissions).toEqual([
      expect.objectContaining({ scope: 'allele', code, input: variant.input, count: 1 }),
    ]);
    expect(omissions[0]?.alleleOrdinal).toBe(variant.alleleOrdinal);
  });

  it('keeps an allele that may alter splicing, by the protein of the retained intron', () => {
    const { rows, omissions } = run([gene.variant('AACTG{G>A}TAAGT')]);
    expect(rows.map(({ proteoform, status }) => [proteoform, status])).toEqual([
      ['', 'SPLICE_ALTERED'],
      ['retain-intron-1', 'SPLICE_ALTERED'],
    ]);
    expect(omissions).toEqual([]);
  });

  it('omits no allele that has a usable row', () => {
    const { rows, omissions } = run([gene.variant('ATGGCAA{A>C}ACTG')]);
    expect(rows.map(({ status }) => status)).toEqual(['ok']);
    expect(omissions).toEqual([]);
  });

  it('keeps the order of the alleles and finds a neighbour that comes later', () => {
    const phase = { set: 'PS:1', haplotype: 1, isHomozygous: false };
    const variants = ['ATGGCAA{A>C}ACTG', 'CCATCC{A>T}TTTTCT', 'ATGGCA{A>G}AACTG'].map((change) =>
      gene.variant(change, { phase }),
    );
    const { rows } = run(variants);
    expect(rows.map(({ alleleOrdinal }) => alleleOrdinal)).toEqual(
      variants.map(({ alleleOrdinal }) => alleleOrdinal),
    );
    expect(rows.map(({ phaseState }) => phaseState)).toEqual(['phased', 'alone', 'phased']);
    expect(rows[0]?.mutantProtein).toBe('MAALEWR*');
  });

  it('annotates each allele alone where the phase distance is 0', () => {
    const phase = { set: 'PS:1', haplotype: 1, isHomozygous: false };
    const variants = ['ATGGCAA{A>C}ACTG', 'ATGGCA{A>G}AACTG'].map((change) =>
      gene.variant(change, { phase }),
    );
    const rows: Consequence[] = [];
    annotateConsequences.run({
      params: annotateConsequences.params.parse({ phaseDistanceBases: 0 }),
      inputs: { variants, source, germline: [] },
      resources: { reference: gene.reference, predictor: null, classTwoPredictor: null },
      emit: { consequences: (row) => rows.push(row), germlineSegments: () => {} },
      omit: () => {},
    });
    expect(rows.map(({ phaseState }) => phaseState)).toEqual(['alone', 'alone']);
  });
});
