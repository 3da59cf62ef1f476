/** Follows a run to its end by its event stream; where that breaks off, on from the last event that came. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  endStates,
  type ProgressEvent,
  progressEventSchema,
  type RunView,
  runViewSchema,
} from '../../schemas/api.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { RunId } from '../../schemas/tasks.js';
import type { ApiClient } from './api-client.js';
import { chunksOf } from './http.js';
import { routes } from './routes.js';
import { serverSentEvents } from './server-sent-events.js';

/** After a stream that ended early: long enough not to press a server that ends them all. */
const pauseMs = 1000;

/** The run as it ended. @throws SERVER_UNREACHABLE, and what the service answers */
export async function followRun(
  api: ApiClient,
  run: RunId,
  options: {
    readonly signal: AbortSignal;
    readonly onEvent: (event: ProgressEvent) => void;
  },
): Promise<RunView> {
  const { signal, onEvent } = options;
  const seen: { last: string | null } = { last: null };
  for (;;) {
    const ended = await followOnce(api, run, { signal, onEvent, seen });
    if (ended !== null) return ended;
    // The stream may have lost its end: what the run has come to is asked for itself.
    const view = await api.ask('GET', routes.run(run), { answer: runViewSchema, signal });
    if (endStates.includes(view.state)) return view;
    await sleep(pauseMs, undefined, { signal }).catch(() => {
      throw signal.reason;
    });
  }
}

/** null: the stream ended before the run did. */
async function followOnce(
  api: ApiClient,
  run: RunId,
  options: {
    readonly signal: AbortSignal;
    readonly onEvent: (event: ProgressEvent) => void;
    readonly seen: { last: string | null };
  },
): Promise<RunView | null> {
  const { signal, onEvent, seen } = options;
  const headers = {
    accept: 'text/event-stream',
    ...(seen.last === null ? {} : { 'last-event-id': seen.last }),
  };
  const { url, answer } = await api.open('GET', routes.events(run), { headers, signal });
  try {
    for await (const { id, data } of serverSentEvents(chunksOf(answer, url, signal))) {
      const event = progressEventSchema.safeParse(parseOrNull(data));
      // A newer service may say more than this client knows.
      if (!event.success) continue;
      if (id !== '') seen.last = id;
      onEvent(event.data);
      if (event.data.kind === 'ended') return event.data.run;
    }
    return null;
  } catch (error) {
    // Broken off: the next stream goes on where this one was, and fails for good if nobody answers.
    if (error instanceof AntigraphError && error.code === 'SERVER_UNREACHABLE') return null;
    throw error;
  } finally {
    answer.destroy();
  }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
