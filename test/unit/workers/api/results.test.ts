import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIdSchema } from '../../../../schemas/tasks.js';
import { lab, otherLab, startApi, type TestApi } from '../../../support/api.js';
import { exampleSubmission, submit } from '../../../support/patient-submission.js';

let api: TestApi;
let headers: { authorization: string };
let id: string;
beforeAll(async () => {
  api = await startApi({ works: true });
  headers = (await api.key(lab, 'submit')).headers;
  id = (await submit(api.app, headers, await exampleSubmission(api.app, headers))).json().id;
}, 30_000);
afterAll(() => api.close());

const get = (path: string, more: Record<string, string> = {}) =>
  api.app.inject({ url: `/api/v1/runs/${id}${path}`, headers: { ...headers, ...more } });

describe('a complete run', () => {
  it('gives each file with the digest that stands in the list, as its entity tag too', async () => {
    const { files } = (await get('/results')).json();
    const shortlist = files.find(({ name }: { name: string }) => name === 'shortlist.tsv');
    const file = await get('/results/shortlist.tsv');
    expect(file.headers['etag']).toBe(`"${shortlist.sha256}"`);
    expect(file.rawPayload.length).toBe(shortlist.sizeBytes);
    expect(
      (await get('/results/shortlist.tsv', { 'if-none-match': `"${shortlist.sha256}"` })).statusCode,
    ).toBe(304);
    expect((await get('/results/nothing.tsv')).json().code).toBe('RESULT_UNKNOWN');
  });

  it('gives a part of a file to who has the rest', async () => {
    const whole = (await get('/results/ledger.tsv')).rawPayload;
    const part = await get('/results/ledger.tsv', { range: 'bytes=1000-' });
    expect(part.statusCode).toBe(206);
    expect(part.headers['content-range']).toBe(`bytes 1000-${whole.length - 1}/${whole.length}`);
    expect(part.headers['content-length']).toBe(String(whole.length - 1000));
    expect(part.rawPayload.equals(whole.subarray(1000))).toBe(true);
  });

  it('is another tenant’s to whom it is not there at all', async () => {
    const other = (await api.key(otherLab, 'submit', 'read')).headers;
    for (const path of ['', '/results', '/results/run.json', '/events'])
      expect((await api.app.inject({ url: `/api/v1/runs/${id}${path}`, headers: other })).statusCode).toBe(
        404,
      );
  });

  it('tells its state and its end to who comes late to the events', async () => {
    const { body } = await get('/events');
    const kinds = [...body.matchAll(/^event: (.+)$/gm)].map(([, kind]) => kind);
    expect(kinds).toEqual(['state', 'ended']);
  });

  it('is COMPLETE to a WES client, with its tasks in the order of the graph', async () => {
    const wes = (path: string) => api.app.inject({ url: `/ga4gh/wes/v1/runs/${id}${path}`, headers });
    expect((await wes('/status')).json()).toEqual({ run_id: id, state: 'COMPLETE' });
    const page = (await wes('/tasks?page_size=1')).json();
    expect(page.task_logs[0]).toMatchObject({ name: 'parse-variants', exit_code: 0 });
    const next = (await wes(`/tasks?page_size=1&page_token=${page.next_page_token}`)).json();
    expect(next.task_logs[0].name).toBe('annotate-consequences');
    const log = (await wes('')).json();
    expect(log.outputs['report.html']).toBe(`/api/v1/runs/${id}/results/report.html`);
    expect(log.run_log.exit_code).toBe(0);
  });

  it('takes results, files and its place in the list along when it is deleted', async () => {
    const record = await api.store.tenant(lab).artifacts.getRun(runIdSchema.parse(id));
    const answer = await api.app.inject({ method: 'DELETE', url: `/api/v1/runs/${id}`, headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.json().taskCount).toBe(record?.tasks.length);
    expect((await get('')).statusCode).toBe(404);
    expect((await api.app.inject({ url: '/api/v1/runs', headers })).json().runs).toEqual([]);
    const { artifacts, documents } = api.store.tenant(lab);
    for (const { parts } of Object.values(record?.request.inputs ?? {}))
      for (const { sha256 } of parts) expect(await artifacts.verifyObject(sha256)).toBe(false);
    expect(await documents.list('uploads/')).toEqual([]);
  });
});
