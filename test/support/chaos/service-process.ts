/** `antigraph work` as a process that can be killed at any moment, and every process of its kind that a test has started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryRoot } from '../cli.js';

const program = join(repositoryRoot, 'dist', 'workers', 'cli', 'main.js');

export interface ServiceProcess {
  readonly pid: number;
  /** Lines of its log so far. */
  readonly lines: readonly string[];
  /** Resolves with the line; rejects if the process ends before. */
  said(pattern: RegExp): Promise<string>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
  readonly hasEnded: boolean;
}

/** Everything a process of the service needs to be told. */
export interface ProcessSettings {
  readonly environment: Readonly<Record<string, string>>;
  /** Modules that are loaded before the program, in its threads too. */
  readonly preloads?: readonly string[];
}

/** Starts a command of ours that goes on until it is ended. */
export function startProcess(args: readonly string[], settings: ProcessSettings): ServiceProcess {
  const imports = (settings.preloads ?? []).flatMap((module) => ['--import', module]);
  const child = spawn(process.execPath, [...imports, program, ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...settings.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const keep = (line: string) => lines.push(line);
  reader.on('line', keep);
  createInterface({ input: child.stderr }).on('line', keep);
  const exited = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    lines,
    said: (pattern) => said(child, lines, pattern),
    get hasEnded() {
      return child.exitCode !== null || child.signalCode !== null;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
  };
}

async function said(child: ChildProcess, lines: readonly string[], pattern: RegExp): Promise<string> {
  for (;;) {
    const line = lines.find((text) => pattern.test(text));
    if (line !== undefined) return line;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`ended without saying ${pattern}:\n${lines.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
