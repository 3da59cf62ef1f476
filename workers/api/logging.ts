/** The service's log: JSON lines of who did what to which run. No patient data, no key, no name of a file, no body. */
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { callerIdOf } from './auth.js';

/** Logger of a process, to stderr: stdout is for what a command gives. `level` as pino names them. */
export function serviceLogger(options: { readonly level: string; readonly name: string }): Logger {
  const { name, level } = options;
  return pino(
    {
      level,
      // A second net: nothing of ours logs these.
      redact: {
        paths: [
          '*.authorization',
          '*.cookie',
          '*.secret',
          'req.headers',
          'res.headers',
          'headers',
          'body',
          'err.message',
        ],
        censor: '[redacted]',
      },
      base: { name, pid: process.pid },
    },
    pino.destination(2),
  );
}

/** One line a request, by route pattern: the address itself may name a file. */
export function registerRequestLog(app: FastifyInstance, logger: Logger): void {
  app.addHook('onResponse', async (request, reply) => {
    const { routeOptions } = request;
    const isQuiet = routeOptions.config.access === 'public' && reply.statusCode < 400;
    const line = {
      requestId: request.id,
      method: request.method,
      route: routeOptions.url ?? null,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
      caller: callerIdOf(request),
    };
    // Health checks come every few seconds.
    if (isQuiet) logger.debug(line, 'request');
    else logger.info(line, 'request');
  });
}
