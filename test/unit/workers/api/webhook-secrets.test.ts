import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lab, otherLab, startApi, type TestApi } from '../../../support/api.js';

let api: TestApi;
let [headers, others] = [{ authorization: '' }, { authorization: '' }];
const url = '/api/v1/webhook-secrets';
beforeAll(async () => {
  api = await startApi();
  ({ headers } = await api.key(lab, 'submit'));
  ({ headers: others } = await api.key(otherLab, 'submit'));
});
afterAll(() => api.close());
const make = () => api.app.inject({ method: 'POST', url, headers, payload: {} });
const ids = async (of: { authorization: string }): Promise<string[]> =>
  (await api.app.inject({ url, headers: of })).json().secrets.map(({ id }: { id: string }) => id);

describe("a tenant's webhook secret", () => {
  it('is shown when it is made, and listed without the secret', async () => {
    const made = await make();
    expect([made.statusCode, made.headers['cache-control']]).toEqual([201, 'no-store']);
    expect(made.json().secret).toMatch(/^whsec_/);
    const list = await api.app.inject({ url, headers });
    expect(list.body).toContain(made.json().id);
    expect(list.body).not.toContain('whsec_');
  });

  it('is neither listed to another tenant nor theirs to revoke', async () => {
    const { id } = (await make()).json();
    expect(await ids(others)).toEqual([]);
    const theirs = await api.app.inject({ method: 'DELETE', url: `${url}/${id}`, headers: others });
    expect(theirs.statusCode).toBe(404);
    expect(await ids(headers)).toContain(id);
  });

  it('signs no more once revoked', async () => {
    const { id } = (await make()).json();
    const revoked = await api.app.inject({ method: 'DELETE', url: `${url}/${id}`, headers });
    expect(revoked.statusCode).toBe(204);
    const { secrets } = (await api.app.inject({ url, headers })).json();
    expect(secrets.find((secret: { id: string }) => secret.id === id).endsAtMs).toBeLessThanOrEqual(
      Date.now(),
    );
  });
});
