import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSandbox } from '../support/cli.js';
import { buildReference, runArgs } from '../support/example-patient.js';

const sandbox = makeSandbox();
const [base, same, small, other] = ['base', 'same', 'small', 'other'].map((name) => sandbox.path(name));

beforeAll(async () => {
  const reference = await buildReference(sandbox);
  const run = async (out = '', ...more: readonly string[]) => {
    const result = await sandbox.cli([...runArgs(reference, out), ...more]);
    expect(result.exitCode).toBe(0);
  };
  await run(base);
  await run(same);
  await run(small, '--set', 'select-shortlist.size=5');
  await run(other, '--set', 'parse-variants.filters=all', '--purity', '0.5');
}, 120_000);
afterAll(() => sandbox.remove());

const diff = (before = '', after = '', ...more: readonly string[]) =>
  sandbox.cli(['diff', before, after, ...more]);

describe('antigraph diff', () => {
  it('finds no difference between a run and itself in another folder', async () => {
    expect(await diff(base, same)).toMatchObject({ exitCode: 0, stdout: 'no difference\n', stderr: '' });
  });

  it('names the parameter that differs, what left and why, and the files that differ', async () => {
    const { exitCode, stdout } = await diff(base, small);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^parameters:\n {2}select-shortlist\.size +20 → 5$/m);
    expect(stdout).toMatch(/^shortlist: 10 → 5 antigens; 0 entered, 5 left, 0 changed$/m);
    expect(stdout.match(/^ {2}left .*now: BEYOND_SHORTLIST: /gm)).toHaveLength(5);
    expect(stdout).toMatch(/^ledger: 5 alleles with another fate$/m);
    expect(stdout.match(/shortlisted → BEYOND_SHORTLIST \(select-shortlist\)$/gm)).toHaveLength(5);
    expect(stdout).toMatch(/^files that differ: .*shortlist\.tsv$/m);
    expect(stdout).not.toContain(sandbox.root);
  });

  it('tells the way back: what left has entered', async () => {
    const { stdout } = await diff(small, base);
    expect(stdout).toMatch(/^shortlist: 5 → 10 antigens; 5 entered, 0 left, 0 changed$/m);
  });

  it('tells an allele that is no longer filtered by where it leaves now', async () => {
    const { stdout } = await diff(base, other);
    expect(stdout).toMatch(/^ {2}\S+ {2}FILTERED \(parse-variants\) → /m);
    expect(stdout).toMatch(/^ {2}parse-variants\.filters +"pass" → "all"$/m);
  });

  it('gives the same as JSON', async () => {
    const { stdout } = await diff(base, small, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'antigraph.diff/1',
      asked: [{ group: 'parameters', name: 'select-shortlist.size', before: '20', after: '5' }],
      shortlist: { before: 10, after: 5, entered: [] },
    });
  });

  it('is the same text each time', async () => {
    expect((await diff(base, other)).stdout).toBe((await diff(base, other)).stdout);
  });

  it('ends with 3 where a folder is no run', async () => {
    const result = await diff(base, sandbox.path('home'));
    expect(result).toMatchObject({ exitCode: 3, stdout: '' });
    expect(result.stderr).toContain('error INPUT_NOT_FOUND');
    sandbox.write('broken/run.json', '{"schema": "antigraph.run-file/1"}');
    const broken = await diff(sandbox.path('broken'), base);
    expect(broken.exitCode).toBe(3);
    expect(broken.stderr).toContain('error INPUT_NOT_READABLE');
  });
});
