import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Measured {
  readonly wallSeconds: number;
  readonly peakMb: number;
}

/** Runs a command to its end with its output thrown away; memory as the system last told it. */
export function measure(command: readonly string[]): Promise<Measured> {
  const [file = '', ...args] = command;
  const started = process.hrtime.bigint();
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let peakKb = 0;
  const poll = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    } catch {
      // The process has ended, or the system has no /proc.
    }
  }, 20);
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', (code) => {
      clearInterval(poll);
      const wallSeconds = Number(process.hrtime.bigint() - started) / 1e9;
      if (code === 0) resolve({ wallSeconds, peakMb: Math.round(peakKb / 1024) });
      else reject(new Error(`${command.join(' ')} ended with ${code}`));
    });
  });
}
