/** Tasks a second through the service with empty tasks, beside BullMQ alone on the same server, and how soon a submission is at work. */

import { FlowProducer, Queue, Worker } from 'bullmq';
import { z } from 'zod';
import { openRedis } from '../infra/queue/connection.js';
import { type Control, openControl } from '../infra/queue/control.js';
import { memoryServiceStore } from '../infra/stores/service-store.js';
import { from, type GraphNode, node, submitted } from '../pipeline/graph-node.js';
import { graphDigest } from '../pipeline/planner.js';
import type { DocumentStore, ServiceStore } from '../pipeline/ports.js';
import { tenantIdSchema } from '../schemas/service.js';
import { type BytesArtifact, defineStage, type ManyArtifact, required } from '../schemas/stage.js';
import { type ArtifactRef, type Manifest, type RunId, type RunRequest, runIdOf } from '../schemas/tasks.js';
import { startRedis } from '../test/support/services/redis.js';
import { runJournal } from '../workers/service/run-journal.js';
import { startServiceWorker } from '../workers/service/service-worker.js';
import type { TaskExecutor } from '../workers/service/task-worker.js';
import { report } from './result.js';

/** Tasks of a run: one that makes rows, eleven shards, one that reads them all. */
const shardCount = 11;
const tasksPerRun = shardCount + 2;
const runCount = Number(process.env['BENCH_RUNS'] ?? 1000);
const jobCount = runCount * tasksPerRun;
const jobsAtOnce = 50;
const rounds = 3;
const tenant = tenantIdSchema.parse('bench');

const text: BytesArtifact = { kind: 'bytes', name: 'text', description: 'nothing' };
const rows: ManyArtifact<{ n: number }> = {
  kind: 'many',
  name: 'rows',
  schema: z.object({ n: z.number() }),
  order: 'none',
};
const done: ManyArtifact<{ n: number }> = { ...rows, name: 'done' };
const end: ManyArtifact<{ n: number }> = { ...rows, name: 'end' };
const common = {
  version: '1',
  summary: 'nothing',
  params: z.object({ name: z.string().default('').describe('whose run') }),
  resources: [],
  run: () => undefined,
};
const make = defineStage({
  ...common,
  name: 'make',
  inputs: { text: required(text) },
  outputs: { rows },
  shard: null,
});
const each = defineStage({
  ...common,
  name: 'each',
  inputs: { rows: required(rows) },
  outputs: { done },
  shard: { input: 'rows', rowsPerShard: 1 },
});
const join = defineStage({
  ...common,
  name: 'join',
  inputs: { done: required(done) },
  outputs: { end },
  shard: null,
});
const graph: readonly GraphNode[] = [
  node(make, { text: submitted(text) }),
  node(each, { rows: from(make, 'rows') }),
  node(join, { done: from(each, 'done') }),
];

/** The task's manifest is all it gives: one object, the same for all. */
function emptyExecutor(object: {
  sha256: ArtifactRef['parts'][number]['sha256'];
  sizeBytes: number;
}): TaskExecutor {
  const names: Readonly<Record<string, string>> = { make: 'rows', each: 'done', join: 'end' };
  return {
    async run({ store }, { key, spec }) {
      const rowCount = spec.stage === 'make' ? shardCount : 1;
      const manifest: Manifest = {
        schema: 'antigraph.task/1',
        key,
        spec,
        outputs: { [names[spec.stage] ?? '']: { parts: [{ ...object, rowCount }] } },
      };
      await store.artifacts.putManifest(manifest);
      return manifest;
    },
    close: async () => undefined,
  };
}

async function rawBulk(url: string): Promise<number> {
  const connection = openRedis({ url, prefix: '{raw}', caFile: null, passwordFile: null }, 'worker');
  const queue = new Queue('bulk', { connection, prefix: '{raw}' });
  const startedAt = performance.now();
  await processed(connection, 'bulk', jobCount, async () => {
    for (let from = 0; from < jobCount; from += 1000) {
      await queue.addBulk(
        Array.from({ length: Math.min(1000, jobCount - from) }, (_, index) => ({
          name: 'job',
          data: { index },
          opts: { jobId: `job-${from + index}` },
        })),
      );
    }
  });
  const seconds = (performance.now() - startedAt) / 1000;
  await queue.close();
  connection.disconnect();
  return jobCount / seconds;
}

async function rawFlows(url: string): Promise<number> {
  const connection = openRedis({ url, prefix: '{raw}', caFile: null, passwordFile: null }, 'worker');
  const flows = new FlowProducer({ connection, prefix: '{raw}' });
  const job = (name: string) => ({ name, queueName: 'flows', data: {} });
  const startedAt = performance.now();
  await processed(connection, 'flows', jobCount, async () => {
    for (let from = 0; from < runCount; from += 50) {
      await flows.addBulk(
        Array.from({ length: Math.min(50, runCount - from) }, () => ({
          ...job('join'),
          children: Array.from({ length: shardCount }, (_, index) => ({
            ...job('each'),
            ...(index === 0 ? { children: [job('make')] } : {}),
          })),
        })),
      );
    }
  });
  const seconds = (performance.now() - startedAt) / 1000;
  await flows.close();
  connection.disconnect();
  return jobCount / seconds;
}

/** Has jobs added while a worker takes them; resolves when so many are done. */
async function processed(
  connection: ReturnType<typeof openRedis>,
  name: string,
  count: number,
  add: () => Promise<void>,
): Promise<void> {
  let left = count;
  const settings = { connection, prefix: '{raw}', concurrency: jobsAtOnce, removeOnComplete: { count: 0 } };
  await new Promise<void>((resolve, reject) => {
    const worker = new Worker(
      name,
      async () => {
        left -= 1;
        if (left === 0) setImmediate(() => void worker.close().then(resolve));
      },
      settings,
    );
    add().catch(reject);
  });
}

/** Documents by folder: the memory store looks at every name for a listing, which would be measured with the queue. */
function indexedDocuments(onPut: (name: string) => void): DocumentStore {
  const folders = new Map<string, Map<string, string>>();
  const split = (name: string) => [name.slice(0, name.lastIndexOf('/') + 1), name] as const;
  return {
    async put(name, content) {
      const [folder] = split(name);
      const files = folders.get(folder) ?? new Map<string, string>();
      folders.set(folder, files);
      if (files.has(name)) return 'exists';
      files.set(name, content);
      onPut(name);
      return 'created';
    },
    get: async (name) => folders.get(split(name)[0])?.get(name) ?? null,
    list: async (prefix) => [...(folders.get(prefix)?.keys() ?? [])].sort(),
    async remove(name) {
      folders.get(split(name)[0])?.delete(name);
    },
  };
}

interface Bench {
  readonly store: ServiceStore;
  readonly control: Control;
  submit(name: string): Promise<{ readonly run: RunId; readonly ended: Promise<void> }>;
  startedAt(run: RunId): number | null;
  close(): Promise<void>;
}

async function openBench(url: string): Promise<Bench> {
  const ends = new Map<string, () => void>();
  const documents = indexedDocuments((name) => {
    const [, run = ''] = /^runs\/([^/]+)\/attempts\/\d+\.verdict\.json$/.exec(name) ?? [];
    ends.get(run)?.();
  });
  const memory = memoryServiceStore();
  const place = { artifacts: memory.tenant(tenant).artifacts, documents };
  const store: ServiceStore = { ...memory, tenant: () => place };
  const control = openControl({ url, prefix: '{antigraph}', caFile: null, passwordFile: null }, 'worker');
  const writer = await place.artifacts.createObject();
  writer.write(Buffer.from('x'));
  const object = await writer.commit();
  const firstTasks = new Map<RunId, number>();
  const inner = emptyExecutor(object);
  const worker = await startServiceWorker({
    control,
    store,
    graph,
    executor: {
      run(context, task, signal) {
        if (!firstTasks.has(context.run)) firstTasks.set(context.run, performance.now());
        return inner.run(context, task, signal);
      },
      close: () => inner.close(),
    },
    queues: ['runs', 'tasks'],
    jobs: jobsAtOnce,
  });
  const journal = runJournal(tenant, place);
  return {
    store,
    control,
    startedAt: (run) => firstTasks.get(run) ?? null,
    async submit(name) {
      const request: RunRequest = {
        inputs: { text: { parts: [{ ...object, rowCount: null }] } },
        // Every stage has the run's name, or all runs would share their tasks.
        params: { make: { name }, each: { name }, join: { name } },
        resources: {},
      };
      const id = runIdOf(request);
      const ended = new Promise<void>((resolve) => ends.set(id, resolve));
      await journal.submit(
        { schema: 'antigraph.run/1', id, request, labels: {}, tasks: [] },
        {
          submittedAtMs: Date.now(),
          submittedBy: 'bench',
          priority: 5,
          webhook: null,
          graph: graphDigest(graph),
        },
      );
      await control.queues.addRun({ tenant, run: id }, 'advance');
      return { run: id, ended };
    },
    async close() {
      await worker.drain(1000);
      await control.close();
    },
  };
}

/** All runs handed in at once, fifty at a time. */
async function ourTasks(url: string): Promise<number> {
  const bench = await openBench(url);
  const startedAt = performance.now();
  const ended: Promise<void>[] = [];
  for (let from = 0; from < runCount; from += 50) {
    const names = Array.from({ length: Math.min(50, runCount - from) }, (_, index) => `run ${from + index}`);
    for (const run of await Promise.all(names.map((name) => bench.submit(name)))) ended.push(run.ended);
  }
  await Promise.all(ended);
  const seconds = (performance.now() - startedAt) / 1000;
  await bench.close();
  return jobCount / seconds;
}

/** Milliseconds from a submission to its first task on a service that has nothing else to do; sorted. */
async function firstTaskMs(url: string): Promise<readonly number[]> {
  const bench = await openBench(url);
  const waits: number[] = [];
  for (let index = 0; index < 300; index += 1) {
    const submittedAt = performance.now();
    const { run, ended } = await bench.submit(`single ${index}`);
    await ended;
    waits.push((bench.startedAt(run) ?? Number.POSITIVE_INFINITY) - submittedAt);
  }
  await bench.close();
  return waits.sort((a, b) => a - b);
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const redis = await startRedis();
const figures: { bulk: number[]; flows: number[]; ours: number[] } = { bulk: [], flows: [], ours: [] };
for (let round = 0; round < rounds; round += 1) {
  for (const [name, measure] of [
    ['bulk', rawBulk],
    ['flows', rawFlows],
    ['ours', ourTasks],
  ] as const) {
    await redis.flush();
    figures[name].push(Math.round(await measure(redis.url)));
  }
}
await redis.flush();
const waits = await firstTaskMs(redis.url);
const at = (share: number) => Number((waits[Math.floor(waits.length * share)] ?? 0).toFixed(1));
await redis.stop();
report('queue', {
  tasksPerRun,
  runs: runCount,
  jobsAtOnce,
  perSecond: figures,
  oursOfBulk: Number((median(figures.ours) / median(figures.bulk)).toFixed(2)),
  oursOfFlows: Number((median(figures.ours) / median(figures.flows)).toFixed(2)),
  submissionToFirstTaskMs: { p50: at(0.5), p95: at(0.95), p99: at(0.99) },
});
