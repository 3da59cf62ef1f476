/** Counts of real files, from their READMEs and from bcftools 1.16 (query, view -H | wc -l). */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Variant } from '../../../../schemas/rows.js';
import { byteSource, type ReadVcfText, readVariants } from '../../../support/vcf-text.js';

const root = '../shared/data/vcf';
async function read(file: string, params: Readonly<Record<string, unknown>> = {}): Promise<ReadVcfText> {
  return readVariants(byteSource(readFileSync(`${root}/${file}`), { name: file }), { params });
}
function kindOf({ ref, alt }: Variant): string {
  if (ref.length === alt.length) return ref.length === 1 ? 'SNV' : 'MNV';
  return ref.length > alt.length ? 'deletion' : 'insertion';
}
function count(variants: readonly Variant[], kind: string): number {
  return variants.filter((variant) => kindOf(variant) === kind).length;
}

describe.skipIf(!existsSync(root))('real files', () => {
  it('reads HCC1395: 1,306 SNVs, 21 MNVs, 101 deletions, 42 insertions, 1,264 of 1,470 PASS', async () => {
    const { variants, source } = await read('pvactools_HCC1395_annotated.expression.vcf.gz', {
      filters: 'all',
    });
    expect(['SNV', 'MNV', 'deletion', 'insertion'].map((kind) => count(variants, kind))).toEqual([
      1306, 21, 101, 42,
    ]);
    expect(source).toMatchObject({
      recordCount: 1470,
      tumorSample: 'HCC1395_TUMOR_DNA',
      normalSample: 'HCC1395_NORMAL_DNA',
      build: 'GRCh38',
      annotator: 'VEP v105 (GRCh38.p13)',
    });
    expect(source.csqFields).toContain('WildtypeProtein');
    const passed = await read('pvactools_HCC1395_annotated.expression.vcf.gz');
    expect(passed.source.keptCount).toBe(1264);
  });

  it('reads the depths of every caller merged into HCC1395, and its expression', async () => {
    const { variants } = await read('pvactools_HCC1395_annotated.expression.vcf.gz', { filters: 'all' });
    const byId = new Map(variants.map((variant) => [variant.id, variant]));
    const varscan = byId.get('chr1:451649:A:AG');
    expect(varscan?.tumor).toMatchObject({ depth: 741, refReads: 651, altReads: 90 });
    expect(varscan?.normal).toMatchObject({ depth: 728, refReads: 688, altReads: 38 });
    expect(byId.get('chr1:12941635:T:G')?.tumor).toMatchObject({ depth: 57, refReads: 29, altReads: 28 });
    expect(byId.get('chr6:37172908:TA:T')?.tumor).toMatchObject({ depth: 160, refReads: 55, altReads: 7 });
    const phased = byId.get('chr1:227091906:GC:G');
    expect(phased).toMatchObject({
      tumor: { depth: 140, refReads: 105, altReads: 33 },
      rna: { depth: 312, refReads: 292, altReads: 19 },
      phase: { set: 'PS:227091906', haplotype: 1, isHomozygous: false },
      geneExpression: { CDC42BPA: 40.0503835502792 },
    });
    expect(phased?.transcriptExpression?.['ENST00000366764.8']).toBe(15.6833);
    expect(variants.every(({ tumor }) => tumor?.variantAlleleFraction !== null && tumor !== null)).toBe(true);
  });

  it('finds the deletion of a Mutect2 phase group by PID', async () => {
    const { variants } = await read('pvactools_input_somatic.vcf.gz');
    expect(variants).toHaveLength(2734);
    const first = variants.find(({ position }) => position === 36179727);
    expect(first?.phase).toEqual({ set: 'PID:36179727_G_A', haplotype: 1, isHomozygous: false });
  });

  it.each([
    ['ptuneos_mutect2.vcf.gz', 7553, 2333, 'TUMOR'],
    ['mutect-example.vcf', 4889, 10, 'SomaticSample'],
    ['strelka-example.vcf', 20, 20, 'TUMOR'],
    ['somatic_hg19_14muts.vcf', 14, 13, 'metastasis'],
    ['real_callers/strelka2_somatic_snvs.vcf', 3, 2, 'TUMOR'],
  ])('reads %s: %i records, %i kept', async (file, records, kept, tumor) => {
    expect((await read(file)).source).toMatchObject({
      recordCount: records,
      keptCount: kept,
      tumorSample: tumor,
    });
  });

  it('splits the four-way Mutect2 site with its own counts per allele', async () => {
    const { variants, source } = await read('real_callers/mutect2_example.vcf');
    expect(source).toMatchObject({ recordCount: 7, alleleCount: 11, caller: 'Mutect2' });
    const site = variants.filter(({ genotype }) => genotype === '0/1/2/3');
    expect(site.map(({ tumor }) => tumor?.altReads)).toEqual([401, 67, 49, 401, 67, 49]);
    expect(site.map(({ line }) => line)).toEqual([42, 42, 42, 44, 44, 44]);
  });

  it('leaves out the ALT that the genotype does not hold', async () => {
    const { variants, omissions } = await read('multiallelic.vcf');
    expect(variants.map(({ input }) => input)).toEqual(['chr1:1431105:A:C']);
    expect(omissions).toMatchObject([{ code: 'NOT_IN_TUMOR', input: 'chr1:1431105:A:G', alleleOrdinal: 2 }]);
  });
});
