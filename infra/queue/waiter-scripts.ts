/** The scripts behind Waiters. Keys: waiters:<task> (runs that wait for it), open:<run>~<stage> (its tasks), stages-at-work:<run>, stepped (when each run was looked at), fair:<class> (tenants' clocks). */
import { eventsKept } from './run-events.js';
import { script } from './script.js';

/** Tasks of one stage that a run has in the queue at once: enough for a hundred workers, few enough that others get their turn. */
export const tasksInFlight = 200;
/** With so few left the run is woken to add more, before the queue runs dry of it. */
const lowWater = 100;
/** How long those stay known who were told of a finished task, in case it is delivered again. */
const toldSeconds = 60;
/**
 * Among a task's waiters: they were told that it is done. A run that comes between that and the end of the task's job finds the job
 * there, and would wait for it in vain.
 */
export const toldMark = '-';
/** Nobody waits for a task for so long; what is left of deleted runs goes by itself. */
const keptSeconds = 7 * 24 * 3600;

/** Tasks between two steps of a tenant's turn: its first tasks go before another's next ones. */
export const tasksPerTurn = 4;
/** BullMQ's priorities end at 2^21; nine classes share them. */
export const turnsPerClass = 232_000;

/**
 * ARGV: tenant, run, priority class, stage, task keys …
 * Fairness is start-time fair queueing (Goyal, Vin, Cheng 1996, DOI 10.1145/248156.248171): every tenant has a clock that its tasks
 * move on, and that never lags behind the task last served. Gives the clock's start, then of each task what the queue has of it.
 */
export const register = script(`
local base, tenant, run, class, stage = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local open = base .. ':open:' .. tenant .. '~' .. run .. '~' .. stage
local fair = base .. ':fair:' .. class
local reply, added = { '' }, 0
for i = 5, #ARGV do
  local task = tenant .. '~' .. ARGV[i]
  local waiters = base .. ':waiters:' .. task
  redis.call('SADD', waiters, run .. '~' .. stage)
  redis.call('EXPIRE', waiters, ${keptSeconds})
  redis.call('SADD', open, ARGV[i])
  local state = 'absent'
  if redis.call('EXISTS', base .. ':tasks:' .. task) == 1 then
    state = 'there'
    if redis.call('SISMEMBER', waiters, '${toldMark}') == 1 then state = 'told' end
    if redis.call('ZSCORE', base .. ':tasks:failed', task) then state = 'failed' end
  end
  if state == 'absent' or state == 'failed' then
    added = added + 1
    redis.call('SREM', waiters, '${toldMark}')
  end
  reply[#reply + 1] = state
end
redis.call('EXPIRE', open, ${keptSeconds})
local atWork = base .. ':stages-at-work:' .. tenant .. '~' .. run
redis.call('SADD', atWork, stage)
redis.call('EXPIRE', atWork, ${keptSeconds})
local clocks = redis.call('HMGET', fair, '', tenant)
local start = math.max(tonumber(clocks[1] or '0'), tonumber(clocks[2] or '0'))
if start > ${turnsPerClass} and redis.call('ZCARD', base .. ':tasks:prioritized') == 0 then
  redis.call('DEL', fair)
  start = 0
end
if added > 0 then redis.call('HSET', fair, tenant, start + added) end
reply[1] = tostring(start)
return reply
`);

/**
 * ARGV: of each task eight: tenant, key, priority class, clock, event, field of its stage's count, of its milliseconds, milliseconds.
 * Tells who watches a waiting run. Gives the runs to advance, those with no open task of the stage, or few: 'number of the task, run,
 * its other stages that have tasks open'. All of it may be done again: a task that is delivered twice wakes its runs twice.
 */
export const finish = script(`
local base = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local woken = {}
for i = 1, #ARGV, 8 do
  local tenant, key, class, clock, event = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  if class ~= '0' then
    local fair = base .. ':fair:' .. class
    if tonumber(redis.call('HGET', fair, '') or '0') < tonumber(clock) then redis.call('HSET', fair, '', clock) end
  end
  if ARGV[i + 5] ~= '' then
    redis.call('HINCRBY', base .. ':stages', ARGV[i + 5], 1)
    redis.call('HINCRBY', base .. ':stages', ARGV[i + 6], ARGV[i + 7])
  end
  local waiters = base .. ':waiters:' .. tenant .. '~' .. key
  for _, waiter in ipairs(redis.call('SMEMBERS', waiters)) do
    local run, stage = string.match(waiter, '^([^~]+)~(.*)$')
    if run then
      local open = base .. ':open:' .. tenant .. '~' .. waiter
      redis.call('SREM', open, key)
      local left = redis.call('SCARD', open)
      if left == 0 or left == ${lowWater} then
        local atWork = base .. ':stages-at-work:' .. tenant .. '~' .. run
        redis.call('SREM', atWork, stage)
        redis.call('ZADD', base .. ':stepped', now, tenant .. '~' .. run)
        local others = redis.call('SMEMBERS', atWork)
        woken[#woken + 1] = table.concat({ (i - 1) / 8, run, unpack(others) }, ' ')
      end
      if event ~= '' then
        local stream = base .. ':events:' .. tenant .. '~' .. run
        local id = redis.call('XADD', stream, 'MAXLEN', '~', ${eventsKept}, '*', 'e', event)
        redis.call('PUBLISH', stream, id .. ' ' .. event)
      end
    end
  end
  redis.call('SADD', waiters, '${toldMark}')
  redis.call('EXPIRE', waiters, ${toldSeconds})
end
return woken
`);

/** ARGV: tenant, run. Gives the ids of tasks that nobody waits for any more; those that failed are the operator's. */
export const abandon = script(`
local base, tenant, run = KEYS[1], ARGV[1], ARGV[2]
local name = tenant .. '~' .. run
local orphans = {}
for _, stage in ipairs(redis.call('SMEMBERS', base .. ':stages-at-work:' .. name)) do
  local open = base .. ':open:' .. name .. '~' .. stage
  for _, key in ipairs(redis.call('SMEMBERS', open)) do
    local task = tenant .. '~' .. key
    local waiters = base .. ':waiters:' .. task
    redis.call('SREM', waiters, run .. '~' .. stage)
    local left = redis.call('SCARD', waiters) - redis.call('SISMEMBER', waiters, '${toldMark}')
    local isKept = redis.call('ZSCORE', base .. ':tasks:failed', task)
    if left == 0 and not isKept then orphans[#orphans + 1] = task end
  end
  redis.call('DEL', open)
end
redis.call('DEL', base .. ':stages-at-work:' .. name)
redis.call('ZREM', base .. ':stepped', name)
return orphans
`);

/** ARGV: tenant, run. Gives the stages with open tasks, and notes when the run was looked at. */
export const lookAt = script(`
local name = ARGV[1] .. '~' .. ARGV[2]
local time = redis.call('TIME')
redis.call('ZADD', KEYS[1] .. ':stepped', time[1] * 1000 + math.floor(time[2] / 1000), name)
return redis.call('SMEMBERS', KEYS[1] .. ':stages-at-work:' .. name)
`);
