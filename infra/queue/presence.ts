import { randomUUID } from 'node:crypto';
import type { Control } from './control.js';

const everyMs = 5000;
/** A worker that said nothing for so long is gone. */
const lifeMs = 3 * everyMs;

/** Says every few seconds that this worker is there. */
export function keepPresence({ client, prefix }: Control): { end(): Promise<void> } {
  const id = randomUUID();
  const say = () => {
    client.zadd(`${prefix}:workers`, Date.now(), id).catch(() => undefined);
  };
  say();
  const timer = setInterval(say, everyMs);
  return {
    async end() {
      clearInterval(timer);
      await client.zrem(`${prefix}:workers`, id);
    },
  };
}

/** Worker processes that are there; workers' clocks may differ by some seconds. */
export async function countWorkers({ client, prefix }: Control): Promise<number> {
  await client.zremrangebyscore(`${prefix}:workers`, '-inf', Date.now() - lifeMs);
  return client.zcard(`${prefix}:workers`);
}
