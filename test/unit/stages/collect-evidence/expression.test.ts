import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readExpressionTable } from '../../../../stages/collect-evidence/expression/index.js';
import { evidenceSource, tsv } from '../../../support/evidence-file.js';

const read = (content: string | Uint8Array) => readExpressionTable(evidenceSource(content));

/** StringTie 2: the manual's own example of -A and of the GTF, shortened. */
const stringTieGenes = tsv(
  ['Gene ID', 'Gene Name', 'Reference', 'Strand', 'Start', 'End', 'Coverage', 'FPKM', 'TPM'],
  ['ENSG00000000003.15', 'TSPAN6', 'chrX', '-', 100627108, 100639991, '10.5', '7.1', '12.5'],
  ['ENSG00000000005.6', '-', 'chrX', '+', 100584936, 100599885, '0.0', '0.0', '0.0'],
  ['ENSG00000000003.15', 'TSPAN6', 'chrX', '-', 100640000, 100640991, '1.5', '1.1', '0.5'],
);
const stringTieGtf = [
  '# stringtie -e -G genes.gtf rna.bam',
  '# StringTie version 2.2.1',
  'chr1\tStringTie\ttranscript\t11869\t14409\t1000\t+\t.\tgene_id "ENSG00000223972.5"; transcript_id "ENST00000456328.2"; ref_gene_name "DDX11L1"; cov "1.5"; FPKM "0.9"; TPM "2.25";',
  'chr1\tStringTie\texon\t11869\t12227\t1000\t+\t.\tgene_id "ENSG00000223972.5"; transcript_id "ENST00000456328.2"; exon_number "1"; cov "1.5";',
  'chr1\tStringTie\ttranscript\t12010\t13670\t1000\t+\t.\tgene_id "MSTRG.1"; transcript_id "MSTRG.1.2"; reference_id "ENST00000450305.2"; ref_gene_id "ENSG00000223972.5"; ref_gene_name "DDX11L1"; cov "0"; FPKM "0"; TPM "0.75";',
  '',
].join('\n');

describe('the tool is told from the header line', () => {
  it.each([
    ['Salmon', 'Name\tLength\tEffectiveLength\tTPM\tNumReads\nENST00000311936.8\t10\t8\t1.5\t3\n'],
    ['kallisto', 'target_id\tlength\teff_length\test_counts\ttpm\nENST00000311936.8\t10\t8\t3\t1.5\n'],
    [
      'RSEM',
      'gene_id\ttranscript_id(s)\tlength\teffective_length\texpected_count\tTPM\tFPKM\nG1\tT1,T2\t9\t8\t3\t1.5\t2\n',
    ],
    ['StringTie', stringTieGenes],
    ['StringTie', stringTieGtf],
    [
      'featureCounts',
      '# Program:featureCounts v2.0.1\nGeneid\tChr\tStart\tEnd\tStrand\tLength\ta.bam\nG1\t1\t1\t9\t+\t9\t3\n',
    ],
    ['table', 'gene_id,tpm\nENSG1,3\n'],
  ])('%s', async (tool, text) => {
    expect((await read(text)).tool).toBe(tool);
  });
});

describe('ids', () => {
  it("reads GENCODE's names of transcripts, which hold the gene's id and symbol", async () => {
    const name =
      'ENST00000456328.2|ENSG00000223972.5|OTTHUMG00000000961.2|OTTHUMT00000362751.1|DDX11L1-202|DDX11L1|1657|processed_transcript|';
    const table = await read(`Name\tLength\tEffectiveLength\tTPM\tNumReads\n${name}\t1657\t1500\t2.5\t7\n`);
    expect(table.transcripts.get('ENST00000456328')).toBe(2.5);
    expect(table.genes.get('ENSG00000223972')).toBe(2.5);
    expect(table.geneNames.get('DDX11L1')).toBe(2.5);
  });

  it('takes genes in a table of transcripts for genes (quant.genes.sf)', async () => {
    const table = await read(
      'Name\tLength\tEffectiveLength\tTPM\tNumReads\nENSG00000157764.14\t9\t8\t42.5\t7\n',
    );
    expect(table.genes.get('ENSG00000157764')).toBe(42.5);
    expect(table.transcripts.size).toBe(0);
  });

  it('reads ids that RSEM joined with the symbol', async () => {
    const table = await read(
      'gene_id\ttranscript_id(s)\tlength\teffective_length\texpected_count\tTPM\tFPKM\nENSG00000000003.14_TSPAN6\tENST1\t9\t8\t3\t1.5\t2\n',
    );
    expect(table.genes.get('ENSG00000000003')).toBe(1.5);
    expect(table.geneNames.get('TSPAN6')).toBe(1.5);
    expect(table.transcripts.size).toBe(0);
  });

  it("adds the copies of a gene on X and Y, which differ in the version's suffix alone", async () => {
    const table = await read('gene_id\ttpm\nENSG00000182378.15\t3\nENSG00000182378.15_PAR_Y\t1\n');
    expect(table.genes.get('ENSG00000182378')).toBe(4);
    expect(table.notes.join()).toContain('1 rows repeat the id');
  });

  it("reads RSEM's isoforms and sums them to their gene", async () => {
    const table = await read(
      tsv(
        ['transcript_id', 'gene_id', 'length', 'effective_length', 'expected_count', 'TPM', 'FPKM', 'IsoPct'],
        ['ENST00000311936.8', 'ENSG00000133703.13', 9, 8, 3, '10.5', 2, 80],
        ['ENST00000256078.10', 'ENSG00000133703.13', 9, 8, 3, '2', 2, 20],
      ),
    );
    expect(table.transcripts.get('ENST00000311936')).toBe(10.5);
    expect(table.genes.get('ENSG00000133703')).toBe(12.5);
  });
});

describe('StringTie', () => {
  it('adds the loci of one gene, and takes - for no name', async () => {
    const table = await read(stringTieGenes);
    expect(table.genes.get('ENSG00000000003')).toBe(13);
    expect([...table.geneNames.keys()]).toEqual(['TSPAN6']);
  });

  it('reads transcripts of its GTF by the reference they are', async () => {
    const table = await read(stringTieGtf);
    expect(table.transcripts.get('ENST00000456328')).toBe(2.25);
    expect(table.transcripts.get('ENST00000450305')).toBe(0.75);
    expect(table.genes.get('ENSG00000223972')).toBe(3);
    expect(table.rowCount).toBe(2);
  });

  it('refuses a transcript whose TPM is cut away', async () => {
    await expect(read(stringTieGtf.replace(' TPM "0.75";', ''))).rejects.toMatchObject({
      code: 'EXPRESSION_MALFORMED',
      at: { line: 5 },
    });
  });
});

describe('counts and FPKM', () => {
  const counts = tsv(
    ['Geneid', 'Chr', 'Start', 'End', 'Strand', 'Length', 'rna.bam'],
    // Counts per base 0.1, 0.2, 0.1: TPM 250,000, 500,000, 250,000.
    ['ENSG00000000001.2', '1;1', '1;50', '9;60', '+;+', 100, 10],
    ['ENSG00000000002', '1', 1, 9, '+', 200, 40],
    ['ENSG00000000003', '1', 1, 9, '+', 1000, 100],
  );

  it("makes TPM of featureCounts' counts by length, and says so", async () => {
    const table = await read(
      `# Program:featureCounts v2.0.1; Command:"featureCounts" "-a" "g.gtf"\n${counts}`,
    );
    expect(table.genes.get('ENSG00000000001')).toBeCloseTo(250_000, 6);
    expect(table.genes.get('ENSG00000000002')).toBeCloseTo(500_000, 6);
    expect(table.source).toBe('featureCounts, TPM from counts and lengths');
    expect(table.notes.join()).toContain('counts became TPM');
    expect(table.notes.join()).toContain('the sum runs over 3 genes only');
  });

  it('refuses featureCounts of two samples and names them', async () => {
    const two = counts.replace('rna.bam', 'a.bam\tb.bam').replace(/(\d+)\n/g, '$1\t1\n');
    await expect(read(two)).rejects.toMatchObject({ message: expect.stringContaining('(a.bam, b.bam)') });
  });

  it('reads a symbol that featureCounts has as an extra attribute', async () => {
    const table = await read(
      'Geneid\tChr\tStart\tEnd\tStrand\tLength\tgene_name\trna.bam\nENSG00000000001\t1\t1\t9\t+\t9\tKRAS\t7\n',
    );
    expect(table.geneNames.get('KRAS')).toBe(1e6);
  });

  it('divides FPKM by their sum, leaving out what Cufflinks could not tell', async () => {
    const table = await read(
      tsv(
        [
          'tracking_id',
          'class_code',
          'nearest_ref_id',
          'gene_id',
          'gene_short_name',
          'tss_id',
          'locus',
          'length',
          'coverage',
          'FPKM',
          'FPKM_conf_lo',
          'FPKM_conf_hi',
          'FPKM_status',
        ],
        ['ENSG00000000001', '-', '-', 'ENSG00000000001', 'A', '-', 'chr1:1-9', '-', '-', 3, 0, 9, 'OK'],
        ['ENSG00000000002', '-', '-', 'ENSG00000000002', 'B', '-', 'chr1:1-9', '-', '-', 1, 0, 9, 'LOWDATA'],
        ['ENSG00000000003', '-', '-', 'ENSG00000000003', 'C', '-', 'chr1:1-9', '-', '-', 0, 0, 9, 'HIDATA'],
      ),
    );
    expect(table.genes.get('ENSG00000000001')).toBe(750_000);
    expect(table.geneNames.get('B')).toBe(250_000);
    expect(table.genes.has('ENSG00000000003')).toBe(false);
    expect(table.transcripts.size).toBe(0);
    expect(table.notes).toContain('1 rows have no value');
  });

  it('refuses FPKM that are all 0: they have no scale', async () => {
    await expect(read('gene_id\tfpkm\nENSG1\t0\n')).rejects.toMatchObject({ code: 'EXPRESSION_MALFORMED' });
  });
});

describe('a table of one’s own', () => {
  it('takes a gene row before the sum of its transcripts', async () => {
    const table = await read('gene_name,transcript_id,tpm\nTP53,,7\nTP53,ENST00000269305.9,3\n');
    expect(table.geneNames.get('TP53')).toBe(7);
  });

  it('reads gzip as it reads plain text, comments, quotes and a byte order mark aside', async () => {
    const table = await read(gzipSync('\uFEFF# one, two\n"gene_name","what","tpm"\n"TP53","a, ""b""",7\n'));
    expect(table.geneNames.get('TP53')).toBe(7);
  });

  it("reads rows that R's write.table named", async () => {
    const table = await read('gene_id\ttpm\n1\tENSG00000000001\t7\n2\tENSG00000000002\t8\n');
    expect(table.genes.get('ENSG00000000002')).toBe(8);
  });

  it("reads the GDC's STAR table: its first four rows are no genes", async () => {
    const table = await read(
      tsv(
        ['# gene-model: GENCODE v36'],
        ['gene_id', 'gene_name', 'gene_type', 'unstranded', 'tpm_unstranded', 'fpkm_unstranded'],
        ['N_unmapped', '', '', 100, '', ''],
        ['ENSG00000000003.15', 'TSPAN6', 'protein_coding', 7, '1.5', '0.9'],
      ),
    );
    expect([...table.genes]).toEqual([['ENSG00000000003', 1.5]]);
  });

  it('leaves an unknown value unknown, and 0 is 0', async () => {
    const table = await read('gene_name\ttpm\nTP53\tNA\nKRAS\t0\n');
    expect(table.geneNames.has('TP53')).toBe(false);
    expect(table.geneNames.get('KRAS')).toBe(0);
  });

  it('says where the values cannot be TPM of one sample', async () => {
    const table = await read('gene_name\ttpm\nTP53\t900000\nKRAS\t900000\n');
    expect(table.notes.join()).toContain('more than a million');
  });

  it('says where the file may be cut', async () => {
    expect((await read('gene_name\ttpm\nTP53\t12')).notes.join()).toContain('no line break');
    expect((await read('gene_name\ttpm\nTP53\t12\n')).notes).toEqual([]);
  });
});

describe('what is no expression table is refused with file and line', () => {
  it.each([
    ['a table without a TPM column', 'gene_name\tnote\nTP53\t1\n', 1],
    ['counts without lengths', 'gene_id\tcount\nTP53\t1\n', 1],
    ['a table without a gene column', 'what\ttpm\nTP53\t1\n', 1],
    ['a value that is no number', 'gene_name\ttpm\nTP53\t1\nKRAS\tmany\n', 3],
    ['a negative value', 'gene_name\ttpm\nTP53\t-1\n', 2],
    ['an infinite value', 'gene_name\ttpm\nTP53\tInfinity\n', 2],
    ['a row that is cut', 'gene_name\twhat\ttpm\nTP53\tx\t1\nKRAS\tx\n', 3],
    ['a bad value below a comment and a blank line', '# made, by hand\ngene_name\ttpm\n\nTP53\tmany\n', 4],
    ['a second sample', 'sample\tgene_name\ttpm\nA\tTP53\t1\nB\tTP53\t1\n', 3],
    ['an empty file', '', 1],
    ['binary data', 'gene_name\ttpm\nTP\u000053\t1\n', 2],
    ['a matrix of tissues', 'gene_name\ttissue\ttpm\nTP53\tlung\t1\n', 1],
  ])('%s', async (_name, text, line) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'EXPRESSION_MALFORMED',
      at: { file: 'evidence.tsv', line },
    });
  });

  it('a truncated gzip file instead of half a table', async () => {
    const cut = gzipSync('gene_name\ttpm\nTP53\t1\n').subarray(0, 24);
    await expect(read(cut)).rejects.toMatchObject({ code: 'EXPRESSION_MALFORMED' });
  });

  it('a row that has no end', async () => {
    const endless = `gene_name\ttpm\n${'A'.repeat(17 << 20)}`;
    await expect(read(endless)).rejects.toMatchObject({ code: 'EXPRESSION_MALFORMED' });
  });
});
