/** A port for the platform alone (Prometheus, probes), apart from the API's: it asks for no key, so it must not be reachable from outside. */
import { createServer } from 'node:http';
import { AntigraphError } from '../../schemas/errors.js';

interface PlatformPort {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** The page of figures; null: this process has none of its own. */
  readonly metrics: { text(): Promise<string>; readonly contentType: string } | null;
  /** Whether work can be done; what is wrong is for the log. */
  isReady(): Promise<boolean>;
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const plain = 'text/plain; charset=utf-8';

/** Serves GET /metrics, /health/live and /health/ready. @throws PARAMETER_INVALID where the port cannot be had */
export async function startMetricsServer(settings: PlatformPort): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    answer(settings, request.method ?? '', request.url ?? '')
      // A probe that cannot be answered is a failed one; the next is asked anew.
      .catch((): Answer => ({ status: 503, type: plain, text: 'unavailable\n' }))
      .then(({ status, type, text }) =>
        response.writeHead(status, { 'content-type': type }).end(request.method === 'HEAD' ? '' : text),
      );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(unusable(settings, cause)));
    server.listen(settings.port, settings.host, resolve);
  });
  const address = server.address();
  return {
    port: address === null || typeof address === 'string' ? settings.port : address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer({ metrics, isReady }: PlatformPort, method: string, url: string): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, type: plain, text: 'GET only\n' };
  const [path] = url.split('?');
  if (path === '/health/live') return { status: 200, type: plain, text: 'ok\n' };
  if (path === '/health/ready')
    return (await isReady())
      ? { status: 200, type: plain, text: 'ok\n' }
      : { status: 503, type: plain, text: 'unavailable\n' };
  if (path === '/metrics' && metrics !== null)
    return { status: 200, type: metrics.contentType, text: await metrics.text() };
  return { status: 404, type: plain, text: 'not found\n' };
}

function unusable({ host, port }: PlatformPort, cause: Error): AntigraphError {
  return new AntigraphError('PARAMETER_INVALID', `cannot listen on ${host}:${port}: ${cause.message}`, {
    at: { field: 'ANTIGRAPH_METRICS_PORT' },
    fix: 'Name a free port with ANTIGRAPH_METRICS_PORT, or leave it out.',
    cause,
  });
}
