/** Every route × who may not call it. Routes are read from the application, so that one that is new or changed cannot be forgotten. */
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../../../schemas/service.js';
import { keyRegistry } from '../../../../workers/auth/key-registry.js';
import { lab, otherLab, startApi, type TestApi } from '../../../support/api.js';
import { type Method, routesOf } from '../../../support/routes.js';

/** What each route is for, said here once more and not read from the code: a slip there must not be a slip here. */
const expected: Readonly<Record<string, Role | 'public'>> = {
  'POST /api/v1/uploads': 'submit',
  'POST /api/v1/uploads/presigned': 'submit',
  'GET /api/v1/uploads/:id': 'read',
  'DELETE /api/v1/uploads/:id': 'submit',
  'POST /api/v1/uploads/:id/complete': 'submit',
  'POST /api/v1/runs': 'submit',
  'GET /api/v1/runs': 'read',
  'GET /api/v1/runs/:id': 'read',
  'DELETE /api/v1/runs/:id': 'submit',
  'POST /api/v1/runs/:id/cancel': 'submit',
  'GET /api/v1/runs/:id/events': 'read',
  'GET /api/v1/runs/:id/results': 'read',
  'GET /api/v1/runs/:id/results/:file': 'read',
  'GET /api/v1/references': 'read',
  'GET /api/v1/webhook-secrets': 'submit',
  'POST /api/v1/webhook-secrets': 'submit',
  'DELETE /api/v1/webhook-secrets/:id': 'submit',
  'GET /api/v1/keys': 'operate',
  'POST /api/v1/keys': 'operate',
  'DELETE /api/v1/keys/:id': 'operate',
  'POST /api/v1/keys/:id/rotate': 'operate',
  'GET /api/v1/operator/overview': 'operate',
  'POST /api/v1/operator/actions': 'operate',
  'GET /ga4gh/wes/v1/service-info': 'public',
  'GET /ga4gh/wes/v1/runs': 'read',
  'POST /ga4gh/wes/v1/runs': 'submit',
  'GET /ga4gh/wes/v1/runs/:run_id': 'read',
  'GET /ga4gh/wes/v1/runs/:run_id/status': 'read',
  'POST /ga4gh/wes/v1/runs/:run_id/cancel': 'submit',
  'GET /ga4gh/wes/v1/runs/:run_id/tasks': 'read',
  'GET /ga4gh/wes/v1/runs/:run_id/tasks/:task_id': 'read',
  'GET /operator': 'operate',
  'GET /operator/': 'operate',
  'POST /operator/actions': 'operate',
  'GET /operator/login': 'public',
  'POST /operator/login': 'public',
  'POST /operator/logout': 'public',
  'GET /operator/style.css': 'public',
  'GET /openapi.json': 'public',
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /metrics': 'public',
};

/** HEAD is GET without the body. The board of queues brings routes of its own, all of them the operator's. */
function roleOf(method: Method, url: string): Role | 'public' | null {
  if (url.startsWith(board)) return 'operate';
  return expected[`${method === 'HEAD' ? 'GET' : method} ${url}`] ?? null;
}
const board = '/operator/queues';

/** Roles that may call a route of the role. */
const granting: Readonly<Record<Role, readonly Role[]>> = {
  submit: ['submit'],
  read: ['read', 'submit'],
  operate: ['operate'],
};
const roles: readonly Role[] = ['submit', 'read', 'operate'];

const clock = { now: Date.parse('2026-03-01T12:00:00Z') };
let api: TestApi;
let queue: Queue;
let routes: readonly { readonly method: Method; readonly url: string }[];
let run: string;
let upload: string;
let refused: Readonly<Record<string, string>>;
const keys = new Map<string, string>();

beforeAll(async () => {
  // No Redis answers there: what would ask it must have been refused before.
  const connection = { host: '127.0.0.1', port: 1, lazyConnect: true, retryStrategy: () => null };
  queue = new Queue('tasks', { connection, skipWaitingForReady: true });
  queue.on('error', () => {});
  api = await startApi({
    boardQueues: [queue],
    now: () => clock.now,
    limits: { bodyBytes: 100_000, uploadBytes: 100_000, requestsPerMinute: 1_000_000 },
  });
  const registry = keyRegistry(api.store.documents, () => clock.now);
  const wish = { label: '', by: 'test', expiresAtMs: null };
  for (const role of roles) {
    for (const tenant of [lab, otherLab])
      keys.set(`${tenant} ${role}`, (await registry.create({ ...wish, tenant, roles: [role] })).key);
  }
  const all = { ...wish, tenant: lab, roles };
  const revoked = await registry.create(all);
  await registry.revoke(revoked.record.id, 'test');
  const expired = await registry.create({ ...all, expiresAtMs: clock.now + 1 });
  const rotated = await registry.create(all);
  await registry.rotate(rotated.record.id, { overlapMs: 1, by: 'test' });
  clock.now += 1;
  const known = (await registry.create(all)).key;
  refused = {
    'no key': '',
    'a revoked key': `Bearer ${revoked.key}`,
    'an expired key': `Bearer ${expired.key}`,
    'a key whose overlap is over': `Bearer ${rotated.key}`,
    'a key with another secret': `Bearer ${known.slice(0, -4)}0000`,
    'an unknown key': `Bearer ag_000000000000_${'0'.repeat(64)}`,
    'another scheme': `Basic ${Buffer.from(`ag:${known}`).toString('base64')}`,
    'an unsigned token': 'Bearer eyJhbGciOiJub25lIn0.eyJhbnRpZ3JhcGhfdGVuYW50IjoibGFiLWEifQ.',
  };
  ({ run, upload } = await submitted());
  routes = await answering(routesOf(api.app.printRoutes({ commonPrefix: false })));
});
afterAll(async () => {
  await api.close();
  await queue.disconnect().catch(() => {});
});

let calls = 0;
/** Each call from an address of its own, so that being shut out for many wrong keys does not hide what is tested. */
function call(method: Method, url: string, authorization: string) {
  calls += 1;
  const filled = url
    .replace('/uploads/:id', `/uploads/${upload}`)
    .replace(/\/runs\/:(?:id|run_id)/, `/runs/${run}`)
    .replace(':file', 'shortlist.tsv')
    .replace('/*', '/static/x')
    .replace(':task_id', '0'.repeat(64))
    .replace(':id', '0123456789ab');
  return api.app.inject({
    method,
    url: filled,
    remoteAddress: `10.${calls >> 16}.${(calls >> 8) & 255}.${calls & 255}`,
    ...(authorization === '' ? {} : { headers: { authorization } }),
  });
}
const keyOf = (tenant: string, role: Role) => `Bearer ${keys.get(`${tenant} ${role}`)}`;

async function submitted() {
  const headers = { authorization: keyOf(lab, 'submit') };
  const vcf = ['##fileformat=VCFv4.2', '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO', ''].join('\n');
  const sent = await api.app.inject({
    method: 'POST',
    url: '/api/v1/uploads?name=tumor.vcf',
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    payload: vcf,
  });
  const { id } = sent.json();
  const accepted = await api.app.inject({
    method: 'POST',
    url: '/api/v1/runs',
    headers,
    payload: {
      files: { vcf: { upload: id } },
      hla: { alleles: ['HLA-A*02:01'] },
      reference: 'antigraph-example',
    },
  });
  expect(accepted.statusCode, accepted.body).toBe(202);
  return { run: String(accepted.json().id), upload: String(id) };
}

/** Those of the routes that answer: an address's other methods all say 405, to anybody. */
async function answering(all: typeof routes): Promise<typeof routes> {
  const found: (typeof routes)[number][] = [];
  for (const route of all) {
    const { statusCode, headers } = await call(route.method, route.url, '');
    if (statusCode !== 405) found.push(route);
    else expect(headers['allow']).toBeDefined();
  }
  return found;
}

describe('the routes', () => {
  it('are those whose role is stated here, and no others', () => {
    // HEAD is GET without the body, by the same handler; each is called below like the others.
    const isNamed = ({ method, url }: (typeof routes)[number]) => method !== 'HEAD' && !url.startsWith(board);
    const named = routes.filter(isNamed).map(({ method, url }) => `${method} ${url}`);
    expect(named.sort()).toEqual(Object.keys(expected).sort());
    expect(routes.filter(({ url }) => url.startsWith(board)).length).toBeGreaterThan(30);
  });

  it('let nobody in without a good key', async () => {
    const wrong: string[] = [];
    for (const { method, url } of routes) {
      const role = roleOf(method, url);
      if (role === null || role === 'public') continue;
      for (const [who, authorization] of Object.entries(refused)) {
        const { statusCode } = await call(method, url, authorization);
        if (statusCode !== 401) wrong.push(`${method} ${url} with ${who}: ${statusCode}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('let in no role but theirs', async () => {
    const wrong: string[] = [];
    for (const { method, url } of routes) {
      const role = roleOf(method, url);
      if (role === null || role === 'public') continue;
      for (const other of roles.filter((each) => !granting[role].includes(each))) {
        const { statusCode } = await call(method, url, keyOf(lab, other));
        if (statusCode !== 403) wrong.push(`${method} ${url} as ${other}: ${statusCode}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("answer 404 for another tenant's ids, in the very words they have for ids that are nobody's", async () => {
    const wrong: string[] = [];
    for (const { method, url } of routes.filter(({ url: each }) => /\/(?:runs|uploads)\/:/.test(each))) {
      const role = roleOf(method, url);
      if (role === null || role === 'public') continue;
      const own = [run, upload];
      const theirs = await call(method, url, keyOf(otherLab, 'submit'));
      [run, upload] = [`run-${'0'.repeat(16)}`, '0'.repeat(64)];
      const nobodys = await call(method, url, keyOf(otherLab, 'submit'));
      [run = '', upload = ''] = own;
      const body = (text: string) =>
        text.replaceAll(/run-[0-9a-f]{16}|[0-9a-f]{64}|"requestId":"[^"]*"/g, '…');
      if (theirs.statusCode !== nobodys.statusCode || body(theirs.body) !== body(nobodys.body))
        wrong.push(
          `${method} ${url}: ${theirs.statusCode} ${theirs.body} / ${nobodys.statusCode} ${nobodys.body}`,
        );
      // A body that is wrong in itself may be refused before anything is looked up.
      if (theirs.statusCode !== 404 && !url.endsWith('/complete'))
        wrong.push(`${method} ${url}: ${theirs.statusCode}`);
    }
    expect(wrong).toEqual([]);
  });

  it("show a tenant's lists to nobody else", async () => {
    for (const url of ['/api/v1/runs', '/ga4gh/wes/v1/runs']) {
      expect((await call('GET', url, keyOf(lab, 'read'))).body).toContain(run);
      const theirs = await call('GET', url, keyOf(otherLab, 'read'));
      expect(theirs.json().runs).toEqual([]);
    }
  });

  it('let in whoever has the role', async () => {
    const wrong: string[] = [];
    // Last those that remove what the others ask for.
    const ordered = [...routes].sort((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));
    for (const { method, url } of ordered) {
      const role = roleOf(method, url);
      // An event stream of a run that waits has no end, and the board has no queue to ask.
      if (role === null || role === 'public' || url.endsWith('/events') || url.startsWith(board)) continue;
      for (const each of granting[role]) {
        const { statusCode } = await call(method, url, keyOf(lab, each));
        if ([401, 403].includes(statusCode) || statusCode >= 500)
          wrong.push(`${method} ${url} as ${each}: ${statusCode}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
