import { describe, expect, it } from 'vitest';
import type { ReferenceBundle } from '../../../../schemas/reference.js';
import type { GermlineVariant, VcfSource } from '../../../../schemas/rows.js';
import { parseVariants, variantFileAlone } from '../../../../stages/parse-variants/index.js';
import { byteSource, vcfText } from '../../../support/vcf-text.js';
import { buildGene } from '../annotate-consequences/from-bundle/gene-fixture.js';

// Exons at 10-28 and 55-67 (0-based), on contig '1'.
const { reference } = buildGene({
  text: `tttttttttt GGCGCC[ATGGCAAAACTG gtaagtccatccattttctctccttg GAATGGCGTTAA] ${'c'.repeat(900)}`,
  strand: '+',
});

interface Reading {
  readonly rows: readonly GermlineVariant[];
  readonly source: VcfSource;
}

async function read(
  germline: string,
  options: {
    readonly reference?: ReferenceBundle | null;
    readonly params?: object;
    readonly variantSamples?: readonly string[];
  } = {},
): Promise<Reading> {
  const rows: GermlineVariant[] = [];
  const sources: VcfSource[] = [];
  const germlineVcf = byteSource(germline, { name: 'germline.vcf' });
  await parseVariants.run({
    params: parseVariants.params.parse(options.params ?? {}),
    inputs: {
      ...variantFileAlone,
      vcf: byteSource(vcfText([], { samples: options.variantSamples ?? [] })),
      germlineVcf,
    },
    resources: {
      reference: options.reference === undefined ? reference : options.reference,
      predictor: null,
      classTwoPredictor: null,
    },
    emit: {
      variants: () => {},
      source: (row) => sources.push(row),
      germlineVariants: (row) => rows.push(row),
    },
    omit: () => {},
  });
  const [source] = sources;
  if (source === undefined) throw new Error('no source row');
  return { rows, source };
}

const one = { samples: ['BLOOD'] };

describe('the germline file', () => {
  it('gives the alleles of the genotype that touch an exon or its splice sites', async () => {
    const { rows, source } = await read(
      vcfText(
        [
          '1 20 . G C . PASS . GT 0/1', // codon 2
          '1 29 . G A . . . GT 1|1', // first base of the intron
          '1 31 . A C . PASS . GT 0/1', // third
          '1 40 . A C . PASS . GT 0/1', // intron
          '1 57 . A C . LowQual . GT 0/1',
          '1 58 . T G . PASS . GT 0/0',
          '1 59 . G A . PASS . GT ./.',
          '1 60 . G A,T . PASS . GT 2|1',
          '1 61 . C <DEL> . PASS . GT 0/1',
          '1 900 . C A . PASS . GT 0/1',
        ],
        one,
      ),
    );
    expect(rows.map(({ id }) => id)).toEqual(['1:20:G:C', '1:29:G:A', '1:60:G:A', '1:60:G:T']);
    expect(rows[0]).toEqual({
      id: '1:20:G:C',
      chrom: '1',
      position: 20,
      ref: 'G',
      alt: 'C',
      line: 3,
      phase: null,
      isHomozygous: false,
    });
    expect(rows.map(({ isHomozygous }) => isHomozygous)).toEqual([false, true, false, false]);
    expect(rows.slice(2).map(({ phase }) => phase?.haplotype)).toEqual([1, 0]);
    expect(source.germline).toEqual({ alleleCount: 11, keptCount: 4 });
  });

  it('is normalised: an indel written inside an exon is left-aligned', async () => {
    // One A of the run at 22-25 (GCAAAACTG): written at its right end, anchored at 21 when left-aligned.
    const { rows } = await read(vcfText(['1 24 . AA A . PASS . GT 0/1'], one));
    expect(rows.map(({ id }) => id)).toEqual(['1:21:CA:C']);
  });

  it('counts a haploid call as lying on every molecule', async () => {
    const { rows } = await read(vcfText(['1 20 . G C . PASS . GT 1'], one));
    expect(rows[0]).toMatchObject({ isHomozygous: true });
  });

  it('keeps the phase set', async () => {
    const { rows } = await read(vcfText(['1 20 . G C . PASS . GT:PS 0|1:77'], one));
    expect(rows[0]?.phase).toEqual({ set: 'PS:77', haplotype: 1, isHomozygous: false });
  });

  it('without samples says that of no allele the molecule is known', async () => {
    const { rows, source } = await read(vcfText(['1 20 . G C . PASS .']));
    expect(rows[0]).toMatchObject({ phase: null, isHomozygous: null });
    expect(source.warnings).toContainEqual(expect.stringContaining('no genotypes'));
  });

  it('reads the column named by the parameter, else the one named as the normal sample', async () => {
    const text = vcfText(['1 20 . G C . PASS . GT 0/0 0/1'], { samples: ['MOTHER', 'PATIENT'] });
    await expect(read(text)).rejects.toMatchObject({ code: 'VCF_SAMPLE_AMBIGUOUS' });
    const named = { params: { germlineSample: 'PATIENT' } };
    expect((await read(text, named)).rows).toHaveLength(1);
    const normal = { params: { normalSample: 'PATIENT' }, variantSamples: ['TUMOR', 'PATIENT'] };
    expect((await read(text, normal)).rows).toHaveLength(1);
    await expect(read(text, { params: { germlineSample: 'FATHER' } })).rejects.toMatchObject({
      code: 'VCF_SAMPLE_UNKNOWN',
    });
  });

  it('counts alleles whose REF is not the reference, and refuses a file of another build', async () => {
    const wrong = (count: number): string[] =>
      Array.from({ length: count }, (_, index) => `1 ${12 + index} . A T . PASS . GT 0/1`);
    const { rows, source } = await read(vcfText([...wrong(1), '1 20 . G C . PASS . GT 0/1'], one));
    expect(rows).toHaveLength(1);
    expect(source.warnings).toContainEqual(
      expect.stringMatching(/germline file: 1 alleles have another REF/),
    );
    await expect(read(vcfText(wrong(4), one))).rejects.toMatchObject({ code: 'VCF_WRONG_BUILD' });
  });

  it('needs a reference', async () => {
    await expect(read(vcfText([], one), { reference: null })).rejects.toMatchObject({
      code: 'REFERENCE_MISSING',
      fix: expect.stringContaining('--reference'),
    });
  });
});
