import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderServiceStore } from '../../infra/stores/service-store.js';
import { useRedis } from '../support/services.js';
import { type ToyService, toyService } from '../support/toy-service.js';

const redis = useRedis();
const text = 'one two three four five';

let folder: string;
let service: ToyService;
const children = new Set<ChildProcess>();
beforeEach(async () => {
  await redis().flush();
  folder = mkdtempSync(join(tmpdir(), 'antigraph-workers-'));
  service = toyService(redis().url, { store: folderServiceStore(folder) });
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

interface WorkerProcess {
  readonly child: ChildProcess;
  /** What it said. */
  readonly lines: readonly string[];
  said(line: string): Promise<void>;
}

async function startWorker(environment: Readonly<Record<string, string>> = {}): Promise<WorkerProcess> {
  const script = join(import.meta.dirname, '..', 'support', 'toy-worker.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, redis().url, folder], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const said = async (line: string) => {
    while (!lines.includes(line)) await once(reader, 'line');
  };
  await said('ready');
  return { child, lines, said };
}

test('the task of a worker that is killed is at work again in less than 10 s', async () => {
  const victim = await startWorker({ TOY_DELAY_MS: '600000' });
  const run = await service.submit(text);
  await victim.said('begins split');
  const other = await startWorker();
  victim.child.kill('SIGKILL');
  const killedAt = Date.now();
  await other.said('begins split');
  const recoveredMs = Date.now() - killedAt;
  expect(recoveredMs).toBeLessThan(10_000);
  expect((await service.verdict(run)).outcome.kind).toBe('complete');
});

test('a task that takes its worker down every time is given up, and the verdict names it', async () => {
  const run = await service.submit(text);
  let killed = 0;
  let isOver = false;
  const restarting = (async () => {
    while (!isOver) {
      const { child } = await startWorker({ TOY_POISON: 'measure', TOY_MAX_LOST: '2' });
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      killed += child.signalCode === 'SIGKILL' ? 1 : 0;
    }
  })();
  const { outcome } = await service.verdict(run, { limitMs: 100_000 });
  isOver = true;
  for (const child of children) child.kill('SIGTERM');
  await restarting;
  expect(outcome).toMatchObject({ kind: 'failed', stage: 'measure', failure: { code: 'WORKER_LOST' } });
  expect(killed).toBeGreaterThanOrEqual(3);
  const [failed] = await service.dispatcher.failedTasks({ from: 0, limit: 10 });
  expect(failed).toMatchObject({ code: 'WORKER_LOST', run });
}, 120_000);

test('SIGTERM lets the task at work end and takes no other', async () => {
  const worker = await startWorker({ TOY_DELAY_MS: '700' });
  const run = await service.submit(text);
  await worker.said('begins split');
  worker.child.kill('SIGTERM');
  const [code] = await once(worker.child, 'exit');
  expect(code).toBe(0);
  expect(worker.lines.filter((line) => line.startsWith('begins'))).toEqual(['begins split']);
  expect((await service.dispatcher.figures()).tasks).toMatchObject({ active: 0, failed: 0 });
  await service.worker();
  expect((await service.verdict(run)).outcome.kind).toBe('complete');
  expect(service.ran).not.toContain('split');
});

test('a task that does not end in the time of grace is given back and run by another at once', async () => {
  const worker = await startWorker({ TOY_DELAY_MS: '600000', TOY_DRAIN_MS: '200' });
  const run = await service.submit(text);
  await worker.said('begins split');
  worker.child.kill('SIGTERM');
  const [code] = await once(worker.child, 'exit');
  expect(code).toBe(0);
  await service.worker();
  expect((await service.verdict(run, { limitMs: 2000 })).outcome.kind).toBe('complete');
});

test('what was at work and waiting is there after Redis was killed and started again', async () => {
  await startWorker({ TOY_DELAY_MS: '300' });
  const run = await service.submit(text);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  await redis().kill();
  await redis().start();
  expect((await service.verdict(run, { limitMs: 20_000 })).outcome.kind).toBe('complete');
});
