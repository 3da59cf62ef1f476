import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../../schemas/stage.js';
import {
  geneNames,
  normalExpressionOf,
  tissueWords,
  wantedOf,
} from '../../../../stages/summarise-biomarkers/normal-expression/index.js';
import { organOf, organs } from '../../../../stages/summarise-biomarkers/normal-expression/organs.js';
import { readNormalTissues } from '../../../../stages/summarise-biomarkers/normal-expression/read-table.js';
import { isNormalTissueTable } from '../../../../stages/summarise-biomarkers/normal-expression/tissue-format.js';

function source(text: string | Buffer): ByteSource {
  const bytes = Buffer.from(text);
  return { name: 'normal.tsv', sizeBytes: bytes.length, chunks: () => [bytes] };
}

const gene = geneNames({ gene: 'GENE1', geneId: 'ENSG00000000001.4' });
const wanted = wantedOf([gene]);
const options = { essentialOrgans: organs, expressedLevel: 1 };

async function levelsIn(text: string | Buffer) {
  return normalExpressionOf(gene, await readNormalTissues(source(text), wanted), options);
}

/** The layout of GTEx_Analysis_v8_…_gene_median_tpm.gct (gtexportal.org, "Bulk tissue expression"). */
const gtex = [
  '#1.2',
  '2\t4',
  'Name\tDescription\tBrain - Cortex\tHeart - Left Ventricle\tHeart - Atrial Appendage\tTestis',
  'ENSG00000000001.11\tGENE1\t0.2\t3.1\t4.5\t20.5',
  'ENSG00000000002.1\tGENE2\t1\t2\t3\t4',
  '',
].join('\n');

/** The layout of rna_tissue_consensus.tsv (proteinatlas.org, "Downloadable data"). */
const hpa = [
  'Gene\tGene name\tTissue\tnTPM',
  'ENSG00000000001\tGENE1\theart muscle\t9.1',
  'ENSG00000000001\tGENE1\ttestis\t22.0',
  'ENSG00000000002\tGENE2\ttestis\t1.0',
  '',
].join('\n');

describe('tables of normal tissues', () => {
  it('reads GTEx medians: by gene id without version, an organ by its highest tissue', async () => {
    expect(await levelsIn(gtex)).toEqual({
      gene: 'ENSG00000000001',
      matchedBy: 'gene id',
      unit: 'TPM',
      tissueCount: 4,
      highest: { tissue: 'Testis', level: 20.5 },
      essential: [
        { tissue: 'Heart - Atrial Appendage', level: 4.5, organ: 'heart' },
        { tissue: 'Brain - Cortex', level: 0.2, organ: 'brain' },
      ],
      expressedInEssential: ['heart'],
    });
  });

  it('reads it gzipped and with CRLF alike', async () => {
    const plain = await levelsIn(gtex);
    expect(await levelsIn(gzipSync(gtex))).toEqual(plain);
    expect(await levelsIn(gtex.replaceAll('\n', '\r\n'))).toEqual(plain);
  });

  it('reads the Human Protein Atlas, a row a tissue', async () => {
    expect(await levelsIn(hpa)).toMatchObject({
      unit: 'nTPM',
      tissueCount: 2,
      highest: { tissue: 'testis', level: 22 },
      expressedInEssential: ['heart'],
    });
  });

  it('prefers levels that are normalised between samples where a table has several', async () => {
    const text = 'Gene\tGene name\tTissue\tTPM\tpTPM\tnTPM\nENSG00000000001\tGENE1\tliver\t1\t2\t3\n';
    expect(await levelsIn(text)).toMatchObject({ unit: 'nTPM', highest: { tissue: 'liver', level: 3 } });
  });

  it('reads a table of gene symbols, quoted or not, and says that the symbol found it', async () => {
    expect(await levelsIn('gene,tissue,tpm\n"GENE1","kidney, cortex",2\n')).toMatchObject({
      gene: 'GENE1',
      matchedBy: 'gene name',
      highest: { tissue: 'kidney, cortex', level: 2 },
      expressedInEssential: ['kidney'],
    });
  });

  it('takes the higher of two rows of one gene and tissue, and leaves an unknown level out', async () => {
    expect(
      await levelsIn('gene\ttissue\ttpm\nGENE1\tlung\t2\nGENE1\tlung\t5\nGENE1\tliver\tNA\n'),
    ).toMatchObject({
      tissueCount: 1,
      highest: { tissue: 'lung', level: 5 },
    });
  });

  it('knows nothing of a gene that the table does not have', async () => {
    expect(await levelsIn('gene\ttissue\ttpm\nGENE2\tlung\t2\n')).toBeNull();
  });

  it('looks a fusion up by either partner', () => {
    expect(geneNames({ gene: 'EML4::ALK', geneId: 'ENSG00000143924.1::ENSG00000171094.18' })).toEqual({
      ids: ['ENSG00000143924', 'ENSG00000171094'],
      names: ['EML4', 'ALK'],
    });
  });

  it.each([
    ['Name\tDescription\tGTEX-1117F-0226-SM-5GZZ7', 'are samples', 3],
    ['id\tsymbol\tLiver', 'Name and Description', 3],
  ])('refuses a GCT whose header is %j', async (header, words, line) => {
    await expect(readNormalTissues(source(`#1.2\n1\t1\n${header}\nx\ty\t1\n`), wanted)).rejects.toMatchObject(
      {
        code: 'NORMAL_EXPRESSION_MALFORMED',
        message: expect.stringContaining(words),
        at: { file: 'normal.tsv', line },
      },
    );
  });

  it.each([
    ['', 'empty', 1],
    ['gene\ttpm\nGENE1\t2\n', 'no tissue', 1],
    ['#1.3\n', 'GCT 1.3', 1],
    ['PK\u0003\u0004', 'ZIP', 1],
    ['gene\ttissue\ttpm\n', 'no row', 1],
    ['gene\ttissue\ttpm\nGENE1\tlung\n', '2 columns, the header 3', 2],
    ['gene\ttissue\ttpm\nGENE2\tlung\t-1\n', "'-1' is not a level", 2],
    ['gene\ttissue\ttpm\nGENE1\t\t1\n', 'names no tissue', 2],
  ])('refuses %j', async (text, words, line) => {
    await expect(readNormalTissues(source(text), wanted)).rejects.toMatchObject({
      code: 'NORMAL_EXPRESSION_MALFORMED',
      message: expect.stringContaining(words),
      at: { line },
    });
  });

  it('refuses a cut gzip file', async () => {
    const cut = gzipSync(gtex).subarray(0, 60);
    await expect(readNormalTissues(source(cut), wanted)).rejects.toMatchObject({
      code: 'NORMAL_EXPRESSION_MALFORMED',
      message: expect.stringContaining('not whole'),
    });
  });

  it('is told from an expression table of a tumour, which names no tissue', () => {
    expect(isNormalTissueTable(gtex)).toBe(true);
    expect(isNormalTissueTable(hpa)).toBe(true);
    expect(isNormalTissueTable('gene_id\tgene_name\ttpm\nENSG1\tA\t2\n')).toBe(false);
  });
});

describe('essential organs', () => {
  it.each([
    ['Heart - Left Ventricle', 'heart'],
    ['Heart_Atrial_Appendage', 'heart'],
    ['heart muscle', 'heart'],
    ['Brain - Cerebellar Hemisphere', 'brain'],
    ['hippocampal formation', 'brain'],
    ['spinal cord', 'brain'],
    ['Kidney - Medulla', 'kidney'],
    ['Small Intestine - Terminal Ileum', 'intestine'],
    ['bone marrow', 'bone marrow'],
    ['testis', null],
    ['skeletal muscle', null],
  ])('%s is of %s', (tissue, organ) => {
    expect(organOf(tissue)).toBe(organ);
  });
});

describe('words on normal tissue', () => {
  it('say where the gene is highest and which essential organs make it', async () => {
    const found = await levelsIn(gtex);
    expect(found === null ? null : tissueWords(found, 1)).toBe(
      'highest in Testis (20.5 TPM); expressed in essential organs: heart 4.5',
    );
    expect(found === null ? null : tissueWords(found, 50)).toContain('below 50 TPM in all of 4 tissues');
    expect(found === null ? null : tissueWords({ ...found, expressedInEssential: [] }, 10)).toBe(
      'highest in Testis (20.5 TPM); below 10 TPM in the essential organs',
    );
  });
});
