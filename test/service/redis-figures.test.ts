import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Control, openControl } from '../../infra/queue/control.js';
import { countEndedRun, readEndedRuns, readMemory } from '../../infra/queue/usage.js';
import { registerMetrics } from '../../workers/api/metrics.js';
import { queueDispatcher } from '../../workers/service/queue-dispatcher.js';
import { namesIn } from '../support/deploy-files.js';
import { useRedis } from '../support/services.js';

const prefix = '{antigraph}';
const redis = useRedis(['--maxmemory', '64mb']);
let control: Control;
beforeAll(() => {
  control = openControl({ url: redis().url, prefix, caFile: null, passwordFile: null }, 'caller');
});
afterAll(() => control.close());

describe('what is asked of Redis for the alerts', () => {
  test('memory is what the server uses, below the bound it was given', async () => {
    const { usedBytes, maxBytes } = await readMemory(control.client);
    expect(maxBytes).toBe(64 * 1024 * 1024);
    expect(usedBytes).toBeGreaterThan(100_000);
    expect(usedBytes).toBeLessThan(64 * 1024 * 1024);
  });

  test('a server without a bound has none, which is no bound of 0', async () => {
    await redis().command('CONFIG SET maxmemory 0');
    expect((await readMemory(control.client)).maxBytes).toBeNull();
    await redis().command('CONFIG SET maxmemory 67108864');
  });

  test('ended runs are counted by outcome, and forgotten with Redis', async () => {
    for (const outcome of ['complete', 'complete', 'failed'] as const)
      await countEndedRun(control.client, prefix, outcome);
    expect(await readEndedRuns(control.client, prefix)).toEqual({ complete: 2, failed: 1, cancelled: 0 });
    await redis().flush();
    expect(await readEndedRuns(control.client, prefix)).toEqual({ complete: 0, failed: 0, cancelled: 0 });
  });
});

describe('the page for Prometheus', () => {
  test('has every figure that the alerts and the dashboard ask for, and tells a count once however often it is read', async () => {
    const metrics = registerMetrics(Fastify(), queueDispatcher(control));
    await countEndedRun(control.client, prefix, 'failed');
    await metrics.text();
    const page = await metrics.text();
    expect(page).toContain('antigraph_runs_ended_total{outcome="failed"} 1\n');
    expect(page).toContain('antigraph_queue_up 1\n');
    expect(page).toContain('antigraph_redis_max_memory_bytes 67108864\n');
    const asked = namesIn(
      ['infra/helm/antigraph/files/rules.yaml', 'infra/helm/antigraph/files/dashboard.json'],
      /\bantigraph_[a-z_]+\b/g,
    ).map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
    expect(asked.filter((name) => !page.includes(`# TYPE ${name} `))).toEqual([]);
  });
});
