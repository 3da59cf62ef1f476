import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Schema } from '../../../../schemas/canonical.js';
import { lab, otherLab, startApi, type TestApi } from '../../../support/api.js';
import { exampleSubmission, submit, upload } from '../../../support/patient-submission.js';

let api: TestApi;
let headers: { authorization: string };
let body: Awaited<ReturnType<typeof exampleSubmission>>;
beforeAll(async () => {
  api = await startApi();
  headers = (await api.key(lab, 'submit')).headers;
  body = await exampleSubmission(api.app, headers);
});
afterAll(() => api.close());

const get = (url: string, more: Record<string, string> = {}) =>
  api.app.inject({ url, headers: { ...headers, ...more } });

describe('POST /runs', () => {
  it('joins an equal submission to the run that is at work', async () => {
    const [first, second] = [await submit(api.app, headers, body), await submit(api.app, headers, body)];
    expect([first.statusCode, second.statusCode]).toEqual([202, 200]);
    expect(second.json().id).toBe(first.json().id);
    expect(second.json()).toMatchObject({ state: 'queued', attempt: 1, files: { vcf: 'tumor.vcf' } });
  });

  it('gives the first run again for the same Idempotency-Key and refuses the key with another body', async () => {
    const keyed = { ...headers, 'idempotency-key': 'order-7' };
    const wanted = { ...body, purity: 0.7 };
    const first = await submit(api.app, keyed, wanted);
    const again = await submit(api.app, keyed, wanted);
    const other = await submit(api.app, keyed, { ...body, purity: 0.8 });
    expect([first.statusCode, again.statusCode, other.statusCode]).toEqual([202, 200, 422]);
    expect(again.json().id).toBe(first.json().id);
    expect(other.json().code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(other.headers['content-type']).toContain('application/problem+json');
  });

  it('accepts a run while the queue is away, because the store has it', async () => {
    api.dispatcher.isDown = true;
    const answer = await submit(api.app, headers, { ...body, purity: 0.31 });
    api.dispatcher.isDown = false;
    expect(answer.statusCode).toBe(202);
    expect((await get(`/api/v1/runs/${answer.json().id}`)).json().state).toBe('queued');
  });

  it.each([
    ['a reference that is not offered', { reference: 'GRCh99' }, 422, 'REFERENCE_MISSING'],
    ['no source of consequences', { reference: null }, 422, 'PARAMETER_INVALID'],
    ['a name that is no allele', { hla: { alleles: ['HLA-Q*99'] } }, 422, 'HLA_MALFORMED'],
    [
      'class II alleles alone where class I is asked for',
      { hla: { alleles: ['HLA-DRB1*13:01'] }, mhcClass: 'I' },
      422,
      'HLA_EMPTY',
    ],
    [
      'a class II allele that the predictor does not know',
      { hla: { alleles: ['HLA-A*02:01', 'HLA-DRB1*13:9999'] } },
      422,
      'HLA_UNSUPPORTED',
    ],
    [
      'a parameter that no stage has',
      { params: { 'rank-candidates': { nope: 1 } } },
      422,
      'PARAMETER_INVALID',
    ],
    ['a field that nobody knows', { hlaa: 1 }, 400, 'REQUEST_MALFORMED'],
    [
      'a webhook where none are called',
      { webhook: { url: 'https://lims.example/x' } },
      422,
      'WEBHOOK_REFUSED',
    ],
  ])('refuses %s and keeps nothing of it', async (_what, change, status, code) => {
    const answer = await submit(api.app, headers, { ...body, ...change });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    const { runs } = (await get('/api/v1/runs')).json();
    expect(runs).toHaveLength(3);
  });

  it('takes class II alleles, says what it makes of the chains, and names the predictor of each class', async () => {
    const other = await startApi();
    const key = (await other.key(lab, 'submit')).headers;
    const alleles = ['HLA-A*02:01', 'DQA1*01:02', 'DQA1*05:01', 'DQB1*06:02'];
    const answer = await submit(other.app, key, {
      ...(await exampleSubmission(other.app, key)),
      hla: { alleles },
    });
    expect(answer.statusCode, answer.body).toBe(202);
    expect(answer.json().warnings).toEqual([
      expect.stringMatching(/^the genotype has alleles of class I and II: both are scored/),
      expect.stringContaining('HLA-DQA1*01:02/DQB1*06:02, HLA-DQA1*05:01/DQB1*06:02'),
    ]);
    const { artifacts } = other.store.tenant(lab);
    const record = await artifacts.getRun(answer.json().id);
    expect(record?.request.resources).toMatchObject({
      predictor: expect.stringMatching(/^[0-9a-f]{64}$/),
      classTwoPredictor: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(record?.request.params['predict-class-two']).toEqual({
      alleles: ['HLA-DQA1*01:02/DQB1*06:02', 'HLA-DQA1*05:01/DQB1*06:02'],
    });
    await other.close();
  });

  it("does not take another tenant's file", async () => {
    const other = (await api.key(otherLab, 'submit')).headers;
    const answer = await submit(api.app, other, body);
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'UPLOAD_UNKNOWN']);
  });
});

describe('GET /runs', () => {
  it('pages through all runs, latest first, each once', async () => {
    const first = (await get('/api/v1/runs?limit=2')).json();
    const second = (await get(`/api/v1/runs?limit=2&cursor=${first.nextCursor}`)).json();
    const ids = [...first.runs, ...second.runs].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(second.nextCursor).toBeNull();
    const times = [...first.runs, ...second.runs].map((run) => run.submittedAtMs);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('answers 304 to the tag of what has not changed, and 200 once it has', async () => {
    const [{ id }] = (await get('/api/v1/runs?limit=1')).json().runs;
    const { etag } = (await get(`/api/v1/runs/${id}`)).headers;
    const tagged = { 'if-none-match': String(etag) };
    expect((await get(`/api/v1/runs/${id}`, tagged)).statusCode).toBe(304);
    await api.app.inject({ method: 'POST', url: `/api/v1/runs/${id}/cancel`, headers });
    const changed = await get(`/api/v1/runs/${id}`, tagged);
    expect([changed.statusCode, changed.json().state]).toEqual([200, 'cancelling']);
  });
});

describe('an upload', () => {
  it('is refused where it is larger than the limit, and nothing of it stays', async () => {
    const small = await startApi({ limits: { bodyBytes: 1000, uploadBytes: 10, requestsPerMinute: 100 } });
    const key = (await small.key(lab, 'submit')).headers;
    await expect(upload(small.app, key, { name: 'a.vcf', content: '12345678901' })).rejects.toThrow('413');
    expect(await small.store.tenant(lab).documents.list('uploads/')).toEqual([]);
    await small.close();
  });

  it('is refused where its content is not what Content-Digest announces (RFC 9530)', async () => {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/v1/uploads?name=a.vcf',
      // SHA-256 of 'hello\n', by sha256sum.
      headers: { ...headers, 'content-digest': 'sha-256=:WJG2tSLV3whtD/CxEPvZ0hu0/HFjrzTQgoai6Eb2vgM=:' },
      payload: 'goodbye\n',
    });
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'UPLOAD_MISMATCH']);
  });

  it('is gone after its deletion', async () => {
    const id = await upload(api.app, headers, { name: 'x.vcf', content: 'nobody needs this' });
    const url = `/api/v1/uploads/${id}`;
    expect((await get(url)).statusCode).toBe(200);
    expect((await api.app.inject({ method: 'DELETE', url, headers })).statusCode).toBe(204);
    expect((await get(url)).statusCode).toBe(404);
  });

  it('stays while a run needs it, whoever asks for its deletion', async () => {
    const { upload: id } = body.files.vcf;
    await api.app.inject({ method: 'DELETE', url: `/api/v1/uploads/${id}`, headers });
    expect(await api.store.tenant(lab).artifacts.verifyObject(sha256Schema.parse(id))).toBe(true);
  });
});
