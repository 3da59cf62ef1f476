/** Workers that are killed or stand still at random moments, over a real queue and a real bucket: nothing accepted is lost, nothing is there twice or by half. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { tenantIdSchema } from '../../../schemas/service.js';
import { chance, killCount } from '../../support/chaos/chance.js';
import { killWorkers } from '../../support/chaos/killer.js';
import { isLong, useWards } from '../../support/chaos/use-wards.js';
import { firstTenant, type Ward } from '../../support/chaos/ward.js';

/** More patients for more kills; past them the next tenant has the same ones, and shares nothing. */
const patientCount = isLong ? 24 : 6;
const workersAtOnce = isLong ? 4 : 2;
/** Runs without a verdict, as long as workers are killed. */
const openRuns = isLong ? 6 : 4;

const wards = useWards(patientCount);

/** Keeps runs at work until told that it is enough. */
async function admitUntil(ward: Ward, isEnough: () => boolean): Promise<void> {
  for (let index = 0; !isEnough(); index += 1) {
    const [patient] = wards.patients(1, index % patientCount);
    if (patient === undefined) return;
    await ward.admit(patient, tenantIdSchema.parse(`ward-${Math.floor(index / patientCount)}`));
    while (!isEnough() && (await ward.open()).length >= openRuns) await sleep(100);
  }
}

test(
  `${killCount} workers are killed: every accepted run is complete, once, with the bytes of an undisturbed run`,
  async () => {
    const ward = await wards.open();
    let isOver = false;
    const killing = killWorkers({ ward, s3: wards.s3(), slots: workersAtOnce, kills: killCount }).finally(
      () => {
        isOver = true;
      },
    );
    await Promise.all([killing, admitUntil(ward, () => isOver)]);
    const { kills, midUpload, starting } = await killing;
    expect(kills).toBe(killCount);
    expect(midUpload).toBeGreaterThan(0);
    const lost = ward.logged('a worker was lost');
    await wards.expectWhole(
      ward,
      `${kills} workers killed, ${midUpload} of them in the middle of an upload and ${starting} while starting; others were seen to take over ${lost} tasks`,
      120_000,
    );
  },
  120_000 + killCount * 10_000,
);

/** Longer than a lock lasts, so that others have the frozen worker's tasks before it goes on. */
const frozenMs = 9000;

test('a worker that stood still until others had its tasks goes on, and changes nothing', async () => {
  const ward = await wards.open();
  const luck = chance(1000);
  const [frozen] = await Promise.all([ward.worker(), ward.worker()]);
  for (let round = 0; round < (isLong ? 6 : 1); round += 1) {
    const tenant = tenantIdSchema.parse(`round-${round}`);
    for (const patient of wards.patients(3)) await ward.admit(patient, tenant);
    await sleep(luck.between(200, 800));
    process.kill(frozen?.pid ?? 0, 'SIGSTOP');
    await sleep(frozenMs);
    process.kill(frozen?.pid ?? 0, 'SIGCONT');
    await ward.untilOpen(0, 60_000);
  }
  await wards.expectWhole(ward, `a worker stood still for ${frozenMs / 1000} s while at work`);
}, 400_000);

test('tasks that are delivered again, before, during and after they run, change nothing', async () => {
  const ward = await wards.open();
  const luck = chance(2000);
  await Promise.all([ward.worker(), ward.worker()]);
  let copies = 0;
  for (const patient of wards.patients(3)) await ward.admit(patient);
  for (let round = 0; round < (isLong ? 20 : 4); round += 1) {
    for (const { record } of wards.patients(3)) {
      for (const { key } of record.tasks) {
        if (luck.happens(0.5)) continue;
        copies += 1;
        // Under another id: under its own the queue knows it.
        const payload = { tenant: firstTenant, run: record.id, key };
        await ward.control.queues.tasks.add('task', payload, { jobId: `copy-${copies}`, stackTraceLimit: 0 });
      }
    }
    await sleep(luck.between(0, 600));
  }
  await wards.expectWhole(ward, `${copies} more deliveries of tasks`);
}, 240_000);
