/** The ways a Redis may be set up: behind TLS, with a user of few rights, as a cluster. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openControl } from '../../infra/queue/control.js';
import { type RedisServer, startRedis } from '../support/services/redis.js';
import { freePort, useRedis } from '../support/services.js';
import { type ToyService, toyService } from '../support/toy-service.js';

const text = 'one two three four five';
/** 'one two three four five' takes these. */
const fiveTasks = ['measure', 'measure', 'measure', 'split', 'summarise'];

let service: ToyService | null = null;
afterEach(async () => {
  await service?.close();
  service = null;
});

async function runsThrough(url: string, secrets: { caFile?: string; passwordFile?: string } = {}) {
  service = toyService(url, { secrets });
  await service.worker();
  const { outcome } = await service.verdict(await service.submit(text));
  expect(outcome.kind).toBe('complete');
  expect([...service.ran].sort()).toEqual(fiveTasks);
  const { tasks } = await service.dispatcher.figures();
  expect([tasks.failed, tasks.waiting]).toEqual([0, 0]);
}

describe('a user with the rights that the operations page asks for', () => {
  const redis = useRedis();
  const password = 'sesame:open/1';
  const folder = mkdtempSync(join(tmpdir(), 'antigraph-acl-'));
  const passwordFile = join(folder, 'password');
  beforeAll(async () => {
    writeFileSync(passwordFile, `${password}\n`);
    const rights = aclOfTheOperationsPage();
    expect(rights).toContain('~{antigraph}*');
    expect(await redis().command(`ACL SETUSER antigraph on >${password} ${rights}`)).toMatch(/^\+OK/);
    await redis().command('ACL SETUSER default off');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('does all that a run needs, by an address with a password in it', () =>
    runsThrough(`redis://antigraph:${encodeURIComponent(password)}@127.0.0.1:${redis().port}`));

  test('and by a password in a file', () =>
    runsThrough(`redis://antigraph@127.0.0.1:${redis().port}`, { passwordFile }));

  test('reaches no key of others', async () => {
    const url = `redis://antigraph:${encodeURIComponent(password)}@127.0.0.1:${redis().port}`;
    const control = openControl({ url, prefix: '{antigraph}', caFile: null, passwordFile: null }, 'caller');
    await expect(control.client.set('others', '1')).rejects.toThrow(/NOPERM/);
    await expect(control.client.flushall()).rejects.toThrow(/NOPERM/);
    await control.close();
  });
});

describe('a cluster', () => {
  let redis: RedisServer | null = null;
  beforeAll(async () => {
    const bus = String(await freePort());
    redis = await startRedis(['--cluster-enabled', 'yes', '--cluster-port', bus]);
    // A node that never met another does not know its address.
    await redis.command(`CONFIG SET cluster-announce-ip 127.0.0.1`);
    await redis.command(`CONFIG SET cluster-announce-port ${redis.port}`);
    expect(await redis.command('CLUSTER ADDSLOTSRANGE 0 16383')).toMatch(/^\+OK/);
    while (!/cluster_state:ok/.test(await redis.command('CLUSTER INFO')));
  });
  afterAll(() => redis?.stop());

  test('takes every key and script of ours, as all are on one node', () =>
    runsThrough(`redis+cluster://127.0.0.1:${redis?.port}`));
});

describe('TLS', () => {
  const redis = useRedis();
  const folder = mkdtempSync(join(tmpdir(), 'antigraph-tls-'));
  const caFile = join(folder, 'certificate.pem');
  let front: { readonly server: NetServer; readonly port: number } | null = null;
  beforeAll(async () => {
    const key = join(folder, 'key.pem');
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const name = ['-subj', '/CN=redis of a test', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
    execFileSync('openssl', [...request, ...name, '-keyout', key, '-out', caFile], { stdio: 'ignore' });
    front = await tlsInFrontOf(redis().port, { key: readFileSync(key), cert: readFileSync(caFile) });
  });
  afterAll(() => {
    front?.server.close();
    rmSync(folder, { recursive: true });
  });

  test('with an authority of our own', () => runsThrough(`rediss://127.0.0.1:${front?.port}`, { caFile }));

  test('is refused where nobody vouches for the server', async () => {
    const url = `rediss://127.0.0.1:${front?.port}`;
    const control = openControl({ url, prefix: '{antigraph}', caFile: null, passwordFile: null }, 'caller');
    await expect(control.client.ping()).rejects.toThrow();
    await control.close();
  });
});

/** What stands in docs/operations.md behind "The user needs". */
function aclOfTheOperationsPage(): string {
  const [, sentence = ''] = /The user needs (.*)/.exec(readFileSync('docs/operations.md', 'utf8')) ?? [];
  return [...sentence.matchAll(/`([^`]+)`/g)]
    .flatMap(([, words = '']) => words.split(' '))
    .filter((word) => /^[~&+-]/.test(word))
    .join(' ');
}

/** Ends TLS as a server with TLS switched on does, so that the same test runs wherever the server does. */
async function tlsInFrontOf(port: number, identity: { readonly key: Buffer; readonly cert: Buffer }) {
  const server = createServer(identity, (client) => {
    const inner: Socket = connect(port, '127.0.0.1');
    client.pipe(inner).pipe(client);
    client.on('error', () => inner.destroy());
    inner.on('error', () => client.destroy());
  });
  const outer = await freePort();
  await new Promise<void>((resolve) => server.listen(outer, '127.0.0.1', resolve));
  return { server, port: outer };
}
