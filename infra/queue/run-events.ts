/** A run's events on their way to who watches it: a bounded stream for those who come late, and a channel for those who are there. */
import type { RunEvent } from '../../schemas/events.js';
import type { RedisClient } from './connection.js';
import { runScript, script } from './script.js';
import { type RunPayload, runJobId } from './task-id.js';

/** A run has some events a task; more than this is cut at its beginning. */
export const eventsKept = 5000;
const keptSeconds = 24 * 3600;

/**
 * ARGV: run's job id, then of each event itself, a name or '', and a name or ''. An event with a name is told once; one with the name
 * of another takes its durationMs from when that was told, and is `cached` where it never was. Redis' clock is the one all workers share.
 */
const publish = script(`
local base, run = KEYS[1], ARGV[1]
local stream, told = base .. ':events:' .. run, base .. ':told:' .. run
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 2, #ARGV, 3 do
  local event, name, since = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if name == '' or redis.call('HSETNX', told, name, now) == 1 then
    if since ~= '' then
      local fields = cjson.decode(event)
      local startedAt = redis.call('HGET', told, since)
      fields.durationMs = startedAt and now - tonumber(startedAt) or 0
      fields.cached = not startedAt
      event = cjson.encode(fields)
    end
    local id = redis.call('XADD', stream, 'MAXLEN', '~', ${eventsKept}, '*', 'e', event)
    redis.call('PUBLISH', stream, id .. ' ' .. event)
  end
end
redis.call('EXPIRE', told, ${keptSeconds})
redis.call('EXPIRE', stream, ${keptSeconds})
return 1
`);

/** An event to be told; see RunEvents. */
export interface ToldEvent {
  readonly event: RunEvent;
  readonly once?: string;
  readonly since?: string;
}

export interface StreamedEvent {
  readonly id: string;
  readonly event: RunEvent;
}

export interface RunEvents {
  /**
   * `once`: said only the first time, whichever worker comes to it; `since`: durationMs is the time since that was said, and cached
   * whether it never was. Holds no patient data: no input error's words, no file names.
   */
  publish(run: RunPayload, events: readonly ToldEvent[]): Promise<void>;
  /** Those after an id, all where null. */
  read(run: RunPayload, after: string | null): Promise<readonly StreamedEvent[]>;
}

export function runEventsIn(client: RedisClient, prefix: string): RunEvents {
  return {
    async publish(run, events) {
      const told = events.flatMap(({ event, once = '', since = '' }) => [JSON.stringify(event), once, since]);
      await runScript(client, publish, prefix, [runJobId(run), ...told]);
    },
    async read(run, after) {
      const entries = await client.xrange(eventChannel(prefix, run), after === null ? '-' : `(${after}`, '+');
      return entries.map(([id, fields]) => ({ id, event: parseEvent(fields[1] ?? '') }));
    },
  };
}

/** Name of the run's stream and of its channel. */
export function eventChannel(prefix: string, run: RunPayload): string {
  return `${prefix}:events:${runJobId(run)}`;
}

/** A message of the channel. */
export function parseMessage(message: string): StreamedEvent {
  const blank = message.indexOf(' ');
  return { id: message.slice(0, blank), event: parseEvent(message.slice(blank + 1)) };
}

/** Only our own workers write here; an event of a newer one passes through unchanged. */
function parseEvent(text: string): RunEvent {
  return JSON.parse(text);
}
