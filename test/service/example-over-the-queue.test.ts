import { cpSync, mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueSettings } from '../../infra/config.js';
import { type Control, openControl } from '../../infra/queue/control.js';
import { filesystemStore } from '../../infra/stores/filesystem-store.js';
import { folderServiceStore } from '../../infra/stores/service-store.js';
import { graph } from '../../pipeline/graph.js';
import { graphDigest } from '../../pipeline/planner.js';
import type { ArtifactStore } from '../../pipeline/ports.js';
import type { RunRecord } from '../../schemas/tasks.js';
import { queueDispatcher } from '../../workers/service/queue-dispatcher.js';
import { runJournal } from '../../workers/service/run-journal.js';
import { makeSandbox } from '../support/cli.js';
import { buildReference, runArgs } from '../support/example-patient.js';
import { useRedis } from '../support/services.js';
import { lab } from '../support/toy-service.js';

const redis = useRedis();
const sandbox = makeSandbox();
let control: Control;
beforeAll(() => {
  control = openControl(queueSettings({ ANTIGRAPH_REDIS_URL: redis().url }), 'caller');
});
afterAll(async () => {
  await control.close();
  sandbox.remove();
});

/** Copies what the run was given. */
async function copyInputs(from: ArtifactStore, to: ArtifactStore, { request }: RunRecord): Promise<void> {
  for (const { parts } of Object.values(request.inputs)) {
    for (const { sha256 } of parts) {
      const writer = await to.createObject();
      for (const chunk of (await from.openObject(sha256)).chunks()) writer.write(chunk);
      await writer.commit();
    }
  }
}

test("the example patient gives the same manifests over the queue, by 'antigraph work', as by 'antigraph run'", async () => {
  await buildReference(sandbox, 'example.reference');
  const reference = sandbox.path('example.reference');
  const embedded = await sandbox.cli(runArgs(reference, sandbox.path('out')));
  expect(embedded.stderr).not.toContain('error');
  const local = filesystemStore(sandbox.store);
  const [run] = await local.listRuns();
  const record = run === undefined ? null : await local.getRun(run);
  if (run === undefined || record === null) throw new Error('the run left no record');

  const place = folderServiceStore(sandbox.path('service')).tenant(lab);
  await copyInputs(local, place.artifacts, record);
  mkdirSync(sandbox.path('references'));
  cpSync(reference, sandbox.path('references', 'example.reference'));
  const worker = sandbox.start(
    ['work', '--store', sandbox.path('service'), '--references', sandbox.path('references')],
    { env: { ANTIGRAPH_REDIS_URL: redis().url } },
  );
  const journal = runJournal(lab, place);
  await journal.submit(
    { ...record, tasks: [] },
    { submittedAtMs: Date.now(), submittedBy: 'test', priority: 5, webhook: null, graph: graphDigest(graph) },
  );
  await queueDispatcher(control).submit(lab, run);
  while (((await journal.latest(run))?.verdict ?? null) === null) await sleep(50);

  expect((await journal.latest(run))?.verdict?.outcome).toEqual({ kind: 'complete' });
  expect(await place.artifacts.getRun(run)).toEqual(record);
  expect(record.tasks.length).toBeGreaterThan(8);
  for (const { key } of record.tasks)
    expect(await place.artifacts.getManifest(key)).toEqual(await local.getManifest(key));

  worker.child.kill('SIGTERM');
  const { exitCode, stdout } = await worker.ended;
  expect(exitCode).toBe(0);
  // What it says while it works names no file of the patient.
  expect(stdout).not.toContain('tumor.vcf');
}, 60_000);

test("'antigraph runs reconcile' puts a run back that the queue was never told of, and says so", async () => {
  const place = folderServiceStore(sandbox.path('service')).tenant(lab);
  const [run] = await place.artifacts.listRuns();
  const record = run === undefined ? null : await place.artifacts.getRun(run);
  if (record === null) throw new Error('the run left no record');
  await redis().flush();
  const service = sandbox.path('unfinished');
  const other = folderServiceStore(service).tenant(lab);
  await copyInputs(place.artifacts, other.artifacts, record);
  await runJournal(lab, other).submit(
    { ...record, tasks: [] },
    { submittedAtMs: 1, submittedBy: 'test', priority: 5, webhook: null, graph: graphDigest(graph) },
  );
  const { stdout, exitCode } = await sandbox.cli(['runs', 'reconcile', '--store', service], {
    env: { ANTIGRAPH_REDIS_URL: redis().url },
  });
  expect(stdout).toBe(
    `lab\t${record.id}\tattempt 1\t0 stages done, 1 tasks put back in the queue\n1 unfinished runs\n`,
  );
  expect(exitCode).toBe(0);
  expect((await queueDispatcher(control).figures()).tasks.waiting).toBe(1);
});

test('without a Redis server reconcile ends with QUEUE_UNAVAILABLE, and doctor says what is wrong', async () => {
  const env = { ANTIGRAPH_REDIS_URL: 'redis://127.0.0.1:1' };
  const reconcile = await sandbox.cli(['runs', 'reconcile'], { env });
  expect(reconcile.stderr).toContain('error QUEUE_UNAVAILABLE');
  expect(reconcile.exitCode).toBe(5);
  const good = await sandbox.cli(['doctor'], { env: { ANTIGRAPH_REDIS_URL: redis().url } });
  expect(good.stdout).toMatch(/ok +queue server +Redis/);
  expect(good.stdout).toMatch(/ok +queue eviction +maxmemory-policy noeviction/);
  expect(good.stdout).toMatch(/ok +queue durability +append-only file on/);
});
