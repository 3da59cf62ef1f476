/** What an alert watches of Redis itself: how full it is, and how runs ended, counted there for all workers. */
import { Cluster } from 'ioredis';
import { parseInfo } from './check-redis.js';
import type { RedisClient } from './connection.js';

export interface MemoryUsage {
  readonly usedBytes: number;
  /** null: no bound is set, which is the machine's memory. */
  readonly maxBytes: number | null;
}

/** Of a cluster the fullest node: all our keys lie on one. */
export async function readMemory(client: RedisClient): Promise<MemoryUsage> {
  const nodes = client instanceof Cluster ? client.nodes('master') : [client];
  const usages = await Promise.all(nodes.map(async (node) => memoryOf(await node.info('memory'))));
  return usages.reduce((fullest, usage) => (usage.usedBytes > fullest.usedBytes ? usage : fullest), {
    usedBytes: 0,
    maxBytes: null,
  });
}

function memoryOf(info: string): MemoryUsage {
  const values = parseInfo(info);
  const maxBytes = Number(values.get('maxmemory') ?? 0);
  return { usedBytes: Number(values.get('used_memory') ?? 0), maxBytes: maxBytes === 0 ? null : maxBytes };
}

export const runOutcomes = ['complete', 'failed', 'cancelled'] as const;
export type RunOutcome = (typeof runOutcomes)[number];
export type EndedRuns = Readonly<Record<RunOutcome, number>>;

function endedRunsKey(prefix: string): string {
  return `${prefix}:ended-runs`;
}

/** A run ended by two workers at once counts twice: this is for rates, the verdicts in the store are what counts. */
export async function countEndedRun(client: RedisClient, prefix: string, outcome: RunOutcome): Promise<void> {
  await client.hincrby(endedRunsKey(prefix), outcome, 1);
}

/** Since Redis was empty. */
export async function readEndedRuns(client: RedisClient, prefix: string): Promise<EndedRuns> {
  const counts = await client.hgetall(endedRunsKey(prefix));
  const of = (outcome: RunOutcome) => Number(counts[outcome] ?? 0);
  return { complete: of('complete'), failed: of('failed'), cancelled: of('cancelled') };
}
