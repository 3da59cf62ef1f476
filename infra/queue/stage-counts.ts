/** How long tasks took and how they ended, counted by stage over all workers; one hash, lost with Redis' memory. */
import type { RedisClient } from './connection.js';

/** One task that ended. */
export interface EndedTask {
  readonly stage: string;
  /** 'done', or an error code. */
  readonly outcome: string;
  /** Index of its bucket of durations. */
  readonly bucket: number;
  readonly durationMs: number;
}

export interface StageCount {
  readonly stage: string;
  readonly outcome: string;
  readonly countByBucket: ReadonlyMap<number, number>;
  readonly sumMs: number;
}

export function stageCountsKey(prefix: string): string {
  return `${prefix}:stages`;
}

/** Fields of the hash that the task adds to: its count, and its milliseconds. */
export function stageCountFields({ stage, outcome, bucket }: EndedTask): readonly [string, string] {
  return [`${stage} ${outcome} ${bucket}`, `${stage} ${outcome} ms`];
}

export async function countEnded(client: RedisClient, prefix: string, task: EndedTask): Promise<void> {
  const [count, sum] = stageCountFields(task);
  await client.hincrby(stageCountsKey(prefix), count, 1);
  await client.hincrby(stageCountsKey(prefix), sum, Math.round(task.durationMs));
}

/** Sorted by stage and outcome. */
export async function readStageCounts(client: RedisClient, prefix: string): Promise<readonly StageCount[]> {
  const counts = new Map<
    string,
    { stage: string; outcome: string; byBucket: Map<number, number>; sumMs: number }
  >();
  for (const [field, value] of Object.entries(await client.hgetall(stageCountsKey(prefix)))) {
    const [stage = '', outcome = '', part = ''] = field.split(' ');
    const name = `${stage} ${outcome}`;
    const count = counts.get(name) ?? { stage, outcome, byBucket: new Map(), sumMs: 0 };
    if (part === 'ms') count.sumMs = Number(value);
    else count.byBucket.set(Number(part), Number(value));
    counts.set(name, count);
  }
  return [...counts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { stage, outcome, byBucket, sumMs }]) => ({ stage, outcome, countByBucket: byBucket, sumMs }));
}
