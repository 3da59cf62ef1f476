/** /metrics in Prometheus' text format: this process's requests, and queues and tasks as Redis counts them for all workers. No label holds anything of a patient or tenant. */
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type Dispatcher, durationBoundsMs, type StageFigures } from '../service/dispatcher.js';

export interface Metrics {
  /** The whole page. Where the queue cannot be asked its figures are left out and antigraph_queue_up is 0. */
  text(): Promise<string>;
  readonly contentType: string;
}

const requestBounds = [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Observes every request of the app. */
export function registerMetrics(
  app: FastifyInstance,
  dispatcher: Pick<Dispatcher, 'figures' | 'stageFigures'>,
): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'antigraph_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: requestBounds,
    registers: [registry],
  });
  const up = gauge(registry, 'antigraph_queue_up', 'Whether the queue answered (1) or not (0)');
  const jobs = new Gauge({
    name: 'antigraph_queue_jobs',
    help: 'Jobs by queue and state',
    labelNames: ['queue', 'state'],
    registers: [registry],
  });
  const oldest = gauge(
    registry,
    'antigraph_queue_oldest_waiting_seconds',
    'Age of the oldest task that waits; 0: none',
  );
  const paused = gauge(registry, 'antigraph_queue_paused', 'Whether workers take tasks (0) or not (1)');
  const workers = gauge(registry, 'antigraph_workers', 'Workers connected to the queue');
  const memory = gauge(registry, 'antigraph_redis_used_memory_bytes', 'Memory that Redis uses');
  const bound = gauge(registry, 'antigraph_redis_max_memory_bytes', 'maxmemory of Redis; 0: none is set');
  const ended = new Counter({
    name: 'antigraph_runs_ended_total',
    help: 'Runs that ended, by outcome',
    labelNames: ['outcome'],
    registers: [registry],
  });

  app.addHook('onResponse', async (request, reply) => {
    // The pattern, never the address: ids and names would make a series each.
    const route = request.routeOptions.url ?? 'none';
    requests.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });

  const readQueue = async (): Promise<string> => {
    jobs.reset();
    // Counted in Redis for all processes: each page tells that count anew.
    ended.reset();
    try {
      const [figures, stages] = await Promise.all([dispatcher.figures(), dispatcher.stageFigures()]);
      for (const queue of ['tasks', 'runs'] as const)
        for (const [state, count] of Object.entries(figures[queue])) jobs.set({ queue, state }, count);
      oldest.set((figures.oldestWaitingMs ?? 0) / 1000);
      paused.set(figures.isPaused ? 1 : 0);
      workers.set(figures.workers);
      memory.set(figures.memory.usedBytes);
      bound.set(figures.memory.maxBytes ?? 0);
      for (const [outcome, count] of Object.entries(figures.endedRuns)) ended.inc({ outcome }, count);
      up.set(1);
      return taskHistogram(stages);
    } catch {
      // Said by the gauge: a scrape that fails would hide this process's own figures as well.
      up.set(0);
      return '';
    }
  };
  return {
    contentType: registry.contentType,
    text: async () => {
      // First, because it sets the registry's gauges too.
      const counted = await readQueue();
      return `${await registry.metrics()}\n${counted}`;
    },
  };
}

function gauge(registry: Registry, name: string, help: string): Gauge {
  return new Gauge({ name, help, registers: [registry] });
}

const taskMetric = 'antigraph_task_duration_seconds';

/** Counted in Redis by all workers, so written here by hand: prom-client counts only what happens in its own process. */
export function taskHistogram(stages: readonly StageFigures[]): string {
  const lines = [
    `# HELP ${taskMetric} Tasks that ended, by stage and outcome (done, or the error code)`,
    `# TYPE ${taskMetric} histogram`,
  ];
  for (const { stage, outcome, countByBound, sumMs } of stages) {
    const labels = `stage="${escaped(stage)}",outcome="${escaped(outcome)}"`;
    let total = 0;
    for (const [index, count] of countByBound.entries()) {
      total += count;
      const bound = durationBoundsMs[index];
      lines.push(
        `${taskMetric}_bucket{${labels},le="${bound === undefined ? '+Inf' : bound / 1000}"} ${total}`,
      );
    }
    lines.push(`${taskMetric}_sum{${labels}} ${sumMs / 1000}`, `${taskMetric}_count{${labels}} ${total}`);
  }
  return `${lines.join('\n')}\n`;
}

function escaped(label: string): string {
  return label.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));
}
