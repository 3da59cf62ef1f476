import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { graph } from '../../pipeline/graph.js';
import { filesBelow } from '../support/cli.js';
import { runArgs, vcfText } from '../support/example-patient.js';
import { exampleSandbox } from '../support/example-sandbox.js';

const { sandbox, reference, out } = exampleSandbox();

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
    expect(shown.record.tasks).toHaveLength(graph.length);
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
    ['chr12:901:T:<DEL>', 'PARTNER_NOT_CODING'],
    ['chr10:1600:A:G', 'the start codon is lost'],
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
      expect.arrayContaining(['node', 'store', 'predictor I', 'predictor II']),
    );
  });

  it('ends with 5 and names the part that is not usable', async () => {
    const result = await sandbox.cli(['doctor', '--store', '/dev/null/store']);
    expect(result.exitCode).toBe(5);
    expect(result.stdout).toMatch(/^FAIL {2}store /m);
    expect(result.stdout).toMatch(/^ok {4}predictor I /m);
  });
});
