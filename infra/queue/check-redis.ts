/** Whether a Redis server is one that jobs can be left with: its kind and version, that it throws nothing away, that it writes down what it is told. */
import { openRedis, type QueueSettings } from './connection.js';

export interface RedisFinding {
  readonly check: 'server' | 'eviction' | 'durability';
  readonly isGood: boolean;
  readonly found: string;
}

/** Redis 6.2 brought what BullMQ needs; 9 is not known. Valkey forked at 7.2 and says so by a version of its own. */
const oldest: readonly [number, number] = [6, 2];
const newestMajor = 8;

/** Asks the server; of a cluster one node, as all are set up alike. @throws what the connection throws */
export async function checkRedis(settings: QueueSettings): Promise<readonly RedisFinding[]> {
  const client = openRedis(settings, 'caller');
  try {
    return findings(parseInfo(await client.info()));
  } finally {
    client.disconnect();
  }
}

/** What INFO says, judged. */
export function findings(info: ReadonlyMap<string, string>): readonly RedisFinding[] {
  const valkey = info.get('valkey_version');
  const version = valkey ?? info.get('redis_version') ?? 'unknown';
  const policy = info.get('maxmemory_policy') ?? 'unknown';
  const isAppending = info.get('aof_enabled') === '1';
  return [
    {
      check: 'server',
      isGood: valkey !== undefined || isSupported(version),
      found: `${valkey === undefined ? 'Redis' : 'Valkey'} ${version} (${
        valkey === undefined ? `supported: ${oldest.join('.')} to ${newestMajor}` : 'supported'
      })`,
    },
    {
      check: 'eviction',
      isGood: policy === 'noeviction',
      found: `maxmemory-policy ${policy}${policy === 'noeviction' ? '' : ' (must be noeviction, or jobs are thrown away)'}`,
    },
    {
      check: 'durability',
      isGood: isAppending,
      found: isAppending
        ? 'append-only file on'
        : "append-only file off (set appendonly yes, or a restart forgets the queue until the sweep and 'antigraph runs reconcile' rebuild it)",
    },
  ];
}

/** Lines `name:value` of INFO. */
export function parseInfo(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon === -1 ? [] : [[line.slice(0, colon), line.slice(colon + 1)]];
  });
  return new Map(lines);
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > newestMajor) return false;
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}
