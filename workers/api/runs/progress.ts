/** A run's progress as server-sent events (WHATWG HTML §9.2), from the queue's stream of events and the journal's word on how it ends. */
import type { TenantStore } from '../../../pipeline/ports.js';
import { endStates, type ProgressEvent, type RunView } from '../../../schemas/api.js';
import type { RunEvent } from '../../../schemas/events.js';
import type { TenantId } from '../../../schemas/service.js';
import type { RunId } from '../../../schemas/tasks.js';
import type { Dispatcher, PublishedEvent } from '../../service/dispatcher.js';
import { existingRun } from './run-view.js';

/** How often the journal is looked at where no event tells: Redis may lose one. */
const lookEveryMs = 2000;
/** The verdict is put a moment after the last event. */
const soonMs = 100;
/** Proxies close a connection on which nothing comes, many of them after a minute. */
const beatEveryMs = 15_000;

export interface ProgressOf {
  readonly tenant: TenantId;
  readonly run: RunId;
  /** Last-Event-ID; null: from the start. */
  readonly after: string | null;
  readonly store: TenantStore;
  readonly dispatcher: Pick<Dispatcher, 'subscribe'>;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** Text of the stream: state, what comes of stages and tasks, and `ended` as the last. A comment now and then keeps it open. */
export async function* progressStream(options: ProgressOf): AsyncGenerator<string> {
  const { tenant, run, store, dispatcher, signal, now } = options;
  let view = await existingRun(tenant, store, run);
  yield eventText(null, { kind: 'state', state: view.state, attempt: view.attempt });
  if (isOver(view)) return yield eventText(null, { kind: 'ended', run: view });
  const inbox = mailbox<PublishedEvent>();
  const unsubscribe = await dispatcher.subscribe({ tenant, run, after: options.after }, inbox.put);
  try {
    let [lookAtMs, beatAtMs] = [now() + lookEveryMs, now() + beatEveryMs];
    while (!signal.aborted) {
      let isEnding = false;
      for (const { id, event } of await inbox.take(Math.max(50, lookAtMs - now()), signal)) {
        const progress = progressOf(event);
        if (progress !== null) yield eventText(id, progress);
        isEnding ||= event.event === 'run-finished' || event.event === 'run-failed';
      }
      if (!isEnding && now() < lookAtMs) continue;
      lookAtMs = now() + (isEnding ? soonMs : lookEveryMs);
      const next = await existingRun(tenant, store, run);
      if (isOver(next)) return yield eventText(null, { kind: 'ended', run: next });
      if (next.state !== view.state || next.attempt !== view.attempt)
        yield eventText(null, { kind: 'state', state: next.state, attempt: next.attempt });
      view = next;
      if (now() < beatAtMs) continue;
      beatAtMs = now() + beatEveryMs;
      yield ': still at work\n\n';
    }
  } finally {
    await unsubscribe();
  }
}

function isOver({ state }: RunView): boolean {
  return endStates.includes(state);
}

/** Without a number the browser keeps the one before: these are told anew at every connection. */
function eventText(id: string | null, event: ProgressEvent): string {
  const number = id === null ? '' : `id: ${id}\n`;
  return `${number}event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** null: what the run's own state says better. */
function progressOf(event: RunEvent): ProgressEvent | null {
  switch (event.event) {
    case 'stage-started':
      return { kind: 'stage-started', stage: event.stage, tasks: event.tasks, cached: event.cached };
    case 'task-finished':
      return { kind: 'task-finished', stage: event.stage, durationMs: event.durationMs };
    case 'stage-finished':
      return { kind: 'stage-finished', stage: event.stage, cached: event.cached };
    case 'run-started':
    case 'warning':
    case 'run-finished':
    case 'run-failed':
      return null;
  }
}

/** Keeps what comes until it is taken; beyond `mostKept` the oldest go, for a reader that has stopped reading. */
function mailbox<T>(): {
  readonly put: (letter: T) => void;
  /** Waits for the first, at most so long; then all there are. */
  readonly take: (limitMs: number, signal: AbortSignal) => Promise<readonly T[]>;
} {
  const mostKept = 10_000;
  let letters: T[] = [];
  let wake = () => {};
  return {
    put(letter) {
      if (letters.length >= mostKept) letters.shift();
      letters.push(letter);
      wake();
    },
    async take(limitMs, signal) {
      if (letters.length === 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, limitMs);
          wake = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', wake);
            resolve();
          };
          signal.addEventListener('abort', wake, { once: true });
        });
      }
      const taken = letters;
      letters = [];
      return taken;
    },
  };
}

/** A Last-Event-ID as our streams number them; null: none, or of another making. */
export function lastEventId(header: string | readonly string[] | undefined): string | null {
  return typeof header === 'string' && /^\d{1,16}(?:-\d{1,10})?$/.test(header) ? header : null;
}
