import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../infra/package-root.js';

/** Prints a benchmark's figures with machine and commit as JSON; with --write on the command line also to bench/results/<name>.json. */
export function report(name: string, figures: Readonly<Record<string, unknown>>): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: packageRoot(),
    encoding: 'utf8',
  }).trim();
  const load = loadavg().map((value) => Number(value.toFixed(2)));
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version, load };
  const text = `${JSON.stringify({ benchmark: name, commit, machine, ...figures }, null, 2)}\n`;
  process.stdout.write(text);
  if (!process.argv.includes('--write')) return;
  const folder = join(packageRoot(), 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), text);
}
