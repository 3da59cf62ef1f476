/** A Redis of a lab without infrastructure: a redis-server of this machine, or a container where Docker answers, for one service alone. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openRedis } from '../../infra/queue/connection.js';
import { AntigraphError } from '../../schemas/errors.js';

export interface EmbeddedRedis {
  readonly url: string;
  /** For people: what was started. */
  readonly description: string;
  stop(): Promise<void>;
}

const programs = ['redis-server', 'valkey-server'] as const;
const image = 'redis:7.2.11-bookworm';
const startLimitMs = 15_000;
/** A container's image may have to be fetched first. */
const containerLimitMs = 120_000;

/** Starts one that listens on 127.0.0.1 only and keeps its memory in `folder`. @throws QUEUE_NOT_FOUND */
export async function startEmbeddedRedis(folder: string): Promise<EmbeddedRedis> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const port = await freePort();
  const password = randomBytes(24).toString('hex');
  const url = `redis://:${password}@127.0.0.1:${port}`;
  const settings = settingsText({ port, password, folder });
  for (const program of programs) {
    const version = await versionOf(program, ['--version']);
    if (version === null) continue;
    const server = spawn(program, ['-'], { stdio: ['pipe', 'ignore', 'ignore'] });
    // By its input: whoever lists processes would see the password of a command line.
    server.stdin.end(settings);
    await untilReady(url, startLimitMs);
    return { url, description: `${program} of this machine (${version})`, stop: () => end(server) };
  }
  if ((await versionOf('docker', ['info', '--format', '{{.ServerVersion}}'])) !== null)
    return startContainer({ port, password, folder, url });
  throw new AntigraphError(
    'QUEUE_NOT_FOUND',
    'there is neither redis-server nor valkey-server nor Docker here',
    {
      fix: 'Install one (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis), or give --redis an address in ANTIGRAPH_REDIS_URL without --embedded.',
    },
  );
}

interface Place {
  readonly port: number;
  readonly password: string;
  readonly folder: string;
}

/** Append-only, so that a restart goes on where it was; what is lost of it the sweep makes anew from the store. */
function settingsText({ port, password, folder }: Place): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir "${folder}"`,
    'appendonly yes',
    'save ""',
    'maxmemory-policy noeviction',
    '',
  ].join('\n');
}

async function startContainer({
  port,
  password,
  url,
}: Place & { readonly url: string }): Promise<EmbeddedRedis> {
  const name = `antigraph-redis-${process.pid}`;
  const environment = { ...process.env, REDIS_PASSWORD: password };
  const script =
    'exec redis-server --requirepass "$REDIS_PASSWORD" --appendonly yes --maxmemory-policy noeviction';
  const server = spawn(
    'docker',
    [
      'run',
      '--rm',
      '--name',
      name,
      '-p',
      `127.0.0.1:${port}:6379`,
      '-e',
      'REDIS_PASSWORD',
      image,
      'sh',
      '-c',
      script,
    ],
    { stdio: 'ignore', env: environment },
  );
  await untilReady(url, containerLimitMs);
  return {
    url,
    description: `container ${image}`,
    stop: async () => {
      await promisify(execFile)('docker', ['stop', '--time', '5', name]).catch(() => undefined);
      await end(server);
    },
  };
}

/** null: it is not there, or does not answer. */
async function versionOf(program: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(program, [...args], { timeout: 10_000 });
    return /v=(\S+)/.exec(stdout)?.[1] ?? stdout.trim().slice(0, 40);
  } catch {
    return null;
  }
}

async function untilReady(url: string, limitMs: number): Promise<void> {
  const client = openRedis({ url, prefix: '{antigraph}', caFile: null, passwordFile: null }, 'worker');
  try {
    const ready = client.ping().then(() => true);
    if (await Promise.race([ready, sleep(limitMs, false)])) return;
  } finally {
    client.disconnect();
  }
  throw new AntigraphError(
    'STORE_UNAVAILABLE',
    `the Redis that was started does not answer after ${limitMs / 1000} s`,
    {
      fix: 'Start redis-server by hand to see what it says, and name it in ANTIGRAPH_REDIS_URL without --embedded.',
    },
  );
}

/** Asks it to end, which writes what it holds, and makes it end where it does not. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGTERM');
  const isEnded = await Promise.race([ended.then(() => true), sleep(10_000, false, { ref: false })]);
  if (!isEnded) server.kill('SIGKILL');
}

/** One that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return address === null || typeof address === 'string' ? 0 : address.port;
}

/** Where an embedded service's Redis keeps its memory: beside what it counts for. */
export function embeddedFolder(storeFolder: string): string {
  return join(storeFolder, 'redis');
}
