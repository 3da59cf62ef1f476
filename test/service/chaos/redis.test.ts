/** What Redis holds can be lost at any moment, in part or as a whole: the runs go on from the store. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { tenantIdSchema } from '../../../schemas/service.js';
import { chance } from '../../support/chaos/chance.js';
import { isLong, useWards } from '../../support/chaos/use-wards.js';
import type { Ward } from '../../support/chaos/ward.js';

const patientCount = 3;
const rounds = isLong ? 8 : 1;
const wards = useWards(patientCount);

/** In the short suite over a folder, where processes start sooner; worker-kills.test.ts has the bucket. */
const openWard = () =>
  isLong
    ? wards.open()
    : wards.open({ text: join(wards.folder(), `store-${randomUUID()}`), environment: {} });

/** Hands the patients in once for each round and disturbs each round somewhere in its work. */
async function disturbed(ward: Ward, subject: number, disturb: () => Promise<void>): Promise<void> {
  const luck = chance(subject);
  for (let round = 0; round < rounds; round += 1) {
    const tenant = tenantIdSchema.parse(`round-${round}`);
    for (const patient of wards.patients(patientCount)) await ward.admit(patient, tenant);
    await sleep(luck.between(100, 1500));
    await disturb();
  }
}

test('Redis is killed and started again from its append-only file', async () => {
  const ward = await openWard();
  const luck = chance(1);
  await Promise.all([ward.worker(), ward.worker()]);
  await disturbed(ward, 2, async () => {
    await wards.redis().kill();
    await sleep(luck.between(0, 1500));
    await wards.redis().start();
  });
  await wards.expectWhole(ward, `Redis killed and started again while at work (times: ${rounds})`);
}, 500_000);

test('Redis forgets everything while runs are at work: the sweep finds them', async () => {
  const ward = await openWard();
  await Promise.all([ward.worker(), ward.worker()]);
  await disturbed(ward, 3, () => wards.redis().flush());
  await wards.expectWhole(ward, `FLUSHALL (times: ${rounds}) while at work, mended by the sweep`);
}, 500_000);

test('antigraph runs reconcile puts back what Redis forgot, and workers that do not sweep end the runs', async () => {
  const ward = await openWard();
  const luck = chance(4);
  const tasksOnly = async () => {
    const worker = ward.start(['work', '--queues', 'tasks']);
    await worker.said(/worker takes work/);
    return worker;
  };
  for (const patient of wards.patients(patientCount))
    await ward.admit(patient, undefined, { isUntold: true });
  const reconciled: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const worker = await tasksOnly();
    const command = ward.start(['runs', 'reconcile']);
    reconciled.push(await command.said(/^\d+ unfinished runs$/));
    await sleep(luck.between(300, 1000));
    await worker.kill();
    await wards.redis().flush();
  }
  await tasksOnly();
  const last = ward.start(['runs', 'reconcile']);
  reconciled.push(await last.said(/^\d+ unfinished runs$/));
  expect(reconciled[0]).toBe(`${patientCount} unfinished runs`);
  await wards.expectWhole(
    ward,
    `FLUSHALL (times: ${rounds}), put back by antigraph runs reconcile (first ${reconciled[0]}, last ${reconciled.at(-1)})`,
  );
}, 500_000);
