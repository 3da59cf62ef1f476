import { describe, expect, it } from 'vitest';
import type { ReferenceBundle, Transcript } from '../../../../schemas/reference.js';
import type { Consequence, Evidence, EvidenceSources, HlaStatus, Variant } from '../../../../schemas/rows.js';
import { collectEvidence } from '../../../../stages/collect-evidence/index.js';
import { consequenceOf } from '../../../support/consequence.js';
import { evidenceSource, tsv } from '../../../support/evidence-file.js';
import { memoryReference } from '../../../support/memory-reference.js';
import { variantOf } from '../../../support/variant.js';

interface Given {
  readonly variant?: Partial<Variant>;
  readonly rows?: readonly Partial<Consequence>[];
  readonly files?: Partial<Record<'expression' | 'rnaCounts' | 'copyNumber' | 'hlaLoss', string>>;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly reference?: ReferenceBundle;
}

async function collect(given: Given) {
  const evidence: Evidence[] = [];
  const sources: EvidenceSources[] = [];
  const statuses: HlaStatus[] = [];
  const file = (name: 'expression' | 'rnaCounts' | 'copyNumber' | 'hlaLoss') => {
    const text = given.files?.[name];
    return text === undefined ? null : evidenceSource(text, `${name}.tsv`);
  };
  const rows = given.rows ?? [{}];
  await collectEvidence.run({
    params: collectEvidence.params.parse(given.params ?? {}),
    inputs: {
      variants: [variantOf({ chrom: '1', position: 100, ref: 'G', alt: 'A', ...given.variant })],
      consequences: rows.map((fields) => consequenceOf({ wildtype: 'MAKDWF', mutant: 'MAKEWF' }, fields)),
      expression: file('expression'),
      rnaCounts: file('rnaCounts'),
      copyNumber: file('copyNumber'),
      hlaLoss: file('hlaLoss'),
    },
    resources: { reference: given.reference ?? null, predictor: null, classTwoPredictor: null },
    emit: {
      evidence: (row) => evidence.push(row),
      evidenceSources: (row) => sources.push(row),
      hlaStatus: (row) => statuses.push(row),
      immuneExpression: () => undefined,
    },
    omit: () => undefined,
  });
  const [row] = evidence;
  const [source] = sources;
  const [status] = statuses;
  if (row === undefined || source === undefined || status === undefined)
    throw new Error('an output is missing');
  return { row, source, status };
}

const gene = { gene: 'KRAS', geneId: 'ENSG00000133703.13', transcript: 'ENST00000311936.8' };

describe('expression', () => {
  it('is joined by id whatever the version', async () => {
    const { row } = await collect({
      rows: [gene],
      files: { expression: 'gene_id\ttpm\nENSG00000133703.9\t7\n' },
    });
    expect(row.geneTpm['ENSG00000133703']).toBe(7);
    expect(row.sources).toEqual(['expression: table']);
  });

  it('falls back to the symbol, and says so of the variant and of the run', async () => {
    const { row, source } = await collect({ rows: [gene], files: { expression: 'gene_id\ttpm\nKRAS\t7\n' } });
    expect(row.geneTpm).toEqual({ KRAS: 7 });
    expect(row.sources).toContain('expression: by gene symbol for KRAS');
    expect(source.notes).toContain('expression: by gene symbol: 1 of 1 variants');
  });

  it('prefers the id where the table has both, and they differ', async () => {
    const { row } = await collect({
      rows: [gene],
      files: { expression: 'gene_id\tgene_name\ttpm\nENSG00000133703\tOLD\t7\nENSG00000999999\tKRAS\t1\n' },
    });
    expect(row.geneTpm['ENSG00000133703']).toBe(7);
  });

  const transcripts =
    'target_id\tlength\teff_length\test_counts\ttpm\nENST00000311936.8\t9\t8\t1\t10\nENST00000256078.10\t9\t8\t1\t2\nENST00000556131.1\t9\t8\t1\t0.5\n';

  it('of a gene is the sum of the transcripts that the run knows of it, where the table names no gene', async () => {
    const second = { ...gene, transcript: 'ENST00000256078.10' };
    const { row } = await collect({ rows: [gene, second], files: { expression: transcripts } });
    expect(row.geneTpm['ENSG00000133703']).toBe(12);
    expect(row.transcriptTpm).toEqual({ ENST00000311936: 10, ENST00000256078: 2 });
    expect(row.sources).toContain('expression: sum of its transcripts for KRAS');
  });

  it('takes the transcripts that no variant lies in from the reference', async () => {
    const transcript = (id: string): Transcript => ({
      index: 0,
      id,
      geneId: gene.geneId,
      geneName: 'KRAS',
      contig: '1',
      strand: '+',
      start: 0,
      end: 900,
      biotype: 'protein_coding',
      exons: [],
      cds: null,
      proteinId: null,
      geneticCode: 1,
      selenocysteines: [],
      isManeSelect: false,
      isManePlusClinical: false,
      isCanonical: false,
      supportLevel: null,
      appris: null,
      tags: [],
    });
    const all = ['ENST00000311936.8', 'ENST00000256078.10', 'ENST00000556131.1'].map(transcript);
    const reference: ReferenceBundle = {
      ...memoryReference({ '1': 'A'.repeat(1000) }),
      transcriptById: (id) => all.find((one) => one.id === id) ?? null,
      transcriptsOverlapping: () => all,
    };
    const { row } = await collect({ rows: [gene], files: { expression: transcripts }, reference });
    expect(row.geneTpm['ENSG00000133703']).toBe(12.5);
  });

  it('says how values became TPM, and that a gene is not in the table', async () => {
    const fpkm = 'gene_id\tfpkm\nENSG00000133703\t3\nENSG00000000001\t1\n';
    const { row } = await collect({ rows: [gene], files: { expression: fpkm } });
    expect(row.geneTpm['ENSG00000133703']).toBe(750_000);
    expect(row.sources).toEqual(['expression: table, TPM from FPKM']);
    const other = await collect({ files: { expression: fpkm } });
    expect(other.row.geneTpm).toEqual({});
    expect(other.source.notes).toContain('expression.tsv (table): no variant of the run is in it');
  });
});

describe('RNA reads', () => {
  const own = { depth: 9, refReads: 6, altReads: 3, variantAlleleFraction: 1 / 3 };
  const counts = tsv(
    ['chrom', 'pos', 'ref', 'alt', 'ref_count', 'alt_count'],
    ['chr1', 100, 'G', 'A', 12, 4],
  );

  it("of the file go before the VCF's own", async () => {
    const { row, source } = await collect({ variant: { rna: own }, files: { rnaCounts: counts } });
    expect(row).toMatchObject({ rnaDepth: 16, rnaAltReads: 4, rnaVaf: 0.25, sources: ['RNA reads: table'] });
    expect(source.files).toEqual([
      { role: 'rna-counts', tool: 'table', file: 'rnaCounts.tsv', rowCount: 1, variantCount: 1 },
    ]);
  });

  it('of the VCF stand where the file tells nothing', async () => {
    const { row } = await collect({ variant: { rna: own, position: 101 }, files: { rnaCounts: counts } });
    expect(row).toMatchObject({ rnaDepth: 9, sources: ['RNA reads: VCF (RDP, RAD, RAF)'] });
  });
});

describe('clonality', () => {
  const tumor = { depth: 100, refReads: 75, altReads: 25, variantAlleleFraction: 0.25 };
  const segments = 'chrom\tstart\tend\ttotal_cn\tpurity\n1\t1\t200\t4\t0.5\n';

  it('takes copies and purity of the table', async () => {
    // u = 0.25·(0.5·4 + 2·0.5)/0.5 = 1.5, m = 2, CCF = 0.75; 95 % of 25 in 100: 0.175556 to 0.343348 (scipy), times 6/2.
    const { row, source } = await collect({ variant: { tumor }, files: { copyNumber: segments } });
    expect(row).toMatchObject({
      cancerCellFraction: 0.75,
      cancerCellFractionInterval: [0.5267, 1],
      clonality: 'clonal',
      tumorCopies: 4,
      normalCopies: 2,
    });
    expect(source.purity).toEqual({ value: 0.5, source: 'table' });
    expect(row.sources).toContain('copy number: table');
  });

  it('takes the purity that is given before that of the table', async () => {
    const { source } = await collect({ files: { copyNumber: segments }, params: { purity: 0.8 } });
    expect(source.purity).toEqual({ value: 0.8, source: 'given' });
  });

  it('is not known beside every segment', async () => {
    const { row, source } = await collect({
      variant: { tumor, position: 300 },
      files: { copyNumber: segments },
    });
    expect(row).toMatchObject({ cancerCellFraction: null, tumorCopies: null, clonality: null });
    expect(source.notes).toContain('copy number: table has no segment here: 1 of 1 variants');
  });
});

describe('HLA loss', () => {
  it('is of no source where no file is given', async () => {
    expect((await collect({})).status).toEqual({ source: null, alleles: [] });
  });

  it('keeps to the limits that are given', async () => {
    const text = tsv(
      [
        'HLA_A_type1',
        'HLA_A_type2',
        'HLA_type1copyNum_withBAFBin',
        'HLA_type2copyNum_withBAFBin',
        'PVal_unique',
        'LossAllele',
      ],
      ['hla_a_01_01', 'hla_a_24_02', '1.2', '0.4', '0.001', 'hla_a_24_02'],
    );
    const lost = async (params: Readonly<Record<string, unknown>>) =>
      (await collect({ files: { hlaLoss: text }, params })).status.alleles.map(({ isLost }) => isLost);
    expect(await lost({})).toEqual([false, true]);
    expect(await lost({ hlaLossMaxCopies: 0.3 })).toEqual([false, false]);
    expect(await lost({ hlaLossMaxPValue: 0.0001 })).toEqual([false, false]);
  });
});
