import { afterEach, describe, expect, it } from 'vitest';
import { memoryServiceStore } from '../../../../infra/stores/service-store.js';
import { webhookPost } from '../../../../infra/webhooks/post.js';
import { AntigraphError } from '../../../../schemas/errors.js';
import { type RunVerdict, tenantIdSchema } from '../../../../schemas/service.js';
import { runIdSchema } from '../../../../schemas/tasks.js';
import { queueWebhook } from '../../../../workers/service/webhook-queue.js';
import { webhookSecrets } from '../../../../workers/service/webhook-secrets.js';
import { startWebhookSender } from '../../../../workers/service/webhook-sender.js';
import { webhookHeaders } from '../../../../workers/service/webhook-signature.js';
import { deliverWebhooks } from '../../../../workers/service/webhooks.js';
import { type LocalServer, receiver } from '../../../support/local-server.js';

const tenant = tenantIdSchema.parse('clinic-1');
const run = runIdSchema.parse('run-0123456789abcdef');
const endedAtMs = Date.parse('2026-03-01T12:00:00Z');
const hour = 3_600_000;
const failed: RunVerdict['outcome'] = {
  kind: 'failed',
  stage: 'parse-variants',
  failure: { code: 'VCF_TRUNCATED', message: 'patient.vcf ends in line 7', fix: null },
};

const open: LocalServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function setup(
  outcome: RunVerdict['outcome'] = { kind: 'complete' },
  { isQueued } = { isQueued: true },
) {
  const clock = { now: endedAtMs };
  const now = () => clock.now;
  const store = memoryServiceStore();
  const { documents } = store.tenant(tenant);
  const secrets = webhookSecrets(documents, now);
  const secret = await secrets.create(0);
  const webhook = { url: 'https://lims.example.test/hook', secretId: secret.id };
  const queue = () => queueWebhook(documents, { run, attempt: 2, webhook }, { outcome, endedAtMs });
  if (isQueued) await queue();
  const names = (part: string) => documents.list(`webhooks/${part}/`);
  const end = async () => JSON.parse((await documents.get(`webhooks/ended/${run}.2.json`)) ?? 'null');
  return { clock, now, store, documents, secrets, secret, queue, names, end };
}
type Sent = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

/** Answers with the statuses in turn, the last one for ever; 0: the receiver does not answer. */
function posting(...statuses: readonly number[]) {
  const sent: Sent[] = [];
  return {
    sent,
    post: async (message: Sent) => {
      const status = statuses[Math.min(sent.length, statuses.length - 1)] ?? 0;
      sent.push(message);
      if (status === 0) throw new AntigraphError('SERVER_UNREACHABLE', 'away');
      return { status };
    },
  };
}

describe('a verdict', () => {
  it('is told once to the address that the submission named', async () => {
    const { store, now, secret, names, end } = await setup();
    const { post, sent } = posting(200);
    expect(await deliverWebhooks(store, { post, now })).toEqual({ delivered: 1, retried: 0, givenUp: 0 });
    expect(await deliverWebhooks(store, { post, now })).toEqual({ delivered: 0, retried: 0, givenUp: 0 });
    expect(sent.map(({ body }) => JSON.parse(body))).toEqual([
      {
        type: 'run.complete',
        timestamp: '2026-03-01T12:00:00.000Z',
        data: { run, attempt: 2, state: 'complete', code: null },
      },
    ]);
    const [{ headers, body } = { headers: {}, body: '' }] = sent;
    const id = headers['webhook-id'] ?? '';
    expect(headers).toEqual(webhookHeaders({ id, atMs: endedAtMs, body, secrets: [secret.secret] }));
    expect(await end()).toMatchObject({ outcome: 'delivered', reason: 'HTTP 200', tries: 1 });
    expect([await names('due'), await names('claims')]).toEqual([[], []]);
  });

  it('of a failed run is told by its code, never in words that may quote a file', async () => {
    const { store, now } = await setup(failed);
    const { post, sent } = posting(200);
    await deliverWebhooks(store, { post, now });
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      type: 'run.failed',
      data: { code: 'VCF_TRUNCATED' },
    });
    expect(sent[0]?.body).not.toContain('patient');
  });

  it('that is queued again, before or after it was sent, is told once', async () => {
    const { store, now, queue, names } = await setup();
    const { post, sent } = posting(200);
    await queue();
    expect(await names('due')).toHaveLength(1);
    await deliverWebhooks(store, { post, now });
    await queue();
    await deliverWebhooks(store, { post, now });
    expect(sent).toHaveLength(1);
  });

  it('is told to nobody where the submission names nobody', async () => {
    const { documents, names } = await setup();
    await queueWebhook(
      documents,
      { run, attempt: 3, webhook: null },
      { outcome: { kind: 'complete' }, endedAtMs },
    );
    expect(await names('due')).toHaveLength(1);
  });
});

describe('a webhook that fails', () => {
  it('is sent again under the same id, with a new time', async () => {
    const { store, clock, now } = await setup();
    const { post, sent } = posting(500, 0, 200);
    const random = () => 0.5;
    expect(await deliverWebhooks(store, { post, now, random })).toMatchObject({ retried: 1 });
    clock.now += 4999;
    expect(await deliverWebhooks(store, { post, now, random })).toMatchObject({ retried: 0 });
    clock.now += 1;
    expect(await deliverWebhooks(store, { post, now, random })).toMatchObject({ retried: 1 });
    clock.now += 30_000;
    expect(await deliverWebhooks(store, { post, now, random })).toMatchObject({ delivered: 1 });
    expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(sent.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3);
  });

  it.each([
    ['earliest', 0],
    ['latest', 1],
  ])('for ever is given up after about a day (%s)', async (_, spread) => {
    const { store, clock, now, end, names } = await setup();
    const { post, sent } = posting(503);
    while ((await end()) === null) {
      await deliverWebhooks(store, { post, now, random: () => spread });
      const [next] = await names('due');
      if (next !== undefined) clock.now = Number(next.split('/')[2]?.slice(0, 13));
    }
    expect(await end()).toMatchObject({ outcome: 'given up', reason: 'HTTP 503', tries: 11 });
    expect(sent).toHaveLength(11);
    expect((clock.now - endedAtMs) / hour).toBeGreaterThan(21);
    expect((clock.now - endedAtMs) / hour).toBeLessThan(27);
    expect(await names('claims')).toEqual([]);
  });

  it('with 410 Gone is not sent again', async () => {
    const { store, now, end, names } = await setup();
    expect(await deliverWebhooks(store, { post: posting(410).post, now })).toMatchObject({ givenUp: 1 });
    expect(await end()).toMatchObject({ outcome: 'given up', tries: 1 });
    expect(await names('due')).toEqual([]);
  });

  it.each([301, 307, 400, 404])('with %i is sent again', async (status) => {
    const { store, now } = await setup();
    expect(await deliverWebhooks(store, { post: posting(status).post, now })).toMatchObject({ retried: 1 });
  });
});

describe('several workers', () => {
  it('send a webhook once between them', async () => {
    const { store, now } = await setup();
    const { post, sent } = posting(200);
    await Promise.all([1, 2, 3, 4].map(() => deliverWebhooks(store, { post, now })));
    expect(sent).toHaveLength(1);
  });

  it('take over from one that died while it sent', async () => {
    const { store, clock, now } = await setup();
    const dying = () => Promise.reject(new Error('killed'));
    await expect(deliverWebhooks(store, { post: dying, now })).rejects.toThrow('killed');
    const { post, sent } = posting(200);
    clock.now += 59_999;
    await deliverWebhooks(store, { post, now });
    expect(sent).toHaveLength(0);
    clock.now += 1;
    expect(await deliverWebhooks(store, { post, now })).toMatchObject({ retried: 1 });
    expect(await deliverWebhooks(store, { post, now })).toMatchObject({ delivered: 1 });
  });
});

describe('the secrets of a tenant', () => {
  it('sign together while one takes the place of the other', async () => {
    const { store, clock, now, secrets, secret } = await setup();
    const next = await secrets.create(hour);
    const { post, sent } = posting(500, 200);
    await deliverWebhooks(store, { post, now });
    clock.now += hour;
    await deliverWebhooks(store, { post, now });
    const signatures = sent.map(({ headers }) => headers['webhook-signature']?.split(' ').length);
    expect(signatures).toEqual([2, 1]);
    expect((await secrets.active()).map(({ id }) => id)).toEqual([next.id]);
    expect(secret.id).not.toBe(next.id);
  });

  it('sign no more once revoked, and then nothing is sent', async () => {
    const { store, clock, now, secrets, secret } = await setup();
    expect(await secrets.revoke(secret.id)).toBe(true);
    clock.now += 1;
    const { post, sent } = posting(200);
    expect(await deliverWebhooks(store, { post, now })).toMatchObject({ retried: 1 });
    expect(sent).toEqual([]);
    await expect(secrets.current()).rejects.toMatchObject({ code: 'WEBHOOK_REFUSED' });
  });

  it('are not those of another tenant', async () => {
    const { store, secrets } = await setup();
    const other = webhookSecrets(store.tenant(tenantIdSchema.parse('clinic-2')).documents);
    expect(await other.list()).toEqual([]);
    expect(await other.revoke((await secrets.current()).id)).toBe(false);
  });
});

describe('the sender of a worker', () => {
  it('delivers to a real receiver and stops when told', async () => {
    const { store, documents } = await setup({ kind: 'complete' }, { isQueued: false });
    const server = await receiver(() => 200);
    open.push(server);
    const webhook = { url: `${server.url}/hook`, secretId: '' };
    await queueWebhook(documents, { run, attempt: 9, webhook }, { outcome: failed, endedAtMs: 0 });
    const policy = { isHttpAllowed: true, allowedNetworks: ['127.0.0.0/8'] };
    const sender = startWebhookSender({ store, policy, everyMs: 5 });
    while (server.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await sender.close();
    expect(server.received).toMatchObject([{ method: 'POST', path: '/hook' }]);
  });

  it('looks only when it is its turn, and stops although that was never answered', async () => {
    const { store } = await setup();
    const policy = { isHttpAllowed: true, allowedNetworks: [] };
    let looks = 0;
    const answers = [false, true, new Promise<boolean>(() => {})];
    const sender = startWebhookSender({
      store: { ...store, listTenants: async () => [] },
      policy,
      everyMs: 2,
      isOurTurn: async () => answers.shift() ?? false,
      onPass: () => {
        looks += 1;
      },
    });
    while (answers.length > 0) await new Promise((resolve) => setTimeout(resolve, 2));
    await sender.close();
    expect(looks).toBe(1);
  });

  it('does not send to an address that the operator has not allowed', async () => {
    const { store, documents } = await setup({ kind: 'complete' }, { isQueued: false });
    const server = await receiver(() => 200);
    open.push(server);
    const webhook = { url: `${server.url}/hook`, secretId: '' };
    await queueWebhook(documents, { run, attempt: 9, webhook }, { outcome: failed, endedAtMs: 0 });
    const post = webhookPost({ isHttpAllowed: true, allowedNetworks: [] });
    await deliverWebhooks(store, { post, now: () => 1000 });
    expect(server.received).toEqual([]);
  });
});
