/** Client commands against a real service: API, queue and worker as `serve --embedded` starts them. */
import { createHash, createHmac } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differingFiles, makeSandbox } from '../support/cli.js';
import { type EmbeddedService, startEmbeddedService } from '../support/embedded-service.js';
import { buildReference, example, runArgs } from '../support/example-patient.js';
import { type LocalServer, type Received, receiver } from '../support/local-server.js';

const sandbox = makeSandbox();
let service: EmbeddedService;
let hooks: LocalServer & { readonly received: readonly Received[] };
let local: string;
/** The example's reference as the service calls it. */
const named = ['--reference', 'antigraph-example'];
const patient = [
  '--vcf',
  example.vcf,
  '--hla-file',
  example.hla,
  '--expression',
  example.expression,
  ...named,
];

beforeAll(async () => {
  mkdirSync(sandbox.path('references'));
  const bundle = await buildReference(sandbox, 'references/example.reference');
  hooks = await receiver((received) => (received.length === 1 ? 500 : 204));
  local = sandbox.path('local');
  const [started, run] = await Promise.all([
    startEmbeddedService(sandbox, sandbox.path('references'), {
      ANTIGRAPH_WEBHOOK_HTTP: '1',
      ANTIGRAPH_WEBHOOK_NETWORKS: '127.0.0.0/8',
    }),
    sandbox.cli(runArgs(bundle, local)),
  ]);
  expect(run.exitCode, run.stderr).toBe(0);
  service = started;
}, 120_000);
afterAll(async () => {
  expect(await service.stop()).toBe(0);
  await hooks.close();
  sandbox.remove();
});

const runIdOf = (text: string) => /run-[0-9a-f]{16}/.exec(text)?.[0] ?? '';

describe('antigraph submit --wait --out', () => {
  it('leaves the files that antigraph run leaves, byte for byte, and shows its progress', async () => {
    const out = sandbox.path('remote');
    const { exitCode, stdout, stderr } = await service.client(['submit', ...patient, '--wait', '--out', out]);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^run-[0-9a-f]{16}\n$/);
    expect(differingFiles(local, out)).toEqual([]);
    expect(stderr).toMatch(/^ {2}parse-variants .* s/m);
    expect(stderr).toContain(`report: ${out}/report.html`);
  });

  it('joins the run that is there already, and then has nothing to wait for', async () => {
    const { exitCode, stderr } = await service.client(['submit', ...patient, '--wait']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('was complete already');
  });

  it('tells its events as NDJSON, from the submission to the end', async () => {
    const args = ['submit', ...patient, '--purity', '0.4', '--wait', '--json'];
    const { exitCode, stdout } = await service.client(args);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line): { event: string } => JSON.parse(line));
    expect(exitCode).toBe(0);
    expect(events.at(0)?.event).toBe('run-submitted');
    expect(events.at(-1)?.event).toBe('run-finished');
    expect(events.map(({ event }) => event)).toContain('stage-finished');
  });

  it('takes every patient of a samplesheet, and ends as run does where one is refused', async () => {
    const sheet = sandbox.write(
      'patients.csv',
      ['sample,vcf,hla', `P1,${example.vcf},${example.hla}`, `P2,${example.vcf},HLA-A*99:99`, ''].join('\n'),
    );
    const [remote, here] = [sandbox.path('sheet-remote'), sandbox.path('sheet-local')];
    const asked = ['--samplesheet', sheet];
    const bundle = ['--reference', sandbox.path('references', 'example.reference')];
    const [sent, ran] = await Promise.all([
      service.client(['submit', ...asked, ...named, '--wait', '--out', remote]),
      sandbox.cli(['run', ...asked, ...bundle, '--out', here]),
    ]);
    expect([sent.exitCode, ran.exitCode]).toEqual([4, 4]);
    expect(sent.stdout).toMatch(/^P1\trun-[0-9a-f]{16}\n$/);
    // A patient who was refused leaves an empty folder here, and none where nothing was sent.
    expect(differingFiles(remote, here)).toEqual([]);
  });
});

describe('antigraph status, results and cancel', () => {
  it('follow a run that was handed in without waiting, and bring its files home', async () => {
    const { stdout } = await service.client(['submit', ...patient, '--purity', '0.6']);
    const run = runIdOf(stdout);
    const waited = await service.client(['status', run, '--wait']);
    expect(waited.exitCode, waited.stderr).toBe(0);
    expect((await service.client(['status'])).stdout).toContain(`${run}\tcomplete`);
    const out = sandbox.path('fetched');
    expect(await service.client(['results', run, '--out', out])).toMatchObject({ exitCode: 0 });
    // What is gone or damaged is brought again, the rest left.
    const before = readdirSync(out);
    rmSync(`${out}/report.html`);
    writeFileSync(`${out}/ledger.tsv`, 'damaged');
    expect(await service.client(['results', run, '--out', out])).toMatchObject({ exitCode: 0 });
    expect(readdirSync(out)).toEqual(before);
    expect(readFileSync(`${out}/ledger.tsv`, 'utf8')).toMatch(/^\S+\t/);
    // What an interrupted download left is continued: its beginning is taken as it stands, so that a wrong one is found out.
    const report = readFileSync(`${out}/report.html`);
    const digest = createHash('sha256').update(report).digest('hex');
    const partial = `${out}/.antigraph-download-${digest.slice(0, 16)}.report.html`;
    rmSync(`${out}/report.html`);
    writeFileSync(partial, Buffer.alloc(1000, 120));
    expect((await service.client(['results', run, '--out', out])).stderr).toContain('STORE_OBJECT_CORRUPT');
    writeFileSync(partial, report.subarray(0, 1000));
    expect(await service.client(['results', run, '--out', out])).toMatchObject({ exitCode: 0 });
    expect(readFileSync(`${out}/report.html`).equals(report)).toBe(true);
  });

  it('leave a run that has ended as it is', async () => {
    const run = runIdOf((await service.client(['submit', ...patient])).stdout);
    const { exitCode, stdout } = await service.client(['cancel', run]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining(`${run}\tcomplete`)]);
  });
});

describe('what cannot be done ends with code, advice and the exit code of run', () => {
  it.each([
    ['an allele that the predictor does not know', ['--hla', 'HLA-A*99:99'], 4, 'HLA_UNSUPPORTED'],
    ['a reference that the service does not have', ['--reference', 'GRCh99'], 4, 'REFERENCE_MISSING'],
    ['a parameter that no stage has', ['--set', 'rank-candidates.nonsense=1'], 2, 'PARAMETER_INVALID'],
    ['a file that is not there', ['--vcf', 'missing.vcf'], 3, 'INPUT_NOT_FOUND'],
    ['a webhook into the service’s own network', ['--webhook', 'https://10.0.0.1/'], 3, 'WEBHOOK_REFUSED'],
    ['outputs without waiting', ['--out', 'x'], 2, 'USAGE'],
  ])('%s', async (_, flags, exitCode, code) => {
    const first = ['--vcf', example.vcf, '--hla', 'HLA-A*02:01', ...named];
    const result = await service.client(['submit', ...first, ...flags]);
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toContain(`error ${code}: `);
    expect(result.stderr).toMatch(/^ {2}fix: {3}\S/m);
  });

  it('a run whose file is broken, once it is found out', async () => {
    const broken = sandbox.write(
      'broken.vcf',
      readFileSync(example.vcf, 'utf8').replace(/^##fileformat.*\n/, ''),
    );
    const { exitCode, stderr } = await service.client([
      ...['submit', '--vcf', broken, '--hla', 'HLA-A*02:01', ...named, '--wait'],
    ]);
    const here = await sandbox.cli([
      ...['run', '--vcf', broken, '--hla', 'HLA-A*02:01', '--out', sandbox.path('broken')],
      ...['--reference', sandbox.path('references', 'example.reference')],
    ]);
    const codeIn = (text: string) => /^error ([A-Z_]+)/m.exec(text)?.[1];
    expect([exitCode, codeIn(stderr)]).toEqual([here.exitCode, codeIn(here.stderr)]);
    expect(exitCode).toBe(3);
  });

  it.each([
    ['a key that is not known', { key: `ag_000000000000_${'0'.repeat(64)}` }, 3, 'UNAUTHENTICATED'],
    ['no key', { key: '' }, 2, 'USAGE'],
    ['no address', { server: '' }, 2, 'USAGE'],
    ['an address with a path', { server: 'http://127.0.0.1/api/v1' }, 2, 'USAGE'],
    ['a server that is not there', { server: 'http://127.0.0.1:1' }, 5, 'SERVER_UNREACHABLE'],
  ] as const)('%s', async (_, changes, exitCode, code) => {
    const result = await service.client(['status'], changes);
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toContain(`error ${code}: `);
  });
});

describe('keys', () => {
  it("of another tenant do not see the run, and what they are told is what they are told of nobody's", async () => {
    const run = runIdOf((await service.client(['submit', ...patient])).stdout);
    const created = await service.operator(['keys', 'create', '--tenant', 'other-lab', '--role', 'submit']);
    const key = created.stdout.trim();
    const said = async (id: string) => {
      const { exitCode, stderr } = await service.client(['results', id, '--out', sandbox.path('theirs')], {
        key,
      });
      return [exitCode, stderr.replace(/run-[0-9a-f]{16}|request [-0-9a-f]+/g, '…')];
    };
    expect(await said(run)).toEqual(await said('run-0000000000000000'));
    expect((await said(run))[0]).toBe(3);
    expect((await service.client(['status'], { key })).stdout).toBe('');
  });

  it('are refused seconds after they are revoked, and their successors let in', async () => {
    const created = await service.operator(['keys', 'create', '--tenant', 'lab', '--role', 'read']);
    const key = created.stdout.trim();
    expect(await service.client(['status'], { key })).toMatchObject({ exitCode: 0 });
    const submitted = await service.client(['submit', ...patient], { key });
    expect([submitted.exitCode, submitted.stderr]).toEqual([3, expect.stringContaining('error FORBIDDEN')]);
    const id = key.slice(3, 15);
    const next = (await service.operator(['keys', 'rotate', id])).stdout.trim();
    await service.operator(['keys', 'revoke', id]);
    await new Promise((resolve) => setTimeout(resolve, 3100));
    expect(await service.client(['status'], { key })).toMatchObject({ exitCode: 3 });
    expect(await service.client(['status'], { key: next })).toMatchObject({ exitCode: 0 });
  });
});

describe('a webhook', () => {
  it('comes signed at the end of a run, and again if the receiver failed', async () => {
    const refused = await service.client([
      'submit',
      ...patient,
      '--purity',
      '0.7',
      '--webhook',
      `${hooks.url}/x`,
    ]);
    expect(refused.stderr).toContain('error WEBHOOK_REFUSED: there is no secret');
    const secret = (await service.operator(['webhooks', 'create', '--tenant', 'lab'])).stdout.trim();
    const args = ['submit', ...patient, '--purity', '0.7', '--webhook', `${hooks.url}/hook`];
    const run = runIdOf((await service.client(args)).stdout);
    const endsAt = performance.now() + 30_000;
    while (hooks.received.length < 2 && performance.now() < endsAt)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const [first, second] = hooks.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(JSON.parse(second?.body ?? '')).toMatchObject({ type: 'run.complete', data: { run } });
    // As a receiver checks it (Standard Webhooks, "Verifying webhook authenticity").
    const signed = `${second?.headers['webhook-id']}.${second?.headers['webhook-timestamp']}.${second?.body}`;
    const hmac = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64')).update(signed);
    expect(second?.headers['webhook-signature']).toBe(`v1,${hmac.digest('base64')}`);
  });
});

describe('the audit log of all this', () => {
  it('is whole, and names runs and keys but no patient', async () => {
    const verified = await service.operator(['audit', 'verify']);
    expect(verified.exitCode, verified.stderr).toBe(0);
    const { stdout } = await service.operator(['audit', 'list']);
    for (const action of [
      'run-submitted',
      'results-read',
      'key-created',
      'key-revoked',
      'webhook-secret-created',
    ])
      expect(stdout).toContain(`\t${action}\t`);
    expect(stdout).not.toMatch(/tumor\.vcf|HLA|P1/);
  });
});
