import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesBelow, makeSandbox, parseTsv, readTsv, type Table } from '../support/cli.js';
import {
  buildReference,
  example,
  exampleRecords,
  runArgs,
  vcfText,
  vcfWith,
} from '../support/example-patient.js';

/** DESIGN §4. */
const annotateColumns =
  'input chrom pos ref alt gene transcript biotype strand consequence hgvs_c hgvs_p protein_start wildtype_protein mutant_protein phase_group nmd status'.split(
    ' ',
  );
const peptideColumns =
  'peptide length input chrom pos ref alt gene transcript offset wildtype_peptide mutated_offsets'.split(' ');
const predictColumns =
  'peptide allele affinity_nm percentile_rank presentation_score predictor version status'.split(' ');

const sandbox = makeSandbox();
let reference = '';
const out = sandbox.path('out');

beforeAll(async () => {
  reference = await buildReference(sandbox);
  const run = await sandbox.cli(runArgs(reference, out));
  expect(run).toMatchObject({ exitCode: 0 });
}, 120_000);
afterAll(() => sandbox.remove());

async function table(...args: readonly string[]): Promise<Table> {
  const result = await sandbox.cli(args);
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  return parseTsv(result.stdout);
}

/** One-shot commands work in a temporary folder and must not leave it. */
const leftBehind = (): readonly string[] => readdirSync(sandbox.path('tmp'));

describe.concurrent('antigraph annotate', () => {
  it('prints the documented columns and one row per allele and transcript, in file order', async () => {
    const { columns, rows } = await table('annotate', '--vcf', example.vcf, '--reference', reference);
    expect(columns).toEqual(annotateColumns);
    const expected = readTsv(`${example.vcf}/../expected.tsv`.replace('tumor.vcf/../', '')).rows;
    expect([...new Set(rows.map((row) => row['input']))]).toEqual(expected.map((row) => row['input']));
    const pairs = rows.map((row) => `${row['input']} ${row['transcript']}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it("agrees with the literature's names of the example's changes", async () => {
    const { rows } = await table('annotate', '--vcf', example.vcf, '--reference', reference);
    const expected = readTsv(`${example.vcf.replace('tumor.vcf', '')}expected.tsv`).rows;
    for (const { input, transcript, hgvs_c, hgvs_p, consequence } of expected) {
      if (hgvs_c === 'NA' || hgvs_c === undefined) continue;
      const row = rows.find((found) => found['input'] === input && found['transcript'] === transcript);
      expect(row).toMatchObject({
        hgvs_c: `${transcript}:${hgvs_c}`,
        hgvs_p: expect.stringContaining(`${hgvs_p}`),
      });
      expect(row?.['consequence']?.split('&')).toContain(consequence);
    }
  });

  it('gives an allele that cannot be annotated a row with its omission code', async () => {
    const { rows } = await table('annotate', '--vcf', example.vcf, '--reference', reference);
    const status = (input: string) =>
      rows.filter((row) => row['input'] === input).map((row) => row['status']);
    expect(status('chr12:901:T:<DEL>')).toEqual(['ALLELE_SYMBOLIC']);
    expect(status('chr10:4257:A:*')).toEqual(['ALLELE_SPANNING_DELETION']);
    expect(status('chr1:431:A:G')).toEqual(['INTERGENIC']);
    // FILTER is no reason to leave an allele out here: the command says what variants do, not which count.
    expect(status('chr10:3316:G:A')).toEqual(['ok']);
  });

  it('leaves the two protein columns out with --no-proteins', async () => {
    const args = ['annotate', '--vcf', example.vcf, '--reference', reference, '--no-proteins'];
    const { columns } = await table(...args);
    expect(columns).toEqual(annotateColumns.filter((column) => !column.endsWith('_protein')));
  });

  it('mutant and wild-type protein of a missense change differ at the residue named', async () => {
    const { rows } = await table('annotate', '--vcf', example.vcf, '--reference', reference);
    const row = rows.find(({ hgvs_p }) => hgvs_p?.endsWith('p.Gly12Asp') === true);
    const [wildtype = '', mutant = ''] = [row?.['wildtype_protein'], row?.['mutant_protein']];
    expect(row?.['protein_start']).toBe('12');
    expect(`${wildtype[11]}${mutant[11]}`).toBe('GD');
    expect(mutant).toBe(`${wildtype.slice(0, 11)}D${wildtype.slice(12)}`);
  });
});

describe.concurrent('antigraph peptides', () => {
  it('prints the documented columns and only the lengths asked for', async () => {
    const args = ['peptides', '--vcf', example.vcf, '--reference', reference, '--lengths', '9,10'];
    const { columns, rows } = await table(...args);
    expect(columns).toEqual(peptideColumns);
    expect(new Set(rows.map((row) => row['length']))).toEqual(new Set(['9', '10']));
    for (const row of rows) expect(row['peptide']).toHaveLength(Number(row['length']));
  });

  it('prints each peptide once per variant and transcript, with G12D in all nine 9-mers of KRAS', async () => {
    const { rows } = await table(
      ...['peptides', '--vcf', example.vcf, '--reference', reference, '--lengths', '9'],
    );
    const keys = rows.map((row) => `${row['peptide']} ${row['input']} ${row['transcript']}`);
    expect(new Set(keys).size).toBe(keys.length);
    // MTEYKLVVVGAGGVGKSALTIQ: windows of 9 that hold residue 12, UniProt P01116.
    const window = 'MTEYKLVVVGADGVGKSALTIQ';
    const expected = Array.from({ length: 9 }, (_, index) => window.slice(3 + index, 12 + index));
    expect(rows.filter((row) => row['gene'] === 'KRAS').map((row) => row['peptide'])).toEqual(expected);
  });

  it.each(['7', '8-15', 'x', '11-8', ''])('refuses --lengths "%s" as a usage error', async (lengths) => {
    const result = await sandbox.cli([
      ...['peptides', '--vcf', example.vcf, '--reference', reference, '--lengths', lengths],
    ]);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toMatch(/^error USAGE: --lengths/);
  });
});

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
});

describe.concurrent('antigraph reference', () => {
  const info = async (bundle: string) => {
    const result = await sandbox.cli(['reference', 'info', bundle, '--json']);
    const parsed: { name: string; build: string; digest: string; geneCount: number; contigs: unknown[] } =
      JSON.parse(result.stdout);
    return parsed;
  };

  it('builds the same digest from the same files, and info states it', async () => {
    const again = await buildReference(sandbox, 'again.reference');
    const [first, second] = [await info(reference), await info(again)];
    expect(first).toMatchObject({ name: 'antigraph-example', build: 'example-1', geneCount: 12 });
    expect(first.contigs).toHaveLength(9);
    expect(second.digest).toBe(first.digest);
  });

  it('info for people names genes, build, digest and sources', async () => {
    const result = await sandbox.cli(['reference', 'info', reference]);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toMatch(/^build +example-1$/m);
    expect(result.stdout).toMatch(/^genes +12$/m);
    expect(result.stdout).toMatch(/^annotation +mini\.gtf +sha256 [0-9a-f]{64}$/m);
  });

  it('subset keeps the genes named, and annotates them as the whole does', async () => {
    const small = sandbox.path('small.reference');
    const result = await sandbox.cli([
      'reference',
      'subset',
      reference,
      '--genes',
      'KRAS,TP53',
      '--out',
      small,
    ]);
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect((await info(small)).geneCount).toBe(2);
    const rowsOf = async (bundle: string) =>
      (await table('annotate', '--vcf', example.vcf, '--reference', bundle)).rows.filter((row) =>
        ['KRAS', 'TP53'].includes(row['gene'] ?? ''),
      );
    expect(await rowsOf(small)).toEqual(await rowsOf(reference));
  });

  it.each<[string, () => readonly string[], number, RegExp]>([
    [
      'a gene that the bundle does not have',
      () => ['subset', reference, '--genes', 'KRASS', '--out', sandbox.path('x')],
      3,
      /^error GENES_UNKNOWN: .*KRASS/,
    ],
    [
      'a bundle that is not there',
      () => ['info', sandbox.path('no.reference')],
      4,
      /^error REFERENCE_MISSING: /,
    ],
    [
      'an annotation that is none',
      () => [
        'build',
        '--gtf',
        example.fasta,
        '--fasta',
        example.fasta,
        '--name',
        'x',
        '--build',
        'y',
        '--out',
        sandbox.path('x'),
      ],
      3,
      /^error ANNOTATION_MALFORMED: /,
    ],
    [
      'a genome that is none',
      () => [
        'build',
        '--gtf',
        example.gtf,
        '--fasta',
        example.gtf,
        '--name',
        'x',
        '--build',
        'y',
        '--out',
        sandbox.path('x'),
      ],
      3,
      /^error FASTA_MALFORMED: /,
    ],
    [
      'a genome without the contigs of the annotation',
      () => [
        'build',
        '--gtf',
        example.gtf,
        '--fasta',
        sandbox.write('other.fa', '>scaffold\nACGT\n'),
        '--name',
        'x',
        '--build',
        'y',
        '--out',
        sandbox.path('x'),
      ],
      3,
      /^error [A-Z_]+: .*contig/,
    ],
    [
      'a folder that is not there',
      () => [
        'build',
        '--gtf',
        example.gtf,
        '--fasta',
        example.fasta,
        '--name',
        'x',
        '--build',
        'y',
        '--out',
        sandbox.path('no', 'x'),
      ],
      3,
      /^error OUTPUT_NOT_WRITABLE: /,
    ],
    [
      'GTF and GFF at once',
      () => [
        'build',
        '--gtf',
        'a',
        '--gff',
        'b',
        '--fasta',
        'c',
        '--name',
        'x',
        '--build',
        'y',
        '--out',
        'z',
      ],
      2,
      /^error USAGE: /,
    ],
    [
      'a build without a name for it',
      () => ['build', '--gtf', example.gtf, '--fasta', example.fasta, '--name', 'x', '--out', 'z'],
      2,
      /^error USAGE: .*--build/,
    ],
  ])('refuses %s and leaves no file', async (_name, args, exitCode, says) => {
    const result = await sandbox.cli(['reference', ...args()]);
    expect(result.stderr).toMatch(says);
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(existsSync(sandbox.path('x'))).toBe(false);
    expect(readdirSync(sandbox.root).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });
});

describe('antigraph runs', () => {
  const runOf = (folder: string): string => JSON.parse(readFileSync(`${folder}/run.json`, 'utf8')).run;

  it('lists a run once, however often it was asked for, and shows its tasks and attempts', async () => {
    await sandbox.cli(runArgs(reference, out));
    const id = runOf(out);
    const list = await sandbox.cli(['runs', 'list', '--json']);
    const entries = list.stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(entries).toContainEqual({
      run: id,
      state: 'done',
      attempts: 2,
      labels: { vcf: 'tumor.vcf', expression: 'expression.tsv' },
    });
    const show = await sandbox.cli(['runs', 'show', id, '--json']);
    const shown: { record: { tasks: unknown[] }; attempts: { events: { event: string }[] }[] } = JSON.parse(
      show.stdout,
    );
    expect(shown.record.tasks).toHaveLength(9);
    expect(shown.attempts.map(({ events }) => events.at(-1)?.event)).toEqual([
      'run-finished',
      'run-finished',
    ]);
    const text = await sandbox.cli(['runs', 'show', id]);
    expect(text.stdout).toContain('render-report');
  });

  it('delete removes every byte of the patient and leaves the other run whole', async () => {
    const store = sandbox.path('delete-store');
    const env = { ANTIGRAPH_STORE: store };
    const [kept, gone] = [sandbox.path('kept'), sandbox.path('gone')];
    await sandbox.cli(runArgs(reference, kept), { env });
    const before = [...filesBelow(`${store}/objects`).keys()];
    const other = sandbox.write(
      'other.vcf',
      vcfText().replace('0/1:153,80:233:0.343', '0/1:153,20:173:0.116'),
    );
    const args = runArgs(reference, gone, { '--vcf': other });
    expect((await sandbox.cli(args, { env })).exitCode).toBe(0);
    const id = runOf(gone);
    expect(filesBelow(`${store}/objects`).size).toBeGreaterThan(before.length);

    const deleted = await sandbox.cli(['runs', 'delete', id], { env });
    expect(deleted).toMatchObject({ exitCode: 0, stdout: '' });
    expect(deleted.stderr).toMatch(/^deleted run-[0-9a-f]{16}: \d+ tasks, \d+ objects, \d+ bytes/);
    expect([...filesBelow(`${store}/objects`).keys()]).toEqual(before);
    for (const content of filesBelow(store).values()) expect(content.includes(id)).toBe(false);
    const again = await sandbox.cli([...runArgs(reference, kept), '--json'], { env });
    expect(again.stdout).toContain('"tasksRun":0');

    await sandbox.cli(['runs', 'delete', runOf(kept)], { env });
    expect([...filesBelow(store).keys()]).toEqual([]);
    const twice = await sandbox.cli(['runs', 'delete', id], { env });
    expect(twice).toMatchObject({ exitCode: 3 });
    expect(twice.stderr).toMatch(/^error RUN_UNKNOWN: there is no run/);
  });

  it('delete of the only run empties the store of a run that failed half-way, too', async () => {
    const env = { ANTIGRAPH_STORE: sandbox.path('failed-store') };
    const broken = sandbox.write('broken.tsv', 'gene_id\ttpm\nENSG1\tmany\n');
    const failed = await sandbox.cli(
      [...runArgs(reference, sandbox.path('failed'), { '--expression': broken }), '--json'],
      { env },
    );
    expect(failed.exitCode).toBe(3);
    const list = await sandbox.cli(['runs', 'list'], { env });
    const [id = ''] = list.stdout.split('\t');
    expect(list.stdout).toContain('unfinished');
    await sandbox.cli(['runs', 'delete', id], { env });
    expect([...filesBelow(env.ANTIGRAPH_STORE).keys()]).toEqual([]);
  });

  it.each([
    ['show', 'run-0123456789abcdef', /there is no run run-0123456789abcdef in this store/],
    ['delete', 'mine', /'mine' is not a run id/],
  ])('%s %s is told as unknown', async (command, id, says) => {
    const result = await sandbox.cli(['runs', command, id]);
    expect(result).toMatchObject({ exitCode: 3, stdout: '' });
    expect(result.stderr).toMatch(says);
    expect(result.stderr).toMatch(/fix: {3}.*runs list/);
  });

  it('list of a store that cannot be read is told as unavailable', async () => {
    const result = await sandbox.cli(['runs', 'list'], { env: { ANTIGRAPH_STORE: '/dev/null/store' } });
    expect(result).toMatchObject({ exitCode: 5 });
    expect(result.stderr).toMatch(/^error STORE_UNAVAILABLE: /);
  });
});

describe.concurrent('antigraph explain', () => {
  it.each(['1', 'CTNNB1', 'chr3:2061:C:T'])(
    'explains a shortlisted antigen asked for as %s',
    async (wanted) => {
      const result = await sandbox.cli(['explain', out, wanted]);
      expect(result).toMatchObject({ exitCode: 0, stderr: '' });
      expect(result.stdout).toContain('CTNNB1');
      for (const other of ['KRAS', 'TP53', 'EGFR']) expect(result.stdout).not.toContain(other);
    },
  );

  it.each([
    ['chr12:901:T:<DEL>', 'ALLELE_SYMBOLIC'],
    ['PTEN', 'START_LOST'],
    ['chr11:2892:C:G', 'GATED'],
  ])('explains %s, which left the run, from the ledger (%s)', async (wanted, code) => {
    const result = await sandbox.cli(['explain', out, wanted]);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toContain(code);
  });

  it('offers the nearest names for one it does not know', async () => {
    const result = await sandbox.cli(['explain', out, 'KRASS']);
    expect(result).toMatchObject({ exitCode: 3, stdout: '' });
    expect(result.stderr).toMatch(/^error CANDIDATE_UNKNOWN: [\s\S]*Nearest: KRAS,/);
  });

  it('says so where the folder is not one of a run', async () => {
    const result = await sandbox.cli(['explain', sandbox.path('home'), '1']);
    expect(result).toMatchObject({ exitCode: 3 });
    expect(result.stderr).toMatch(/^error INPUT_NOT_FOUND: .* holds no shortlist\.json/);
  });
});

describe.concurrent('antigraph doctor', () => {
  it('finds every part in order', async () => {
    const result = await sandbox.cli(['doctor', '--json']);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    const report: { schema: string; findings: { check: string; isGood: boolean }[] } = JSON.parse(
      result.stdout,
    );
    expect(report.schema).toBe('antigraph.doctor/1');
    expect(report.findings.filter(({ isGood }) => !isGood)).toEqual([]);
    expect(report.findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['node', 'store', 'predictor']),
    );
  });

  it('ends with 5 and names the part that is not usable', async () => {
    const result = await sandbox.cli(['doctor', '--store', '/dev/null/store']);
    expect(result.exitCode).toBe(5);
    expect(result.stdout).toMatch(/^FAIL {2}store /m);
    expect(result.stdout).toMatch(/^ok {4}predictor /m);
  });
});

describe('one-shot commands', () => {
  it.each([
    ['annotate', () => ['annotate', '--vcf', example.vcf, '--reference', reference]],
    ['peptides', () => ['peptides', '--vcf', example.vcf, '--reference', reference]],
    [
      'predict',
      () => [
        ...['predict', '--alleles', 'HLA-A*02:01,HLA-B*07:02'],
        ...['--peptides', sandbox.write('many.txt', 'GILGFVFTL\n'.repeat(20_000))],
      ],
    ],
  ])('%s ends quietly when its reader closes early (| head -1)', async (_name, args) => {
    const result = await sandbox.cli(args(), { shell: 'set -o pipefail; "$@" | head -1' });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout.split('\n')).toHaveLength(2);
    expect(leftBehind()).toEqual([]);
  });

  it('are stopped by SIGINT with 130 and leave no patient data in the temporary folder', async () => {
    const large = sandbox.write('large.vcf', vcfWith(Array.from({ length: 400 }, exampleRecords).flat()));
    const { child, ended } = sandbox.start(['annotate', '--vcf', large, '--reference', reference]);
    while (leftBehind().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const interruptedAt = performance.now();
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ exitCode: 130, signal: null, stdout: '' });
    expect(performance.now() - interruptedAt).toBeLessThan(2000);
    expect(leftBehind()).toEqual([]);
  });

  it('leave nothing in the temporary folder and never touch the store', async () => {
    const env = { ANTIGRAPH_STORE: sandbox.path('untouched') };
    await sandbox.cli(['annotate', '--vcf', example.vcf, '--reference', reference], { env });
    expect(leftBehind()).toEqual([]);
    expect(existsSync(env.ANTIGRAPH_STORE)).toBe(false);
  });
});
