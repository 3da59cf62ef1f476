/** A server program that cannot outlive the tests: a shell holds it and ends it when the pipe to the tests closes, however they end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface GuardedProcess {
  readonly pid: number;
  /** Sends the signal and resolves when the program has ended. */
  end(signal: 'KILL' | 'TERM'): Promise<void>;
}

/** The end of the pipe reads as an empty line: nobody is left to clean up, so the folder goes too. */
const guard = `
folder=$1; shift
"$@" </dev/null >>"$folder/log" 2>&1 &
child=$!
echo $child
read -r signal
kill -"\${signal:-KILL}" $child
wait $child
[ -n "$signal" ] || rm -rf "$folder"
exit 0`;

/** Starts a program whose output goes to `log` in the folder. */
export async function startGuarded(
  folder: string,
  command: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<GuardedProcess> {
  mkdirSync(folder, { recursive: true });
  // A session of its own: Ctrl-C in the terminal reaches the tests, and the servers end after them.
  const shell = spawn('sh', ['-c', guard, 'sh', folder, ...command], {
    // The shell's own remarks ("Killed") are of no use to anybody.
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
    env: environment,
  });
  const lines = createInterface({ input: shell.stdout });
  const [line] = await once(lines, 'line');
  return { pid: Number(line), end: (signal) => end(shell, signal) };
}

async function end(shell: ChildProcess, signal: 'KILL' | 'TERM'): Promise<void> {
  if (shell.exitCode !== null) return;
  const exited = once(shell, 'exit');
  shell.stdin?.end(`${signal}\n`);
  await exited;
}

/** The end of what the program wrote, for an error message. */
export function logTail(folder: string): string {
  try {
    return readFileSync(join(folder, 'log'), 'utf8').slice(-2000);
  } catch {
    return '(no output)';
  }
}
