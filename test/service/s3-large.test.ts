import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { HeadObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openArtifactStore } from '../../infra/stores/store-location.js';
import { sha256, sha256Schema } from '../../schemas/canonical.js';
import { freshS3Place, type S3Place } from '../support/s3-place.js';
import { type FaultProxy, startFaultProxy, useS3 } from '../support/services.js';

const s3 = useS3();
let proxy: FaultProxy;
beforeAll(async () => {
  proxy = await startFaultProxy(s3().port);
});
afterAll(() => proxy.stop());

const script = ['--import', 'tsx', fileURLToPath(new URL('../support/s3-put-large.ts', import.meta.url))];
const answerSchema = z.object({ sha256: sha256Schema, uploadedMb: z.number() });

function environmentOf(place: S3Place): NodeJS.ProcessEnv {
  return { ...process.env, ...place.environment };
}

async function keysBelow(place: S3Place): Promise<readonly string[]> {
  const client = s3().client();
  const found = await client.send(
    new ListObjectsV2Command({ Bucket: s3().bucket, Prefix: `${place.location.prefix}/` }),
  );
  client.destroy();
  return (found.Contents ?? []).map(({ Key }) => Key ?? '');
}

describe('S3 store, large objects', () => {
  it('sends 160 MiB in parts and reads them back, in memory that does not grow with the size', async () => {
    const place = await freshS3Place(s3());
    const put = await promisify(execFile)('node', [...script, place.text, '160'], {
      env: environmentOf(place),
    });
    const { sha256: digest, uploadedMb } = answerSchema.parse(JSON.parse(put.stdout));
    expect(uploadedMb).toBeLessThan(120);
    const client = s3().client();
    const head = await client.send(
      new HeadObjectCommand({
        Bucket: s3().bucket,
        Key: `${place.location.prefix}/objects/${digest.slice(0, 2)}/${digest}`,
        ChecksumMode: 'ENABLED',
      }),
    );
    client.destroy();
    // A checksum of checksums, of ten parts: our own digest stands beside it.
    expect(head.ChecksumSHA256).toMatch(/-10$/);
    const store = await openArtifactStore(place.location);
    expect(await store.verifyObject(digest)).toBe(true);
    await rm(join(place.cache, 'objects'), { recursive: true });
    const source = await store.openObject(digest);
    expect(source.sizeBytes).toBe(160 * 1024 * 1024);
    const [first] = source.chunks();
    expect(
      Buffer.from(first ?? [])
        .subarray(0, 16)
        .toString(),
    ).toBe('block 0 block 0 ');
  });

  it('does not send a large object again that is there', async () => {
    const place = await freshS3Place(s3(), proxy.url);
    const store = await openArtifactStore(place.location);
    const content = Buffer.alloc(20 * 1024 * 1024, 'large');
    const put = async () => {
      const writer = await store.createObject();
      writer.write(content);
      return (await writer.commit()).sha256;
    };
    const digest = await put();
    let pieces = 0;
    proxy.set(() => {
      pieces += 1;
      return { kind: 'none' };
    });
    expect(await put()).toBe(digest);
    proxy.set({ kind: 'none' });
    expect(pieces).toBeLessThan(10);
  });

  it.each([
    ['in one request', '8'],
    ['in parts', '64'],
  ])('shows nothing of an upload %s whose process is killed on the way', async (name, size) => {
    const place = await freshS3Place(s3(), proxy.url);
    let bytes = 0;
    proxy.set(() => {
      bytes += 1;
      return { kind: 'delay', delayMs: 20 };
    });
    const child = spawn('node', [...script, place.text, size], {
      env: environmentOf(place),
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    if (name === 'in parts') await untilPartsArrive(place);
    else while (bytes < 30) await sleep(5);
    child.kill('SIGKILL');
    await ended;
    proxy.set({ kind: 'none' });
    await sleep(200);
    expect(await keysBelow(place)).toEqual([]);
    const store = await openArtifactStore(place.location);
    const blocks = Array.from({ length: Number(size) }, (_, index) =>
      Buffer.alloc(1024 * 1024, `block ${index} `),
    );
    const digest = sha256(Buffer.concat(blocks));
    expect(await store.verifyObject(digest)).toBe(false);
    // The next process takes away what the dead one had on the local disk, and puts the object whole.
    const writer = await store.createObject();
    for (const block of blocks) writer.write(block);
    await writer.commit();
    expect(await store.verifyObject(digest)).toBe(true);
    const folders = await readdir(join(place.cache, 'tmp'));
    expect(folders.map((folder) => folder.split('.').at(-1))).toEqual([String(process.pid)]);
  });
});

async function untilPartsArrive(place: S3Place): Promise<void> {
  const client = s3().client();
  for (;;) {
    const { Uploads = [] } = await client.send(
      new ListMultipartUploadsCommand({ Bucket: s3().bucket, Prefix: `${place.location.prefix}/` }),
    );
    if (Uploads.length > 0) break;
    await sleep(10);
  }
  // Some of the bytes, not all of them.
  await sleep(100);
  client.destroy();
}
