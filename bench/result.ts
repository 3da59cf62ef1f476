import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../infra/package-root.js';

/** Prints a benchmark's figures with machine and commit as JSON; with --write on the command line also to bench/results/<name>.json. */
export function report(name: string, figures: Readonly<Record<string, unknown>>): void {
  process.stdout.write(keepResult(name, figures));
}

/** A benchmark's figures with machine and commit as JSON; with --write on the command line they are also put in bench/results/<name>.json. */
export function keepResult(name: string, figures: Readonly<Record<string, unknown>>): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: packageRoot(),
    encoding: 'utf8',
  }).trim();
  const load = loadavg().map((value) => Number(value.toFixed(2)));
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version, load };
  const text = `${JSON.stringify({ benchmark: name, commit, machine, ...figures }, null, 2)}\n`;
  if (!process.argv.includes('--write')) return text;
  const folder = join(packageRoot(), 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), text);
  return text;
}
