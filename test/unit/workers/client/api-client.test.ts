import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiClient } from '../../../../workers/client/api-client.js';
import { type LocalServer, localServer } from '../../../support/local-server.js';

const open: LocalServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** A client of a server that answers so; pauses between tries are a millisecond and more. */
async function setup(listener: RequestListener) {
  const server = await localServer(listener);
  open.push(server);
  return apiClient({ server: new URL(server.url), key: 'ag_key' }, 1);
}
const asking = { answer: z.object({ ok: z.literal(true) }), signal: new AbortController().signal };
const problem = (code: string, status: number, more: object = {}) =>
  JSON.stringify({
    type: `urn:antigraph:error:${code}`,
    title: 'x',
    status,
    detail: 'what was found',
    code,
    fix: 'what to do',
    at: null,
    requestId: 'r1',
    ...more,
  });

describe('the client of a service', () => {
  it('sends its key and reads the answer', async () => {
    const client = await setup(({ headers }, response) => {
      response.end(JSON.stringify({ ok: headers.authorization === 'Bearer ag_key' }));
    });
    expect(await client.ask('GET', '/x', asking)).toEqual({ ok: true });
  });

  it('gives what the service says as an error of ours, with code, place and advice, and asks once', async () => {
    let asked = 0;
    const client = await setup((_, response) => {
      asked += 1;
      const at = { file: 'tumor.vcf', line: 7 };
      response.writeHead(422).end(problem('VCF_RECORD_MALFORMED', 422, { at }));
    });
    await expect(client.ask('GET', '/x', asking)).rejects.toMatchObject({
      code: 'VCF_RECORD_MALFORMED',
      exitCode: 3,
      message: expect.stringContaining('what was found'),
      fix: 'what to do',
      at: { file: 'tumor.vcf', line: 7 },
    });
    expect(asked).toBe(1);
  });

  it.each([
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [404, 'RUN_UNKNOWN'],
  ])('tells a %i by its code', async (status, code) => {
    const client = await setup((_, response) => response.writeHead(status).end(problem(code, status)));
    await expect(client.ask('GET', '/x', asking)).rejects.toMatchObject({ code });
  });

  it.each([502, 503, 504])('tries again after a %i of a proxy', async (status) => {
    let asked = 0;
    const client = await setup((_, response) => {
      asked += 1;
      if (asked < 4) response.writeHead(status).end('<html>bad gateway</html>');
      else response.end('{"ok":true}');
    });
    expect(await client.ask('POST', '/x', asking)).toEqual({ ok: true });
    expect(asked).toBe(4);
  });

  it('tries again after a connection that broke off: three times at first, six once the service has answered', async () => {
    let asked = 0;
    let isUp = false;
    const client = await setup((request, response) => {
      asked += 1;
      if (isUp) response.end('{"ok":true}');
      else request.socket.destroy();
    });
    const gone = { code: 'SERVER_UNREACHABLE', exitCode: 5 };
    await expect(client.ask('GET', '/x', asking)).rejects.toMatchObject(gone);
    expect(asked).toBe(3);
    isUp = true;
    await client.ask('GET', '/x', asking);
    isUp = false;
    asked = 0;
    await expect(client.ask('GET', '/x', asking)).rejects.toMatchObject(gone);
    expect(asked).toBe(6);
  });

  it('waits as long as the service asks for', async () => {
    let asked = 0;
    const client = await setup((_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(429, { 'retry-after': '0.05' }).end(problem('RATE_LIMITED', 429));
      else response.end('{"ok":true}');
    });
    const startedAt = performance.now();
    await client.ask('GET', '/x', asking);
    expect(performance.now() - startedAt).toBeGreaterThan(45);
  });

  it('stops at once when it is told to, also while it waits', async () => {
    const controller = new AbortController();
    const client = await setup((_, response) => response.writeHead(503, { 'retry-after': '30' }).end());
    const asked = client.ask('GET', '/x', { ...asking, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('interrupted')), 30);
    await expect(asked).rejects.toThrow('interrupted');
  });

  it.each(['<html>hello</html>', '{"ok":false}', ''])('does not take %j for an answer', async (text) => {
    const client = await setup((_, response) => response.end(text));
    await expect(client.ask('GET', '/x', asking)).rejects.toMatchObject({ code: 'SERVER_ANSWER_UNREADABLE' });
  });

  it('does not follow a redirect, nor send its key to another server', async () => {
    let asked = 0;
    const other = await localServer((_, response) => {
      asked += 1;
      response.end('{"ok":true}');
    });
    open.push(other);
    const client = await setup((_, response) => response.writeHead(302, { location: other.url }).end());
    await expect(client.ask('GET', '/x', asking)).rejects.toMatchObject({ code: 'SERVER_ANSWER_UNREADABLE' });
    await expect(client.ask('GET', `${other.url}/x`, asking)).rejects.toMatchObject({
      code: 'SERVER_ANSWER_UNREADABLE',
    });
    expect(asked).toBe(0);
  });
});
