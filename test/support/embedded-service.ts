/** `antigraph serve --embedded` on a free port, as a lab starts it, and its client commands. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type CliResult, repositoryRoot, type Sandbox } from './cli.js';

export interface EmbeddedService {
  readonly url: string;
  readonly store: string;
  /** Key of tenant 'lab' with role submit. */
  readonly key: string;
  /** A client command with that key, or another. */
  client(
    args: readonly string[],
    changes?: { readonly key?: string; readonly server?: string },
  ): Promise<CliResult>;
  /** A command on the service's store. */
  operator(args: readonly string[]): Promise<CliResult>;
  /** Ends the service as an operator does; gives its exit code. */
  stop(): Promise<number | null>;
}

const program = join(repositoryRoot, 'dist', 'workers', 'cli', 'main.js');
const startLimitMs = 30_000;

/** Starts the service in the sandbox, with every reference bundle of the folder. */
export async function startEmbeddedService(
  sandbox: Sandbox,
  references: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<EmbeddedService> {
  const store = sandbox.path('service');
  const child = spawn(
    process.execPath,
    [
      program,
      'serve',
      '--embedded',
      '--port',
      '0',
      '--store',
      store,
      '--references',
      references,
      '--jobs',
      '1',
    ],
    {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: sandbox.path('home'),
        TMPDIR: sandbox.path('tmp'),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = once(child, 'exit');
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  const find = async (text: () => string, pattern: RegExp): Promise<string> => {
    const endsAt = performance.now() + startLimitMs;
    for (;;) {
      const [, found] = pattern.exec(text()) ?? [];
      if (found !== undefined) return found;
      if (performance.now() > endsAt || child.exitCode !== null) {
        child.kill('SIGKILL');
        throw new Error(`the service did not start:\n${err}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const url = await find(() => err, /^antigraph service at (\S+)$/m);
  const key = await find(() => out, /^submit .*\t(ag_\S+)$/m);
  return {
    url,
    store,
    key,
    client: (args, changes = {}) =>
      sandbox.cli(args, {
        env: { ANTIGRAPH_SERVER: changes.server ?? url, ANTIGRAPH_API_KEY: changes.key ?? key },
      }),
    operator: (args) => sandbox.cli([...args, '--store', store]),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}
