import { afterEach, describe, expect, test } from 'vitest';
import { type MetricsServer, startMetricsServer } from '../../../../workers/service/metrics-server.js';

const started: MetricsServer[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
});

const figures = { text: async () => 'antigraph_workers 2\n', contentType: 'text/plain; version=0.0.4' };

async function start(options: Partial<Parameters<typeof startMetricsServer>[0]> = {}) {
  const server = await startMetricsServer({
    host: '127.0.0.1',
    port: 0,
    metrics: figures,
    isReady: async () => true,
    ...options,
  });
  started.push(server);
  return (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);
}

describe('the port for probes and Prometheus', () => {
  test('gives the figures in the type that Prometheus reads', async () => {
    const ask = await start();
    const answer = await ask('/metrics');
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    expect(await answer.text()).toBe('antigraph_workers 2\n');
  });

  test('says live though it is not ready, so that an outage of the store restarts nothing', async () => {
    const ask = await start({ isReady: async () => false });
    expect((await ask('/health/live')).status).toBe(200);
    expect((await ask('/health/ready')).status).toBe(503);
  });

  test('takes a check that throws as not ready and goes on answering', async () => {
    const ask = await start({ isReady: () => Promise.reject(new Error('secret address')) });
    const answer = await ask('/health/ready');
    expect(answer.status).toBe(503);
    expect(await answer.text()).toBe('unavailable\n');
    expect((await ask('/health/live')).status).toBe(200);
  });

  test('has no figures where the process has none, and takes nothing but GET and HEAD', async () => {
    const ask = await start({ metrics: null });
    expect((await ask('/metrics')).status).toBe(404);
    expect((await ask('/health/live', { method: 'POST' })).status).toBe(405);
    expect((await ask('/health/live', { method: 'HEAD' })).status).toBe(200);
  });

  test('names the setting when the port is taken', async () => {
    await start();
    const [first] = started;
    await expect(
      startMetricsServer({
        host: '127.0.0.1',
        port: first?.port ?? 0,
        metrics: null,
        isReady: async () => true,
      }),
    ).rejects.toMatchObject({ code: 'PARAMETER_INVALID', at: { field: 'ANTIGRAPH_METRICS_PORT' } });
  });
});
