import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { ListObjectVersionsCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { checkStore } from '../../infra/stores/check-store.js';
import { openObjectAccess } from '../../infra/stores/store-access.js';
import {
  openArtifactStore,
  openServiceStore,
  parseStoreLocation,
} from '../../infra/stores/store-location.js';
import type { ArtifactStore } from '../../pipeline/ports.js';
import { type Sha256, sha256 } from '../../schemas/canonical.js';
import { tenantIdSchema } from '../../schemas/service.js';
import { type Manifest, runIdOf, taskKeyOf } from '../../schemas/tasks.js';
import { artifactStoreConformance } from '../conformance/artifact-store.js';
import { documentStoreConformance } from '../conformance/document-store.js';
import { serviceStoreConformance } from '../conformance/service-store.js';
import { freshS3Place, type S3Place } from '../support/s3-place.js';
import { useS3 } from '../support/services.js';

const s3 = useS3();
const fresh = () => freshS3Place(s3());

/** Another content under the object's key, as a fault of the server's disk leaves it; nothing of it in the local cache. */
async function damage({ location, cache }: S3Place, digest: Sha256, text = 'bad'): Promise<void> {
  const client = s3().client();
  const Key = `${location.prefix}/objects/${digest.slice(0, 2)}/${digest}`;
  await client.send(new PutObjectCommand({ Bucket: s3().bucket, Key, Body: text }));
  client.destroy();
  await emptyCache(cache);
}

async function emptyCache(cache: string): Promise<void> {
  await rm(join(cache, 'objects'), { recursive: true, force: true });
}

async function put(store: ArtifactStore, content: string | Uint8Array): Promise<Sha256> {
  const writer = await store.createObject();
  writer.write(Buffer.from(content));
  return (await writer.commit()).sha256;
}

async function read(store: ArtifactStore, digest: Sha256): Promise<Buffer> {
  return Buffer.concat([...(await store.openObject(digest)).chunks()]);
}

artifactStoreConformance('S3', async () => {
  const place = await fresh();
  return { store: await openArtifactStore(place.location), damage: (digest) => damage(place, digest) };
});

documentStoreConformance('S3', async () => {
  const { location } = await fresh();
  return [(await openServiceStore(location)).documents, (await openServiceStore(location)).documents];
});

serviceStoreConformance('S3', async () => openServiceStore((await fresh()).location));

describe('S3 store', () => {
  it('finds by reading what the server still believes to be whole, and has it made again', async () => {
    const { location, cache } = await fresh();
    const store = await openArtifactStore(location);
    const digest = await put(store, 'a genome of thirty-two characters');
    // Behind the server's back: its checksum and size stay as they were.
    const path = join(s3().folder ?? '', 'buckets', s3().bucket, location.prefix, 'objects');
    const file = join(path, digest.slice(0, 2), digest);
    const bytes = await readFile(file);
    bytes[3] = (bytes[3] ?? 0) ^ 1;
    await writeFile(file, bytes);
    await emptyCache(cache);
    const other = await openArtifactStore(location);
    expect(await other.verifyObject(digest)).toBe(true);
    await expect(other.openObject(digest)).rejects.toMatchObject({ code: 'STORE_OBJECT_CORRUPT' });
    expect(await other.verifyObject(digest)).toBe(false);
    await put(other, 'a genome of thirty-two characters');
    expect((await read(other, digest)).toString()).toBe('a genome of thirty-two characters');
  });

  it('downloads again what is damaged in the local cache', async () => {
    const { location, cache } = await fresh();
    const digest = await put(await openArtifactStore(location), 'whole');
    const [name = ''] = await readdir(join(cache, 'objects'));
    await writeFile(join(cache, 'objects', name, digest), 'torn!');
    expect((await read(await openArtifactStore(location), digest)).toString()).toBe('whole');
  });

  it('lets one of two writers of a manifest win, and both see that one', async () => {
    const { location } = await fresh();
    const stores = await Promise.all([openArtifactStore(location), openArtifactStore(location)]);
    for (let round = 0; round < 20; round += 1) {
      const manifests = await Promise.all(
        stores.map(async (store, writer) =>
          manifestOf(`race ${round}`, await put(store, `${round} ${writer}`)),
        ),
      );
      const answers = await Promise.all(
        stores.map((store, writer) => store.putManifest(manifests[writer] ?? manifestOf('none', sha256('')))),
      );
      expect(answers.toSorted()).toEqual(['created', 'exists']);
      const kept = manifests[answers.indexOf('created')];
      for (const store of stores)
        expect(await store.getManifest(manifestOf(`race ${round}`, sha256('')).key)).toEqual(kept);
    }
  });

  it('takes a manifest anew where what lies there is none', async () => {
    const { location } = await fresh();
    const store = await openArtifactStore(location);
    const manifest = manifestOf('torn', sha256('x'));
    const client = s3().client();
    await client.send(
      new PutObjectCommand({
        Bucket: s3().bucket,
        Key: `${location.prefix}/tasks/${manifest.key}.json`,
        Body: '{"schema":"antigr',
      }),
    );
    client.destroy();
    expect(await store.getManifest(manifest.key)).toBeNull();
    expect(await store.putManifest(manifest)).toBe('created');
    expect(await store.getManifest(manifest.key)).toEqual(manifest);
  });

  it('lists more runs than one page of the server holds', async () => {
    const { location } = await fresh();
    const store = await openArtifactStore(location);
    const ids = Array.from({ length: 1003 }, (_, index) => index.toString(16).padStart(16, '0'));
    const client = s3().client();
    for (let start = 0; start < ids.length; start += 50)
      await Promise.all(
        ids.slice(start, start + 50).map((id) =>
          client.send(
            new PutObjectCommand({
              Bucket: s3().bucket,
              Key: `${location.prefix}/runs/run-${id}/record.json`,
              Body: '{}',
            }),
          ),
        ),
      );
    client.destroy();
    expect(await store.listRuns()).toEqual(ids.map((id) => `run-${id}`));
  });

  it('leaves no version of a deleted run in a bucket that keeps versions', async () => {
    await s3().createBucket('versioned');
    const client = s3().client();
    await client.send(
      new PutBucketVersioningCommand({
        Bucket: 'versioned',
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    );
    const { environment } = await fresh();
    const location = parseStoreLocation('s3://versioned/place', environment);
    const { artifacts, documents } = (await openServiceStore(location)).tenant(tenantIdSchema.parse('ward'));
    const vcf = { parts: [{ sha256: await put(artifacts, 'a genome'), sizeBytes: 8, rowCount: null }] };
    const request = { inputs: { vcf }, params: {}, resources: {} };
    const record = { schema: 'antigraph.run/1' as const, id: runIdOf(request), request, labels: {} };
    const manifest = manifestOf('s', await put(artifacts, 'out'));
    await artifacts.putManifest(manifest);
    await artifacts.putRun({ ...record, tasks: [] });
    await artifacts.putRun({ ...record, tasks: [{ stage: 's', key: manifest.key }] });
    await documents.put(`runs/${record.id}/attempts/1.json`, 'submitted by somebody');
    expect(await artifacts.deleteRun(record.id)).toEqual({ taskCount: 1, objectCount: 2, sizeBytes: 11 });
    const left = await client.send(new ListObjectVersionsCommand({ Bucket: 'versioned' }));
    client.destroy();
    expect([...(left.Versions ?? []), ...(left.DeleteMarkers ?? [])]).toEqual([]);
  });

  it('gives a part of an object, and null where there is none', async () => {
    const { location } = await fresh();
    const tenant = tenantIdSchema.parse('ward');
    const digest = await put((await openServiceStore(location)).tenant(tenant).artifacts, '0123456789');
    const { readRange } = await openObjectAccess(location);
    const part = await readRange(tenant, digest, { start: 2, end: 6 });
    expect(Buffer.concat((await part?.toArray()) ?? []).toString()).toBe('2345');
    expect(await readRange(tenant, sha256('absent'), { start: 0, end: 1 })).toBeNull();
    expect(await readRange(tenantIdSchema.parse('other'), digest, { start: 0, end: 1 })).toBeNull();
  });

  it('takes an upload at a presigned address, refuses other bytes there, and gives it back by name', async () => {
    const { location } = await fresh();
    const tenant = tenantIdSchema.parse('ward');
    const { presigner } = await openObjectAccess(location);
    const content = { sha256: sha256('the patient'), sizeBytes: 11 };
    const signed = await presigner?.put(tenant, content, 60);
    const send = (body: string, headers = signed?.headers ?? {}) =>
      fetch(signed?.url ?? '', { method: 'PUT', body, headers });
    expect((await send('other bytes')).status).toBe(400);
    expect((await send('the patient', {})).status).toBe(403);
    const { artifacts } = (await openServiceStore(location)).tenant(tenant);
    expect(await artifacts.verifyObject(content.sha256)).toBe(false);
    expect((await send('the patient')).status).toBe(200);
    expect((await send('the patient')).status).toBe(412);
    expect(await artifacts.verifyObject(content.sha256)).toBe(true);
    const got = await fetch((await presigner?.get(tenant, { ...content, name: 'tumör.vcf' }, 60)) ?? '');
    expect(got.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''tum%C3%B6r.vcf");
    expect(await got.text()).toBe('the patient');
  });

  it('asks for encryption with whatever it puts: records, whole objects, parts, presigned uploads', async () => {
    const { environment } = await fresh();
    const recorder = await startRecorder(s3().port);
    const location = parseStoreLocation(`${s3().location}/encrypted`, {
      ...environment,
      ANTIGRAPH_S3_ENDPOINT: recorder.url,
      ANTIGRAPH_S3_SSE: 'aws:kms',
      ANTIGRAPH_S3_KMS_KEY_ID: 'alias/lab',
    });
    const store = await openArtifactStore(location);
    await put(store, 'small');
    await put(store, Buffer.alloc(17 * 1024 * 1024));
    await store.putManifest(manifestOf('encrypted', sha256('small')));
    const heads = recorder.heads();
    await recorder.stop();
    const writing = heads.filter((head) => /^PUT [^?]*\?x-id=PutObject|^POST [^?]*\?uploads/.test(head));
    expect(writing).toHaveLength(3);
    for (const head of writing) {
      expect(head).toMatch(/x-amz-server-side-encryption: aws:kms/i);
      expect(head).toMatch(/x-amz-server-side-encryption-aws-kms-key-id: alias\/lab/i);
    }
    // Of an object in parts the last request decides: it too must not overwrite.
    const completing = heads.filter((head) => /^POST [^?]*\?uploadId=/.test(head));
    expect(completing).toEqual([expect.stringMatching(/if-none-match: \*/i)]);
    const { presigner } = await openObjectAccess(location);
    const content = { sha256: sha256('x'), sizeBytes: 1 };
    expect((await presigner?.put(tenantIdSchema.parse('ward'), content, 60))?.headers).toMatchObject({
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'alias/lab',
    });
  });

  it('is found fit by the check of doctor, which leaves nothing', async () => {
    const { location } = await fresh();
    expect(await checkStore(location)).toBe(0);
    expect(await (await openServiceStore(location)).documents.list('doctor/')).toEqual([]);
  });
});

/** Passes everything to a port of 127.0.0.1 and keeps the heads of the requests. */
async function startRecorder(port: number) {
  const received: Buffer[] = [];
  const server = createServer((client) => {
    const target = connect(port, '127.0.0.1');
    client.on('data', (piece) => received.push(piece));
    client.pipe(target).pipe(client);
    client.on('error', () => target.destroy());
    target.on('error', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    heads: () =>
      Buffer.concat(received)
        .toString('latin1')
        .split(/(?=(?:PUT|POST|GET|HEAD) \/[!-~]* HTTP\/1\.1\r\n)/)
        .map((part) => part.split('\r\n\r\n', 1)[0] ?? ''),
    async stop() {
      server.close();
      server.unref();
    },
  };
}

function manifestOf(stage: string, out: Sha256): Manifest {
  const spec = { stage, stageVersion: '1', params: {}, inputs: {}, slice: null, resources: {} };
  const outputs = { out: { parts: [{ sha256: out, sizeBytes: 1, rowCount: null }] } };
  return { schema: 'antigraph.task/1', key: taskKeyOf(spec), spec, outputs };
}
