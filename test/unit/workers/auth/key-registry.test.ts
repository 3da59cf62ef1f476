import { describe, expect, it } from 'vitest';
import { memoryServiceStore } from '../../../../infra/stores/service-store.js';
import { tenantIdSchema } from '../../../../schemas/service.js';
import { keyIdSchema, parseKey, statusOf } from '../../../../workers/auth/api-key.js';
import { keyRegistry } from '../../../../workers/auth/key-registry.js';

const tenant = tenantIdSchema.parse('clinic-1');
const hour = 3_600_000;

function setup() {
  const clock = { now: 1_700_000_000_000 };
  const { documents } = memoryServiceStore();
  return { clock, documents, keys: keyRegistry(documents, () => clock.now) };
}
const wish = { tenant, roles: ['submit'], label: 'LIMS', expiresAtMs: null, by: 'test' } as const;

describe('an API key', () => {
  it('is ag_, its id, and 256 random bits in hexadecimal', async () => {
    const { keys } = setup();
    const { key, record } = await keys.create(wish);
    expect(key).toMatch(new RegExp(`^ag_${record.id}_[0-9a-f]{64}$`));
  });

  it('leaves no trace of its secret in the store', async () => {
    const { keys, documents } = setup();
    const { key, record } = await keys.create(wish);
    const secret = key.slice(`ag_${record.id}_`.length);
    const texts = await Promise.all((await documents.list('keys/')).map((name) => documents.get(name)));
    expect(texts.join('\n')).toContain(record.secretHash);
    expect(texts.join('\n')).not.toContain(secret);
  });

  it('hashes with its id, so that the same secret under another id is another', () => {
    const secret = 'ab'.repeat(32);
    const [first, second] = [parseKey(`ag_000000000001_${secret}`), parseKey(`ag_000000000002_${secret}`)];
    expect(first?.secretHash).not.toBe(second?.secretHash);
  });

  it.each([
    '',
    'ag_',
    'ag_000000000001_',
    `AG_000000000001_${'ab'.repeat(32)}`,
    `ag_000000000001_${'ab'.repeat(32)} `,
    'x'.repeat(10_000),
  ])('is not %j', (text) => {
    expect(parseKey(text)).toBeNull();
  });

  it('needs a tenant unless its only role is operate', async () => {
    const { keys } = setup();
    await expect(keys.create({ ...wish, tenant: null })).rejects.toMatchObject({
      code: 'PARAMETER_INVALID',
    });
    const { record } = await keys.create({ ...wish, tenant: null, roles: ['operate'] });
    expect(record.tenant).toBeNull();
  });

  it('cannot be made to have expired already', async () => {
    const { keys, clock } = setup();
    await expect(keys.create({ ...wish, expiresAtMs: clock.now })).rejects.toMatchObject({
      code: 'PARAMETER_INVALID',
    });
  });
});

describe('the life of a key', () => {
  it('ends with its expiry', async () => {
    const { keys, clock } = setup();
    const { record } = await keys.create({ ...wish, expiresAtMs: clock.now + hour });
    const state = await keys.find(record.id);
    expect(state && statusOf(state, clock.now + hour - 1)).toBe('active');
    expect(state && statusOf(state, clock.now + hour)).toBe('expired');
  });

  it('ends with a revocation, whatever comes after', async () => {
    const { keys, clock } = setup();
    const { record } = await keys.create(wish);
    await keys.revoke(record.id, 'test');
    const at = clock.now;
    clock.now += hour;
    await keys.revoke(record.id, 'somebody else');
    expect((await keys.find(record.id))?.revokedAtMs).toBe(at);
  });

  it('overlaps with that of its successor for the time asked for', async () => {
    const { keys, clock } = setup();
    const { record } = await keys.create({ ...wish, expiresAtMs: clock.now + 100 * hour });
    clock.now += hour;
    const next = await keys.rotate(record.id, { overlapMs: 2 * hour, by: 'test' });
    const old = await keys.find(record.id);
    expect(old).toMatchObject({ replacedBy: next.record.id, endsAtMs: clock.now + 2 * hour });
    expect(old && statusOf(old, clock.now)).toBe('rotated');
    expect(old && statusOf(old, clock.now + 2 * hour)).toBe('expired');
    expect(next.record).toMatchObject({
      tenant,
      roles: ['submit'],
      label: 'LIMS',
      replaces: record.id,
      expiresAtMs: clock.now + 100 * hour,
    });
  });

  it('is not lengthened by a rotation', async () => {
    const { keys, clock } = setup();
    const { record } = await keys.create({ ...wish, expiresAtMs: clock.now + hour });
    await keys.rotate(record.id, { overlapMs: 24 * hour, by: 'test' });
    expect((await keys.find(record.id))?.endsAtMs).toBe(clock.now + hour);
  });

  it('has one successor only, and names it', async () => {
    const { keys } = setup();
    const { record } = await keys.create(wish);
    const next = await keys.rotate(record.id, { overlapMs: hour, by: 'test' });
    await expect(keys.rotate(record.id, { overlapMs: hour, by: 'test' })).rejects.toMatchObject({
      code: 'PARAMETER_INVALID',
      message: expect.stringContaining(next.record.id),
    });
  });

  it('of two rotations at once gives one key that opens', async () => {
    const { keys, clock } = setup();
    const { record } = await keys.create(wish);
    const both = await Promise.allSettled(
      [1, 2].map(() => keys.rotate(record.id, { overlapMs: hour, by: 'test' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const open = (await keys.list()).filter((state) => statusOf(state, clock.now) === 'active');
    expect(open.map((state) => state.record.replaces)).toEqual([record.id]);
  });

  it('cannot end or be renewed where it never began', async () => {
    const { keys } = setup();
    const id = keyIdSchema.parse('0123456789ab');
    await expect(keys.revoke(id, 'test')).rejects.toMatchObject({ code: 'KEY_UNKNOWN' });
    await expect(keys.rotate(id, { overlapMs: 0, by: 'test' })).rejects.toMatchObject({
      code: 'KEY_UNKNOWN',
    });
  });
});
