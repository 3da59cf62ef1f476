import { eventSchemaVersion, type RunEvent } from '../../schemas/events.js';

export type EventPrinter = (event: RunEvent) => void;

/** NDJSON on stdout with --json; else lines on stderr, rewritten in place on a terminal only. */
export function eventPrinter(options: {
  readonly isJson: boolean;
  /** Which patient of a samplesheet the events are about; said in each. */
  readonly sample: string | null;
  readonly write?: (text: string) => void;
}): EventPrinter {
  if (options.isJson) {
    const head = {
      schema: eventSchemaVersion,
      ...(options.sample === null ? {} : { sample: options.sample }),
    };
    return (event) => process.stdout.write(`${JSON.stringify({ ...head, ...event })}\n`);
  }
  const isTerminal = process.stderr.isTTY === true;
  return isTerminal ? terminalPrinter() : plainPrinter();
}

function plainPrinter(): EventPrinter {
  return (event) => {
    if (event.event === 'warning') process.stderr.write(`warning: ${event.message}\n`);
    else if (event.event === 'stage-finished') process.stderr.write(`${finishedLine(event)}\n`);
  };
}

/** One line that moves while stages are at work, and a line a finished stage. */
function terminalPrinter(): EventPrinter {
  const running = new Map<string, { readonly tasks: number; done: number }>();
  const isPlain = process.env['NO_COLOR'] !== undefined;
  const clear = () => process.stderr.write('\r\u001b[2K');
  const draw = () => {
    const parts = [...running].map(([stage, state]) =>
      state.tasks > 1 ? `${stage} ${bar(state.done / state.tasks)} ${state.done}/${state.tasks}` : stage,
    );
    if (parts.length > 0)
      process.stderr.write(isPlain ? `… ${parts.join(' · ')}` : `\u001b[2m… ${parts.join(' · ')}\u001b[0m`);
  };
  return (event) => {
    clear();
    if (event.event === 'stage-started') running.set(event.stage, { tasks: event.tasks, done: event.cached });
    else if (event.event === 'task-finished') {
      const state = running.get(event.stage);
      if (state !== undefined) state.done += 1;
    } else if (event.event === 'stage-finished') {
      running.delete(event.stage);
      process.stderr.write(`${finishedLine(event)}\n`);
    } else if (event.event === 'warning') process.stderr.write(`warning: ${event.message}\n`);
    draw();
  };
}

function bar(fraction: number): string {
  const width = 12;
  const filled = Math.round(fraction * width);
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
}

function finishedLine(event: Extract<RunEvent, { event: 'stage-finished' }>): string {
  const rows = Object.entries(event.rows)
    .filter(([, count]) => count > 1)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
  const time = event.cached ? 'from the store' : `${(event.durationMs / 1000).toFixed(2)} s`;
  return `  ${event.stage.padEnd(22)} ${time.padStart(14)}  ${rows}`;
}
