import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { startFaultProxy, useRedis, useS3 } from '../support/services.js';

const redis = useRedis();
const s3 = useS3();

test('redis keeps what it was told over a SIGKILL, as its append-only file is on', async () => {
  expect(await redis().command('SET kept yes')).toContain('+OK');
  await redis().kill();
  await expect(redis().command('PING')).rejects.toThrow('ECONNREFUSED');
  await redis().start();
  expect(await redis().command('GET kept')).toContain('yes');
});

test('flush loses everything in redis', async () => {
  await redis().command('SET lost yes');
  await redis().flush();
  expect(await redis().command('DBSIZE')).toContain(':0');
});

test('redis never throws keys away to make room', async () => {
  expect(await redis().command('CONFIG GET maxmemory-policy')).toContain('noeviction');
});

test('the S3 server refuses a second put under If-None-Match', async () => {
  const client = s3().client();
  const put = (text: string) =>
    client.send(new PutObjectCommand({ Bucket: s3().bucket, Key: 'once', Body: text, IfNoneMatch: '*' }));
  await put('first');
  await expect(put('second')).rejects.toMatchObject({ name: 'PreconditionFailed' });
  const got = await client.send(new GetObjectCommand({ Bucket: s3().bucket, Key: 'once' }));
  expect(await got.Body?.transformToString()).toBe('first');
  client.destroy();
});

test('the S3 server refuses a body that does not have the checksum said of it', async () => {
  const client = s3().client();
  const wrong = Buffer.alloc(32, 1).toString('base64');
  await expect(
    client.send(
      new PutObjectCommand({ Bucket: s3().bucket, Key: 'damaged', Body: 'x', ChecksumSHA256: wrong }),
    ),
  ).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  client.destroy();
});

test('the S3 server keeps its objects over a SIGKILL', async () => {
  const client = s3().client();
  await client.send(new PutObjectCommand({ Bucket: s3().bucket, Key: 'kept', Body: 'bytes' }));
  await s3().kill();
  await s3().start();
  const got = await client.send(new GetObjectCommand({ Bucket: s3().bucket, Key: 'kept' }));
  expect(await got.Body?.transformToString()).toBe('bytes');
  client.destroy();
});

test('the proxy passes, answers 503, delays and cuts', async () => {
  const proxy = await startFaultProxy(s3().port);
  const ask = () => fetch(proxy.url, { signal: AbortSignal.timeout(1000) });
  expect((await ask()).status).toBe(403);
  proxy.set({ kind: 'unavailable' });
  expect((await ask()).status).toBe(503);
  proxy.set({ kind: 'delay', delayMs: 150 });
  const askedAt = performance.now();
  expect((await ask()).status).toBe(403);
  expect(performance.now() - askedAt).toBeGreaterThan(290);
  proxy.set({ kind: 'cut', afterBytes: 0 });
  await expect(ask()).rejects.toThrow('fetch failed');
  proxy.set({ kind: 'silence' });
  await expect(fetch(proxy.url, { signal: AbortSignal.timeout(100) })).rejects.toMatchObject({
    name: 'TimeoutError',
  });
  proxy.set({ kind: 'none' });
  expect((await ask()).status).toBe(403);
  await proxy.stop();
});

test('a pause holds answers back until the server goes on', async () => {
  redis().pause();
  const answer = redis().command('PING');
  const early = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 100, 'none'))]);
  expect(early).toBe('none');
  redis().resume();
  expect(await answer).toContain('+PONG');
});
