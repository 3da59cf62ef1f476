/** A store that is slow, away, cut off or full, workers whose clocks are wrong, and a task that takes its workers down. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { tenantIdSchema } from '../../../schemas/service.js';
import { type Chance, chance } from '../../support/chaos/chance.js';
import { isLong, useWards } from '../../support/chaos/use-wards.js';
import type { Ward } from '../../support/chaos/ward.js';
import type { Fault } from '../../support/services/fault-proxy.js';
import { startFaultProxy } from '../../support/services.js';

const patientCount = 3;
const wards = useWards(patientCount);
const outageMs = 2500;

/** What the network or the server does to one connection for a while. */
function someFault(luck: Chance): Fault {
  const kinds: readonly Fault[] = [
    { kind: 'none' },
    { kind: 'unavailable' },
    { kind: 'cut', afterBytes: luck.whole(0, 20_000) },
    { kind: 'delay', delayMs: luck.whole(20, 200) },
    { kind: 'silence' },
  ];
  return kinds[luck.whole(0, kinds.length - 1)] ?? { kind: 'none' };
}

const admitAll = async (ward: Ward, tenant?: string) => {
  for (const patient of wards.patients(patientCount))
    await ward.admit(patient, ...(tenant === undefined ? [] : [tenantIdSchema.parse(tenant)]));
};

test('the store answers 503, cuts connections, is slow or silent at random', async () => {
  const ward = await wards.open();
  const luck = chance(1);
  const proxy = await startFaultProxy(wards.s3().port);
  const environment = wards.s3().environment(proxy.url);
  // One whose requests are tried often, and one whose tasks are.
  const hasty = { ...environment, AWS_MAX_ATTEMPTS: '1' };
  await Promise.all([ward.worker({ environment }), ward.worker({ environment: hasty })]);
  await admitAll(ward);
  const rounds = isLong ? 80 : 10;
  let faults = 0;
  for (let round = 0; round < rounds; round += 1) {
    const chosen = Array.from({ length: 3 }, () => someFault(luck));
    faults += chosen.filter(({ kind }) => kind !== 'none').length;
    proxy.set((connection) => chosen[connection % chosen.length] ?? { kind: 'none' });
    await sleep(luck.between(100, 600));
    if (round % 5 === 1) {
      // Longer than the client itself tries again: the task fails.
      proxy.set({ kind: 'unavailable' });
      await sleep(outageMs);
    }
    // What is silent would be waited for until the client's own limit, half a minute.
    if (luck.happens(0.5)) proxy.cutAll();
    if (isLong && round % 20 === 19) await admitAll(ward, `round-${round}`);
  }
  proxy.set({ kind: 'none' });
  proxy.cutAll();
  await wards.expectWhole(
    ward,
    `${faults} faults of the store on ${proxy.connectionCount} connections, tasks were tried again ${ward.logged('task will be tried again')} times`,
  );
  expect(ward.logged('task given up')).toBe(0);
  await proxy.stop();
}, 500_000);

test("workers' clocks are wrong by hours, and one of them is killed with tasks that it would have tried again", async () => {
  const ward = await wards.open();
  const proxy = await startFaultProxy(wards.s3().port);
  const preloads = [new URL('../../support/chaos/clock-shift.mjs', import.meta.url).href];
  const clock = (hours: number) => ({
    preloads,
    environment: {
      ...wards.s3().environment(proxy.url),
      CHAOS_CLOCK_SHIFT_MS: String(hours * 3_600_000),
    },
  });
  const ahead = await ward.worker(clock(2));
  await admitAll(ward);
  await expect
    .poll(async () => (await ward.dispatcher.figures()).tasks.active, { timeout: 20_000, interval: 5 })
    .toBeGreaterThan(0);
  proxy.set({ kind: 'unavailable' });
  await expect.poll(() => ward.logged('task will be tried again'), { timeout: 20_000 }).toBeGreaterThan(0);
  await ahead.kill();
  proxy.set({ kind: 'none' });
  await Promise.all([ward.worker(clock(-1)), ward.worker()]);
  await wards.expectWhole(ward, 'workers two hours ahead (killed), one hour behind, and right', 40_000);
  await proxy.stop();
}, 120_000);
