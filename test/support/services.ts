/**
 * Real Redis and S3 for the tests in test/service: each file starts its own, as that takes a fifth of a second and keeps files apart.
 *
 *     const redis = useRedis();
 *     const s3 = useS3();
 *     test('…', async () => { await submit(redis().url, s3().location, s3().environment()); });
 */
import { afterAll, beforeAll } from 'vitest';
import { type RedisServer, startRedis } from './services/redis.js';
import { type S3Server, startS3 } from './services/s3.js';
import type { Server } from './services/server.js';

export { type FaultProxy, startFaultProxy } from './services/fault-proxy.js';
export type { RedisServer } from './services/redis.js';
export type { S3Server } from './services/s3.js';
export { freePort } from './services/server.js';

/** A redis-server for the tests of this file or `describe`. */
export function useRedis(settings: readonly string[] = []): () => RedisServer {
  return useServer(() => startRedis(settings));
}

/** An S3 server with an empty bucket for the tests of this file or `describe`. */
export function useS3(): () => S3Server {
  return useServer(() => startS3());
}

function useServer<Kind extends Server>(start: () => Promise<Kind>): () => Kind {
  let server: Kind | null = null;
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
  });
  return () => {
    if (server === null) throw new Error('the server runs only during the tests');
    return server;
  };
}
