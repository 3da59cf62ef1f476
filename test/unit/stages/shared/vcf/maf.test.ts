import { describe, expect, it } from 'vitest';
import { memoryReference } from '../../../../support/memory-reference.js';
import { readVariants } from '../../../../support/vcf-text.js';

const columns = [
  'Hugo_Symbol',
  'NCBI_Build',
  'Chromosome',
  'Start_Position',
  'End_Position',
  'Strand',
  'Reference_Allele',
  'Tumor_Seq_Allele1',
  'Tumor_Seq_Allele2',
  'dbSNP_RS',
  'Tumor_Sample_Barcode',
  'Matched_Norm_Sample_Barcode',
  'Mutation_Status',
  't_depth',
  't_ref_count',
  't_alt_count',
  'n_depth',
  'FILTER',
] as const;

const plain: Readonly<Record<(typeof columns)[number], string>> = {
  Hugo_Symbol: 'GENE',
  NCBI_Build: 'GRCh38',
  Chromosome: 'chr1',
  Start_Position: '5',
  End_Position: '5',
  Strand: '+',
  Reference_Allele: 'A',
  Tumor_Seq_Allele1: 'A',
  Tumor_Seq_Allele2: 'G',
  dbSNP_RS: 'novel',
  Tumor_Sample_Barcode: 'TCGA-01-01A',
  Matched_Norm_Sample_Barcode: 'TCGA-01-10A',
  Mutation_Status: 'Somatic',
  t_depth: '50',
  t_ref_count: '30',
  t_alt_count: '20',
  n_depth: '40',
  FILTER: 'PASS',
};

type Row = Partial<Record<(typeof columns)[number], string>>;

/** A GDC table: two comment lines, the header as line 3, then the rows. */
function maf(...rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((name) => row[name] ?? plain[name]).join('\t'));
  return ['#version gdc-1.0.0', '#annotation.spec gdc-2.0.0', columns.join('\t'), ...lines, ''].join('\n');
}

//                     1234567890
const chr1 = 'CCTTACGTGA';
const reference = memoryReference({ chr1 });

describe('a MAF as variant file', () => {
  it('gives the same variant a VCF would, with its own line number, reads, FILTER and build', async () => {
    const { variants, source } = await readVariants(maf({}), { reference });
    expect(variants).toMatchObject([
      {
        id: 'chr1:5:A:G',
        input: 'chr1:5:A:G',
        line: 4,
        name: null,
        filters: ['PASS'],
        genotype: '0/1',
        tumor: { depth: 50, refReads: 30, altReads: 20, variantAlleleFraction: 0.4 },
        normal: { depth: 40, refReads: null, altReads: null },
        isSomaticFlagged: true,
      },
    ]);
    expect(source).toMatchObject({
      tumorSample: 'TCGA-01-01A',
      normalSample: 'TCGA-01-10A',
      build: 'GRCh38',
      warnings: [],
    });
  });

  it('may begin with a byte-order mark, in front of a comment or of the column names', async () => {
    const table = maf({});
    const columnsFirst = table.slice(table.indexOf('Hugo_Symbol'));
    for (const text of [table, columnsFirst]) {
      const { variants } = await readVariants(`\uFEFF${text}`, { reference });
      expect(variants.map(({ id }) => id)).toEqual(['chr1:5:A:G']);
    }
  });

  it('takes the base before a deletion from the reference', async () => {
    const row = {
      Start_Position: '6',
      End_Position: '7',
      Reference_Allele: 'CG',
      Tumor_Seq_Allele1: 'CG',
      Tumor_Seq_Allele2: '-',
    };
    const { variants } = await readVariants(maf(row), { reference });
    expect(variants).toMatchObject([{ input: 'chr1:5:ACG:A', position: 5, ref: 'ACG', alt: 'A' }]);
  });

  it('takes the base at Start_Position as the one before an insertion', async () => {
    const row = {
      Start_Position: '6',
      End_Position: '7',
      Reference_Allele: '-',
      Tumor_Seq_Allele1: '-',
      Tumor_Seq_Allele2: 'AA',
    };
    const { variants } = await readVariants(maf(row), { reference });
    expect(variants).toMatchObject([{ input: 'chr1:6:C:CAA', position: 6, ref: 'C', alt: 'CAA' }]);
  });

  it('takes the base behind a deletion of the first bases', async () => {
    const row = {
      Start_Position: '1',
      End_Position: '3',
      Reference_Allele: 'CCT',
      Tumor_Seq_Allele1: 'CCT',
      Tumor_Seq_Allele2: '-',
    };
    const { variants } = await readVariants(maf(row), { reference });
    expect(variants).toMatchObject([{ input: 'chr1:1:CCTT:T' }]);
  });

  it('reads two mutant alleles of one row as two alleles', async () => {
    const { variants } = await readVariants(maf({ Tumor_Seq_Allele1: 'T' }), { reference });
    expect(variants.map(({ input, genotype }) => `${input} ${genotype}`)).toEqual([
      'chr1:5:A:G 1/2',
      'chr1:5:A:T 1/2',
    ]);
  });

  it('believes a homozygous genotype only where no read shows the reference', async () => {
    const { variants } = await readVariants(
      maf(
        { Tumor_Seq_Allele1: 'G' },
        {
          Start_Position: '6',
          End_Position: '6',
          Reference_Allele: 'C',
          Tumor_Seq_Allele1: 'G',
          t_ref_count: '0',
        },
      ),
      { reference },
    );
    expect(variants.map(({ genotype }) => genotype)).toEqual(['./1', '1/1']);
  });

  it('leaves out what is not somatic, by its FILTER or its Mutation_Status', async () => {
    const { variants, omissions } = await readVariants(
      maf({ FILTER: 'panel_of_normals;wga' }, { Mutation_Status: 'Germline' }, { FILTER: '' }),
      { reference },
    );
    expect(omissions.map(({ reason }) => reason)).toEqual([
      'FILTER is panel_of_normals;wga',
      'FILTER is Germline',
    ]);
    expect(variants).toHaveLength(1);
  });

  it.each([
    ['an allele of the reverse strand', { Strand: '-' }, 'RECORD_MALFORMED', 'Strand'],
    ['an end that contradicts the allele', { End_Position: '6' }, 'RECORD_MALFORMED', 'End_Position'],
    ['another build than the first row', { NCBI_Build: 'GRCh37' }, 'RECORD_MALFORMED', 'NCBI_Build'],
    ['no position', { Start_Position: 'x' }, 'RECORD_MALFORMED', 'Start_Position'],
    [
      'a deletion on a contig the reference lacks',
      { Chromosome: 'chr9', Reference_Allele: 'A', Tumor_Seq_Allele2: '-' },
      'CONTIG_UNKNOWN',
      'Chromosome',
    ],
  ])('omits %s, naming line and column', async (_, row, code, field) => {
    const { omissions, variants } = await readVariants(maf({}, row), { reference });
    expect(variants).toHaveLength(1);
    expect(omissions).toMatchObject([{ code, alleleOrdinal: 2 }]);
    expect(omissions[0]?.reason).toContain('line 5');
    expect(omissions[0]?.reason).toContain(field);
  });

  it('says of an indel without a reference that it takes one', async () => {
    const row = { Reference_Allele: 'A', Tumor_Seq_Allele1: 'A', Tumor_Seq_Allele2: '-' };
    const { omissions } = await readVariants(maf({}, row));
    expect(omissions).toMatchObject([{ input: 'chr1:5:A:-', code: 'RECORD_MALFORMED' }]);
    expect(omissions[0]?.reason).toContain('takes a reference');
  });

  it('asks for --tumor-sample where several tumours are in the table', async () => {
    const table = maf({}, { Tumor_Sample_Barcode: 'TCGA-02-01A' });
    await expect(readVariants(table, { reference })).rejects.toMatchObject({
      code: 'VCF_SAMPLE_AMBIGUOUS',
      fix: expect.stringContaining('--tumor-sample TCGA-01-01A'),
    });
  });

  it('reads the rows of the tumour asked for, with their lines', async () => {
    const table = maf({}, { Tumor_Sample_Barcode: 'TCGA-02-01A', Tumor_Seq_Allele2: 'T' }, {});
    const { variants, source } = await readVariants(table, {
      reference,
      params: { tumorSample: 'TCGA-02-01A' },
    });
    expect(variants).toMatchObject([{ input: 'chr1:5:A:T', line: 5, alleleOrdinal: 1 }]);
    expect(source).toMatchObject({ tumorSample: 'TCGA-02-01A', alleleCount: 1, warnings: [] });
  });

  it('names the nearest tumour where the one asked for is not in the table', async () => {
    const params = { tumorSample: 'TCGA-01-01B' };
    await expect(readVariants(maf({}), { reference, params })).rejects.toMatchObject({
      code: 'VCF_SAMPLE_UNKNOWN',
      fix: expect.stringContaining('TCGA-01-01A'),
    });
  });

  it('says which column is missing', async () => {
    const table = maf({}).replaceAll('Tumor_Sample_Barcode', 'Sample');
    await expect(readVariants(table, { reference })).rejects.toMatchObject({
      code: 'VCF_HEADER_MALFORMED',
      at: { line: 3, field: 'Tumor_Sample_Barcode' },
    });
  });

  it('refuses a table of another build than the reference', async () => {
    const grch38 = memoryReference({ chr1 }, { build: 'GRCh38' });
    await expect(readVariants(maf({ NCBI_Build: '37' }), { reference: grch38 })).rejects.toMatchObject({
      code: 'VCF_WRONG_BUILD',
    });
  });
});
