import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster, type Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { queueSettings } from '../../../../infra/config.js';
import { openRedis, type RedisClient } from '../../../../infra/queue/connection.js';

const opened: RedisClient[] = [];
afterEach(() => {
  for (const client of opened.splice(0)) client.disconnect();
});

function single(environment: NodeJS.ProcessEnv): Redis {
  const client = openRedis(queueSettings(environment), 'caller');
  opened.push(client);
  if (client instanceof Cluster) throw new Error('it is a cluster');
  return client;
}

test('without a setting it is the server on this machine', () => {
  expect(single({}).options).toMatchObject({ host: '127.0.0.1', port: 6379, db: 0 });
});

test('address, user, password and database come from the URL, percent signs decoded', () => {
  const { options } = single({ ANTIGRAPH_REDIS_URL: 'redis://queue:p%40ss@redis.lab:6380/3' });
  expect(options).toMatchObject({
    host: 'redis.lab',
    port: 6380,
    username: 'queue',
    password: 'p@ss',
    db: 3,
  });
  expect(options.tls).toBeUndefined();
});

test('rediss is TLS, with the authority of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'antigraph-redis-'));
  writeFileSync(join(folder, 'ca.pem'), 'a certificate');
  writeFileSync(join(folder, 'password'), 'secret\n');
  const { options } = single({
    ANTIGRAPH_REDIS_URL: 'rediss://[::1]:6379',
    ANTIGRAPH_REDIS_CA_FILE: join(folder, 'ca.pem'),
    ANTIGRAPH_REDIS_PASSWORD_FILE: join(folder, 'password'),
  });
  rmSync(folder, { recursive: true });
  expect(options).toMatchObject({ host: '::1', password: 'secret', tls: { ca: 'a certificate' } });
});

test('a cluster is told by its scheme and may name several hosts', () => {
  const client = openRedis(
    queueSettings({ ANTIGRAPH_REDIS_URL: 'rediss+cluster://one:7000,two:7001' }),
    'worker',
  );
  opened.push(client);
  expect(client).toBeInstanceOf(Cluster);
  expect(client.options).toMatchObject({ redisOptions: { tls: {}, maxRetriesPerRequest: null } });
});

test('what is no address is refused without repeating it, as it may hold a password', () => {
  for (const url of [
    'http://user:secret@host',
    'redis://',
    'redis://one:1,two:2',
    'redis://user:secret@host:port',
  ]) {
    const open = () => openRedis(queueSettings({ ANTIGRAPH_REDIS_URL: url }), 'worker');
    expect(open).toThrow('ANTIGRAPH_REDIS_URL is no address of a Redis server');
    expect(open).not.toThrow('secret');
  }
});

test('keys begin with a hash tag, so that a cluster keeps them on one node', () => {
  expect(queueSettings({}).prefix).toBe('{antigraph}');
  expect(queueSettings({ ANTIGRAPH_REDIS_PREFIX: 'lab-7' }).prefix).toBe('{lab-7}');
});
