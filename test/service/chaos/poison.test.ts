/**
 * A task that takes its worker down every time, with the real program and its real limits: some minutes, so `npm run test:chaos` runs it;
 * the suite has the same with a toy graph (worker-processes.test.ts).
 */

import { expect, test } from 'vitest';
import { maxLostWorkers } from '../../../infra/queue/queues.js';
import { tenantIdSchema } from '../../../schemas/service.js';
import { runJournal } from '../../../workers/service/run-journal.js';
import { useWards } from '../../support/chaos/use-wards.js';
import { attemptNow } from '../../support/chaos/ward.js';

const wards = useWards(4);
const poisoned = tenantIdSchema.parse('poisoned');
const preloads = [new URL('../../support/chaos/poison.mjs', import.meta.url).href];

test('a task that takes every worker down is given up, and costs the other runs only time', async () => {
  const ward = await wards.open();
  const [victim, ...others] = wards.patients(4);
  const task = victim?.record.tasks.find(({ stage }) => stage === 'compute-features');
  expect(task).toBeDefined();
  if (victim === undefined || task === undefined) return;
  const { id } = victim.record;
  await ward.admit(victim, poisoned);
  for (const patient of others) await ward.admit(patient);
  const journal = runJournal(poisoned, ward.store.tenant(poisoned));
  const verdict = async () => (await journal.latest(id))?.verdict ?? null;
  let kills = 0;
  const slot = async () => {
    while ((await verdict()) === null) {
      const worker = ward.start(['work'], { preloads, environment: { CHAOS_POISON: task.key } });
      while (!worker.hasEnded && (await verdict()) === null)
        await new Promise((resolve) => setTimeout(resolve, 200));
      if (worker.hasEnded) kills += 1;
      else await worker.stop();
    }
  };
  await Promise.all([slot(), slot()]);
  expect((await verdict())?.outcome).toMatchObject({
    kind: 'failed',
    stage: 'compute-features',
    failure: { code: 'WORKER_LOST' },
  });
  expect(kills).toBe(maxLostWorkers + 1);
  const [failed] = await ward.dispatcher.failedTasks({ from: 0, limit: 10 });
  expect(failed).toMatchObject({ key: task.key, tenant: poisoned, code: 'WORKER_LOST' });
  // The cause is gone: what the operator does, and what the submitter does.
  await ward.worker();
  expect(await ward.dispatcher.retry(failed?.id ?? '')).toBe(true);
  await ward.untilOpen(0, 60_000);
  await journal.submit({ ...victim.record, tasks: [] }, attemptNow());
  await ward.dispatcher.submit(poisoned, id);
  await expect.poll(async () => (await verdict())?.outcome.kind, { timeout: 60_000 }).toBe('complete');
  ward.forget(poisoned);
  await wards.expectWhole(ward, `a poisonous task took ${kills} workers down and was given up`);
}, 400_000);
