import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { operatorActionBodySchema } from '../../../schemas/api.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { access, callerOf } from '../auth.js';
import type { ApiDependencies } from '../dependencies.js';
import { malformed } from '../problem.js';
import { act } from './actions.js';
import { overviewOf } from './overview.js';
import { loginPage, overviewPage, reloadSeconds } from './overview-page.js';
import { queueBoard } from './queue-board.js';
import { checkOrigin, type OperatorSessions } from './sessions.js';
import { stylesheet } from './stylesheet.js';

/** No script at all, nothing from elsewhere, in nobody's frame. */
const policy =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const formSchema = z.record(z.string(), z.string());

/** /operator: the overview, its buttons, and the board of queues, for browsers. */
export async function operatorPages(
  app: FastifyInstance,
  dependencies: ApiDependencies,
  sessions: OperatorSessions,
): Promise<void> {
  const { boardQueues, authenticator, audit, version } = dependencies;
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 4096 },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  const forBrowser = { access: access.operate, isForBrowser: true };
  if (boardQueues.length > 0) await app.register(queueBoard(boardQueues), { prefix: '/queues' });

  app.get('/', { config: forBrowser }, async (request, reply) => {
    const [overview, session] = await Promise.all([overviewOf(dependencies), sessions.sessionOf(request)]);
    const page = overviewPage({
      overview,
      formToken: session?.formToken ?? '',
      version,
      hasBoard: boardQueues.length > 0,
      note: noteOf(request),
    });
    // Without the query, so that a note is not shown for ever.
    return sendPage(reply.header('refresh', `${reloadSeconds}; url=/operator/`), page);
  });

  app.post('/actions', { config: forBrowser }, async (request, reply) => {
    const form = formOf(request);
    await sessions.checkForm(request, form['formToken'] ?? '');
    const { formToken: _, ...fields } = form;
    const action = operatorActionBodySchema.safeParse(fields);
    if (!action.success) throw malformed('there is no such action', 'action');
    const affected = await act(action.data, callerOf(request).keyId, dependencies);
    return reply.redirect(`/operator/?done=${action.data.action}&count=${affected}`, 303);
  });

  app.get('/login', { config: { access: access.public } }, async (_request, reply) =>
    sendPage(reply, loginPage(null)),
  );

  app.post(
    '/login',
    { config: { access: access.public, rateLimit: { max: 20 } } },
    async (request, reply) => {
      checkOrigin(request);
      try {
        const caller = await authenticator.authenticate({
          authorization: `Bearer ${formOf(request)['key'] ?? ''}`,
        });
        if (!caller.roles.includes('operate'))
          return sendPage(reply.code(403), loginPage('This key has not the role operate.'));
        await sessions.open(reply, caller);
        await audit.append({ actor: caller.keyId, tenant: caller.tenant, action: 'session-opened' });
        return reply.redirect('/operator/', 303);
      } catch (error) {
        if (!(error instanceof AntigraphError) || error.code !== 'UNAUTHENTICATED') throw error;
        return sendPage(reply.code(401), loginPage('This key opens nothing here.'));
      }
    },
  );

  app.post('/logout', { config: forBrowser }, async (request, reply) => {
    await sessions.checkForm(request, formOf(request)['formToken'] ?? '');
    await sessions.close(request, reply);
    return reply.redirect('/operator/login', 303);
  });

  app.get('/style.css', { config: { access: access.public } }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(stylesheet),
  );
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(page);
}

function formOf({ body }: FastifyRequest): Readonly<Record<string, string>> {
  const parsed = formSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw malformed('the form cannot be read');
}

const notes: Readonly<Record<string, (count: number) => string>> = {
  pause: () => 'Paused: workers take no further task.',
  resume: () => 'Running again.',
  drain: (count) =>
    count === 0 ? 'Drained: paused, and no task is at work.' : `Paused; ${count} tasks are still at work.`,
  retry: (count) => (count === 0 ? 'The task is not there any more.' : 'The task is back in the queue.'),
  'retry-failed': (count) => `${count} tasks are back in the queue.`,
};

function noteOf({ query }: FastifyRequest): string | null {
  const { done = '', count = '0' } = formSchema.safeParse(query).data ?? {};
  return notes[done]?.(Number(count)) ?? null;
}
