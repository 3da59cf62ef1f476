/** Who calls, and what each route asks of them. Keys and tokens themselves are workers/auth; nothing here knows how they are kept. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodType } from 'zod';
import { AntigraphError, defect } from '../../schemas/errors.js';
import type { Role, TenantId } from '../../schemas/service.js';
import { errorOf, sendProblem } from './problem.js';
import type { FailureGate } from './rate-limit.js';

export interface Caller {
  /** null: a key of the service itself, which sees no tenant's runs. */
  readonly tenant: TenantId | null;
  readonly roles: readonly Role[];
  /** Id of the API key, or subject of the token; never a secret. */
  readonly keyId: string;
}

/** What a request brings to say who it is. */
export interface Credentials {
  /** The header as it came; null: none. */
  readonly authorization: string | null;
}

export interface Authenticator {
  /** @throws UNAUTHENTICATED; that a key is revoked or expired is told only to who has its secret */
  authenticate(credentials: Credentials): Promise<Caller>;
  /** The caller of a browser session opened with this key earlier; null: the key opens no more. */
  stillOpen(keyId: string): Promise<Caller | null>;
}

/** Anybody, or a caller with one of these roles. */
export type Access = 'public' | readonly [Role, ...Role[]];

/** Looking is part of handing in; running the service is apart, and shows no patient. */
export const access = {
  public: 'public',
  read: ['read', 'submit'],
  submit: ['submit'],
  operate: ['operate'],
} as const satisfies Record<string, Access>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A route that does not say it is answered to nobody. */
    access?: Access;
    /** The operator's pages: a browser's session opens them too, and a browser without one is led to the login. */
    isForBrowser?: boolean;
    /** What /openapi.json says of a body that the handler reads as it comes, unchecked by a schema. */
    describedBody?: ZodType;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/** Who a browser's session belongs to; null: there is none, or it has ended. */
export type SessionCaller = (request: FastifyRequest) => Promise<Caller | null>;

/** Checks every request before its body is read: no route is open by having been forgotten. */
export function registerAuth(
  app: FastifyInstance,
  options: {
    readonly authenticator: Authenticator;
    readonly sessionCaller: SessionCaller;
    readonly gate: FailureGate;
  },
): void {
  const { authenticator, sessionCaller, gate } = options;
  const authenticate = async (request: FastifyRequest, authorization: string | null): Promise<Caller> => {
    gate.check(request.ip, authorization ?? '');
    try {
      const caller = await authenticator.authenticate({ authorization });
      gate.opened(authorization ?? '');
      return caller;
    } catch (error) {
      const isWrong = error instanceof AntigraphError && error.code === 'UNAUTHENTICATED';
      if (isWrong && authorization !== null) gate.failed(request.ip);
      throw error;
    }
  };
  app.decorateRequest('caller', null);
  const admit = async (request: FastifyRequest): Promise<'admitted' | 'without session'> => {
    const { access: needed, isForBrowser } = request.routeOptions.config;
    if (needed === 'public' || request.is404) return 'admitted';
    const authorization = request.headers.authorization ?? null;
    const session = isForBrowser === true && authorization === null ? await sessionCaller(request) : null;
    if (isForBrowser === true && session === null && isPageWanted(request)) return 'without session';
    const caller = session ?? (await authenticate(request, authorization));
    request.caller = caller;
    if (needed?.some((role) => caller.roles.includes(role)) === true) return 'admitted';
    throw new AntigraphError('FORBIDDEN', `this needs role ${(needed ?? ['none']).join(' or ')}`, {
      fix: 'Use a key with that role; who runs the service can make one.',
      details: { roles: caller.roles },
    });
  };
  app.addHook('onRequest', async (request, reply) => {
    try {
      if ((await admit(request)) === 'without session') return reply.redirect('/operator/login', 303);
    } catch (error) {
      // Sent from here: a plugin's own error handler knows nothing of our statuses.
      return sendProblem(request, reply, errorOf(error));
    }
  });
}

/** A person's browser, without a key: it is led to the login in place of a problem. */
function isPageWanted({ method, headers }: FastifyRequest): boolean {
  const isPage = headers.accept?.includes('text/html') === true;
  return method === 'GET' && headers.authorization === undefined && isPage;
}

/** Of a route whose access is not public. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw defect('a route without a caller asks who calls');
  return request.caller;
}

/** The tenant whose runs the caller may see. @throws FORBIDDEN for a key of the service itself */
export function tenantOf(request: FastifyRequest): TenantId {
  const { tenant } = callerOf(request);
  if (tenant !== null) return tenant;
  throw new AntigraphError('FORBIDDEN', 'this key belongs to no tenant', {
    fix: 'Use a key that was made for a tenant.',
  });
}

/** For the log; null: nobody was asked, or nobody was let in. */
export function callerIdOf({ caller }: FastifyRequest): string | null {
  return caller?.keyId ?? null;
}
