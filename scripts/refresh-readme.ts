/**
 * `npx tsx scripts/refresh-readme.ts [--check]` (after `npm run build`): runs the commands of README.md's console blocks, in order and in one
 * empty folder, and puts what they print beneath them. --check writes nothing and fails if the README says something else.
 * A block may say how much of each command's output it shows: ```console lines=4 columns=120
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const blockPattern = /^```console(.*)\n([\s\S]*?)^```$/gm;

/** The text with every console block's output as the commands print it now. */
export function refreshed(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'antigraph-readme-'));
  try {
    symlinkSync(join(root, 'examples'), join(folder, 'examples'));
    // The blocks that follow `npm run demo` read what it wrote.
    run('antigraph demo --out antigraph-demo --store demo-store', folder);
    return text.replaceAll(blockPattern, (_block, options: string, body: string) => {
      const limits = { lines: option(options, 'lines', 40), columns: option(options, 'columns', 150) };
      const shown = body
        .split('\n')
        .filter((line) => line.startsWith('$ '))
        .map((line) => `${line}\n${shorten(run(line.slice(2), folder), limits)}`);
      return `\`\`\`console${options}\n${shown.join('')}\`\`\``;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The text without what says nothing to a reader and changes all the time: durations, number of jobs, run ids and digests, and which of
 * two stages that run side by side was first.
 */
export function comparable(text: string): string {
  return text
    .replace(/ *\b\d+\.\d\d s\b/g, ' T')
    .replace(/(?:^ {2}[a-z-]+ T.*\n)+/gm, (lines) => `${lines.trimEnd().split('\n').sort().join('\n')}\n`)
    .replace(/, \d+ jobs$/gm, ', N jobs')
    .replace(/\brun-[0-9a-f]{16}\b|\b[0-9a-f]{12,64}\b/g, 'ID');
}

function run(command: string, folder: string): string {
  const { stdout, status, error } = spawnSync(
    'bash',
    ['-c', `antigraph() { "$NODE" "$MAIN" "$@"; }; exec 2>&1; ${command}`],
    {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
      env: {
        PATH: process.env['PATH'],
        NODE: process.execPath,
        MAIN: join(root, 'dist', 'workers', 'cli', 'main.js'),
        ANTIGRAPH_STORE: 'store',
        XDG_CONFIG_HOME: folder,
        NO_COLOR: '1',
      },
    },
  );
  if (error !== undefined || status !== 0) throw new Error(`'${command}' ended with ${status}: ${stdout}`);
  return stdout.replaceAll(folder, '.');
}

function option(options: string, name: string, otherwise: number): number {
  const value = new RegExp(`\\b${name}=(\\d+)`).exec(options)?.[1];
  return value === undefined ? otherwise : Number(value);
}

function shorten(output: string, limits: { readonly lines: number; readonly columns: number }): string {
  const lines = output.split('\n').slice(0, -1);
  const shown = lines
    .slice(0, limits.lines)
    .map((line) => (line.length > limits.columns ? `${line.slice(0, limits.columns)}…` : line).trimEnd());
  return [...shown, ...(lines.length > limits.lines ? ['…'] : [])].map((line) => `${line}\n`).join('');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = join(root, 'README.md');
  const text = readFileSync(path, 'utf8');
  const now = refreshed(text);
  if (!process.argv.includes('--check')) writeFileSync(path, now);
  else if (comparable(now) !== comparable(text)) {
    process.stderr.write(
      'README.md shows other output than the commands print: run npx tsx scripts/refresh-readme.ts\n',
    );
    process.exitCode = 1;
  }
}
