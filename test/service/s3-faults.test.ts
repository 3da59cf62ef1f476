import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openArtifactStore,
  openServiceStore,
  parseStoreLocation,
} from '../../infra/stores/store-location.js';
import type { ArtifactStore } from '../../pipeline/ports.js';
import { type Sha256, sha256 } from '../../schemas/canonical.js';
import { freshS3Place } from '../support/s3-place.js';
import { type FaultProxy, freePort, startFaultProxy, useS3 } from '../support/services.js';

const s3 = useS3();
let proxy: FaultProxy;

beforeAll(async () => {
  proxy = await startFaultProxy(s3().port);
});
afterAll(() => proxy.stop());

const transient = { code: 'STORE_UNAVAILABLE', kind: 'TransientError', exitCode: 5 };

async function place() {
  proxy.set({ kind: 'none' });
  const { location, cache, environment } = await freshS3Place(s3(), proxy.url);
  const store = await openArtifactStore({ ...location, maxAttempts: 3 });
  return { location, cache, environment, store };
}

async function put(store: ArtifactStore, content: string | Uint8Array): Promise<Sha256> {
  const writer = await store.createObject();
  writer.write(Buffer.from(content));
  try {
    return (await writer.commit()).sha256;
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

async function read(store: ArtifactStore, digest: Sha256): Promise<Buffer> {
  return Buffer.concat([...(await store.openObject(digest)).chunks()]);
}

describe('S3 store, when the server or the way to it fails', () => {
  it.each([
    ['answers 503', { kind: 'unavailable' }, 'busy'],
    ['resets every connection', { kind: 'cut', afterBytes: 0 }, 'endpoint'],
    ['resets in the middle of a request', { kind: 'cut', afterBytes: 200 }, 'endpoint'],
  ] as const)('tries again some times, ends as transient, and heals: %s', async (_name, fault, reason) => {
    const { location, store } = await place();
    const documents = (await openServiceStore({ ...location, maxAttempts: 3 })).documents;
    proxy.set(fault);
    const before = proxy.connectionCount;
    await expect(put(store, 'content')).rejects.toMatchObject({ ...transient, details: { reason } });
    expect(proxy.connectionCount - before).toBe(3);
    await expect(store.verifyObject(sha256('content'))).rejects.toMatchObject(transient);
    await expect(store.listRuns()).rejects.toMatchObject(transient);
    await expect(documents.put('pending/1', 'x')).rejects.toMatchObject(transient);
    proxy.set({ kind: 'none' });
    expect(await put(store, 'content')).toBe(sha256('content'));
    expect((await read(store, sha256('content'))).toString()).toBe('content');
    expect(await documents.put('pending/1', 'x')).toBe('created');
  });

  it('is not told of a failure that one more try gets over', async () => {
    const { store } = await place();
    const first = proxy.connectionCount + 1;
    proxy.set((connection) => ({ kind: connection <= first + 1 ? 'unavailable' : 'none' }));
    expect(await put(store, 'in the end')).toBe(sha256('in the end'));
  });

  it('knows its own put again whose answer was lost', async () => {
    const { location } = await place();
    const { documents } = await openServiceStore(location);
    // The request arrives whole; the answer does not come back, and the client sends the request again.
    const first = proxy.connectionCount + 1;
    proxy.set((connection) => ({ kind: connection === first ? 'silence' : 'none' }));
    const answer = documents.put('verdict', 'mine');
    setTimeout(() => proxy.cutAll(), 300);
    expect(await answer).toBe('created');
    expect(await documents.put('verdict', 'mine')).toBe('exists');
  });

  it('goes on with a download from where it was cut', async () => {
    const { store, cache } = await place();
    const content = Buffer.alloc(6_000_000, 'ACGTTGCA'.repeat(1000));
    content.writeUInt32LE(77, 5_999_000);
    const digest = await put(store, content);
    await rm(join(cache, 'objects'), { recursive: true });
    let passed = 0;
    proxy.set(() => {
      // Asked for each piece: cuts once, in the middle of the answer.
      passed += 1;
      return { kind: 'none' };
    });
    let connectionsAtCut = Number.POSITIVE_INFINITY;
    const reading = store.openObject(digest);
    const cutter = setInterval(() => {
      if (passed < 5) return;
      clearInterval(cutter);
      connectionsAtCut = proxy.connectionCount;
      proxy.cutAll();
    }, 1);
    const source = await reading;
    clearInterval(cutter);
    expect(proxy.connectionCount).toBeGreaterThan(connectionsAtCut);
    expect(sha256(Buffer.concat([...source.chunks()]))).toBe(digest);
  });

  it('leaves nothing half written behind, here or there', async () => {
    const { store, cache } = await place();
    const content = Buffer.alloc(300_000, 7);
    proxy.set({ kind: 'cut', afterBytes: 100_000 });
    await expect(put(store, content)).rejects.toMatchObject(transient);
    proxy.set({ kind: 'none' });
    expect(await store.verifyObject(sha256(content))).toBe(false);
    const [scratch = ''] = await readdir(join(cache, 'tmp'));
    expect(await readdir(join(cache, 'tmp', scratch))).toEqual([]);
  });
});

describe('S3 store, when the settings are wrong', () => {
  it.each([
    [
      'the bucket does not exist',
      {},
      's3://no-such-bucket/x',
      { reason: 'bucket', fix: /Make the bucket no-such-bucket, or name another: --store/ },
    ],
    [
      'nobody listens at the endpoint',
      { ANTIGRAPH_S3_ENDPOINT: 'closed' },
      's3://antigraph/x',
      { reason: 'endpoint', fix: /ANTIGRAPH_S3_ENDPOINT/ },
    ],
    [
      'the host of the endpoint has no address',
      { ANTIGRAPH_S3_ENDPOINT: 'http://no-such-host.invalid' },
      's3://antigraph/x',
      { reason: 'endpoint', fix: /no-such-host\.invalid can be reached/ },
    ],
    [
      'the cache cannot be written',
      { ANTIGRAPH_S3_CACHE: '/dev/null/cache' },
      's3://antigraph/x',
      { reason: 'cache', fix: /ANTIGRAPH_S3_CACHE/ },
    ],
  ])('says what to do where %s', async (_name, settings, text, { reason, fix }) => {
    const { environment } = await freshS3Place(s3());
    const closed = `http://127.0.0.1:${await freePort()}`;
    const changed = Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, value === 'closed' ? closed : value]),
    );
    const store = await openArtifactStore(
      parseStoreLocation(text, { ...environment, ...changed, AWS_MAX_ATTEMPTS: '2' }),
    );
    await expect(put(store, 'x')).rejects.toMatchObject({
      ...transient,
      details: { reason },
      fix: expect.stringMatching(fix),
    });
  });

  it.each([
    ['is not known', { AWS_ACCESS_KEY_ID: 'nobody' }],
    ['has another secret', { AWS_SECRET_ACCESS_KEY: 'wrong' }],
  ])('names the variables of the credentials where the key %s', async (_name, wrong) => {
    const { location } = await freshS3Place(s3());
    const right = { ...process.env };
    Object.assign(process.env, wrong);
    try {
      const store = await openArtifactStore(location);
      await expect(store.listRuns()).rejects.toMatchObject({
        ...transient,
        details: { reason: 'credentials' },
        fix: expect.stringContaining('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'),
      });
    } finally {
      Object.assign(process.env, right);
    }
  });
});
