import { describe, expect, it } from 'vitest';
import { memoryServiceStore } from '../../../../infra/stores/service-store.js';
import { tenantIdSchema } from '../../../../schemas/service.js';
import { authenticator } from '../../../../workers/auth/authenticator.js';
import { keyRegistry } from '../../../../workers/auth/key-registry.js';

const tenant = tenantIdSchema.parse('clinic-1');

async function setup() {
  const clock = { now: 1_700_000_000_000 };
  const now = () => clock.now;
  const keys = keyRegistry(memoryServiceStore().documents, now);
  let reads = 0;
  const counted = {
    find: (...args: Parameters<typeof keys.find>) => {
      reads += 1;
      return keys.find(...args);
    },
  };
  const { key, record } = await keys.create({
    tenant,
    roles: ['submit'],
    label: '',
    expiresAtMs: clock.now + 3_600_000,
    by: 'test',
  });
  const { authenticate, stillOpen } = authenticator({ keys: counted, verifyToken: null, now });
  const tell = (authorization: string | null) => authenticate({ authorization });
  return { clock, keys, key, record, tell, stillOpen, reads: () => reads };
}
const refused = { code: 'UNAUTHENTICATED' };

describe('a request', () => {
  it('with a key is of its tenant and roles', async () => {
    const { key, record, tell } = await setup();
    expect(await tell(`Bearer ${key}`)).toEqual({ keyId: record.id, tenant, roles: ['submit'] });
  });

  it('may spell the scheme in any case (RFC 9110 §11.1)', async () => {
    const { key, tell } = await setup();
    expect(await tell(`bearer ${key}`)).toMatchObject({ tenant });
  });

  it.each([null, '', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'ag_x'])(
    'with %j is of nobody',
    async (header) => {
      const { tell } = await setup();
      await expect(tell(header)).rejects.toMatchObject(refused);
    },
  );

  it('with the right id and a wrong secret is of nobody', async () => {
    const { key, tell } = await setup();
    const wrong = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
    await expect(tell(`Bearer ${wrong}`)).rejects.toMatchObject(refused);
  });

  it('learns that a key was revoked only with its secret', async () => {
    const { key, record, keys, tell } = await setup();
    await keys.revoke(record.id, 'test');
    await expect(tell(`Bearer ${key}`)).rejects.toMatchObject({
      message: expect.stringContaining('revoked'),
    });
    await expect(tell(`Bearer ag_${record.id}_${'0'.repeat(64)}`)).rejects.toMatchObject({
      message: 'the API key is not known here',
    });
  });

  it('with an expired key is refused at the very millisecond, remembered or not', async () => {
    const { key, clock, tell } = await setup();
    clock.now += 3_599_999;
    await tell(`Bearer ${key}`);
    clock.now += 1;
    await expect(tell(`Bearer ${key}`)).rejects.toMatchObject(refused);
  });

  it('with a token is refused where no provider is set', async () => {
    const { tell } = await setup();
    await expect(tell('Bearer e30.e30.e30')).rejects.toMatchObject(refused);
  });
});

describe('what is remembered of a key', () => {
  it('serves many requests with one read', async () => {
    const { key, tell, reads } = await setup();
    await Promise.all(Array.from({ length: 50 }, () => tell(`Bearer ${key}`)));
    expect(reads()).toBe(1);
  });

  it('is forgotten after 3 s, so that a revocation takes effect', async () => {
    const { key, record, keys, clock, tell } = await setup();
    await tell(`Bearer ${key}`);
    await keys.revoke(record.id, 'test');
    expect(await tell(`Bearer ${key}`)).toMatchObject({ tenant });
    clock.now += 3000;
    await expect(tell(`Bearer ${key}`)).rejects.toMatchObject(refused);
  });

  it('is not a read that failed', async () => {
    const { key } = await setup();
    let reads = 0;
    const { authenticate } = authenticator({
      keys: {
        find: () => {
          reads += 1;
          return Promise.reject(new Error('away'));
        },
      },
      verifyToken: null,
    });
    for (const _ of [1, 2])
      await expect(authenticate({ authorization: `Bearer ${key}` })).rejects.toThrow('away');
    expect(reads).toBe(2);
  });
});

describe('a session opened with a key', () => {
  it('is open as long as the key is', async () => {
    const { record, keys, clock, stillOpen } = await setup();
    expect(await stillOpen(record.id)).toMatchObject({ tenant });
    await keys.revoke(record.id, 'test');
    clock.now += 3000;
    expect(await stillOpen(record.id)).toBeNull();
  });

  it.each(['', 'oidc.somebody', '0123456789ab', '../keys'])('of %j is not open', async (keyId) => {
    const { stillOpen } = await setup();
    expect(await stillOpen(keyId)).toBeNull();
  });
});

describe('a token', () => {
  it('gives tenant and roles as its claims say, and none for a tenant of another form', async () => {
    const claims = { subject: 'anna', roles: ['read'] } as const;
    const { find } = keyRegistry(memoryServiceStore().documents);
    const by = (tenantClaim: string | null) =>
      authenticator({ keys: { find }, verifyToken: async () => ({ ...claims, tenant: tenantClaim }) });
    const ask = { authorization: 'Bearer e30.e30.e30' };
    expect(await by('clinic-1').authenticate(ask)).toEqual({ keyId: 'oidc.anna', tenant, roles: ['read'] });
    for (const odd of ['../clinic-1', 'Clinic 1', null])
      expect(await by(odd).authenticate(ask)).toMatchObject({ tenant: null });
  });
});
