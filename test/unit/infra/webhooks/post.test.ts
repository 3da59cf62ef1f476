import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { webhookPost } from '../../../../infra/webhooks/post.js';
import { type LocalServer, localServer, receiver } from '../../../support/local-server.js';

const open: LocalServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});
async function serving(listener: RequestListener): Promise<LocalServer> {
  const server = await localServer(listener);
  open.push(server);
  return server;
}

/** A policy under which the receivers of these tests may be called. */
const local = { isHttpAllowed: true, allowedNetworks: ['127.0.0.0/8'] };
const message = { headers: { 'webhook-id': 'msg_1' }, body: '{"täst":1}' };
const unreachable = { code: 'SERVER_UNREACHABLE' };
const refused = { code: 'WEBHOOK_REFUSED' };

describe('a webhook', () => {
  it('is posted with its headers and its very bytes, and gives the status', async () => {
    const server = await receiver(() => 204);
    open.push(server);
    const post = webhookPost(local);
    expect(await post({ ...message, url: `${server.url}/hook?x=1` })).toEqual({ status: 204 });
    expect(server.received).toMatchObject([
      {
        method: 'POST',
        path: '/hook?x=1',
        body: '{"täst":1}',
        headers: { 'webhook-id': 'msg_1', 'content-length': '11' },
      },
    ]);
  });

  it('goes to the address that was checked, under the name that was given', async () => {
    const server = await receiver(() => 200);
    open.push(server);
    let asked = 0;
    // A name that answers otherwise the second time, as one made for DNS rebinding does.
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
    };
    await webhookPost(local, { resolve })({ ...message, url: `http://lims.example.test:${server.port}/` });
    expect(asked).toBe(1);
    expect(server.received[0]?.headers.host).toBe(`lims.example.test:${server.port}`);
  });

  it.each([
    ['a private address', ['10.0.0.1']],
    ['one private address among public ones', ['8.8.8.8', '10.0.0.1']],
    ['a mapped one', ['::ffff:10.0.0.1']],
    ['nothing', []],
  ])('is not sent where the name resolves to %s', async (_, addresses) => {
    const resolve = async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    await expect(
      webhookPost(local, { resolve })({ ...message, url: 'https://lims.example.test/' }),
    ).rejects.toMatchObject(refused);
  });

  it('is not sent to this machine unless the operator says so', async () => {
    const server = await serving((_, response) => response.end());
    await expect(
      webhookPost({ isHttpAllowed: true, allowedNetworks: [] })({ ...message, url: server.url }),
    ).rejects.toMatchObject(refused);
    await expect(
      webhookPost({ isHttpAllowed: true, allowedNetworks: [] })({
        ...message,
        url: `http://localhost:${server.port}/`,
      }),
    ).rejects.toMatchObject(refused);
  });

  it('follows no redirect', async () => {
    let calls = 0;
    const server = await serving((_, response) => {
      calls += 1;
      response.writeHead(307, { location: '/inside' }).end();
    });
    expect(await webhookPost(local)({ ...message, url: server.url })).toEqual({ status: 307 });
    expect(calls).toBe(1);
  });

  it('is given up when nothing comes in time, before or after the headers', async () => {
    const silent = await serving(() => {});
    const post = webhookPost(local, { timeLimitMs: 60 });
    await expect(post({ ...message, url: silent.url })).rejects.toMatchObject(unreachable);
    const endless = await serving((_, response) => {
      response.writeHead(200);
      response.write('x');
    });
    expect(await post({ ...message, url: endless.url })).toEqual({ status: 200 });
  });

  it('is given up when the name does not resolve in time', async () => {
    const resolve = () => new Promise<never>(() => {});
    await expect(
      webhookPost(local, { resolve, timeLimitMs: 30 })({ ...message, url: 'https://lims.example.test/' }),
    ).rejects.toMatchObject(unreachable);
  });

  it('does not read what a receiver answers beyond some kilobytes', async () => {
    let sentBytes = 0;
    const server = await serving((_, response) => {
      const chunk = Buffer.alloc(65_536);
      const more = () => {
        while (!response.destroyed && sentBytes < 50_000_000) {
          sentBytes += chunk.byteLength;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    expect(await webhookPost(local)({ ...message, url: server.url })).toEqual({ status: 200 });
    expect(sentBytes).toBeLessThan(20_000_000);
  });

  it('fails where nobody listens, where the name is unknown, and where https meets no certificate', async () => {
    const server = await serving((_, response) => response.end());
    await server.close();
    await expect(webhookPost(local)({ ...message, url: server.url })).rejects.toMatchObject(unreachable);
    const resolve = async () => Promise.reject(new Error('ENOTFOUND'));
    await expect(
      webhookPost(local, { resolve })({ ...message, url: 'https://lims.example.test/' }),
    ).rejects.toMatchObject(unreachable);
    const plain = await serving((_, response) => response.end());
    await expect(
      webhookPost(local)({ ...message, url: plain.url.replace('http:', 'https:') }),
    ).rejects.toMatchObject(unreachable);
  });
});
