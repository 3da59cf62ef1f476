/** Who sent a request: an API key or a token in `Authorization: Bearer`. */
import type { TokenClaims } from '../../infra/auth/oidc-settings.js';
import { AntigraphError } from '../../schemas/errors.js';
import { tenantIdSchema } from '../../schemas/service.js';
import type { Authenticator, Caller } from '../api/auth.js';
import { isSameSecret, type KeyState, keyIdSchema, parseKey, statusOf } from './api-key.js';
import { cachedLookup } from './key-cache.js';
import type { KeyRegistry } from './key-registry.js';

/** Knows callers by their keys in the store, and by tokens where a provider is set. */
export function authenticator(options: {
  readonly keys: Pick<KeyRegistry, 'find'>;
  /** null: tokens are not accepted. */
  readonly verifyToken: ((token: string) => Promise<TokenClaims>) | null;
  readonly now?: () => number;
}): Authenticator {
  const now = options.now ?? Date.now;
  const find = cachedLookup(options.keys.find, now);
  const isOpen = (state: KeyState) => ['active', 'rotated'].includes(statusOf(state, now()));

  const byKey = async (text: string): Promise<Caller> => {
    const presented = parseKey(text);
    if (presented === null) throw unauthenticated('this is not an API key of this service');
    const state = await find(presented.id);
    if (state === null || !isSameSecret(presented.secretHash, state.record.secretHash))
      throw unauthenticated('the API key is not known here');
    // Said only to whoever has the secret.
    if (!isOpen(state)) throw unauthenticated(`API key ${presented.id} is ${statusOf(state, now())}`);
    return callerOfKey(state);
  };

  const byToken = async (token: string): Promise<Caller> => {
    if (options.verifyToken === null) throw unauthenticated('this service takes API keys only');
    const { subject, tenant, roles } = await options.verifyToken(token);
    const parsed = tenantIdSchema.safeParse(tenant);
    return { keyId: `oidc.${subject}`, tenant: parsed.success ? parsed.data : null, roles };
  };

  return {
    authenticate: async ({ authorization }) => {
      const bearer = bearerOf(authorization);
      return bearer.startsWith('ag_') ? byKey(bearer) : byToken(bearer);
    },
    stillOpen: async (keyId) => {
      const id = keyIdSchema.safeParse(keyId);
      const state = id.success ? await find(id.data) : null;
      return state !== null && isOpen(state) ? callerOfKey(state) : null;
    },
  };
}

function callerOfKey({ record: { id, tenant, roles } }: KeyState): Caller {
  return { keyId: id, tenant, roles };
}

function bearerOf(header: string | null): string {
  if (header === null) throw unauthenticated('the request carries no API key');
  const [, token] = /^Bearer +([^\s]+) *$/i.exec(header) ?? [];
  if (token === undefined) throw unauthenticated('the Authorization header is not of the form Bearer KEY');
  return token;
}

function unauthenticated(why: string): AntigraphError {
  return new AntigraphError('UNAUTHENTICATED', why, {
    fix: "Send 'Authorization: Bearer ag_…' with a key that the operator made by 'antigraph keys create'.",
  });
}
