/** A server of the service tests, started as a program or in a container; killed, paused and started again by chaos tests. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findServices } from '../../../scripts/services.mjs';
import { logTail, startGuarded } from './guarded-process.js';

export interface Server {
  readonly port: number;
  /** Where it keeps what it was told; null in a container. */
  readonly folder: string | null;
  /** SIGKILL: no farewell, nothing flushed. What it wrote stays for `start`. */
  kill(): Promise<void>;
  /** Starts it again on the same port with what it had written; resolves when it answers. */
  start(): Promise<void>;
  /** Stops it for a while without closing its connections, as a machine that swaps or a network that drops packets. */
  pause(): void;
  resume(): void;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

export interface ServerProgram {
  readonly name: string;
  /** Resolves true as soon as the server answers. */
  isReady(port: number): Promise<boolean>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly local: (
    folder: string,
    port: number,
    programs: { readonly redisServer: string; readonly versitygw: string },
  ) => readonly string[];
  readonly container: { readonly image: string; readonly port: number; readonly command: readonly string[] };
}

const startTimeoutMs = 20_000;

/** Starts a server on a free port of 127.0.0.1 and waits until it answers. */
export async function startServer(program: ServerProgram): Promise<Server> {
  const services = findServices();
  if (services === null)
    throw new Error('the servers of the service tests are missing: run `node scripts/services.mjs`');
  return services.kind === 'docker' ? startContainer(program) : startProgram(program, services);
}

async function startProgram(
  program: ServerProgram,
  programs: { readonly redisServer: string; readonly versitygw: string },
): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), `antigraph-${program.name}-`));
  const port = await freePort();
  const environment = { ...process.env, ...program.environment };
  const launch = async () => {
    const running = await startGuarded(folder, program.local(folder, port, programs), environment);
    await untilReady(program, port, () => logTail(folder));
    return running;
  };
  let running = await launch();
  return {
    port,
    folder,
    kill: () => running.end('KILL'),
    start: async () => {
      running = await launch();
    },
    pause: () => process.kill(running.pid, 'SIGSTOP'),
    resume: () => process.kill(running.pid, 'SIGCONT'),
    stop: async () => {
      await running.end('KILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startContainer(program: ServerProgram): Promise<Server> {
  const { GenericContainer } = await import('testcontainers');
  const port = await freePort();
  const { image, port: inside, command } = program.container;
  const container = await new GenericContainer(image)
    .withExposedPorts({ container: inside, host: port })
    .withEnvironment({ ...program.environment })
    .withCommand([...command])
    .start();
  const docker = (verb: string) => {
    spawnSync('docker', [verb, container.getId()], { stdio: 'ignore', timeout: 60_000 });
  };
  await untilReady(program, port, () => `container ${container.getId()} of ${image}`);
  return {
    port,
    folder: null,
    kill: async () => docker('kill'),
    start: async () => {
      docker('start');
      await untilReady(program, port, () => `container ${container.getId()} of ${image}`);
    },
    pause: () => docker('pause'),
    resume: () => docker('unpause'),
    stop: async () => {
      await container.stop();
    },
  };
}

async function untilReady(program: ServerProgram, port: number, explain: () => string): Promise<void> {
  const giveUpAt = Date.now() + startTimeoutMs;
  while (!(await program.isReady(port))) {
    if (Date.now() > giveUpAt) throw new Error(`${program.name} does not answer: ${explain()}`);
    await sleep(10);
  }
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}
