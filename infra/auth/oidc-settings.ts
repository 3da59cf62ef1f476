/** How bearer tokens of an OpenID provider are checked and read; absent: no tokens are accepted. */
import { z } from 'zod';
import { AntigraphError } from '../../schemas/errors.js';
import { type Role, roleSchema } from '../../schemas/service.js';

/**
 * Signatures by a key pair only. A shared secret (HS256) would let any other client that knows it make tokens, and 'none' anybody
 * (RFC 8725 §3.1: the verifier names the algorithms, never the token).
 */
export const tokenAlgorithmSchema = z.literal([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]);

export const oidcSettingsSchema = z.strictObject({
  /** Compared with `iss`, letter by letter. */
  issuer: z.url(),
  /** One of the token's `aud`. */
  audience: z.string().min(1),
  jwksUrl: z.url(),
  algorithms: z.array(tokenAlgorithmSchema).min(1).default(['RS256', 'PS256', 'ES256']),
  /** For clocks that differ. */
  clockToleranceSeconds: z.number().int().min(0).max(300).default(30),
  /** A claim's name; where there is none of it, read as a path: realm_access.roles. */
  tenantClaim: z.string().min(1).default('antigraph_tenant'),
  roleClaim: z.string().min(1).default('antigraph_roles'),
  /** A value of the role claim → the role it gives. Values that are not here give none. */
  roleNames: z.record(z.string(), roleSchema).default({ submit: 'submit', read: 'read', operate: 'operate' }),
});
export type OidcSettings = z.infer<typeof oidcSettingsSchema>;

const variables = {
  issuer: 'ANTIGRAPH_OIDC_ISSUER',
  audience: 'ANTIGRAPH_OIDC_AUDIENCE',
  jwksUrl: 'ANTIGRAPH_OIDC_JWKS_URL',
  algorithms: 'ANTIGRAPH_OIDC_ALGORITHMS',
  clockToleranceSeconds: 'ANTIGRAPH_OIDC_CLOCK_TOLERANCE_SECONDS',
  tenantClaim: 'ANTIGRAPH_OIDC_TENANT_CLAIM',
  roleClaim: 'ANTIGRAPH_OIDC_ROLE_CLAIM',
  roleNames: 'ANTIGRAPH_OIDC_ROLE_NAMES',
} as const;

/** null where no ANTIGRAPH_OIDC_* is set. Lists are comma-separated, role names `name=role`. @throws PARAMETER_INVALID */
export function oidcSettings(environment: NodeJS.ProcessEnv): OidcSettings | null {
  const given = Object.entries(variables).flatMap(([name, variable]) => {
    const text = environment[variable];
    return text === undefined || text === '' ? [] : [[name, settingOf(name, text)] as const];
  });
  if (given.length === 0) return null;
  const parsed = oidcSettingsSchema.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(variableOf(issue?.path[0]), issue?.message ?? 'not understood');
  }
  const { protocol, hostname } = new URL(parsed.data.jwksUrl);
  // Whoever can change the keys on their way can make any token.
  if (protocol !== 'https:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname))
    throw invalid(variables.jwksUrl, 'the keys must come over https');
  return parsed.data;
}

function settingOf(name: string, text: string): unknown {
  if (name === 'clockToleranceSeconds') return Number(text);
  if (name === 'algorithms') return listOf(text);
  if (name === 'roleNames')
    return Object.fromEntries(
      listOf(text).map((pair): [string, string] => {
        const at = pair.lastIndexOf('=');
        return at < 0 ? [pair, pair] : [pair.slice(0, at), pair.slice(at + 1)];
      }),
    );
  return text;
}

function listOf(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

function variableOf(field: PropertyKey | undefined): string {
  const entry = Object.entries(variables).find(([name]) => name === field);
  return entry?.[1] ?? 'ANTIGRAPH_OIDC_*';
}

function invalid(variable: string, problem: string): AntigraphError {
  return new AntigraphError('PARAMETER_INVALID', `${variable}: ${problem}`, {
    at: { field: variable },
    fix: 'Tokens need ANTIGRAPH_OIDC_ISSUER, _AUDIENCE and _JWKS_URL; without any of them only API keys are accepted.',
  });
}

/** What a token says of its bearer. */
export interface TokenClaims {
  readonly subject: string;
  readonly tenant: string | null;
  readonly roles: readonly Role[];
}

/** Reads the claims of a token whose signature and times were checked. */
export function readClaims(
  payload: Readonly<Record<string, unknown>>,
  settings: Pick<OidcSettings, 'tenantClaim' | 'roleClaim' | 'roleNames'>,
): Omit<TokenClaims, 'subject'> {
  const tenant = claimOf(payload, settings.tenantClaim);
  const names = claimOf(payload, settings.roleClaim);
  // A list, one name, or names with blanks between them as in `scope` (RFC 8693 §4.2).
  const given: readonly unknown[] = Array.isArray(names)
    ? names
    : typeof names === 'string'
      ? names.split(' ')
      : [];
  const roles = given.flatMap((name) => {
    const isKnown = typeof name === 'string' && Object.hasOwn(settings.roleNames, name);
    const role = isKnown ? settings.roleNames[name] : undefined;
    return role === undefined ? [] : [role];
  });
  return { tenant: typeof tenant === 'string' ? tenant : null, roles: [...new Set(roles)] };
}

function claimOf(payload: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  let value: unknown = payload;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Object.entries(value).find(([key]) => key === part)?.[1];
  }
  return value;
}
