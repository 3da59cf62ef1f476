import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readExpressionTable } from '../../../../stages/collect-evidence/expression/index.js';
import { evidenceSource } from '../../../support/evidence-file.js';

const folder = '../shared/data/expression';
const read = (path: string) => readExpressionTable(evidenceSource(readFileSync(`${folder}/${path}`), path));
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

// Sums and values by awk over the files themselves.
describe('real tables of one sample (ERR188297)', () => {
  it('Salmon: 48,009 transcripts', async () => {
    const table = await read('salmon/ERR188297.quant.sf.gz');
    expect(table).toMatchObject({ tool: 'Salmon', rowCount: 48_009, notes: [] });
    expect(sum(table.transcripts.values())).toBeCloseTo(1_000_000.022385, 4);
    expect(table.transcripts.get('NM_000546')).toBe(35.0924);
    expect(table.transcripts.get('NM_001126112')).toBe(0);
    expect(table.transcripts.get('NM_004985')).toBe(16.7497);
    expect(table.genes.size).toBe(0);
  });

  it('kallisto: 48,009 transcripts', async () => {
    const table = await read('kallisto/ERR188297.abundance.tsv.gz');
    expect(table).toMatchObject({ tool: 'kallisto', rowCount: 48_009, notes: [] });
    expect(sum(table.transcripts.values())).toBeCloseTo(1_000_000.095853, 4);
    expect(table.transcripts.get('NM_130786')).toBe(3.84083);
    expect(table.transcripts.get('NM_000546')).toBe(33.1607);
  });

  it('RSEM: 25,343 genes, whose lists of transcripts are none of a row', async () => {
    const table = await read('rsem/ERR188297.genes.results.gz');
    expect(table).toMatchObject({ tool: 'RSEM', rowCount: 25_343, notes: [] });
    expect(sum(table.genes.values())).toBeCloseTo(999_999.77, 4);
    expect(table.genes.get('TP53')).toBe(88.96);
    expect(table.genes.get('ACTB')).toBe(14_155.52);
    expect(table.transcripts.size).toBe(0);
  });
});

describe('small tables of a tool’s tests', () => {
  it('Cufflinks genes, aligned by blanks: FAIL and HIDATA are no values', async () => {
    const table = await read('topiary_genes.fpkm_tracking');
    // Sum of the usable FPKM: 0.0222016 + 10.3844 + 2 · 0.172295 = 10.7511916.
    expect(table.geneNames.get('WASH7P')).toBeCloseTo((10.3844 / 10.7511916) * 1e6, 4);
    expect(table.genes.get('CUFF.1')).toBeCloseTo((0.0222016 / 10.7511916) * 1e6, 4);
    expect(table.genes.has('CUFF.6')).toBe(false);
    expect(table.genes.has('CUFF.8')).toBe(false);
    expect(table.genes.get('CUFF.7')).toBe(table.genes.get('CUFF.5'));
    expect(table).toMatchObject({ tool: 'Cufflinks', source: 'Cufflinks, TPM from FPKM', rowCount: 12 });
  });

  it('Cufflinks isoforms: transcripts, summed to their genes', async () => {
    const table = await read('topiary_isoforms.fpkm_tracking');
    expect(table.transcripts.get('ENST00000461467')).toBeCloseTo((0.0222016 / 0.2162346) * 1e6, 4);
    expect(table.geneNames.get('FAM138A')).toBeCloseTo((0.0222016 / 0.2162346) * 1e6, 4);
    expect(table.transcripts.get('ENST00000492842')).toBe(0);
    expect(table.transcripts.has('ENST00000496445')).toBe(false);
  });

  it('Salmon of genes, kallisto of transcripts', async () => {
    expect((await read('topiary_salmon_quant.sf')).genes.get('ENSG00000141510')).toBe(15.3);
    expect((await read('topiary_kallisto_abundance.tsv')).transcripts.get('ENST00000269305')).toBe(12.1);
  });

  it.each([
    ['tx2gene.csv.gz', 'no TPM column'],
    ['tximportData.README.md', 'no TPM column'],
  ])('%s is refused: %s', async (path, reason) => {
    await expect(read(path)).rejects.toMatchObject({
      code: 'EXPRESSION_MALFORMED',
      message: expect.stringContaining(reason),
    });
  });
});
