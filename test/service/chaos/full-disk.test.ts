/** A disk without room fails nobody's run: its tasks are tried again until there is room. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SmallDisk, smallDisk } from '../../support/chaos/small-disk.js';
import { useWards } from '../../support/chaos/use-wards.js';
import type { Ward } from '../../support/chaos/ward.js';

const patientCount = 2;
const wards = useWards(patientCount);

let folder: string;
let disk: SmallDisk;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'antigraph-disk-'));
  disk = smallDisk(join(folder, 'disk'));
});
afterEach(() => {
  disk.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Has the patients run while the disk is full, and makes room when the tasks have failed for it. */
async function runOnFullDisk(ward: Ward, environment: Readonly<Record<string, string>>): Promise<void> {
  for (const patient of wards.patients(patientCount)) await ward.admit(patient);
  disk.fill();
  const { preloads, environment: told } = disk.settings;
  await ward.worker({ preloads, environment: { ...environment, ...told } });
  await expect.poll(() => failures(ward), { timeout: 30_000 }).toBeGreaterThan(1);
  disk.free();
}

const failures = (ward: Ward) => ward.logged('"code":"STORE_UNAVAILABLE"');

test('the cache of a worker on S3 is full for a while', async () => {
  const ward = await wards.open();
  await runOnFullDisk(ward, { ANTIGRAPH_S3_CACHE: disk.folder });
  await wards.expectWhole(ward, `a worker's disk full (${disk.kind}), ${failures(ward)} tries failed for it`);
  expect(ward.logged('task given up')).toBe(0);
}, 120_000);

test('the disk of a store in a folder is full for a while', async () => {
  const ward = await wards.open({ text: join(disk.folder, 'store'), environment: {} });
  await runOnFullDisk(ward, {});
  await wards.expectWhole(
    ward,
    `the store's disk full (${disk.kind}), ${failures(ward)} tries failed for it`,
  );
  expect(ward.logged('task given up')).toBe(0);
}, 120_000);
