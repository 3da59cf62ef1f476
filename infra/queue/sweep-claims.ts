import type { Control } from './control.js';
import { runScript, script, texts } from './script.js';
import { type RunPayload, runJobId } from './task-id.js';

/** Whether this process is to sweep now: of all that ask within the time one is. */
export async function claimSweep({ client, prefix }: Control, everyMs: number): Promise<boolean> {
  return (await client.set(`${prefix}:sweep`, '1', 'PX', everyMs, 'NX')) === 'OK';
}

/** The same for looking at the webhooks that are due: each look lists every tenant, which a bucket charges for. */
export async function claimWebhooks({ client, prefix }: Control, everyMs: number): Promise<boolean> {
  return (await client.set(`${prefix}:webhooks`, '1', 'PX', everyMs, 'NX')) === 'OK';
}

/** ARGV: milliseconds, runs' job ids … Gives 1 for each that was not stepped for so long. */
const idle = script(`
local time = redis.call('TIME')
local before = time[1] * 1000 + math.floor(time[2] / 1000) - tonumber(ARGV[1])
local found = {}
for i = 2, #ARGV do
  local at = redis.call('ZSCORE', KEYS[1] .. ':stepped', ARGV[i])
  found[i - 1] = (not at or tonumber(at) <= before) and 1 or 0
end
return found
`);

/** Runs asked for in one call: Redis answers nobody else meanwhile. */
const runsPerCall = 1000;

/** Those of the runs that nobody has looked at for so long, by Redis' own clock. */
export async function idleRuns<Run extends RunPayload>(
  { client, prefix }: Control,
  runs: readonly Run[],
  idleMs: number,
): Promise<readonly Run[]> {
  const found: Run[] = [];
  for (let from = 0; from < runs.length; from += runsPerCall) {
    const asked = runs.slice(from, from + runsPerCall);
    const flags = texts(await runScript(client, idle, prefix, [idleMs, ...asked.map(runJobId)]));
    found.push(...asked.filter((_, index) => flags[index] === '1'));
  }
  return found;
}
