import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../../schemas/stage.js';
import { cancerCellFraction } from '../../../../stages/collect-evidence/cancer-cell-fraction.js';
import { readExpressionTable } from '../../../../stages/collect-evidence/expression-table.js';

function source(content: string | Uint8Array): ByteSource {
  const bytes = Buffer.from(content);
  return {
    name: 'expression.tsv',
    sizeBytes: bytes.length,
    chunks: () => [bytes.subarray(0, 10), bytes.subarray(10)],
  };
}

describe('readExpressionTable', () => {
  it('reads transcript rows and sums them to genes, by id without version and by name', async () => {
    const table = await readExpressionTable(
      source(
        'gene_id\tgene_name\ttranscript_id\ttpm\nENSG01000000001.2\tKRAS\tENST00000311936.8\t10.5\nENSG01000000001.2\tKRAS\tENST00000256078.10\t2\n',
      ),
    );
    expect(table.transcripts.get('ENST00000311936')).toBe(10.5);
    expect(table.genes.get('KRAS')).toBe(12.5);
    expect(table.genes.get('ENSG01000000001')).toBe(12.5);
  });

  it('takes a gene row before the sum of its transcripts', async () => {
    const table = await readExpressionTable(
      source('gene_name,transcript_id,tpm\nTP53,,7\nTP53,ENST00000269305.9,3\n'),
    );
    expect(table.genes.get('TP53')).toBe(7);
  });

  it('reads gzip as it reads plain text, comments aside', async () => {
    const table = await readExpressionTable(source(gzipSync('# one, two\ngene_name\ttpm\nTP53\t7\n')));
    expect(table.genes.get('TP53')).toBe(7);
  });

  it('refuses a truncated gzip file instead of reading half a table', async () => {
    const cut = gzipSync('gene_name\ttpm\nTP53\t1\n').subarray(0, 24);
    await expect(readExpressionTable(source(cut))).rejects.toMatchObject({ code: 'EXPRESSION_MALFORMED' });
  });

  it('refuses a row that has no end instead of reading it again with every chunk', async () => {
    const endless = `gene_name\ttpm\n${'A'.repeat(3 << 20)}`;
    await expect(readExpressionTable(source(endless))).rejects.toMatchObject({
      code: 'EXPRESSION_MALFORMED',
    });
  });

  it('leaves an unknown value unknown', async () => {
    const table = await readExpressionTable(source('gene_name\ttpm\nTP53\tNA\nKRAS\t0\n'));
    expect(table.genes.has('TP53')).toBe(false);
    expect(table.genes.get('KRAS')).toBe(0);
  });

  it.each([
    ['a table without a TPM column', 'gene_name\tcounts\nTP53\t1\n', 1],
    ['a table without a gene column', 'what\ttpm\nTP53\t1\n', 1],
    ['a value that is no number', 'gene_name\ttpm\nTP53\t1\nKRAS\tmany\n', 3],
    ['a negative value', 'gene_name\ttpm\nTP53\t-1\n', 2],
    ['a bad value below a comment and a blank line', '# made, by hand\ngene_name\ttpm\n\nTP53\tmany\n', 4],
    ['an empty file', '', 1],
  ])('refuses %s with file and line', async (_name, text, line) => {
    await expect(readExpressionTable(source(text))).rejects.toMatchObject({
      code: 'EXPRESSION_MALFORMED',
      at: { file: 'expression.tsv', line },
    });
  });
});

describe('cancerCellFraction', () => {
  it.each([
    // u = VAF·(p·2 + 2·(1−p))/p = 2·VAF/p; m = 1 below u = 1, else round(u).
    ['a clonal heterozygous mutation in a pure tumour', 0.5, 1, 1],
    ['half of the cells', 0.25, 1, 0.5],
    ['a clonal one at purity 0.6', 0.3, 0.6, 1],
    ['a homozygous one: two copies in each cell', 1, 1, 1],
    ['a subclone at purity 0.8', 0.1, 0.8, 0.25],
  ])('gives for %s', (_name, vaf, purity, expected) => {
    expect(cancerCellFraction({ vaf, purity, tumorCopies: 2, normalCopies: 2 })).toBe(expected);
  });
});
