import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readVariants } from '../../../../support/vcf-text.js';

const folder = '../shared/data/vcf';

describe.skipIf(!existsSync(folder))('TCGA tables', () => {
  it('of one tumour give its variants, roles and build (tcga_ov.head.maf)', async () => {
    const { variants, omissions, source } = await readVariants(readFileSync(`${folder}/tcga_ov.head.maf`));
    expect(variants.map(({ id, line }) => `${id} line ${line}`)).toEqual([
      '1:1650797:A:G line 2',
      '1:231401797:A:C line 3',
      '1:23836447:C:A line 4',
      '11:124617502:C:G line 5',
    ]);
    expect(omissions).toEqual([]);
    expect(source).toMatchObject({
      tumorSample: 'TCGA-04-1337-01A-01W-0484-10',
      normalSample: 'TCGA-04-1337-11A-01W-0485-10',
      build: 'GRCh37',
    });
  });

  it('of five tumours are read one tumour at a time (ov.wustle.subset5.maf)', async () => {
    const bytes = readFileSync(`${folder}/ov.wustle.subset5.maf`);
    await expect(readVariants(bytes)).rejects.toMatchObject({
      code: 'VCF_SAMPLE_AMBIGUOUS',
      message: expect.stringContaining('5 tumours'),
    });
    const { variants } = await readVariants(bytes, {
      params: { tumorSample: 'TCGA-13-0893-01B-01W-0494-09' },
    });
    expect(variants).toMatchObject([{ id: '1:103491420:T:A', line: 7 }]);
  });
});
