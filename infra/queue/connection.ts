/** Connections to Redis or Valkey: one server or a cluster, by TLS and with a user where the address says so. */
import { readFileSync } from 'node:fs';
import { Cluster, Redis } from 'ioredis';
import { AntigraphError } from '../../schemas/errors.js';

export type RedisClient = Redis | Cluster;

/** Where Redis is and what our keys begin with. */
export interface QueueSettings {
  /** redis://, rediss:// (TLS); redis+cluster://host:port,host:port or rediss+cluster:// for a cluster. User and password as in any URL. */
  readonly url: string;
  /** A hash tag in braces keeps every key of ours on one node of a cluster, as BullMQ's scripts need. */
  readonly prefix: string;
  /** PEM file with the authority that signed the server's certificate; null: the system's. */
  readonly caFile: string | null;
  /** File with the password, for secrets that are mounted; null: the URL has it, or there is none. */
  readonly passwordFile: string | null;
}

/** Who waits for an answer: a worker for as long as it takes, a caller (the API, a command) not longer than a person would. */
export type RedisPatience = 'worker' | 'caller';

const callerTimeoutMs = 5000;

/** Opens a connection; it connects by itself, and again after a loss. @throws PARAMETER_INVALID */
export function openRedis(settings: QueueSettings, patience: RedisPatience): RedisClient {
  const { hosts, isCluster, isTls, username, password, database } = parseUrl(settings);
  const options = {
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    ...(isTls ? { tls: settings.caFile === null ? {} : { ca: readText(settings.caFile) } } : {}),
    // BullMQ's blocking commands must not be given up (its Worker refuses other values).
    maxRetriesPerRequest: patience === 'worker' ? null : 1,
    ...(patience === 'worker' ? {} : { commandTimeout: callerTimeoutMs }),
    connectTimeout: callerTimeoutMs,
  };
  // A restarted server is found again within a second; jobs under way keep their locks for several.
  const retryDelayMs = (times: number) => Math.min(times * 100, 1000);
  const client = isCluster
    ? new Cluster([...hosts], { redisOptions: options, clusterRetryStrategy: retryDelayMs })
    : new Redis({ ...hosts[0], ...options, db: database, retryStrategy: retryDelayMs });
  // Every command reports its own failure; without a listener a lost connection would end the process.
  client.on('error', () => undefined);
  return client;
}

interface ParsedUrl {
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly isCluster: boolean;
  readonly isTls: boolean;
  readonly username: string;
  readonly password: string;
  readonly database: number;
}

function parseUrl({ url, passwordFile }: QueueSettings): ParsedUrl {
  const [, tls, cluster, user = '', places = '', database = '0'] =
    /^redis(s?)(\+cluster)?:\/\/(?:([^@/]*)@)?([^/?]+)\/?(\d*)$/.exec(url) ?? [];
  if (places === '') throw invalidUrl();
  const [username = '', password = ''] = user.split(':').map(decodeURIComponent);
  const hosts = places.split(',').map((place) => {
    const [, host, port] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(place) ?? [];
    if (host === undefined) throw invalidUrl();
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? 6379) };
  });
  if (hosts.length > 1 && cluster === undefined) throw invalidUrl();
  return {
    hosts,
    isCluster: cluster !== undefined,
    isTls: tls === 's',
    username,
    password: passwordFile === null ? password : readText(passwordFile).trim(),
    database: Number(database === '' ? 0 : database),
  };
}

/** The address itself is not repeated: it may hold a password. */
function invalidUrl(): AntigraphError {
  return new AntigraphError('PARAMETER_INVALID', 'ANTIGRAPH_REDIS_URL is no address of a Redis server', {
    fix: 'For example redis://127.0.0.1:6379, rediss://user:password@host:6380/0 or rediss+cluster://host1:6379,host2:6379.',
    at: { field: 'ANTIGRAPH_REDIS_URL' },
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AntigraphError('PARAMETER_INVALID', `${path} cannot be read`, {
      at: { file: path },
      fix: 'ANTIGRAPH_REDIS_CA_FILE and ANTIGRAPH_REDIS_PASSWORD_FILE name readable files.',
      cause,
    });
  }
}
