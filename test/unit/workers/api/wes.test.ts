import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wesStateOf } from '../../../../workers/api/wes/views.js';
import { lab, startApi, type TestApi } from '../../../support/api.js';
import { example } from '../../../support/example-patient.js';

let api: TestApi;
let headers: { authorization: string };
beforeAll(async () => {
  api = await startApi();
  headers = (await api.key(lab, 'submit')).headers;
});
afterAll(() => api.close());

const params = {
  files: { vcf: 'tumor.vcf' },
  hla: { alleles: ['HLA-A*02:01'] },
  reference: 'antigraph-example',
};

/** As a WES client sends it: fields and attachments in any order. */
async function post(fields: Record<string, string>, attachments: readonly string[] = ['tumor.vcf']) {
  const form = new FormData();
  for (const name of attachments)
    form.append('workflow_attachment', new Blob([readFileSync(example.vcf)]), name);
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const framed = new Response(form);
  return api.app.inject({
    method: 'POST',
    url: '/ga4gh/wes/v1/runs',
    headers: { ...headers, 'content-type': framed.headers.get('content-type') ?? '' },
    payload: Buffer.from(await framed.arrayBuffer()),
  });
}

const workflow = {
  workflow_type: 'ANTIGRAPH',
  workflow_type_version: '1',
  workflow_url: 'antigraph',
  workflow_params: JSON.stringify(params),
};

describe('POST /ga4gh/wes/v1/runs', () => {
  it('runs the attachment that workflow_params names, as an upload and submission of /api/v1 would', async () => {
    const answer = await post(workflow);
    expect(answer.statusCode, answer.body).toBe(200);
    const { run_id: id } = answer.json();
    const run = (await api.app.inject({ url: `/api/v1/runs/${id}`, headers })).json();
    expect(run).toMatchObject({ state: 'queued', files: { vcf: 'tumor.vcf' } });
    expect((await api.app.inject({ url: `/ga4gh/wes/v1/runs/${id}/status`, headers })).json().state).toBe(
      'QUEUED',
    );
  });

  it('keeps only the base name of a path on the sender’s disk', async () => {
    const answer = await post(workflow, ['/home/somebody/tumor.vcf']);
    expect(answer.statusCode, answer.body).toBe(200);
  });

  it.each([
    ['another workflow', { ...workflow, workflow_type: 'CWL' }, 400],
    [
      'a file that is not attached',
      { ...workflow, workflow_params: JSON.stringify({ ...params, files: { vcf: 'other.vcf' } }) },
      422,
    ],
    ['parameters that are no JSON', { ...workflow, workflow_params: '{' }, 422],
  ])('refuses %s with the members that WES has for errors', async (_what, fields, status) => {
    const answer = await post(fields);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ status_code: status, msg: expect.any(String) });
  });
});

describe('states', () => {
  it('tell a wrong file (EXECUTOR_ERROR) from a service that failed (SYSTEM_ERROR)', () => {
    const failed = (code: string) =>
      wesStateOf({ state: 'failed', failure: { code, message: '', fix: null, stage: null } });
    expect(failed('VCF_NOT_VCF')).toBe('EXECUTOR_ERROR');
    expect(failed('STORE_UNAVAILABLE')).toBe('SYSTEM_ERROR');
    expect(wesStateOf({ state: 'cancelling', failure: null })).toBe('CANCELING');
  });
});
