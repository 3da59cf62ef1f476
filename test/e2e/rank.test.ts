import { afterAll, describe, expect, it } from 'vitest';
import { makeSandbox, parseTsv } from '../support/cli.js';

const sandbox = makeSandbox();
afterAll(() => sandbox.remove());

/** DESIGN §4. */
const rankColumns = 'variant best_peptide allele tier rank score reasons'.split(' ');

const columns = [
  ...['Chromosome', 'Start', 'Stop', 'Reference', 'Variant', 'Canonical', 'Biotype', 'Gene Name', 'Mutation'],
  ...['Protein Position', 'HLA Allele', 'Mutation Position', 'MT Epitope Seq', 'Median MT IC50 Score'],
  ...['Median MT Percentile', 'Tumor DNA VAF', 'Tumor RNA Depth', 'Tumor RNA VAF', 'Gene Expression'],
];
const row = (start: number, peptide: string, affinity: number, tpm: number) =>
  [
    ...['chr1', start, start + 1, 'A', 'T', 'True', 'protein_coding', 'GENE', 'V/E', 60],
    ...['HLA-A*02:01', 5, peptide, affinity, affinity / 100, 0.4, 100, 0.5, tpm],
  ].join('\t');
const epitopes = sandbox.write(
  'all_epitopes.tsv',
  [
    columns.join('\t'),
    row(10, 'SLYNTVATL', 90, 20),
    row(10, 'LYNTVATLY', 900, 20),
    row(20, 'GILGFVFTL', 10, 1),
    '',
  ].join('\n'),
);

describe.concurrent('antigraph rank', () => {
  it("prints a row per variant of pVACseq's table, named as pVACseq does, in the policy's order", async () => {
    const result = await sandbox.cli(['rank', '--from', epitopes, '--policy', 'pvacseq-7']);
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toContain('pvacseq table, 3 candidates of 2 variants, ranked by pvacseq-7');
    const { columns: printed, rows } = parseTsv(result.stdout);
    expect(printed).toEqual(rankColumns);
    expect(rows.map((each) => rankColumns.slice(0, 5).map((column) => each[column]))).toEqual([
      ['chr1-10-11-A-T', 'SLYNTVATL', 'HLA-A*02:01', 'Pass', '1'],
      ['chr1-20-21-A-T', 'GILGFVFTL', 'HLA-A*02:01', 'LowExpr', '2'],
    ]);
  });

  it('takes a policy of the user from a file', async () => {
    const policy = sandbox.write(
      'binding.json',
      JSON.stringify({ name: 'binding', extends: 'lens', order: [{ kind: 'score' }] }),
    );
    const { exitCode, stdout } = await sandbox.cli(['rank', '--from', epitopes, '--policy', policy]);
    expect(exitCode).toBe(0);
    expect(parseTsv(stdout).rows.map((each) => each['best_peptide'])).toEqual(['GILGFVFTL', 'SLYNTVATL']);
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ['a policy nobody has', ['--from', epitopes, '--policy', 'vaxrnk'], 2, /Did you mean vaxrank\?/],
    [
      'a policy file with a term nobody has',
      [
        '--from',
        epitopes,
        '--policy',
        sandbox.write('odd.json', '{"name":"odd","weights":{"presentatio":1}}'),
      ],
      2,
      /PARAMETER_INVALID[\s\S]*presentatio/,
    ],
    [
      'a table of something else',
      ['--from', sandbox.write('odd.tsv', 'a\tb\n1\t2\n'), '--policy', 'lens'],
      3,
      /EPITOPES_MALFORMED/,
    ],
    ['a file that is not there', ['--from', 'none.tsv', '--policy', 'lens'], 3, /INPUT_NOT_FOUND/],
  ])('refuses %s', async (_what, args, exitCode, says) => {
    const result = await sandbox.cli(['rank', ...args]);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toMatch(says);
    expect(result.stdout).toBe('');
  });
});
