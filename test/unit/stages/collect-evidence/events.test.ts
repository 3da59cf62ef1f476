import { describe, expect, it } from 'vitest';
import type { Consequence, Evidence, Variant } from '../../../../schemas/rows.js';
import { collectEvidence } from '../../../../stages/collect-evidence/index.js';
import { consequenceOf } from '../../../support/consequence.js';
import { fusionEvent } from '../../../support/fusion-event.js';
import { variantOf } from '../../../support/variant.js';
import { byteSource } from '../../../support/vcf-text.js';

async function evidenceOf(
  variant: Variant,
  row: Consequence,
  expression: string | null = null,
): Promise<Evidence> {
  const rows: Evidence[] = [];
  await collectEvidence.run({
    params: collectEvidence.params.parse({}),
    inputs: {
      variants: [variant],
      consequences: [row],
      expression: expression === null ? null : byteSource(expression),
      rnaCounts: null,
      copyNumber: null,
      hlaLoss: null,
    },
    resources: { reference: null, predictor: null, classTwoPredictor: null },
    emit: {
      evidence: (evidence) => rows.push(evidence),
      evidenceSources: () => undefined,
      hlaStatus: () => undefined,
      immuneExpression: () => undefined,
    },
    omit: () => undefined,
  });
  const [first] = rows;
  if (first === undefined) throw new Error('no evidence');
  return first;
}

const fusion = variantOf({
  chrom: '1',
  position: 18,
  ref: 'N',
  alt: 'N[2:24[',
  rna: { depth: null, refReads: null, altReads: 14, variantAlleleFraction: null },
  event: fusionEvent('1:18:left', '2:24:right'),
});
const fusionRow = consequenceOf(
  { wildtype: 'MAKDWF', mutant: 'MAKECE' },
  { gene: 'A::B', geneId: 'ENSG00000000001.4::ENSG00000000002.7', transcript: 'T1::T2' },
);

describe('a fusion', () => {
  it("has its 5' partner's expression, under the ids of the joint", async () => {
    const evidence = await evidenceOf(
      fusion,
      fusionRow,
      'gene_id\tgene_name\ttpm\nENSG00000000001\tA\t30\nENSG00000000002\tB\t7\n',
    );
    expect(Object.values(evidence.geneTpm)).toEqual([30, 30]);
    expect(evidence.geneTpm['A::B']).toBe(30);
    expect(evidence.sources).toContain("expression of a fusion: its 5' partner's");
  });

  it('has the same where ids have no version', async () => {
    const row = { ...fusionRow, geneId: 'G1::G2', gene: '' };
    expect((await evidenceOf(fusion, row, 'gene_id\ttpm\nG1\t3\nG2\t9\n')).geneTpm).toEqual({ 'G1::G2': 3 });
  });

  it('has the reads of its table', async () => {
    const evidence = await evidenceOf(fusion, fusionRow);
    expect(evidence).toMatchObject({ rnaAltReads: 14, rnaDepth: null, dnaVaf: null, geneTpm: {} });
    expect(evidence.sources).toContain('RNA reads: fusion file');
  });
});

describe('a protein of a FASTA file', () => {
  const protein = variantOf({
    chrom: '.',
    position: 1,
    ref: 'N',
    alt: '<PROTEIN>',
    geneExpression: { E7: 55.5 },
    event: { kind: 'protein', origin: 'viral', name: 'E7_HPV16', gene: 'E7', sequence: 'MHGDTPTLHE' },
  });
  const row = consequenceOf(
    { wildtype: '', mutant: 'MHGDTPTLHE*' },
    { gene: 'E7', geneId: 'E7', transcript: 'E7_HPV16' },
  );

  it('has the expression of its header where the table has none of its gene', async () => {
    expect((await evidenceOf(protein, row, 'gene_name\ttpm\nTP53\t4\n')).geneTpm).toEqual({ E7: 55.5 });
    expect((await evidenceOf(protein, row)).sources).toEqual(['expression: protein file']);
  });

  it('has the table’s where it has one', async () => {
    expect((await evidenceOf(protein, row, 'gene_name\ttpm\nE7\t4\n')).geneTpm).toEqual({ E7: 4 });
  });
});

it('an allele takes nothing from the VCF where a table is given', async () => {
  const allele = variantOf({ chrom: '1', position: 100, ref: 'G', alt: 'A', geneExpression: { GENE1: 5 } });
  const row = consequenceOf({ wildtype: 'MAKDWF', mutant: 'MAKEWF' });
  expect((await evidenceOf(allele, row, 'gene_name\ttpm\nTP53\t4\n')).geneTpm).toEqual({});
  expect((await evidenceOf(allele, row)).geneTpm).toEqual({ GENE1: 5 });
});
