import { expect, test } from 'vitest';
import { findings, parseInfo } from '../../../../infra/queue/check-redis.js';

/** As INFO prints it. */
function judged(lines: readonly string[]) {
  const good = ['redis_version:7.2.7', 'maxmemory_policy:noeviction', 'aof_enabled:1'];
  const names = lines.map((line) => line.split(':')[0]);
  const others = good.filter((line) => !names.includes(line.split(':')[0]));
  const found = findings(parseInfo(['# Server', ...others, ...lines].join('\r\n')));
  const isGood = (check: (typeof found)[number]['check']) =>
    found.find((each) => each.check === check)?.isGood;
  return { server: isGood('server'), eviction: isGood('eviction'), durability: isGood('durability') };
}

test('a server as the operations page asks for is good', () => {
  expect(judged([])).toEqual({ server: true, eviction: true, durability: true });
});

test('Redis 6.2 to 8 and Valkey are supported, older and newer ones are not', () => {
  for (const version of ['6.2.0', '7.4.1', '8.2.0'])
    expect(judged([`redis_version:${version}`]).server).toBe(true);
  for (const version of ['5.0.14', '6.0.16', '9.0.0'])
    expect(judged([`redis_version:${version}`]).server).toBe(false);
  // Valkey says 7.2.4 as its redis_version for ever, and its own beside it.
  expect(judged(['redis_version:7.2.4', 'valkey_version:9.0.1']).server).toBe(true);
});

test('a server that may throw keys away, or writes nothing down, is not good', () => {
  expect(judged(['maxmemory_policy:allkeys-lru']).eviction).toBe(false);
  expect(judged(['aof_enabled:0']).durability).toBe(false);
});
