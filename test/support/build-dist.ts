/** Builds dist/ once before the end-to-end tests, if a source is newer than it: they run what users run. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const sources = ['schemas', 'stages', 'pipeline', 'infra', 'workers', 'web'];

export function setup(): void {
  const builtAt = modifiedAt(join(root, 'dist', 'workers', 'cli', 'main.js'));
  if (sources.every((folder) => newest(join(root, folder)) < builtAt)) return;
  // With a type error the files are written all the same: a broken build shows as failing tests, the type check is its own step.
  try {
    execFileSync(
      process.execPath,
      [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
      {
        cwd: root,
        stdio: 'pipe',
        timeout: 300_000,
      },
    );
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    process.stderr.write(`tsc: ${output}\n`);
  }
}

/** 0 where there is no such folder. */
function newest(folder: string): number {
  let latest = 0;
  if (!existsSync(folder)) return latest;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.ts'))
      latest = Math.max(latest, modifiedAt(join(entry.parentPath, entry.name)));
  }
  return latest;
}

/** Milliseconds; 0 where there is no such file. */
function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
