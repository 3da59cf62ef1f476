import { describe, expect, it } from 'vitest';
import { renderFixture } from '../../../support/render-fixture.js';
import { hostile } from '../../../support/report-antigens.js';
import { reportFixture } from '../../../support/report-fixture.js';

const rowsOf = (tsv: string): Record<string, string>[] => {
  const [header = '', ...lines] = tsv.trimEnd().split('\n');
  const columns = header.split('\t');
  return lines.map((line) => {
    const fields = line.split('\t');
    expect(fields).toHaveLength(columns.length);
    return Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? '']));
  });
};

describe('shortlist.tsv', () => {
  it('has exactly the columns of the design, in its order', async () => {
    const { shortlistTsv } = await renderFixture(reportFixture());
    expect(shortlistTsv.split('\n')[0]?.split('\t').join(' ')).toBe(
      'rank tier probability gene hgvs_p hgvs_c transcript chrom pos ref alt best_peptide best_allele affinity_nm percentile_rank ' +
        'wildtype_peptide wildtype_affinity_nm agretopicity anchor dna_vaf rna_vaf tpm allele_expression cancer_cell_fraction class_ii_support window reasons',
    );
  });

  it('writes one line per pick with the normalised place and NA for what is unknown', async () => {
    const { shortlistTsv } = await renderFixture(reportFixture());
    const rows = rowsOf(shortlistTsv);
    expect(rows).toHaveLength(8);
    expect(rows[0]).toMatchObject({
      rank: '1',
      tier: 'Pass',
      gene: 'KRAS',
      chrom: 'chr3',
      pos: '1015838',
      ref: 'G',
      alt: 'A',
      best_peptide: 'VVVGADGVGK',
      best_allele: 'HLA-A*11:01',
      affinity_nm: '41.3',
      allele_expression: '16.81',
      class_ii_support: 'NA',
    });
    expect(rows[4]).toMatchObject({ gene: 'APC', wildtype_peptide: 'NA', agretopicity: 'NA' });
  });

  it('keeps only its header where there is no pick', async () => {
    const { shortlistTsv, peptidesFasta } = await renderFixture(reportFixture(0));
    expect(rowsOf(shortlistTsv)).toEqual([]);
    expect(peptidesFasta).toBe('');
  });
});

describe('candidates.tsv', () => {
  it('has a line for every candidate, terms and failed criteria named', async () => {
    const inputs = reportFixture();
    const rows = rowsOf((await renderFixture(inputs)).candidatesTsv);
    expect(rows).toHaveLength(inputs.candidates.length);
    const gated = rows.find(({ gene }) => gene === 'OR5K1');
    expect(gated?.['gates']).toBe('no RNA read carries the mutation at depth 64');
    expect(gated?.['failed_criteria']).toBe('allele expression');
    expect(rows[0]?.['terms']).toMatch(/^Baseline=-5\.11; /);
  });
});

describe('ledger.tsv', () => {
  it('lists every allele of the file once, in file order', async () => {
    const rows = rowsOf((await renderFixture(reportFixture())).ledgerTsv);
    expect(rows.map(({ allele }) => Number(allele))).toEqual(
      Array.from({ length: 41 }, (_, index) => index + 1),
    );
  });

  it('says where and why each omitted allele left and nothing for a shortlisted one', async () => {
    const rows = rowsOf((await renderFixture(reportFixture())).ledgerTsv);
    expect(rows.filter(({ status }) => status === 'shortlisted')).toHaveLength(8);
    expect(rows[1]).toMatchObject({
      gene: 'KRAS',
      rank: '1',
      status: 'shortlisted',
      stage: 'NA',
      code: 'NA',
      reason: 'NA',
    });
    expect(rows[3]).toMatchObject({
      chrom: 'NA',
      status: 'omitted',
      stage: 'parse-variants',
      code: 'ALLELE_SYMBOLIC',
    });
    expect(rows.at(34)).toMatchObject({
      gene: 'OR5K1',
      rank: '12',
      stage: 'select-shortlist',
      code: 'GATED',
    });
  });

  it('refuses a run in which an allele vanished without an omission', async () => {
    const inputs = reportFixture();
    inputs.featureOmissions.pop();
    await expect(renderFixture(inputs)).rejects.toMatchObject({ code: 'LEDGER_UNBALANCED' });
  });

  it('refuses a run whose variants are not as many as were counted', async () => {
    const inputs = reportFixture();
    inputs.source.keptCount += 1;
    await expect(renderFixture(inputs)).rejects.toMatchObject({ code: 'LEDGER_UNBALANCED' });
  });

  it('counts a peptide as scored unless no allele has a score for it', async () => {
    const inputs = reportFixture();
    const unscored = {
      scope: 'item',
      input: '',
      alleleOrdinal: 0,
      code: 'NOT_PREDICTED',
      reason: 'no score',
    } as const;
    inputs.predictOmissions.push(
      { ...unscored, subject: 'VVVGADGVGK', count: 6 },
      { ...unscored, subject: 'ALDKATVLL', count: 2 },
    );
    const rows = rowsOf((await renderFixture(inputs)).ledgerTsv);
    expect(rows[1]).toMatchObject({ peptides: '2', scored: '1' });
  });
});

describe('peptides.fasta', () => {
  it('gives window and peptide of each pick under unique headers without white space', async () => {
    const { peptidesFasta } = await renderFixture(reportFixture());
    const headers = peptidesFasta.split('\n').filter((line) => line.startsWith('>'));
    expect(headers).toHaveLength(16);
    for (const header of headers) expect(header).toMatch(/^>[!-~]+$/);
    expect(new Set(headers.map((header) => header.slice(0, 11))).size).toBe(16);
    expect(peptidesFasta).toContain('|HLA-A*11:01\nVVVGADGVGK\n');
  });
});

describe('shortlist.json', () => {
  it('carries terms that sum to the logit, criteria and evidence of each pick', async () => {
    const document: unknown = JSON.parse(
      (await renderFixture(reportFixture(), { patient: 'PT-07' })).shortlistJson,
    );
    expect(document).toMatchObject({
      schemaVersion: 1,
      patient: 'PT-07',
      funnel: { length: 7 },
      shortlist: { length: 8 },
    });
    expect(document).toHaveProperty('shortlist.0.best.criteria.0.threshold', '< 500 nM');
    expect(document).toHaveProperty('shortlist.0.evidence.sources', ['tumour AD', 'gene TPM']);
    expect(document).toHaveProperty('shortlist.7.variant.gene', hostile);
  });
});

describe('render-report', () => {
  it('gives the same bytes when run again', async () => {
    expect(await renderFixture(reportFixture())).toEqual(await renderFixture(reportFixture()));
  });
});
