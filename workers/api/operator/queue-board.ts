import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { Queue } from 'bullmq';
import type { FastifyInstance } from 'fastify';
import { access } from '../auth.js';
import { errorOf, problemOf } from '../problem.js';

/** Its own script and style, inline styles of its charts, and nothing from elsewhere. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'self'; frame-ancestors 'none'";

/** bull-board on the queues, which hold ids alone; behind the operate role like all of /operator. */
export function queueBoard(queues: readonly Queue[]): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    const adapter = new FastifyAdapter();
    createBullBoard({
      queues: queues.map((queue) => new BullMQAdapter(queue)),
      serverAdapter: adapter,
      options: { uiConfig: { boardTitle: 'antigraph', hideRedisDetails: true } },
    });
    adapter.setBasePath('/operator/queues');
    // Its own would send the stack.
    adapter.setErrorHandler((thrown) => ({ status: 500, body: { ...problemOf(errorOf(thrown), 'none') } }));
    app.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: access.operate, isForBrowser: true };
    });
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', policy).header('referrer-policy', 'same-origin');
    });
    await app.register(adapter.registerPlugin());
  };
}
