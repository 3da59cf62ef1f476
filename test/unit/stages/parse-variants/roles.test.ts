import { describe, expect, it } from 'vitest';
import { readVariants, vcfText } from '../../../support/vcf-text.js';

async function roles(
  samples: readonly string[],
  options: { meta?: readonly string[]; params?: Readonly<Record<string, unknown>> } = {},
): Promise<string> {
  const text = vcfText([], { samples, meta: options.meta ?? [] });
  const { source } = await readVariants(text, { params: options.params ?? {} });
  return `${source.tumorSample}/${source.normalSample} by ${source.rolesFrom}`;
}

describe('sample roles', () => {
  it.each([
    [['NORMAL', 'TUMOR'], 'TUMOR/NORMAL'],
    [['HCC1395_NORMAL_DNA', 'HCC1395_TUMOR_DNA'], 'HCC1395_TUMOR_DNA/HCC1395_NORMAL_DNA'],
    [['p1-tumour', 'p1-blood'], 'p1-tumour/null'],
    [['SomaticSample', 'NormalSample'], 'SomaticSample/NormalSample'],
    [['patient', 'patient_normal'], 'patient/patient_normal'],
    [['TCGA-A1-A0SB-10B-01D', 'TCGA-A1-A0SB-01A-11D'], 'TCGA-A1-A0SB-01A-11D/TCGA-A1-A0SB-10B-01D'],
  ])('finds %j by their names', async (samples, expected) => {
    expect(await roles(samples)).toBe(`${expected} by sample names`);
  });

  it('takes a single sample for the tumour', async () => {
    expect(await roles(['S1'])).toBe('S1/null by single sample');
  });

  it('believes ##tumor_sample of Mutect2 before names', async () => {
    const meta = ['##tumor_sample=B', '##normal_sample=A'];
    expect(await roles(['A', 'B'], { meta })).toBe('B/A by header ##tumor_sample');
  });

  it('reads ##PEDIGREE and ##SAMPLE', async () => {
    expect(await roles(['A', 'B'], { meta: ['##PEDIGREE=<Derived=B,Original=A>'] })).toBe(
      'B/A by header ##PEDIGREE',
    );
    const meta = ['##SAMPLE=<ID=NORMAL,SampleName=A>', '##SAMPLE=<ID=TUMOR,SampleName=B>'];
    expect(await roles(['A', 'B'], { meta })).toBe('B/A by header ##SAMPLE');
  });

  it('lets flags decide, and never takes the other sample for the normal by itself', async () => {
    expect(await roles(['A', 'B'], { params: { tumorSample: 'B', normalSample: 'A' } })).toBe('B/A by flag');
    expect(await roles(['A', 'B'], { params: { tumorSample: 'B' } })).toBe('B/null by flag');
    expect(await roles(['NORMAL', 'B'], { params: { tumorSample: 'B' } })).toBe('B/NORMAL by flag');
    expect(await roles(['A', 'B'], { params: { normalSample: 'A' } })).toBe(
      'B/A by single sample, normal by flag',
    );
  });

  it('reads a file without samples', async () => {
    expect(await roles([])).toBe('null/null by no samples');
  });

  it('names the flags and the samples where it cannot tell', async () => {
    await expect(roles(['A', 'B'])).rejects.toMatchObject({
      code: 'VCF_SAMPLE_AMBIGUOUS',
      message: expect.stringContaining('A, B'),
      fix: expect.stringMatching(/--tumor-sample.*--normal-sample/),
    });
    await expect(roles(['TUMOR_1', 'TUMOR_2', 'NORMAL'])).rejects.toMatchObject({
      code: 'VCF_SAMPLE_AMBIGUOUS',
    });
  });

  it('lists the samples nearest first where a flag names none', async () => {
    await expect(
      roles(['NORMAL_DNA', 'TUMOR_DNA'], { params: { tumorSample: 'tumor-dna' } }),
    ).rejects.toMatchObject({
      code: 'VCF_SAMPLE_UNKNOWN',
      details: { samples: ['TUMOR_DNA', 'NORMAL_DNA'] },
    });
  });
});
