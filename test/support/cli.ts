/** Runs the built command as a user does: own home, own store, own temporary folder, always with a time limit. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { limiter } from '../../pipeline/limiter.js';

export const repositoryRoot = join(import.meta.dirname, '..', '..');
const program = join(repositoryRoot, 'dist', 'workers', 'cli', 'main.js');

/** A stuck command fails its test instead of the suite. */
const timeLimitMs = 50_000;

/** Commands at work at once: start-up is most of each, and two cores are what a small machine has. */
const atOnce = 3;

export interface CliResult {
  /** null: ended by a signal. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Through a shell, with the command as "$@". */
  readonly shell?: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<CliResult>;
}

export interface Sandbox {
  readonly root: string;
  readonly store: string;
  path(...parts: readonly string[]): string;
  /** Writes a file in the sandbox and gives its path. */
  write(name: string, content: string | Uint8Array): string;
  start(args: readonly string[], options?: CliOptions): Running;
  cli(args: readonly string[], options?: CliOptions): Promise<CliResult>;
  remove(): void;
}

/** A fresh folder with home, store and temporary folder; `remove` ends what still runs there. */
export function makeSandbox(): Sandbox {
  const root = mkdtempSync(join(tmpdir(), 'antigraph-e2e-'));
  const store = join(root, 'store');
  const running = new Set<ChildProcess>();
  for (const folder of ['home', 'tmp']) mkdirSync(join(root, folder));
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: join(root, 'home'),
    XDG_CONFIG_HOME: join(root, 'home', 'config'),
    XDG_DATA_HOME: join(root, 'home', 'data'),
    TMPDIR: join(root, 'tmp'),
    ANTIGRAPH_STORE: store,
    ANTIGRAPH_JOBS: '2',
  };
  const start = (args: readonly string[], options: CliOptions = {}): Running => {
    const startedAt = performance.now();
    const [file, argv] =
      options.shell === undefined
        ? [process.execPath, [program, ...args]]
        : ['/bin/bash', ['-c', options.shell, 'antigraph', process.execPath, program, ...args]];
    const child = spawn(file, argv, {
      cwd: options.cwd ?? root,
      env: { ...environment, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeLimitMs,
      killSignal: 'SIGKILL',
    });
    running.add(child);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    const ended = new Promise<CliResult>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode, signal) => {
        running.delete(child);
        resolve({
          exitCode,
          signal,
          stdout: Buffer.concat(out).toString('utf8'),
          stderr: Buffer.concat(err).toString('utf8'),
          durationMs: performance.now() - startedAt,
        });
      });
    });
    return { child, ended };
  };
  return {
    root,
    store,
    path: (...parts) => join(root, ...parts),
    write(name, content) {
      const path = join(root, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    start,
    cli: (args, options) => limited(() => start(args, options).ended),
    remove() {
      for (const child of running) child.kill('SIGKILL');
      rmSync(root, { recursive: true, force: true });
    },
  };
}

const limited = limiter(atOnce);

/** Relative path → content of every file below a folder, hidden ones too. */
export function filesBelow(folder: string): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path.slice(folder.length + 1), readFileSync(path));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names of the files whose bytes differ between two folders, or that only one of them has. */
export function differingFiles(a: string, b: string): readonly string[] {
  const [first, second] = [filesBelow(a), filesBelow(b)];
  return [...new Set([...first.keys(), ...second.keys()])].filter(
    (name) => !(first.get(name)?.equals(second.get(name) ?? Buffer.alloc(0)) ?? false),
  );
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

export function parseTsv(text: string): Table {
  const [header = '', ...lines] = text.replace(/\n$/, '').split('\n');
  const columns = header.split('\t');
  return {
    columns,
    rows: lines.map((line) =>
      Object.fromEntries(line.split('\t').map((value, index) => [columns[index] ?? '', value])),
    ),
  };
}

export function readTsv(path: string): Table {
  return parseTsv(readFileSync(path, 'utf8'));
}

/** Objects of the store that do not have the digest they are named by. */
export function corruptObjects(store: string, digest: (content: Buffer) => string): readonly string[] {
  return [...filesBelow(join(store, 'objects'))]
    .filter(([name, content]) => digest(content) !== basename(name))
    .map(([name]) => name);
}
