/** Sessions of the operator's browser: the API key is sent once, by a form; from then on a cookie that no script can read stands for it. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sha256 } from '../../../schemas/canonical.js';
import { AntigraphError } from '../../../schemas/errors.js';
import type { Caller, SessionCaller } from '../auth.js';
import type { ApiDependencies } from '../dependencies.js';

const sessionSchema = z.object({
  schema: z.literal('antigraph.session/1'),
  keyId: z.string(),
  /** Stands in every form of the session's pages (OWASP synchroniser token): a form of another site does not know it. */
  formToken: z.string(),
  endsAtMs: z.number().int(),
});
export type Session = Omit<z.infer<typeof sessionSchema>, 'schema'>;

/** A working day. */
const lifeMs = 8 * 3_600_000;
const folder = 'sessions/';

export interface OperatorSessions {
  /** @throws FORBIDDEN where another site sends a browser to change something */
  readonly callerOf: SessionCaller;
  /** Opens one for the key's holder and sets the cookie. */
  open(reply: FastifyReply, caller: Caller): Promise<void>;
  /** null: none, or it has ended. */
  sessionOf(request: FastifyRequest): Promise<Session | null>;
  /** @throws FORBIDDEN */
  checkForm(request: FastifyRequest, formToken: string): Promise<void>;
  close(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** `isSecure`: the cookie is sent by https alone, and by its name bound to this host (RFC 6265bis §4.1.3.2). */
export function operatorSessions({
  store,
  authenticator,
  isSecure,
  now,
}: Pick<ApiDependencies, 'store' | 'authenticator' | 'now'> & {
  readonly isSecure: boolean;
}): OperatorSessions {
  const { documents } = store;
  const cookieName = isSecure ? '__Host-antigraph' : 'antigraph';
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  const idOf = (request: FastifyRequest) => cookieOf(request.headers.cookie, cookieName);
  // Hashed, so that whoever reads the store cannot take a session over.
  const nameOf = (id: string) => `${folder}${sha256(id)}.json`;

  const sessionOf = async (request: FastifyRequest): Promise<Session | null> => {
    const id = idOf(request);
    const text = id === null ? null : await documents.get(nameOf(id));
    if (id === null || text === null) return null;
    const { schema: _, ...session } = sessionSchema.parse(JSON.parse(text));
    if (session.endsAtMs > now()) return session;
    await documents.remove(nameOf(id));
    return null;
  };

  return {
    sessionOf,
    callerOf: async (request) => {
      const session = await sessionOf(request);
      if (session === null) return null;
      checkOrigin(request);
      return authenticator.stillOpen(session.keyId);
    },
    async open(reply, { keyId }) {
      const id = randomBytes(32).toString('hex');
      const session = { keyId, formToken: randomBytes(32).toString('hex'), endsAtMs: now() + lifeMs };
      await documents.put(nameOf(id), JSON.stringify({ schema: 'antigraph.session/1', ...session }));
      reply.header('set-cookie', `${cookieName}=${id}; ${attributes}; Max-Age=${lifeMs / 1000}`);
      await removeEnded(documents, now());
    },
    async checkForm(request, formToken) {
      const session = await sessionOf(request);
      if (session !== null && isSame(session.formToken, formToken)) return;
      throw new AntigraphError('FORBIDDEN', 'the form is not one of this session', {
        fix: 'Load the page again, and log in anew where it asks for that.',
      });
    },
    async close(request, reply) {
      const id = idOf(request);
      if (id !== null) await documents.remove(nameOf(id));
      reply.header('set-cookie', `${cookieName}=; ${attributes}; Max-Age=0`);
    },
  };
}

/** Of who never logged out. */
async function removeEnded(documents: ApiDependencies['store']['documents'], nowMs: number): Promise<void> {
  for (const name of await documents.list(folder, { limit: 100 })) {
    const text = await documents.get(name);
    const session = sessionSchema.safeParse(text === null ? null : JSON.parse(text));
    if (!session.success || session.data.endsAtMs <= nowMs) await documents.remove(name);
  }
}

/** A second net under SameSite=Strict: what changes something must come from a page of ours (Fetch Metadata; Origin where it is not sent). */
export function checkOrigin(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { 'sec-fetch-site': site, origin, host } = request.headers;
  if (site === 'same-origin') return;
  if (site === undefined && origin !== undefined && URL.canParse(origin) && new URL(origin).host === host)
    return;
  throw new AntigraphError('FORBIDDEN', 'another site asked for this', {
    fix: 'Use the operator page itself; scripts send an API key.',
  });
}

/** Values are of our making: hex. */
function cookieOf(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name && value !== undefined && /^[0-9a-f]{64}$/.test(value)) return value;
  }
  return null;
}

function isSame(kept: string, given: string): boolean {
  const [left, right] = [Buffer.from(kept), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}
