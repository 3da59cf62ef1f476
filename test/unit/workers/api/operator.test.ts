import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { taskHistogram } from '../../../../workers/api/metrics.js';
import { quantileMs } from '../../../../workers/api/operator/overview.js';
import { lab, startApi, type TestApi } from '../../../support/api.js';

let api: TestApi;
let operator: Awaited<ReturnType<TestApi['key']>>;
beforeAll(async () => {
  api = await startApi();
  operator = await api.key(null, 'operate');
});
afterAll(() => api.close());

const sameOrigin = { 'sec-fetch-site': 'same-origin' };
const form = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  api.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...sameOrigin, ...headers },
    payload: new URLSearchParams(fields).toString(),
  });

async function session(): Promise<{ cookie: string; formToken: string; page: string }> {
  const login = await form('/operator/login', { key: operator.key });
  const cookie = String(login.headers['set-cookie']).split(';')[0] ?? '';
  const page = (await api.app.inject({ url: '/operator/', headers: { cookie } })).body;
  const [, formToken = ''] = /name="formToken" value="([0-9a-f]+)"/.exec(page) ?? [];
  return { cookie, formToken, page };
}

describe('the operator page', () => {
  it('leads a browser without a session to the login, and answers a script 401', async () => {
    const browser = await api.app.inject({ url: '/operator/', headers: { accept: 'text/html' } });
    expect([browser.statusCode, browser.headers.location]).toEqual([303, '/operator/login']);
    expect((await api.app.inject({ url: '/operator/' })).statusCode).toBe(401);
  });

  it('keeps the key out of the cookie, and the cookie from scripts and other sites', async () => {
    const login = await form('/operator/login', { key: operator.key });
    const cookie = String(login.headers['set-cookie']);
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict/);
    expect(cookie).not.toContain(operator.key.slice(3, 40));
  });

  it('lets nobody in whose key has not the role', async () => {
    const { key } = await api.key(lab, 'submit', 'read');
    expect((await form('/operator/login', { key })).statusCode).toBe(403);
    expect((await form('/operator/login', { key: 'ag_nonsense' })).statusCode).toBe(401);
  });

  it('shows health, latencies and failures, and no words of a patient’s file', async () => {
    const { page } = await session();
    expect(page).toContain('parse-variants');
    expect(page).toContain('VCF_NOT_VCF');
    expect(page).not.toContain('patient words');
    expect(page).not.toContain('<script');
  });

  it('does what a button of its own form asks, and nothing for a form without its token or from another site', async () => {
    const { cookie, formToken } = await session();
    const wrong = await form('/operator/actions', { formToken: '00', action: 'pause' }, { cookie });
    const foreign = await form(
      '/operator/actions',
      { formToken, action: 'pause' },
      { cookie, 'sec-fetch-site': 'cross-site' },
    );
    expect([wrong.statusCode, foreign.statusCode]).toEqual([403, 403]);
    expect(api.dispatcher.calls).not.toContain('pause');
    const right = await form('/operator/actions', { formToken, action: 'pause' }, { cookie });
    expect(right.statusCode).toBe(303);
    expect(api.dispatcher.calls).toContain('pause');
  });

  it('ends with the key: a revoked one opens nothing within seconds', async () => {
    let nowMs = Date.now();
    const timed = await startApi({ now: () => nowMs });
    const key = await timed.key(null, 'operate');
    const login = await timed.app.inject({
      method: 'POST',
      url: '/operator/login',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...sameOrigin },
      payload: `key=${key.key}`,
    });
    const cookie = String(login.headers['set-cookie']).split(';')[0] ?? '';
    const look = () => timed.app.inject({ url: '/operator/', headers: { cookie } });
    expect((await look()).statusCode).toBe(200);
    await timed.dependencies.keys.revoke(key.record.id, 'test');
    nowMs += 10_000;
    expect((await look()).statusCode).toBe(401);
    await timed.close();
  });
});

describe('figures', () => {
  it('puts a quantile into its bucket by linear interpolation, as histogram_quantile does', () => {
    // 10 tasks between 100 and 250 ms: the 5th of them stands half-way, at 175 ms.
    expect(quantileMs([0, 0, 10], 0.5)).toBe(175);
    expect(quantileMs([5, 5], 0.95)).toBe(95);
    expect(quantileMs([], 0.5)).toBeNull();
  });

  it('writes cumulative buckets in seconds, the last of them infinite', () => {
    const text = taskHistogram([
      { stage: 'a', outcome: 'done', countByBound: [1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4], sumMs: 1500 },
    ]);
    expect(text).toContain('antigraph_task_duration_seconds_bucket{stage="a",outcome="done",le="0.1"} 3\n');
    expect(text).toContain('antigraph_task_duration_seconds_bucket{stage="a",outcome="done",le="+Inf"} 7\n');
    expect(text).toContain('antigraph_task_duration_seconds_sum{stage="a",outcome="done"} 1.5\n');
  });

  it('says that the queue is away in place of failing', async () => {
    const scrape = () => api.app.inject({ url: '/metrics', headers: operator.headers });
    expect((await scrape()).body).toContain('antigraph_queue_up 1');
    api.dispatcher.isDown = true;
    expect((await scrape()).body).toContain('antigraph_queue_up 0');
    expect((await api.app.inject({ url: '/health/ready' })).statusCode).toBe(503);
    expect((await api.app.inject({ url: '/health/live' })).statusCode).toBe(200);
    api.dispatcher.isDown = false;
  });
});
