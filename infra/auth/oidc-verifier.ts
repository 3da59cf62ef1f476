/** Bearer tokens of an OpenID provider, by jose. */
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { AntigraphError } from '../../schemas/errors.js';
import { type OidcSettings, readClaims, type TokenClaims } from './oidc-settings.js';

export type TokenVerifier = (token: string) => Promise<TokenClaims>;

/** A longer one is no token: it would only cost the check of its signature. */
const largestTokenChars = 16_384;

/** OpenID Connect Core 1.0 §2: at most 255 ASCII characters; those that can be seen, since it is kept in logs. */
const subjectPattern = /^[\x21-\x7e]{1,255}$/;

/** Checks signature, issuer, audience and times; the provider's keys are fetched when needed and kept. @throws UNAUTHENTICATED, SERVER_UNREACHABLE */
export function oidcVerifier(settings: OidcSettings): TokenVerifier {
  const keys = createRemoteJWKSet(new URL(settings.jwksUrl), {
    timeoutDuration: 5000,
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
  });
  return async (token) => {
    if (token.length > largestTokenChars) throw refused('the token is too long');
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: settings.issuer,
        audience: settings.audience,
        algorithms: settings.algorithms,
        clockTolerance: settings.clockToleranceSeconds,
        // A token without an end could never be withdrawn.
        requiredClaims: ['exp', 'sub'],
      });
      const { sub = '' } = payload;
      if (!subjectPattern.test(sub)) throw refused('the subject of the token is not one');
      return { subject: sub, ...readClaims(payload, settings) };
    } catch (cause) {
      if (cause instanceof AntigraphError) throw cause;
      if (cause instanceof errors.JWTExpired) throw refused('the token has expired', cause);
      if (isProviderFault(cause)) throw unreachable(settings.jwksUrl, cause);
      // Which check failed is of use to an attacker and to nobody else who has a proper token.
      if (cause instanceof errors.JOSEError) throw refused('the token is not valid here', cause);
      throw unreachable(settings.jwksUrl, cause);
    }
  };
}

function isProviderFault(cause: unknown): boolean {
  return (
    cause instanceof errors.JWKSTimeout ||
    cause instanceof errors.JWKSInvalid ||
    // jose's own for an answer that is no key set: its code is the generic one.
    (cause instanceof errors.JOSEError && cause.code === 'ERR_JOSE_GENERIC')
  );
}

function refused(why: string, cause?: unknown): AntigraphError {
  return new AntigraphError('UNAUTHENTICATED', why, {
    fix: 'Ask the identity provider for a new token, for the audience of this service.',
    cause,
  });
}

function unreachable(url: string, cause: unknown): AntigraphError {
  return new AntigraphError(
    'SERVER_UNREACHABLE',
    `the keys of the identity provider cannot be had from ${url}`,
    { fix: 'Try again; the operator checks ANTIGRAPH_OIDC_JWKS_URL and the provider.', cause },
  );
}
