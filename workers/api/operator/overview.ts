/** What an operator wants to know at a glance; holds run ids and codes, and no message of an input error, which may name what a file holds. */
import { graph } from '../../../pipeline/graph.js';
import type { OperatorOverview } from '../../../schemas/api.js';
import { type Dispatcher, durationBoundsMs, type StageFigures } from '../../service/dispatcher.js';
import type { ApiDependencies } from '../dependencies.js';
import { checkHealth } from '../health.js';

const mostFailedTasks = 50;

type QueueView = Pick<OperatorOverview, 'queue' | 'stages' | 'failures' | 'failedTasks'>;

/** Figures of now. A queue that cannot be reached leaves its part empty, and the health says so. */
export async function overviewOf(
  dependencies: Pick<ApiDependencies, 'store' | 'dispatcher' | 'now'>,
): Promise<OperatorOverview> {
  const health = await checkHealth(dependencies);
  const isQueueThere = health.every(({ name, isHealthy }) => name !== 'queue' || isHealthy);
  const queue = isQueueThere ? await queueView(dependencies.dispatcher) : emptyView;
  return { takenAtMs: dependencies.now(), ...queue, health: [...health] };
}

const emptyView: QueueView = { queue: null, stages: [], failures: [], failedTasks: [] };

async function queueView(dispatcher: Dispatcher): Promise<QueueView> {
  const [queue, figures, failed] = await Promise.all([
    dispatcher.figures(),
    dispatcher.stageFigures(),
    dispatcher.failedTasks({ from: 0, limit: mostFailedTasks }),
  ]);
  return {
    queue,
    stages: figures
      .filter(({ outcome }) => outcome === 'done')
      .map(latencyOf)
      .sort((a, b) => placeOf(a.stage) - placeOf(b.stage)),
    failures: figures
      .filter(({ outcome }) => outcome !== 'done')
      .map(({ stage, outcome, countByBound }) => ({ stage, code: outcome, count: total(countByBound) }))
      .sort((a, b) => b.count - a.count),
    failedTasks: failed.map(({ id, tenant, run, stage, code, starts, failedAtMs }) => ({
      id,
      tenant,
      run,
      stage,
      code,
      starts,
      failedAtMs,
    })),
  };
}

/** In the order of the graph; what another version ran comes last. */
function placeOf(stage: string): number {
  const place = graph.findIndex((node) => node.stage.name === stage);
  return place < 0 ? graph.length : place;
}

function latencyOf({ stage, countByBound }: StageFigures): OperatorOverview['stages'][number] {
  return {
    stage,
    done: total(countByBound),
    p50Ms: quantileMs(countByBound, 0.5),
    p95Ms: quantileMs(countByBound, 0.95),
  };
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * The duration below which that share of the tasks stayed, within its bucket by linear interpolation, as Prometheus'
 * histogram_quantile does; null: none was counted. Above the last bound it is that bound.
 */
export function quantileMs(countByBound: readonly number[], share: number): number | null {
  const all = total(countByBound);
  if (all === 0) return null;
  const rank = share * all;
  let below = 0;
  for (const [index, count] of countByBound.entries()) {
    const upper = durationBoundsMs[index];
    if (upper === undefined) break;
    if (count > 0 && below + count >= rank) {
      const lower = durationBoundsMs[index - 1] ?? 0;
      return Math.round(lower + ((upper - lower) * (rank - below)) / count);
    }
    below += count;
  }
  return durationBoundsMs.at(-1) ?? null;
}
