import { describe, expect, it } from 'vitest';
import type { GermlineSegment, GermlineVariant, VcfSource } from '../../../../schemas/rows.js';
import { annotateConsequences } from '../../../../stages/annotate-consequences/index.js';
import { buildGene } from './from-bundle/gene-fixture.js';

// 30 residues of alanine, the middle (AAA, lysine) in place of the 31st, then 30 of glycine.
const gene = buildGene({
  text: `tttttttttttt GGCGCC[ATG${'GCA'.repeat(29)}AAACTG${'GGC'.repeat(30)}TAA]GCTGCTTGACATTAGCAT cccccccc`,
  strand: '+',
});
const before = `M${'A'.repeat(29)}`;
const after = 'G'.repeat(30);

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
  germline: { alleleCount: 0, keptCount: 0 },
  keptCount: 0,
  warnings: [],
};

function segmentsOf(germline: readonly GermlineVariant[], params: object = {}): GermlineSegment[] {
  const segments: GermlineSegment[] = [];
  void annotateConsequences.run({
    params: annotateConsequences.params.parse(params),
    inputs: { variants: [], source, germline },
    resources: { reference: gene.reference, predictor: null, classTwoPredictor: null },
    emit: { consequences: () => {}, germlineSegments: (row) => segments.push(row) },
    omit: () => {},
  });
  return segments;
}

const on = (haplotype: number) => ({ phase: { set: 'chrom:1', haplotype, isHomozygous: false } });

describe('segments of the germline proteome', () => {
  it('hold the new residue with 24 on either side', () => {
    const missense = gene.germline('GCAA{A>C}ACTG');
    expect(segmentsOf([missense])).toEqual([
      {
        gene: 'GENE1',
        transcript: 'ENST1.1',
        variantIds: [missense.id],
        sequence: `${'A'.repeat(24)}TL${'G'.repeat(23)}`,
      },
    ]);
  });

  it('run to the end of a shifted frame', () => {
    // One A of AAA deleted: AAC TGG GCG GCG … GGC TAA GCT … reads N W A×29, then GGC TAA as GCT AAG CTG CTT GAC ATT AGC ATC …
    const [segment] = segmentsOf([gene.germline('GCAAA{A>}CTGG')]);
    expect(segment?.sequence.startsWith(`${'A'.repeat(24)}NW${'A'.repeat(29)}`)).toBe(true);
  });

  it('hold the neighbours of one haplotype together, and those of two apart', () => {
    // AAA → ACA with CTG → CAG: T Q together.
    const first = (haplotype: number) => gene.germline('GCAA{A>C}ACTG', on(haplotype));
    const second = gene.germline('GCAAAAC{T>A}GGGC', on(0));
    const sequences = (alleles: readonly GermlineVariant[]) =>
      segmentsOf(alleles).map(({ sequence }) => sequence);
    const left = 'A'.repeat(24);
    expect(sequences([first(0), second])).toEqual([
      `${left}TQ${'G'.repeat(23)}`,
      `${'A'.repeat(23)}TQ${'G'.repeat(24)}`,
    ]);
    expect(sequences([first(1), second])).toEqual([
      `${left}TL${'G'.repeat(23)}`,
      `${'A'.repeat(23)}KQ${'G'.repeat(24)}`,
    ]);
  });

  it('hold a homozygous allele without and with its heterozygous neighbour', () => {
    const hom = gene.germline('GCAA{A>C}ACTG', { isHomozygous: true });
    const het = gene.germline('GCAAAAC{T>A}GGGC');
    expect(segmentsOf([hom, het]).map(({ sequence }) => sequence)).toEqual([
      `${'A'.repeat(24)}TL${'G'.repeat(23)}`,
      `${'A'.repeat(23)}TQ${'G'.repeat(24)}`,
    ]);
  });

  it('are none of silent, intergenic and start-losing alleles', () => {
    const alleles = ['GCAAA{A>G}CTG', 'TTTTTT{T>A}GGCG', 'GGCGCC{A>G}TGGCA'].map((each) =>
      gene.germline(each),
    );
    expect(segmentsOf(alleles)).toEqual([]);
  });

  it('need the bundle to annotate', () => {
    expect(() => segmentsOf([], { annotationSource: 'csq' })).toThrow(
      expect.objectContaining({ code: 'USAGE', fix: expect.stringContaining('--use-csq') }),
    );
  });

  it('are of the protein whose wild type is the text of the test', () => {
    expect(gene.annotate('GCAA{A>C}ACTG').wildtypeProtein).toBe(`${before}KL${after}*`);
  });
});
