import { describe, expect, it } from 'vitest';
import type { SafetyRow } from '../../../../schemas/biomarkers.js';
import type { Candidate } from '../../../../schemas/candidates.js';
import type { ByteSource } from '../../../../schemas/stage.js';
import { organs } from '../../../../stages/summarise-biomarkers/normal-expression/organs.js';
import { antigenCollector } from '../../../../stages/summarise-biomarkers/safety/antigen-peptides.js';
import { safetyRows } from '../../../../stages/summarise-biomarkers/safety/index.js';
import { toyPredictor } from '../../../support/construct.js';
import { memoryReference } from '../../../support/memory-reference.js';
import { reportFixture } from '../../../support/report-fixture.js';
import { transcriptOf } from '../../../support/transcript.js';
import { byteSource } from '../../../support/vcf-text.js';

function candidateOf(changes: Partial<Candidate>): Candidate {
  const [template] = reportFixture().candidates;
  if (template === undefined) throw new Error('no candidate');
  return { ...template, alleleOrdinal: 1, allele: 'HLA-A*02:01', percentileRank: 0.2, ...changes };
}

/** SLYNTVATL with the wild type's P at offset 4, an anchor at offset 8 on the allele. */
const best = candidateOf({
  gene: 'GENE1',
  peptide: 'SLYNTVATL',
  wildtypePeptide: 'SLYNPVATL',
  anchorOffsets: [1, 8],
});
const shortlisted = { pick: 1, rank: 1, alleleOrdinal: 1, variantId: best.variantId };

function referenceOf(proteins: Readonly<Record<string, string>>) {
  return {
    ...memoryReference({}),
    proteome: () =>
      Object.entries(proteins).map(([geneName, sequence]) => ({ id: `P-${geneName}`, geneName, sequence })),
  };
}

async function safetyOf(
  proteins: Readonly<Record<string, string>> | null,
  options: {
    readonly best?: Candidate;
    readonly candidates?: readonly Candidate[];
    readonly normalExpression?: ByteSource;
    readonly rankOf?: (peptide: string) => number;
    readonly germline?: string;
  } = {},
): Promise<SafetyRow> {
  const collector = antigenCollector([shortlisted], 2);
  collector.addRanked({ alleleOrdinal: 1, best: options.best ?? best });
  for (const candidate of options.candidates ?? []) collector.addCandidate(candidate);
  const [row] = await safetyRows({
    antigens: collector.antigens(),
    reference: proteins === null ? null : referenceOf(proteins),
    germlineSegments:
      options.germline === undefined
        ? []
        : [{ gene: 'GENE4', transcript: 'T4', variantIds: ['1:5:A:C'], sequence: options.germline }],
    normalExpression: options.normalExpression ?? null,
    predictor: options.rankOf === undefined ? null : toyPredictor(options.rankOf),
    rankLimit: 2,
    essentialOrgans: organs,
    expressedLevel: 1,
  });
  if (row === undefined) throw new Error('no row');
  return row;
}

describe('near-self matches', () => {
  it('names the wild type of the own gene as expected, and no cross-reactivity', async () => {
    const row = await safetyOf({ GENE1: 'MKSLYNPVATLKK' });
    expect(row.nearSelf).toMatchObject([
      { kind: 'own_wildtype', match: 'SLYNPVATL', gene: 'GENE1', protein: 'P-GENE1', offset: 2 },
    ]);
    expect(row.crossReactivity).toBe('none');
    expect(row.summary).toContain('own wild type found for 1, as expected');
    expect(row.summary).toContain('no other gene has such a stretch');
  });

  it('tells a mismatch in an anchor, which the T cell does not see, from one that it does', async () => {
    const row = await safetyOf({ GENE2: 'MSLYNTVATVK', GENE3: 'MSLYNTVKTLK' });
    expect(row.nearSelf?.map(({ gene, mismatch }) => [gene, mismatch])).toEqual([
      ['GENE2', { offset: 8, peptideResidue: 'L', selfResidue: 'V', place: 'anchor' }],
      ['GENE3', { offset: 6, peptideResidue: 'A', selfResidue: 'K', place: 'central' }],
    ]);
    expect(row.crossReactivity).toBe('same_face');
    expect((await safetyOf({ GENE3: 'MSLYNTVKTLK' })).crossReactivity).toBe('one_central');
  });

  it('would have warned of MAGE-A12 in a patient treated against MAGE-A3 (Morgan 2013, doi:10.1097/CJI.0b013e3182829903)', async () => {
    const target = candidateOf({
      gene: 'MAGEA3',
      peptide: 'KVAELVHFL',
      wildtypePeptide: null,
      anchorOffsets: [1, 8],
    });
    const row = await safetyOf(
      { MAGEA3: 'KVAELVHFLL', MAGEA12: 'KMAELVHFLL' },
      {
        best: target,
        normalExpression: byteSource('gene\ttissue\ttpm\nMAGEA12\tcerebral cortex\t1.2\n'),
      },
    );
    expect(row.crossReactivity).toBe('same_face');
    expect(row.nearSelf).toMatchObject([
      { gene: 'MAGEA12', kind: 'other_gene', mismatch: { offset: 1, place: 'anchor' } },
      { gene: 'MAGEA3', kind: 'own_gene', mismatch: null },
    ]);
    expect(row.summary).toContain('MAGEA12 highest in cerebral cortex (1.2 TPM)');
  });

  it('puts the same peptide in another gene first', async () => {
    const row = await safetyOf({ GENE1: 'SLYNPVATL', GENE2: 'SLYNTVATV', GENE3: 'SLYNTVATL' });
    expect(row.nearSelf?.map(({ gene, kind }) => [gene, kind])).toEqual([
      ['GENE3', 'other_gene'],
      ['GENE2', 'other_gene'],
      ['GENE1', 'own_wildtype'],
    ]);
    expect(row.crossReactivity).toBe('exact');
  });

  it('says where another gene has the sequence of the wild type', async () => {
    const row = await safetyOf({ GENE2: 'SLYNPVATL' });
    expect(row.nearSelf).toMatchObject([{ kind: 'wildtype_elsewhere', gene: 'GENE2' }]);
    expect(row.crossReactivity).toBe('one_central');
    expect(row.summary).toContain('the sequence of the wild type');
  });

  it('knows the own gene by the name that the reference has for its transcript', async () => {
    const collector = antigenCollector([shortlisted], 2);
    collector.addRanked({ alleleOrdinal: 1, best: { ...best, gene: 'OLDNAME', transcript: 'T1.2' } });
    const reference = {
      ...referenceOf({ NEWNAME: 'SLYNPVATL' }),
      transcriptById: (id: string) => (id === 'T1.2' ? transcriptOf({ geneName: 'NEWNAME' }) : null),
    };
    const [row] = await safetyRows({
      antigens: collector.antigens(),
      reference,
      germlineSegments: [],
      normalExpression: null,
      predictor: null,
      rankLimit: 2,
      essentialOrgans: organs,
      expressedLevel: 1,
    });
    expect(row?.nearSelf).toMatchObject([{ kind: 'own_wildtype', gene: 'NEWNAME' }]);
  });

  it('looks for every peptide up to the rank limit, each by its strongest allele, and for no weaker one', async () => {
    const other = candidateOf({ peptide: 'YNTVATLLK', allele: 'HLA-A*03:01', percentileRank: 1.5 });
    const stronger = { ...other, allele: 'HLA-A*11:01', percentileRank: 0.3 };
    const weak = candidateOf({ peptide: 'GILGFVFTL', percentileRank: 2.5 });
    const row = await safetyOf({ GENE2: 'YNTVATLAKWWGILGFVFTL' }, { candidates: [other, stronger, weak] });
    expect(row.peptidesSearched).toBe(2);
    expect(row.nearSelf).toMatchObject([
      { peptide: 'YNTVATLLK', allele: 'HLA-A*11:01', percentileRank: 0.3, match: 'YNTVATLAK' },
    ]);
  });

  it('asks the predictor whether the self stretch is presented by the same allele', async () => {
    const rankOf = (peptide: string) => (peptide === 'SLYNTVATV' ? 0.4 : 60);
    const row = await safetyOf({ GENE2: 'SLYNTVATV', GENE3: 'SLYNTVATD' }, { rankOf });
    expect(row.nearSelf?.map(({ match, matchPercentileRank }) => [match, matchPercentileRank])).toEqual([
      ['SLYNTVATV', 0.4],
      ['SLYNTVATD', 60],
    ]);
    expect(row.crossReactivity).toBe('same_face');
    expect(row.summary).toContain('presented by HLA-A*02:01 too, rank 0.4');
    expect(row.summary).toContain('hardly presented by HLA-A*02:01, rank 60');
  });

  it('does not hold a stretch against an antigen that its allele hardly presents', async () => {
    const row = await safetyOf({ GENE2: 'SLYNTVATV', GENE3: 'SLYNTVATV' }, { rankOf: () => 60 });
    expect(row.nearSelf).toHaveLength(2);
    expect(row.crossReactivity).toBe('none');
    expect(row.summary).toContain(
      '1 stretch of other genes, none of them presented; GENE2, GENE3: SLYNTVATV',
    );
  });

  it('also looks in what the patient’s germline makes, and names the variants', async () => {
    const row = await safetyOf({ GENE1: 'MK' }, { germline: 'WWSLYNTVATVWW' });
    expect(row.nearSelf).toMatchObject([{ gene: 'GENE4', germlineVariantIds: ['1:5:A:C'], offset: 2 }]);
  });

  it('knows nothing without a reference, and says so', async () => {
    const row = await safetyOf(null);
    expect(row).toMatchObject({ nearSelf: null, crossReactivity: null, peptidesSearched: 0 });
    expect(row.summary).toContain('no reference proteome was given');
  });
});

describe('normal tissue', () => {
  const normalExpression = byteSource(
    'gene\ttissue\ttpm\nGENE1\theart\t3.5\nGENE1\ttestis\t40\nGENE2\tliver\t0.1\n',
  );

  it('is told of the parent gene with essential organs named, and of the genes that match', async () => {
    const row = await safetyOf({ GENE2: 'SLYNTVATV' }, { normalExpression });
    expect(row.normalExpression).toMatchObject({
      highest: { tissue: 'testis', level: 40 },
      expressedInEssential: ['heart'],
    });
    expect(row.summary).toContain('highest in testis (40 TPM); expressed in essential organs: heart 3.5');
    expect(row.nearSelf?.[0]?.tissueNote).toBe('below 1 TPM in all of 1 tissues, highest in liver (0.1 TPM)');
  });

  it('is not known without a table, or where the table lacks the gene', async () => {
    const without = await safetyOf(null);
    expect(without.normalExpression).toBeNull();
    expect(without.normalExpressionNote).toContain('no table of normal tissues was given');
    const other = await safetyOf(null, { normalExpression: byteSource('gene\ttissue\ttpm\nX\tskin\t1\n') });
    expect(other.normalExpression).toBeNull();
    expect(other.normalExpressionNote).toContain('has no values of GENE1');
  });
});
