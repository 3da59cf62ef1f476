/** The API on a real queue: what a client hands in a worker does, and the client hears of it. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Control, openControl } from '../../infra/queue/control.js';
import { memoryServiceStore } from '../../infra/stores/service-store.js';
import { graph } from '../../pipeline/graph.js';
import { bundledRequests } from '../../workers/local/open-predictor.js';
import { sharedResources } from '../../workers/local/resources.js';
import { inlineExecutor } from '../../workers/service/inline-executor.js';
import { queueDispatcher } from '../../workers/service/queue-dispatcher.js';
import { type ServiceWorker, startServiceWorker } from '../../workers/service/service-worker.js';
import { lab, startApi, type TestApi } from '../support/api.js';
import { example } from '../support/example-patient.js';
import { exampleSubmission, submit } from '../support/patient-submission.js';
import { useRedis } from '../support/services.js';

const redis = useRedis();
let api: TestApi;
let worker: ServiceWorker;
const controls: Control[] = [];

beforeAll(async () => {
  const open = (patience: 'caller' | 'worker') => {
    const control = openControl(
      { url: redis().url, prefix: '{antigraph}', caFile: null, passwordFile: null },
      patience,
    );
    controls.push(control);
    return control;
  };
  const store = memoryServiceStore();
  const control = open('caller');
  api = await startApi({
    store,
    dispatcher: queueDispatcher(control),
    boardQueues: [control.queues.tasks, control.queues.runs],
  });
  const reference = api.dependencies.references.find('antigraph-example').path;
  worker = await startServiceWorker({
    control: open('worker'),
    store,
    graph,
    executor: inlineExecutor(graph, sharedResources(bundledRequests)(reference)),
    queues: ['runs', 'tasks'],
    jobs: 2,
  });
}, 60_000);
afterAll(async () => {
  await worker.drain(1000);
  await api.close();
  for (const control of controls) await control.close();
}, 30_000);

test('a patient of both classes handed in over HTTP is worked off by a worker, followed by events, and gives the files of the command line', async () => {
  const { headers } = await api.key(lab, 'submit');
  const alleles = [
    ...['HLA-A*02:01', 'HLA-B*07:02', 'HLA-C*07:02', 'DRB1*15:01'],
    ...['DQA1*01:02', 'DQA1*05:01', 'DQB1*06:02'],
  ];
  const submission = { ...(await exampleSubmission(api.app, headers)), hla: { alleles } };
  const accepted = await submit(api.app, headers, submission);
  expect(accepted.statusCode, accepted.body).toBe(202);
  const { id } = accepted.json();
  const { body } = await api.app.inject({ url: `/api/v1/runs/${id}/events`, headers });
  const kinds = [...body.matchAll(/^event: (.+)$/gm)].map(([, kind]) => kind);
  expect(kinds[0]).toBe('state');
  expect(kinds.filter((kind) => kind === 'stage-started')).toHaveLength(graph.length);
  expect(kinds.at(-1)).toBe('ended');

  const folder = mkdtempSync(join(tmpdir(), 'api-run-'));
  const { spawnSync } = await import('node:child_process');
  const reference = api.dependencies.references.find('antigraph-example').path;
  const args = ['--vcf', example.vcf, '--expression', example.expression, '--hla', alleles.join()];
  const places = ['--reference', reference, '--store', join(folder, 'store'), '--out', join(folder, 'out')];
  const main = join(import.meta.dirname, '../../dist/workers/cli/main.js');
  const run = spawnSync(process.execPath, [main, 'run', ...args, ...places], { encoding: 'utf8' });
  expect(run.status, run.stderr).toBe(0);
  const { files } = (await api.app.inject({ url: `/api/v1/runs/${id}/results`, headers })).json();
  for (const { name, url } of files) {
    // The version differs by the test's own.
    if (name === 'run.json') continue;
    const file = await api.app.inject({ url, headers });
    expect(file.rawPayload.equals(readFileSync(join(folder, 'out', name))), name).toBe(true);
  }
  await rm(folder, { recursive: true });
}, 60_000);

test('a file that is no VCF fails the run with its code, and the operator sees it by code without the words', async () => {
  const { headers } = await api.key(lab, 'submit');
  const good = await exampleSubmission(api.app, headers);
  const sent = await api.app.inject({
    method: 'POST',
    url: '/api/v1/uploads?name=poem.vcf',
    headers: { ...headers, 'content-type': 'text/plain' },
    payload: 'roses are red\n',
  });
  const { id } = (
    await submit(api.app, headers, { ...good, files: { vcf: { upload: sent.json().id } } })
  ).json();
  const { body } = await api.app.inject({ url: `/api/v1/runs/${id}/events`, headers });
  expect(body).toContain('VCF_NOT_VCF');
  const run = (await api.app.inject({ url: `/api/v1/runs/${id}`, headers })).json();
  expect(run).toMatchObject({ state: 'failed', failure: { stage: 'parse-variants', code: 'VCF_NOT_VCF' } });
  const operator = await api.key(null, 'operate');
  const overview = await api.app.inject({ url: '/api/v1/operator/overview', headers: operator.headers });
  expect(overview.json().failures).toContainEqual({ stage: 'parse-variants', code: 'VCF_NOT_VCF', count: 1 });
  expect(overview.body).not.toContain('roses');
}, 30_000);
