/** What must hold after any disturbance: everything accepted is complete, once, whole, and as an undisturbed run leaves it. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { TenantStore } from '../../../pipeline/ports.js';
import { canonicalJson, sha256 } from '../../../schemas/canonical.js';
import type { TenantId } from '../../../schemas/service.js';
import type { Manifest } from '../../../schemas/tasks.js';
import { runJournal } from '../../../workers/service/run-journal.js';
import type { Patient } from './patients.js';
import type { Ward } from './ward.js';

export interface Census {
  readonly runs: number;
  readonly tasks: number;
  readonly objects: number;
  /** What is not as it must be, in words. */
  readonly faults: readonly string[];
}

/** One stored file: its name below the tenant's corner, and its bytes. */
interface StoredFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Looks at everything that was accepted; `client` where the store is a bucket. */
export async function census(ward: Ward, client: S3Client | null): Promise<Census> {
  const faults: string[] = [...(await queueFaults(ward))];
  let [tasks, objects] = [0, 0];
  for (const tenant of new Set(ward.admitted.map((run) => run.tenant))) {
    const patients = ward.admitted.filter((run) => run.tenant === tenant).map(({ patient }) => patient);
    const place = ward.store.tenant(tenant);
    for (const patient of patients) faults.push(...(await runFaults(tenant, place, patient)));
    const expected = await expectedOf(ward, patients);
    const kept = await manifestFaults(place, expected.manifests);
    const stored = await objectFaults(ward, client, { tenant, digests: expected.digests });
    faults.push(...kept, ...stored);
    for (const name of await place.documents.list('pending/')) faults.push(`${tenant}: ${name} is left`);
    tasks += expected.manifests.size;
    objects += expected.digests.size;
  }
  return { runs: ward.admitted.length, tasks, objects, faults };
}

/** One submission, one verdict, and the record of an undisturbed run. */
async function runFaults(tenant: TenantId, place: TenantStore, { record }: Patient): Promise<string[]> {
  const { id } = record;
  const faults: string[] = [];
  const names = await place.documents.list(`runs/${id}/attempts/`);
  const parts = names.map((name) => basename(name)).sort();
  const once = ['0001.start.json', '0001.submission.json', '0001.verdict.json'];
  if (parts.join() !== once.join()) faults.push(`${id} has ${parts.join(', ')}`);
  const outcome = (await runJournal(tenant, place).latest(id))?.verdict?.outcome;
  if (outcome?.kind !== 'complete') faults.push(`${id} ended as ${JSON.stringify(outcome)}`);
  const kept = await place.artifacts.getRun(id);
  const tasksOf = (run: typeof kept) => canonicalJson((run?.tasks ?? []).map((task) => ({ ...task })));
  if (tasksOf(kept) !== tasksOf(record)) faults.push(`${id} has another list of tasks`);
  return faults;
}

interface Expected {
  readonly manifests: ReadonlyMap<string, Manifest>;
  /** Of inputs and outputs. */
  readonly digests: ReadonlySet<string>;
}

async function expectedOf({ undisturbed }: Ward, patients: readonly Patient[]): Promise<Expected> {
  const manifests = new Map<string, Manifest>();
  const digests = new Set<string>();
  for (const { record } of patients) {
    const refs = [Object.values(record.request.inputs)];
    for (const { key } of record.tasks) {
      const manifest = await undisturbed.store.getManifest(key);
      if (manifest === null) throw new Error(`the undisturbed run has no task ${key}`);
      manifests.set(key, manifest);
      refs.push(Object.values(manifest.outputs));
    }
    for (const { parts } of refs.flat()) for (const part of parts) digests.add(part.sha256);
  }
  return { manifests, digests };
}

/** Equal manifests name equal bytes: an object's name is the digest of its content. */
async function manifestFaults(
  { artifacts }: TenantStore,
  expected: ReadonlyMap<string, Manifest>,
): Promise<string[]> {
  const faults: string[] = [];
  for (const [, manifest] of expected) {
    const kept = await artifacts.getManifest(manifest.key);
    if (kept === null) faults.push(`task ${manifest.key} of ${manifest.spec.stage} has no manifest`);
    else if (canonicalJson(kept) !== canonicalJson(manifest))
      faults.push(`task ${manifest.key} of ${manifest.spec.stage} gave other bytes`);
  }
  return faults;
}

/** Every object is what its name says, all that are expected are there, and nothing else is. */
async function objectFaults(
  ward: Ward,
  client: S3Client | null,
  { tenant, digests }: { readonly tenant: TenantId; readonly digests: ReadonlySet<string> },
): Promise<string[]> {
  const faults: string[] = [];
  const found = new Set<string>();
  for await (const { name, bytes } of storedObjects(ward, client, tenant)) {
    if (sha256(bytes) !== basename(name)) faults.push(`${name} is damaged (${bytes.byteLength} bytes)`);
    if (!digests.has(basename(name))) faults.push(`${name} belongs to nobody`);
    found.add(basename(name));
  }
  for (const digest of digests) if (!found.has(digest)) faults.push(`${tenant}: object ${digest} is missing`);
  return faults;
}

async function* storedObjects(
  { location }: Ward,
  client: S3Client | null,
  tenant: TenantId,
): AsyncGenerator<StoredFile> {
  if (location.kind === 'folder') {
    const folder = join(location.path, 'tenants', tenant, 'objects');
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) yield { name: path.slice(folder.length + 1), bytes: await readFile(path) };
    }
    return;
  }
  if (client === null) throw new Error('a bucket is looked at with a client');
  const { bucket: Bucket, prefix } = location;
  const Prefix = `${prefix}/tenants/${tenant}/objects/`;
  let StartAfter: string | undefined;
  for (;;) {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix, ...(StartAfter ? { StartAfter } : {}) }),
    );
    for (const { Key = '' } of page.Contents ?? []) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      yield {
        name: Key.slice(Prefix.length),
        bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(),
      };
      StartAfter = Key;
    }
    if (page.IsTruncated !== true) return;
  }
}

/** Jobs end a moment after the run that they were for. */
const queueLimitMs = 15_000;

async function queueFaults({ dispatcher }: Ward): Promise<string[]> {
  const until = Date.now() + queueLimitMs;
  for (;;) {
    const { tasks, runs } = await dispatcher.figures();
    const left = [tasks, runs].flatMap(({ waiting, active, delayed }) => [waiting, active, delayed]);
    if (left.every((count) => count === 0)) return tasks.failed === 0 ? [] : [`${tasks.failed} failed tasks`];
    if (Date.now() > until) return [`jobs are left: ${JSON.stringify({ tasks, runs })}`];
    await sleep(50);
  }
}
