import { afterAll, describe, expect, it } from 'vitest';
import { makeSandbox, parseTsv, type Table } from '../support/cli.js';
import { randomNumbers, randomSequence } from '../support/random-model.js';

const sandbox = makeSandbox();
afterAll(() => sandbox.remove());

/** DESIGN §4. */
const predictColumns =
  'peptide allele affinity_nm percentile_rank presentation_score predictor version status'.split(' ');

async function table(...args: readonly string[]): Promise<Table> {
  const result = await sandbox.cli(args);
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  return parseTsv(result.stdout);
}

describe.concurrent('antigraph predict', () => {
  const predict = (file: string, content: string, alleles = 'HLA-A*02:01') =>
    table('predict', '--alleles', alleles, '--peptides', sandbox.write(file, content));

  it('reads text: blank lines, comments and lower case, and keeps order and duplicates', async () => {
    const { columns, rows } = await predict('p.txt', '# flu\ngilgfvftl\n\nNLVPMVATV\r\nGILGFVFTL\n');
    expect(columns).toEqual(predictColumns);
    expect(rows.map((row) => row['peptide'])).toEqual(['GILGFVFTL', 'NLVPMVATV', 'GILGFVFTL']);
    expect(rows[0]).toEqual(rows[2]);
    expect(new Set(rows.map((row) => row['status']))).toEqual(new Set(['ok']));
  });

  it('gives one row per peptide and allele, peptides in file order, alleles as given', async () => {
    const { rows } = await predict('two.txt', 'GILGFVFTL\nNLVPMVATV\n', 'B*07:02,A*02:01,HLA-B*07:02');
    expect(rows.map((row) => `${row['peptide']} ${row['allele']}`)).toEqual([
      'GILGFVFTL HLA-B*07:02',
      'GILGFVFTL HLA-A*02:01',
      'NLVPMVATV HLA-B*07:02',
      'NLVPMVATV HLA-A*02:01',
    ]);
    // GILGFVFTL (influenza M1 58-66) is the textbook HLA-A*02:01 epitope.
    const [onB7, onA2] = rows.map((row) => Number(row['percentile_rank']));
    expect(onA2).toBeLessThan(0.5);
    expect(onB7).toBeGreaterThan(2);
  });

  it('reads FASTA, a sequence over several lines', async () => {
    const { rows } = await predict('p.fa', '>one x\nGILG\nFVFTL\n>two\nNLVPMVATV\n');
    expect(rows.map((row) => row['peptide'])).toEqual(['GILGFVFTL', 'NLVPMVATV']);
  });

  it('reads CSV and TSV by the name of the column', async () => {
    const csv = await predict('p.csv', 'id,Peptide\n"a,b",GILGFVFTL\n\nc,NLVPMVATV\n');
    const tsv = await predict('p.tsv', 'epitope\tother\nGILGFVFTL\t1\nNLVPMVATV\t2\n');
    expect(csv.rows.map((row) => row['peptide'])).toEqual(['GILGFVFTL', 'NLVPMVATV']);
    expect(tsv).toEqual(csv);
  });

  it('says in the status why a peptide has no score, and scores the others', async () => {
    const { rows } = await predict('odd.txt', 'GILGFVFTL\nGILGFVFTX\nGILGUVFTL\nAAA\nGILGFVFT*\n');
    expect(rows.map((row) => [row['affinity_nm'] === 'NA', row['status']])).toEqual([
      [false, 'ok'],
      [true, 'PEPTIDE_UNUSABLE'],
      [true, 'PEPTIDE_UNUSABLE'],
      [true, 'NOT_PREDICTED'],
      [true, 'PEPTIDE_UNUSABLE'],
    ]);
  });

  it.each([
    ['what is no peptide', 'junk.txt', 'GILGFVFTL\n\n# x\nGILG-FVFTL\n', /'GILG-FVFTL' is not a peptide/, 4],
    [
      'a table without a peptide column',
      'none.csv',
      'id,name\n1,x\n',
      /no peptide column among: id, name/,
      1,
    ],
    ['a row without a peptide', 'gap.csv', 'id,peptide\n1,GILGFVFTL\n2,\n', /there is no peptide here/, 3],
    [
      'a FASTA record without a sequence',
      'gap.fa',
      '>a\nGILGFVFTL\n>b\n>c\nAAAAAAAAA\n',
      /no peptide here/,
      3,
    ],
  ])('refuses %s with file and line', async (_name, file, content, says, line) => {
    const result = await sandbox.cli([
      ...['predict', '--alleles', 'HLA-A*02:01', '--peptides', sandbox.write(file, content)],
    ]);
    expect(result).toMatchObject({ exitCode: 3, stdout: '' });
    expect(result.stderr).toMatch(says);
    expect(result.stderr).toContain(`where: ${file}:${line}`);
  });

  it('names the nearest alleles where one is not supported, exit code 4', async () => {
    const result = await sandbox.cli([
      ...['predict', '--alleles', 'HLA-B*99:01', '--peptides', sandbox.write('one.txt', 'GILGFVFTL\n')],
    ]);
    expect(result.exitCode).toBe(4);
    expect(result.stderr).toMatch(/^error HLA_UNSUPPORTED: .*HLA-B\*99:01[\s\S]*Nearest supported: HLA-B\*/);
  });

  it('prints the same table whatever the number of threads', async () => {
    const random = randomNumbers(3);
    const peptides = Array.from({ length: 16_000 }, (_, n) => randomSequence(random, 7 + (n % 9)));
    const args = [
      ...['predict', '--alleles', 'A*02:01,A*24:02,B*07:02,B*44:02,C*07:02'],
      ...['--peptides', sandbox.write('many.txt', peptides.join('\n'))],
    ];
    const [one, three] = await Promise.all([
      sandbox.cli([...args, '--jobs', '1']),
      sandbox.cli([...args, '--jobs', '3']),
    ]);
    expect(one).toMatchObject({ exitCode: 0, stderr: '' });
    expect(three.stdout === one.stdout).toBe(true);
    const { rows } = parseTsv(one.stdout);
    expect(rows.map((row) => row['peptide'])).toEqual(
      peptides.flatMap((peptide) => Array.from({ length: 5 }, () => peptide)),
    );
  });

  it('has no cores of class I', async () => {
    const result = await sandbox.cli([
      ...['predict', '--alleles', 'HLA-A*02:01', '--cores'],
      ...['--peptides', sandbox.write('core.txt', 'GILGFVFTL\n')],
    ]);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toMatch(/--cores/);
  });
});
