import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { differingFiles, type Running } from '../support/cli.js';
import { yamlOf } from '../support/deploy-files.js';
import { example, runArgs } from '../support/example-patient.js';
import { exampleSandbox } from '../support/example-sandbox.js';
import { freePort, useRedis, useS3 } from '../support/services.js';

/** Settings of infra/compose.yaml, with the addresses and folders of this machine in place of the containers'. */
const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      command: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()).optional(),
      stop_grace_period: z.string().optional(),
    }),
  ),
});
const { services } = composeSchema.parse(yamlOf('infra/compose.yaml')[0]);
const password = 'redis-of-the-test';

const redis = useRedis(['--requirepass', password]);
const s3 = useS3();
const patient = exampleSandbox();
const { sandbox } = patient;

let ports: { readonly api: number; readonly apiPlatform: number; readonly worker: number };
let api: Running;
let worker: Running;
let key: string;

function settingsOf(service: 'api' | 'worker'): Record<string, string> {
  const here = {
    ...s3().environment(),
    ANTIGRAPH_REDIS_URL: `redis://:${password}@127.0.0.1:${redis().port}`,
    ANTIGRAPH_REFERENCES: sandbox.path('references'),
    ANTIGRAPH_S3_CACHE: sandbox.path(`cache-${service}`),
    ANTIGRAPH_HOST: '127.0.0.1',
    ANTIGRAPH_PORT: String(ports.api),
    ANTIGRAPH_METRICS_PORT: String(service === 'api' ? ports.apiPlatform : ports.worker),
  };
  const named = Object.entries(services[service]?.environment ?? {}).map(([name, value]) => {
    const own = Object.entries(here).find(([variable]) => variable === name);
    // What is left to whoever deploys has its default here.
    return [name, own?.[1] ?? value.replace(/^\$\{[A-Z_]+:-(.*)\}$/, '$1')];
  });
  return Object.fromEntries(named);
}

beforeAll(async () => {
  mkdirSync(sandbox.path('references'));
  const linked = await sandbox.cli([], { shell: `cp ${patient.reference} ${sandbox.path('references')}/` });
  expect(linked.exitCode).toBe(0);
  ports = { api: await freePort(), apiPlatform: await freePort(), worker: await freePort() };
  const made = await sandbox.cli(['keys', 'create', '--tenant', 'lab-a', '--role', 'submit'], {
    env: settingsOf('api'),
  });
  expect(made.stderr).not.toContain('error');
  key = made.stdout.trim();
  api = sandbox.start(services['api']?.command ?? [], { env: settingsOf('api') });
  worker = sandbox.start(services['worker']?.command ?? [], { env: settingsOf('worker') });
  await Promise.all([untilLive(ports.apiPlatform, api), untilLive(ports.worker, worker)]);
}, 60_000);
afterAll(() => sandbox.remove());

async function untilLive(port: number, running: Running): Promise<void> {
  const ended = running.ended.then(({ stdout, stderr }) => {
    throw new Error(`it ended: ${stdout}${stderr}`);
  });
  ended.catch(() => undefined);
  const live = async () => {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
      if (answer?.status === 200) return;
      await sleep(50);
    }
  };
  await Promise.race([live(), ended]);
}

test('with the settings of the compose file a patient goes through API, Redis, worker and S3 to the bytes of `antigraph run`', async () => {
  const out = patient.nextOut();
  const args = runArgs('antigraph-example', out).slice(1);
  const submitted = await sandbox.cli(['submit', ...args, '--wait'], {
    env: { ANTIGRAPH_SERVER: `http://127.0.0.1:${ports.api}`, ANTIGRAPH_API_KEY: key },
  });
  expect(submitted.stderr).not.toContain('error');
  expect(submitted.exitCode).toBe(0);
  expect(differingFiles(patient.out, out)).toEqual([]);
});

test('the port of the platform has the figures without a key, and the API asks for one', async () => {
  const page = await fetch(`http://127.0.0.1:${ports.apiPlatform}/metrics`).then((answer) => answer.text());
  expect(page).toContain('antigraph_runs_ended_total{outcome="complete"} 1\n');
  expect(page).toContain('antigraph_workers 1\n');
  expect((await fetch(`http://127.0.0.1:${ports.api}/metrics`)).status).toBe(401);
});

test('neither figures nor logs nor Redis hold the name of a file, an allele or a peptide', async () => {
  const page = await fetch(`http://127.0.0.1:${ports.apiPlatform}/metrics`).then((answer) => answer.text());
  const keys = await redis().command(`AUTH ${password}\r\nKEYS *`);
  expect(keys).toContain('{antigraph}');
  for (const text of [page, keys]) expect(text).not.toMatch(/tumor\.vcf|HLA-|lab-a\/|CTNNB1/);
});

test('told to end, both end with 0 within the time that the platform gives them', async () => {
  const graceMs = Number(services['worker']?.stop_grace_period?.replace('s', '')) * 1000;
  api.child.kill('SIGTERM');
  worker.child.kill('SIGTERM');
  const ended = await Promise.race([Promise.all([api.ended, worker.ended]), sleep(graceMs)]);
  expect(ended).toMatchObject([{ exitCode: 0 }, { exitCode: 0 }]);
  const logs = ended?.map(({ stdout, stderr }) => stdout + stderr).join('\n') ?? '';
  expect(logs).toContain('worker ended');
  expect(logs).not.toMatch(new RegExp(`tumor\\.vcf|HLA-|CTNNB1|${password}|${example.alleles}`));
});
