/** Jobs that are to be tried again at a time that is hours away: a worker whose clock is ahead has put them back, and was lost before that time came. */
import type { Control } from './control.js';
import { runsQueue, tasksQueue } from './queues.js';
import { runScript, script, texts } from './script.js';

/** Twice the longest pause between two tries (workers/service/retry-policy.ts). */
const longestWaitMs = 60_000;

/** Looked at in one call; the next takes the others. */
const jobsPerCall = 200;

/** ARGV: queue, milliseconds. BullMQ keeps the time times 4096 (getDelayedScore) as the worker that put the job back had it. */
const far = script(`
local time = redis.call('TIME')
local from = (time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[2])) * 4096
return redis.call('ZRANGEBYSCORE', KEYS[1] .. ':' .. ARGV[1] .. ':delayed', from, '+inf', 'LIMIT', 0, ${jobsPerCall})
`);

/** Has them tried now; gives how many there were, by Redis' own clock. */
export async function endFarDelays({ client, prefix, queues }: Control): Promise<number> {
  let ended = 0;
  for (const [name, queue] of [
    [tasksQueue, queues.tasks],
    [runsQueue, queues.runs],
  ] as const) {
    for (const id of texts(await runScript(client, far, prefix, [name, longestWaitMs]))) {
      const job = await queue.getJob(id);
      if (job === undefined || !(await job.isDelayed())) continue;
      await job.promote();
      ended += 1;
    }
  }
  return ended;
}
