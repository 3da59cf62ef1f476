import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AntigraphError } from '../../schemas/errors.js';
import type { RunEvent } from '../../schemas/events.js';
import { runJournal } from '../../workers/service/run-journal.js';
import { useRedis } from '../support/services.js';
import { busy, clinic, lab, type ToyService, toyService } from '../support/toy-service.js';

const redis = useRedis();
const quickSweep = { everyMs: 200, idleMs: 400 };
const text = 'one two three four five';
/** 'one two three four five' takes these. */
const fiveTasks = ['measure', 'measure', 'measure', 'split', 'summarise'];

let service: ToyService;
beforeEach(async () => {
  await redis().flush();
  service = toyService(redis().url);
});
afterEach(() => service.close());

const sorted = (stages: readonly string[]) => [...stages].sort();

test('a task that two runs share at the same time runs once', async () => {
  await service.worker({ jobs: 8, around: (_, signal) => busy(60, signal) });
  const runs = await Promise.all([
    service.submit(text),
    service.submit(text, { params: { summarise: { unit: 'signs' } } }),
  ]);
  for (const run of runs) expect((await service.verdict(run)).outcome.kind).toBe('complete');
  expect(sorted(service.ran)).toEqual([...fiveTasks, 'summarise']);
});

test('equal tasks of two tenants run apart, and neither sees what the other has', async () => {
  await service.worker();
  const run = await service.submit(text);
  await service.verdict(run);
  await service.submit(text, { tenant: clinic });
  await service.verdict(run, { tenant: clinic });
  expect(sorted(service.ran)).toEqual(sorted([...fiveTasks, ...fiveTasks]));
});

test('the same request handed in twice is one attempt', async () => {
  await service.worker({ around: (_, signal) => busy(30, signal) });
  const [run, again] = await Promise.all([service.submit(text), service.submit(text)]);
  expect(again).toBe(run);
  expect((await service.verdict(run)).attempt).toBe(1);
  expect(sorted(service.ran)).toEqual(fiveTasks);
});

test('a job that is delivered once more after its task is done does nothing', async () => {
  await service.worker();
  const run = await service.submit(text);
  await service.verdict(run);
  const { artifacts } = service.store.tenant(lab);
  const before = await service.outputs(run);
  for (const { key } of (await artifacts.getRun(run))?.tasks ?? [])
    await service.control.queues.addTasks([{ payload: { tenant: lab, run, key }, priority: 1 }]);
  await untilIdle();
  expect(sorted(service.ran)).toEqual(fiveTasks);
  expect(await service.outputs(run)).toEqual(before);
  expect((await service.dispatcher.figures()).tasks.failed).toBe(0);
});

test('nothing but ids is in the queue', async () => {
  const run = await service.submit('Jane Doe 1970', { params: { split: { skip: 'Doe' } } });
  await service.worker({ queues: ['runs'] });
  await untilWaiting(1);
  const dump: string[] = [];
  for (const key of await service.control.client.keys('*')) {
    dump.push(key);
    if ((await service.control.client.type(key)) === 'hash')
      dump.push(...Object.entries(await service.control.client.hgetall(key)).flat());
  }
  expect(dump.join('\n')).toContain(run);
  expect(dump.join('\n')).not.toMatch(/Jane|Doe|1970|text\.txt|skip/);
});

test('a transient failure is tried again after a while, and the run is complete', async () => {
  let failures = 0;
  await service.worker({
    around: async (stage) => {
      if (stage !== 'split' || failures === 2) return;
      failures += 1;
      throw new AntigraphError('STORE_UNAVAILABLE', 'the store is away');
    },
  });
  const run = await service.submit(text);
  expect((await service.verdict(run)).outcome.kind).toBe('complete');
  expect(failures).toBe(2);
});

test('an input error is tried once, its words are in the verdict, and not in Redis', async () => {
  let tries = 0;
  await service.worker({
    around: async (stage) => {
      if (stage !== 'measure') return;
      tries += 1;
      throw new AntigraphError('VCF_RECORD_MALFORMED', 'line 7 of jane.vcf is no record', {
        fix: 'Mend it.',
      });
    },
    jobs: 1,
  });
  const run = await service.submit('one two');
  expect((await service.verdict(run)).outcome).toEqual({
    kind: 'failed',
    stage: 'measure',
    failure: { code: 'VCF_RECORD_MALFORMED', message: 'line 7 of jane.vcf is no record', fix: 'Mend it.' },
  });
  expect(tries).toBe(1);
  await untilIdle();
  const [failed] = await service.dispatcher.failedTasks({ from: 0, limit: 10 });
  expect(failed).toMatchObject({ code: 'VCF_RECORD_MALFORMED', run, tenant: lab, starts: 1 });
  expect(JSON.stringify(await service.control.queues.tasks.getFailed())).not.toContain('jane');
});

test('a lost thread is tried three times', async () => {
  let tries = 0;
  await service.worker({
    around: async () => {
      tries += 1;
      throw new AntigraphError('WORKER_LOST', 'the thread was lost');
    },
  });
  const run = await service.submit(text);
  expect((await service.verdict(run)).outcome).toMatchObject({ kind: 'failed', stage: 'split' });
  expect(tries).toBe(3);
});

test('a failed run that is handed in again is another attempt, which runs what had failed', async () => {
  const state = { isBroken: true };
  await service.worker({
    around: async (stage) => {
      if (stage === 'measure' && state.isBroken) throw new AntigraphError('TOOL_NOT_FOUND', 'no tool');
    },
  });
  const run = await service.submit(text);
  expect((await service.verdict(run)).outcome.kind).toBe('failed');
  await untilIdle();
  state.isBroken = false;
  expect(await service.submit(text)).toBe(run);
  const verdict = await service.verdict(run);
  expect(verdict).toMatchObject({ attempt: 2, outcome: { kind: 'complete' } });
  expect(sorted(service.ran)).toEqual(fiveTasks);
});

test('a failed run that is handed in again at once does not wait for a sweep', async () => {
  const seconds = 10;
  const broken = new Set<string>();
  const words = Array.from({ length: 12 }, (_, index) => `again ${index}`);
  await service.worker({
    sweep: { everyMs: 60_000, idleMs: 60_000 },
    around: async (stage) => {
      if (stage === 'split' && broken.size > 0) throw new AntigraphError('TOOL_NOT_FOUND', 'no tool');
    },
  });
  for (const word of words) {
    broken.add('split');
    const run = await service.submit(word);
    expect((await service.verdict(run, { everyMs: 1 })).outcome.kind).toBe('failed');
    broken.clear();
    await service.submit(word);
    const journal = runJournal(lab, service.store.tenant(lab));
    await expect
      .poll(async () => (await journal.latest(run))?.verdict?.outcome.kind, {
        interval: 10,
        timeout: seconds * 1000,
      })
      .toBe('complete');
  }
});

test('another run that needs a task which failed before has it tried again', async () => {
  const state = { isBroken: true };
  await service.worker({
    around: async (stage) => {
      if (stage === 'split' && state.isBroken) throw new AntigraphError('TOOL_NOT_FOUND', 'no tool');
    },
  });
  await service.verdict(await service.submit(text));
  await untilIdle();
  state.isBroken = false;
  const run = await service.submit(text, { params: { summarise: { unit: 'signs' } } });
  expect((await service.verdict(run)).outcome.kind).toBe('complete');
});

test('a cancelled run stops the task at work, and takes no other', async () => {
  const stopped: string[] = [];
  await service.worker({
    around: async (stage, signal) => {
      if (stage !== 'measure') return;
      await busy(30_000, signal).finally(() => stopped.push(stage));
    },
    jobs: 2,
  });
  const run = await service.submit(text);
  await untilActive(2);
  expect(await runJournal(lab, service.store.tenant(lab)).cancel(run, 'somebody')).toBe('asked');
  await service.dispatcher.cancel(lab, run);
  const startedAt = Date.now();
  expect((await service.verdict(run)).outcome).toEqual({ kind: 'cancelled', by: 'somebody' });
  await untilIdle();
  expect(Date.now() - startedAt).toBeLessThan(3000);
  expect(stopped).toEqual(['measure', 'measure']);
  expect(service.ran).toEqual(['split']);
});

test('cancelling one of two runs leaves the task that both wait for at work', async () => {
  await service.worker({ around: (stage, signal) => busy(stage === 'measure' ? 500 : 0, signal) });
  const run = await service.submit(text);
  const other = await service.submit(text, { params: { summarise: { unit: 'signs' } } });
  await untilActive(3);
  await runJournal(lab, service.store.tenant(lab)).cancel(run, 'somebody');
  await service.dispatcher.cancel(lab, run);
  expect((await service.verdict(run)).outcome.kind).toBe('cancelled');
  expect((await service.verdict(other)).outcome.kind).toBe('complete');
  expect(sorted(service.ran)).toEqual(fiveTasks);
});

test('a submission that the queue was never told of is found by the sweep', async () => {
  await service.worker({ sweep: quickSweep });
  const run = await service.submit(text, { isUntold: true });
  expect((await service.verdict(run)).outcome.kind).toBe('complete');
});

test('a wake-up that is lost is made up for by the sweep', async () => {
  await service.worker({
    sweep: quickSweep,
    around: async (stage) => {
      // Whoever finishes this task wakes nobody: it is not known who waits.
      if (stage === 'split')
        await service.control.client.del(...(await service.control.client.keys('*:waiters:*')));
    },
  });
  const run = await service.submit(text);
  expect((await service.verdict(run)).outcome.kind).toBe('complete');
  expect(sorted(service.ran)).toEqual(fiveTasks);
});

test('after Redis forgot everything the run goes on from what the store has', async () => {
  let isFlushed = false;
  await service.worker({
    sweep: quickSweep,
    around: async (stage, signal) => {
      await busy(30, signal);
      if (stage !== 'measure' || isFlushed) return;
      isFlushed = true;
      await redis().flush();
    },
    jobs: 1,
  });
  const run = await service.submit(text);
  expect((await service.verdict(run)).outcome.kind).toBe('complete');
  expect(service.ran.filter((stage) => stage === 'split')).toHaveLength(1);
});

test('a deleted run that is handed in again runs all of its tasks again', async () => {
  await service.worker();
  const run = await service.submit(text);
  await service.verdict(run);
  const { artifacts } = service.store.tenant(lab);
  await artifacts.deleteRun(run);
  await service.dispatcher.forget(lab, run);
  expect(await service.submit(text)).toBe(run);
  expect((await service.verdict(run)).outcome.kind).toBe('complete');
  expect(sorted(service.ran)).toEqual(sorted([...fiveTasks, ...fiveTasks]));
});

test('of two tenants the one who came second does not wait for all that the first handed in', async () => {
  await service.dispatcher.pause();
  const order: string[] = [];
  const worker = { jobs: 1, around: async () => undefined };
  await service.worker({ queues: ['runs'] });
  const many = Array.from({ length: 40 }, (_, index) => `lab ${index}`);
  for (const words of many) await service.submit(words);
  await untilWaiting(40);
  const few = Array.from({ length: 8 }, (_, index) => `clinic ${index}`);
  for (const words of few) await service.submit(words, { tenant: clinic });
  await untilWaiting(48);
  for (const job of await service.control.queues.tasks.getJobs(['prioritized'], 0, -1, true))
    order.push(job.data.tenant);
  // In turns of four, from where the first tenant's clock stood when the second came.
  expect(order.slice(0, 16).filter((tenant) => tenant === clinic)).toHaveLength(8);
  expect(order.slice(16).every((tenant) => tenant === lab)).toBe(true);
  await service.dispatcher.resume();
  await service.worker(worker);
  await untilIdle();
});

test('a run of a better priority class goes before all others', async () => {
  await service.dispatcher.pause();
  await service.worker({ queues: ['runs'] });
  for (const words of ['one', 'two', 'three']) await service.submit(words);
  await untilWaiting(3);
  const urgent = await service.submit('four', { tenant: clinic, priority: 1 });
  await untilWaiting(4);
  const [first] = await service.control.queues.tasks.getJobs(['prioritized'], 0, 0, true);
  expect(first?.data.run).toBe(urgent);
  await service.dispatcher.resume();
});

test('who comes late hears every event of the run once, and its log is kept', async () => {
  await service.worker();
  const run = await service.submit(text);
  await service.verdict(run);
  await sleep(50);
  const heard: RunEvent[] = [];
  const end = await service.dispatcher.subscribe({ tenant: lab, run, after: null }, ({ event }) =>
    heard.push(event),
  );
  await end();
  const names = heard.map((event) => ('stage' in event ? `${event.event} ${event.stage}` : event.event));
  expect(new Set(names)).toEqual(
    new Set([
      'run-started',
      ...['split', 'measure', 'summarise'].flatMap((stage) => [
        `stage-started ${stage}`,
        `task-finished ${stage}`,
        `stage-finished ${stage}`,
      ]),
      'run-finished',
    ]),
  );
  expect(names.filter((name) => name === 'task-finished measure')).toHaveLength(3);
  expect(names.at(-1)).toBe('run-finished');
  const [log] = await service.store.tenant(lab).artifacts.listRunEvents(run);
  const kept = (log?.events ?? '').trimEnd().split('\n');
  expect(kept).toHaveLength(heard.length);
});

test('a paused queue takes nothing, and goes on when it is resumed', async () => {
  await service.worker();
  expect(await service.dispatcher.drain(1000)).toBe(0);
  const run = await service.submit(text);
  await untilWaiting(1);
  expect(await service.dispatcher.figures()).toMatchObject({ isPaused: true, workers: 1 });
  await service.dispatcher.resume();
  expect((await service.verdict(run)).outcome.kind).toBe('complete');
});

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + 40_000;
  while (!(await isTrue())) {
    if (Date.now() > limit) throw new Error(`waited in vain; ran: ${service.ran.join(' ')}`);
    await sleep(10);
  }
}

async function untilIdle(): Promise<void> {
  await until(async () => {
    const { tasks, runs } = await service.dispatcher.figures();
    return tasks.active + tasks.waiting + tasks.delayed + runs.active + runs.waiting === 0;
  });
}

function untilActive(count: number): Promise<void> {
  return until(async () => (await service.dispatcher.figures()).tasks.active === count);
}

function untilWaiting(count: number): Promise<void> {
  return until(async () => (await service.dispatcher.figures()).tasks.waiting === count);
}
