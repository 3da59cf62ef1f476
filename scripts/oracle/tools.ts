/** The other annotators: installed into a cache folder where pip has them, taken from the system where it does. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../infra/package-root.js';

const sources = join(packageRoot(), 'scripts', 'oracle');
const script = join(sources, 'oracle_tools.py');

/** Where environments, bundles and answers are kept between runs. */
export function cacheFolder(): string {
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'antigraph-oracle');
  mkdirSync(folder, { recursive: true });
  return folder;
}

export interface Tools {
  /** Runs a sub-command of oracle_tools.py to its end. */
  python(...command: string[]): Promise<void>;
  /** Null where snpEff is not installed. */
  readonly snpEff: string | null;
  readonly versions: Readonly<Record<string, string>>;
}

/** Makes the Python environment of requirements.txt unless it is there, and looks for snpEff. */
export function openTools(): Tools {
  const requirements = readFileSync(join(sources, 'requirements.txt'));
  const digest = createHash('sha256').update(requirements).digest('hex').slice(0, 12);
  const environment = join(cacheFolder(), `python-${digest}`);
  const python = join(environment, 'bin', 'python');
  if (!existsSync(join(environment, 'complete'))) {
    say('installing pysam, varcode and pyensembl …');
    execFileSync('python3', ['-m', 'venv', environment], { stdio: ['ignore', 2, 2] });
    const install = ['-m', 'pip', 'install', '--quiet', '-r', join(sources, 'requirements.txt')];
    execFileSync(python, install, { stdio: ['ignore', 2, 2] });
    writeFileSync(join(environment, 'complete'), '');
  }
  const versions: unknown = JSON.parse(execFileSync(python, [script, 'versions'], { encoding: 'utf8' }));
  const snpEff = versionOfSnpEff();
  return {
    python: (...command) => run(python, [script, ...command]),
    snpEff,
    versions: { ...textsOf(versions), snpEff: snpEff ?? 'not installed' },
  };
}

function textsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]));
}

function versionOfSnpEff(): string | null {
  const { status, stdout } = spawnSync('snpEff', ['-version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().replace(/\s+/g, ' ') : null;
}

/** A line for people. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Runs a command to its end; its output goes to `output`, or nowhere. */
export function run(command: string, args: readonly string[], output: string | null = null): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-4000);
    });
    if (output === null) child.stdout.resume();
    else child.stdout.pipe(createWriteStream(output));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.slice(0, 3).join(' ')} ended with ${code}: ${errors}`));
    });
  });
}
