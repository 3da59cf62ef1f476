/** kill -9 of the API around the moment at which it accepts a run: who was told "accepted" has a run, who was not can ask again. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { tenantIdSchema } from '../../../schemas/service.js';
import { keyRegistry } from '../../../workers/auth/key-registry.js';
import { chance } from '../../support/chaos/chance.js';
import { type Patient, referenceName } from '../../support/chaos/patients.js';
import type { ServiceProcess } from '../../support/chaos/service-process.js';
import { isLong, useWards } from '../../support/chaos/use-wards.js';
import type { Ward } from '../../support/chaos/ward.js';
import { freePort } from '../../support/services.js';

const patientCount = isLong ? 20 : 4;
const tenant = tenantIdSchema.parse('clinic');
const wards = useWards(patientCount);

interface Answer {
  readonly status: number;
  readonly body: { readonly id?: string };
}

/** null: the connection was lost before there was an answer. */
type Ask = (path: string, init: RequestInit) => Promise<Answer | null>;

async function startApi(ward: Ward, port: number): Promise<ServiceProcess> {
  const api = ward.start(['serve', '--port', String(port)]);
  await api.said(/API listens/);
  return api;
}

/** Sends the patient as a client does; gives the last answer. */
async function handIn(ask: Ask, { name, files, alleles }: Patient): Promise<Answer | null> {
  const uploads: Record<string, { upload: string; name: string }> = {};
  for (const [part, path] of Object.entries(files)) {
    const label = basename(path);
    const answer = await ask(`/api/v1/uploads?name=${label}`, { method: 'POST', body: readFileSync(path) });
    if (answer?.status !== 201) return answer;
    uploads[part] = { upload: answer.body.id ?? '', name: label };
  }
  return ask('/api/v1/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `chaos-${name}` },
    body: JSON.stringify({ files: uploads, hla: { alleles }, reference: referenceName, patient: name }),
  });
}

test('the API is killed while it takes patients in', async () => {
  const ward = await wards.open();
  const luck = chance(1);
  const port = await freePort();
  const { key } = await keyRegistry(ward.store.documents).create({
    tenant,
    roles: ['submit'],
    label: 'chaos',
    expiresAtMs: null,
    by: 'chaos',
  });
  let onRequest = (): void => undefined;
  const ask: Ask = async (path, init) => {
    onRequest();
    try {
      const headers = { ...init.headers, authorization: `Bearer ${key}` };
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers });
      return { status: answer.status, body: JSON.parse(await answer.text()) };
    } catch {
      // Killed before it could say.
      return null;
    }
  };
  const [first] = await Promise.all([startApi(ward, port), ward.worker()]);
  let api = first;
  const counts = { kills: 0, toldBefore: 0, again: 0 };
  for (const patient of wards.patients(patientCount)) {
    const victim = api;
    // In the first or second upload, oftener in the submission itself, or as soon as it is answered.
    const fatal = [1, 2, 3, 3, 3, 4][luck.whole(0, 5)] ?? 3;
    const delayMs = luck.between(0, 120);
    let requests = 0;
    let killed = Promise.resolve();
    onRequest = () => {
      requests += 1;
      if (requests === fatal) killed = sleep(delayMs).then(() => victim.kill());
    };
    let answer = await handIn(ask, patient);
    onRequest = () => undefined;
    await killed;
    if (!victim.hasEnded) await victim.kill();
    counts.kills += 1;
    if (answer !== null) counts.toldBefore += 1;
    api = await startApi(ward, port);
    // Who has an answer does not ask again: the run must be there.
    if (answer === null) {
      counts.again += 1;
      answer = await handIn(ask, patient);
    }
    expect(answer).toMatchObject({ body: { id: patient.record.id } });
    expect([200, 202]).toContain(answer?.status);
    ward.note(patient, tenant);
  }
  const { kills, toldBefore, again } = counts;
  await wards.expectWhole(
    ward,
    `the API killed ${kills} times while it took a run in, ${toldBefore} times after it had accepted it, ${again} handed in again`,
  );
}, 500_000);
