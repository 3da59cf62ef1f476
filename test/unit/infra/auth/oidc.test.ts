import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oidcSettings, oidcSettingsSchema, readClaims } from '../../../../infra/auth/oidc-settings.js';
import { oidcVerifier } from '../../../../infra/auth/oidc-verifier.js';

const issuer = 'https://id.example.org/realms/lab';
const audience = 'antigraph';

let server: Server;
let pair: Awaited<ReturnType<typeof generateKeyPair>>;
let settings: ReturnType<typeof oidcSettingsSchema.parse>;

beforeAll(async () => {
  pair = await generateKeyPair('ES256', { extractable: true });
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256' }] });
  server = createServer((request, response) => {
    if (request.url === '/keys') response.setHeader('content-type', 'application/json').end(keys);
    else response.writeHead(503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  settings = oidcSettingsSchema.parse({
    issuer,
    audience,
    jwksUrl: `http://127.0.0.1:${port}/keys`,
    roleClaim: 'realm_access.roles',
    roleNames: { 'antigraph-submitters': 'submit' },
  });
});
afterAll(() => server.close());

function token(changes: Readonly<Record<string, unknown>> = {}, times: { readonly exp?: number } = {}) {
  return new SignJWT({
    antigraph_tenant: 'clinic-1',
    realm_access: { roles: ['antigraph-submitters', 'offline_access'] },
    ...changes,
  })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .setIssuer(String(changes['iss'] ?? issuer))
    .setAudience(String(changes['aud'] ?? audience))
    .setSubject('anna')
    .setExpirationTime(Math.floor(Date.now() / 1000) + (times.exp ?? 300));
}
const refused = { code: 'UNAUTHENTICATED' };

describe('a bearer token', () => {
  it('of the provider gives subject, tenant, and the roles that have a name here', async () => {
    const verify = oidcVerifier(settings);
    expect(await verify(await token().sign(pair.privateKey))).toEqual({
      subject: 'anna',
      tenant: 'clinic-1',
      roles: ['submit'],
    });
  });

  it.each([
    ['another issuer', { iss: 'https://id.example.org/realms/other' }],
    ['another audience', { aud: 'another-service' }],
  ])('of %s is refused', async (_, changes) => {
    const signed = await token(changes).sign(pair.privateKey);
    await expect(oidcVerifier(settings)(signed)).rejects.toMatchObject(refused);
  });

  it('is taken 30 s after its end, for clocks that differ, and not later', async () => {
    const verify = oidcVerifier(settings);
    await verify(await token({}, { exp: -20 }).sign(pair.privateKey));
    await expect(verify(await token({}, { exp: -40 }).sign(pair.privateKey))).rejects.toMatchObject({
      ...refused,
      message: 'the token has expired',
    });
  });

  it('signed by a key that the provider does not have is refused', async () => {
    const other = await generateKeyPair('ES256');
    const signed = await token().sign(other.privateKey);
    await expect(oidcVerifier(settings)(signed)).rejects.toMatchObject(refused);
  });

  it('without a signature is refused (RFC 8725 §3.1)', async () => {
    const unsigned = new UnsecuredJWT({ antigraph_tenant: 'clinic-1' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject('anna')
      .setExpirationTime('5m')
      .encode();
    await expect(oidcVerifier(settings)(unsigned)).rejects.toMatchObject(refused);
  });

  it("signed with the provider's public key as a shared secret is refused (RFC 8725 §2.1)", async () => {
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(pair.publicKey)));
    const forged = await new SignJWT({ antigraph_tenant: 'clinic-1' })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject('anna')
      .setExpirationTime('5m')
      .sign(secret);
    await expect(oidcVerifier(settings)(forged)).rejects.toMatchObject(refused);
  });

  it('without an end is refused: nobody could withdraw it', async () => {
    const endless = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject('anna')
      .sign(pair.privateKey);
    await expect(oidcVerifier(settings)(endless)).rejects.toMatchObject(refused);
  });

  it.each(['', 'a.b.c', 'x'.repeat(20_000)])('%# that is none is refused', async (text) => {
    await expect(oidcVerifier(settings)(text)).rejects.toMatchObject(refused);
  });

  it.each(['an\na', 'x'.repeat(256), ''])('of subject %j is refused: it is kept in logs', async (subject) => {
    const signed = await token().setSubject(subject).sign(pair.privateKey);
    await expect(oidcVerifier(settings)(signed)).rejects.toMatchObject(refused);
  });

  it('cannot be checked while the provider is away, and then nobody is told that it is wrong', async () => {
    const away = { ...settings, jwksUrl: settings.jwksUrl.replace('/keys', '/away') };
    const signed = await token().sign(pair.privateKey);
    await expect(oidcVerifier(away)(signed)).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
    const gone = { ...settings, jwksUrl: 'http://127.0.0.1:1/keys' };
    await expect(oidcVerifier(gone)(signed)).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });
});

describe('claims', () => {
  const names = {
    tenantClaim: 'https://example.org/tenant',
    roleClaim: 'scope',
    roleNames: { read: 'read' },
  } as const;

  it('may have names that look like paths', () => {
    expect(readClaims({ 'https://example.org/tenant': 'clinic-1' }, names).tenant).toBe('clinic-1');
  });

  it('may list roles with blanks between them, as scope does (RFC 8693 §4.2)', () => {
    expect(readClaims({ scope: 'openid read profile' }, names).roles).toEqual(['read']);
  });

  it.each([undefined, null, 7, {}, { read: 'read' }, [7, null]])('of %j give no role', (scope) => {
    expect(readClaims({ scope }, names).roles).toEqual([]);
  });

  it('do not reach what an object inherits', () => {
    const odd = { ...names, roleNames: {}, roleClaim: 'scope' };
    expect(readClaims({ scope: ['constructor', '__proto__', 'toString'] }, odd).roles).toEqual([]);
  });
});

describe('settings of tokens', () => {
  const environment = {
    ANTIGRAPH_OIDC_ISSUER: issuer,
    ANTIGRAPH_OIDC_AUDIENCE: audience,
    ANTIGRAPH_OIDC_JWKS_URL: 'https://id.example.org/keys',
  };

  it('are absent where nothing is set', () => {
    expect(oidcSettings({})).toBeNull();
  });

  it('read lists and role names', () => {
    const read = oidcSettings({
      ...environment,
      ANTIGRAPH_OIDC_ALGORITHMS: 'ES256, EdDSA',
      ANTIGRAPH_OIDC_ROLE_NAMES: 'lab-users=read,submit',
    });
    expect(read).toMatchObject({
      algorithms: ['ES256', 'EdDSA'],
      roleNames: { 'lab-users': 'read', submit: 'submit' },
    });
  });

  it.each([
    ['ANTIGRAPH_OIDC_ALGORITHMS', 'HS256'],
    ['ANTIGRAPH_OIDC_ALGORITHMS', 'none'],
    ['ANTIGRAPH_OIDC_JWKS_URL', 'http://id.example.org/keys'],
    ['ANTIGRAPH_OIDC_ROLE_NAMES', 'admins=root'],
    ['ANTIGRAPH_OIDC_AUDIENCE', ''],
  ])('refuse %s=%s', (name, value) => {
    expect(() => oidcSettings({ ...environment, [name]: value })).toThrow(
      expect.objectContaining({ code: 'PARAMETER_INVALID', message: expect.stringContaining(name) }),
    );
  });
});
