import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../../../schemas/stage.js';
import { rankLine, rankTable } from '../../../../../workers/cli/rank/rank-table.js';
import { type FormatName, readEpitopes } from '../../../../../workers/cli/rank/read-epitopes.js';

function source(text: string, name = 'table.tsv'): ByteSource {
  const bytes = new TextEncoder().encode(text);
  return {
    name,
    sizeBytes: bytes.length,
    *chunks() {
      yield bytes;
    },
  };
}

function table(rows: readonly Readonly<Record<string, string>>[], delimiter = '\t'): string {
  const columns = Object.keys(rows[0] ?? {});
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? 'NA'))]
    .map((cells) => `${cells.join(delimiter)}\n`)
    .join('');
}

const read = (text: string, format: FormatName | null = null) => readEpitopes(source(text), format);
const factsOf = async (rows: readonly Readonly<Record<string, string>>[]) => (await read(table(rows))).facts;

const pvacseq = {
  Chromosome: 'chr7',
  Start: '140753335',
  Stop: '140753336',
  Reference: 'A',
  Variant: 'T',
  Transcript: 'ENST00000646891.2',
  'Transcript Support Level': '1',
  'Transcript Length': '766',
  Canonical: 'True',
  'MANE Select': 'True',
  Biotype: 'protein_coding',
  'Variant Type': 'missense',
  Mutation: 'V/E',
  'Protein Position': '600',
  'Gene Name': 'BRAF',
  'HLA Allele': 'HLA-A*02:01',
  'Mutation Position': '5',
  'MT Epitope Seq': 'LATEKSRWS',
  'WT Epitope Seq': 'LATVKSRWS',
  'Median MT IC50 Score': '100',
  'Median WT IC50 Score': '200',
  'Median MT Percentile': '0.5',
  'Median MT IC50 Percentile': '0.4',
  'Median MT Immunogenicity Percentile': 'NA',
  'Median MT Presentation Percentile': '0.6',
  'Tumor DNA VAF': '0.4',
  'Tumor RNA Depth': '100',
  'Tumor RNA VAF': '0.3',
  'Gene Expression': '10.0013',
};

describe('all_epitopes.tsv of pVACseq', () => {
  it('names a variant and its change as the aggregate report does', async () => {
    const [facts] = await factsOf([pvacseq]);
    expect([facts?.variant, facts?.change]).toEqual(['chr7-140753335-140753336-A-T', 'V600E']);
    const [shifted] = await factsOf([{ ...pvacseq, 'Variant Type': 'FS', Mutation: 'NA' }]);
    expect(shifted?.change).toBe('FS600');
  });

  it('takes allele expression as gene expression × RNA VAF to three decimals, and reads as depth × VAF', async () => {
    const [facts] = await factsOf([pvacseq]);
    expect(facts?.numbers.alleleExpression).toBe(3);
    expect(facts?.numbers.rnaAltReads).toBe(30);
  });

  it.each<[string, Readonly<Record<string, string>>, boolean | null]>([
    ['position 5 is no anchor', {}, true],
    ['position 9 is one, and the wild type binds', { 'Mutation Position': '9' }, false],
    ['the wild type does not bind', { 'Mutation Position': '9', 'Median WT IC50 Score': '500' }, true],
    ['the wild type is not known', { 'Mutation Position': '9', 'Median WT IC50 Score': 'NA' }, null],
    ['both lie in anchors', { 'Mutation Position': '8, 9' }, false],
    ['three residues are mutated', { 'Mutation Position': '1, 2, 9' }, true],
    ['no position is told', { 'Mutation Position': 'NA' }, true],
  ])('tells what the T cell sees: %s', async (_why, changes, expected) => {
    const [facts] = await factsOf([{ ...pvacseq, ...changes }]);
    expect(facts?.flags.isNewToTcells).toBe(expected);
  });

  it('fails no transcript for what the annotation did not tell', async () => {
    const notRun = { 'MANE Select': 'Not Run', Canonical: 'Not Run', 'Transcript Support Level': 'NA' };
    const tierOf = async (changes: Readonly<Record<string, string>>) => {
      const facts = await factsOf([{ ...pvacseq, 'Gene Expression': '50', ...changes }]);
      return rankTable(facts, { policy: 'pvacseq-7', purity: null }).ranked[0]?.tier;
    };
    expect(await tierOf(notRun)).toBe('Pass');
    expect(await tierOf({ ...notRun, 'MANE Select': 'False', Canonical: 'False' })).toBe('PoorTranscript');
  });

  it('breaks ties by chromosome as text, then by position as a number', async () => {
    const at = (Chromosome: string, Start: string) => ({ ...pvacseq, Chromosome, Start, Stop: Start });
    const facts = await factsOf([at('chr2', '9'), at('chr2', '10'), at('chr10', '5')]);
    const { ranked } = rankTable(facts, { policy: 'pvacseq-7', purity: null });
    expect(ranked.map(({ facts: { variant } }) => variant.split('-').slice(0, 2).join(':'))).toEqual([
      'chr10:5',
      'chr2:9',
      'chr2:10',
    ]);
  });
});

describe('a LENS report', () => {
  const row = {
    allele: 'HLA-A02:01',
    peptide: 'SLYNTVATL',
    'netmhcpan_4.1b.aff_nm': '250',
    'mhcflurry_2.1.1.aff': '900',
    antigen_source: 'SNV',
    variant_coords: 'chr1:100',
    snv_alt_allele: '[T]',
    rna_reads_covering_genomic_origin_with_peptide_cds: '3',
    tpm: 'ENST1:4.1-ENST2:9',
    ccf: '0.5',
  };

  it('is read with the affinity of NetMHCpan where there are two, and alleles are written in full', async () => {
    const [facts] = await factsOf([row]);
    expect([facts?.allele, facts?.numbers.affinityNm, facts?.numbers.tpm]).toEqual([
      'HLA-A*02:01',
      250,
      null,
    ]);
  });
});

describe("a run's own candidates.tsv", () => {
  const row = {
    ...{ chrom: 'chr1', pos: '100', ref: 'A', alt: 'T', peptide: 'SLYNTVATL', allele: 'HLA-A*02:01' },
    ...{ percentile_rank: '0.2', affinity_nm: '50', anchor: 'non_anchor', cancer_cell_fraction: '0.8' },
  };

  it('keeps what the later evidence says, and leaves unknown what it does not', async () => {
    const [facts] = await factsOf([
      {
        ...row,
        ...{ allele_lost: 'yes', clonality: 'subclonal', foreignness: '0.25', phbr: '0.7' },
        ...{ cancer_cell_fraction_low: '0.6', cancer_cell_fraction_high: '0.95' },
        class_ii_support: 'strong DRB1*15:01 PKYVKQNTLKLATGM 0.8',
      },
    ]);
    expect(facts?.flags).toMatchObject({ isAlleleLost: true, isClonal: false, isDriver: null });
    expect(facts?.numbers).toMatchObject({
      ...{ foreignness: 0.25, phbr: 0.7, classTwoPercentileRank: 0.8 },
      ...{ cancerCellFractionLow: 0.6, cancerCellFractionHigh: 0.95 },
    });
    const [before] = await factsOf([row]);
    expect(before?.flags).toMatchObject({ isAlleleLost: null, isClonal: null });
    expect(before?.numbers).toMatchObject({ classTwoPercentileRank: null, cancerCellFractionLow: null });
  });
});

describe('a Topiary table', () => {
  it('is read as CSV, peptides without a mutation left out', async () => {
    const row = {
      variant: 'chr1 g.100A>T',
      gene: 'G',
      peptide: 'SLYNTVATL',
      allele: 'HLA-A*02:01',
      affinity: '35',
      percentile_rank: '0.2',
      contains_mutant_residues: 'True',
    };
    const { format, facts } = await read(
      table([row, { ...row, peptide: 'SLYNTVATV', contains_mutant_residues: 'False' }], ','),
    );
    expect(format).toBe('topiary');
    expect(facts.map(({ peptide, numbers }) => [peptide, numbers.affinityNm])).toEqual([['SLYNTVATL', 35]]);
  });
});

describe('a table', () => {
  it('is refused where its columns are of no known tool', async () => {
    await expect(read('a\tb\n1\t2\n')).rejects.toMatchObject({ code: 'EPITOPES_MALFORMED', at: { line: 1 } });
  });

  it('is refused where the format asked for lacks a column, naming it', async () => {
    const { Stop: _stop, ...rest } = pvacseq;
    await expect(read(table([rest]), 'pvacseq')).rejects.toThrow(/'Stop'/);
  });

  it('is refused at the line of a word where a number belongs, or of a row cut off', async () => {
    const text = table([pvacseq, { ...pvacseq, 'Median MT IC50 Score': 'strong' }]);
    await expect(read(text)).rejects.toMatchObject({ at: { line: 3, field: 'Median MT IC50 Score' } });
    await expect(read(table([pvacseq, pvacseq]).slice(0, -40))).rejects.toMatchObject({ at: { line: 3 } });
  });

  it('is refused where it holds nothing but a header', async () => {
    await expect(read(table([pvacseq]).split('\n')[0] ?? '')).rejects.toThrow(/no candidate/);
  });
});

describe('a row of the output', () => {
  it('has variant, peptide, allele, tier, rank, score and reasons', async () => {
    const facts = await factsOf([pvacseq]);
    const { context, ranked } = rankTable(facts, { policy: 'pvacseq-7', purity: null });
    const [group] = ranked;
    if (group === undefined) throw new Error('one variant is ranked');
    const cells = rankLine(group, 1, context).trimEnd().split('\t');
    expect(cells.slice(0, 6)).toEqual([
      'chr7-140753335-140753336-A-T',
      'LATEKSRWS',
      'HLA-A*02:01',
      'Pass',
      '1',
      '-3',
    ]);
    expect(cells[6]).toMatch(/^meets every known criterion/);
  });
});
