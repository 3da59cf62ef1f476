/** Which failures are tried again, how often and after how long (docs: STYLE §4, the table of error kinds). */
import { AntigraphError } from '../../schemas/errors.js';

/** An outage of the store of some minutes fails nobody's run: 20 tries wait 7 minutes together. */
const transientTries = 20;
/** A thread that is lost again is lost to the task (memory), not to chance. */
const lostThreadTries = 3;
/** A tool may fail for want of a licence server or memory; its wrong answers stay wrong. */
const toolTries = 3;
const repeatableToolCodes: ReadonlySet<string> = new Set(['TOOL_FAILED', 'TOOL_OUTPUT_INCOMPLETE']);

const firstDelayMs = 500;
const longestDelayMs = 30_000;

/** Whether a task that failed with this error for the `tries`-th time is tried again. */
export function isTriedAgain(error: unknown, tries: number): boolean {
  return error instanceof AntigraphError && tries < triesOf(error);
}

function triesOf({ kind, code }: AntigraphError): number {
  if (code === 'WORKER_LOST') return lostThreadTries;
  if (kind === 'TransientError') return transientTries;
  return kind === 'ToolError' && repeatableToolCodes.has(code) ? toolTries : 1;
}

/** Doubles from half a second to half a minute; a random half of it keeps tasks apart that failed together. `random` in [0, 1). */
export function retryDelayMs(tries: number, random: number): number {
  const longest = Math.min(longestDelayMs, firstDelayMs * 2 ** (tries - 1));
  return Math.round(longest * (0.5 + random / 2));
}
