import { describe, expect, it } from 'vitest';
import type { AntigraphError } from '../../../../schemas/errors.js';
import { parseSamplesheet } from '../../../../workers/cli/samplesheet/read-samplesheet.js';

const place = { file: 'patients.csv', folder: '/study' };
const parse = (text: string) => parseSamplesheet(text, place);
const row = 'P1,a.vcf,A*02:01\n';

describe('a samplesheet', () => {
  it('is read with our own columns, in any order and case, and paths from its folder', async () => {
    const { rows } = await parse(
      'HLA,Sample,VCF,purity,tumor_sample,normal_sample,use_csq,expression\n' +
        '"HLA-A*02:01,HLA-B*07:02",P-1.a_2,calls/a.vcf.gz,0.7,T,N,yes,/abs/tpm.tsv\n',
    );
    expect(rows).toEqual([
      {
        line: 2,
        sample: 'P-1.a_2',
        vcf: '/study/calls/a.vcf.gz',
        hla: 'HLA-A*02:01,HLA-B*07:02',
        mhcClass: null,
        useCsq: true,
        expression: '/abs/tpm.tsv',
        purity: '0.7',
        tumorSample: 'T',
        normalSample: 'N',
      },
    ]);
  });

  // The columns and the separator of alleles: nf-core/epitopeprediction, docs/usage.md, "Samplesheet columns".
  it('is read as nf-core/epitopeprediction writes it', async () => {
    const { rows, warnings } = await parse(
      'sample,alleles,mhc_class,filename\nGBM_1,A*01:01;A*02:01,I,gbm_1.vcf\nGBM_1,gbm1_alleles.txt,II,gbm_1.fasta\n',
    );
    expect(warnings).toEqual([]);
    expect(rows.map(({ sample, hla, mhcClass, vcf }) => [sample, hla, mhcClass, vcf])).toEqual([
      ['GBM_1', 'A*01:01;A*02:01', 'I', '/study/gbm_1.vcf'],
      ['GBM_1', 'gbm1_alleles.txt', 'II', '/study/gbm_1.fasta'],
    ]);
  });

  it('may be tab-separated, with a byte order mark, blank lines and Windows line ends; lines are counted', async () => {
    const { rows } = await parse('\uFEFFsample\tvcf\thla\r\n\r\nP1\ta.vcf\tA*02:01,B*07:02\r\n');
    expect(rows).toMatchObject([{ line: 3, sample: 'P1', hla: 'A*02:01,B*07:02' }]);
  });

  it('leaves empty optional cells out', async () => {
    const { rows } = await parse('sample,vcf,hla,expression,purity\nP1,a.vcf,A*02:01,,\n');
    expect(Object.keys(rows[0] ?? {})).toEqual(['line', 'sample', 'vcf', 'hla', 'mhcClass', 'useCsq']);
  });

  it('warns of a column that is not read, with the nearest that is', async () => {
    const { warnings } = await parse('sample,vcf,hla,purty\nP1,a.vcf,A*02:01,0.5\n');
    expect(warnings).toEqual(["patients.csv: the column 'purty' is not read (nearest: purity)"]);
  });

  it.each([
    ['no header', row, 1, "there is no column 'sample'"],
    ['no VCF column', 'sample,hla\nP1,A*02:01\n', 1, "there is no column 'vcf' or 'filename'"],
    ['two columns for one thing', 'sample,vcf,filename,hla\n', 1, 'two columns say the same: vcf, filename'],
    ['no patient', 'sample,vcf,hla\n\n', 2, 'names no patient'],
    ['an empty sheet', '', 0, 'names no patient'],
    ['an empty cell', 'sample,vcf,hla\nP1,,A*02:01\n', 2, "the cell 'vcf' is empty"],
    ['a short row', `sample,vcf,hla\n${row}P2,b.vcf\n`, 3, 'the row has 2 cells, the header 3'],
    ['a claim that is none', 'sample,vcf,hla,use_csq\nP1,a.vcf,A*02:01,maybe\n', 2, "found 'maybe'"],
    ['an open quote', 'sample,vcf,hla\n"P1,a.vcf,A*02:01\n', 2, 'a quote is left open'],
  ])('with %s is refused with the row', async (_, text, line, message) => {
    await expect(parse(text)).rejects.toMatchObject({
      code: 'SAMPLESHEET_MALFORMED',
      message: expect.stringContaining(message),
      at: { file: 'patients.csv', line },
    });
  });

  it.each(['../P1', 'a/b', '.hidden', '-rf', '..', 'P 1', 'Ä', 'samples.tsv', 'P1\u0000'])(
    'refuses the sample name %j, which cannot be a folder of its own',
    async (name) => {
      const error: AntigraphError = await parse(`sample,vcf,hla\n${name},a.vcf,A*02:01\n`).then(
        () => Promise.reject(new Error('was read')),
        (reason) => reason,
      );
      expect(error).toMatchObject({ code: 'SAMPLESHEET_MALFORMED', at: { line: 2, field: 'sample' } });
    },
  );
});
