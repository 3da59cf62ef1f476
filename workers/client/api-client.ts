/** Asks a service of antigraph: errors of the service come back as our errors, what may pass is tried again. */
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { problemSchema } from '../../schemas/api.js';
import { AntigraphError, isErrorCode } from '../../schemas/errors.js';
import { type HttpRequest, type RequestBody, send, textOf, unreadable } from './http.js';

export interface ServiceAddress {
  readonly server: URL;
  readonly key: string;
}

interface Asking {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  readonly signal: AbortSignal;
}

export interface ApiClient {
  readonly server: URL;
  /** An answer as the schema says. Every request must be harmless to repeat. */
  ask<T>(
    method: HttpRequest['method'],
    path: string,
    asking: Asking & { readonly answer: z.ZodType<T> },
  ): Promise<T>;
  /** The answer's body is the caller's to read. */
  open(
    method: HttpRequest['method'],
    path: string,
    asking: Asking,
  ): Promise<{ readonly url: URL; readonly answer: IncomingMessage }>;
}

/** Tries in all; with the pauses between them about a quarter of a minute, in which a server that is replaced is back. */
const mostTries = 6;
/** Before it has answered once the likeliest cause is a wrong address, which somebody waits to hear. */
const mostFirstTries = 3;
const firstPauseMs = 500;
const longestPauseMs = 30_000;

export function apiClient({ server, key }: ServiceAddress, pauseMs: number = firstPauseMs): ApiClient {
  let hasAnswered = false;
  const once = async (method: HttpRequest['method'], path: string, asking: Asking) => {
    const url = new URL(path, server);
    // An answer may name the path of a file: never send the key to another server.
    if (url.origin !== server.origin) throw unreadable(server, `it leads to ${url.origin}`);
    const headers = { accept: 'application/json', ...asking.headers, authorization: `Bearer ${key}` };
    const answer = await send({ method, url, ...asking, headers });
    hasAnswered = true;
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return { url, answer };
    throw await problemOf(answer, url, asking.signal);
  };

  const open: ApiClient['open'] = async (method, path, asking) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await once(method, path, asking);
      } catch (error) {
        const wait = waitAfter(error, pauseMs * 2 ** (tries - 1));
        if (wait === null || tries >= (hasAnswered ? mostTries : mostFirstTries) || asking.signal.aborted)
          throw error;
        await sleep(wait, undefined, { signal: asking.signal }).catch(() => {
          throw asking.signal.reason;
        });
      }
    }
  };

  return {
    server,
    open,
    ask: async (method, path, { answer: schema, ...asking }) => {
      const { url, answer } = await open(method, path, asking);
      const text = await textOf(answer, url, asking.signal);
      const parsed = schema.safeParse(parseOrNull(text));
      if (parsed.success) return parsed.data;
      throw unreadable(url, `${path} is not what was expected`, parsed.error);
    },
  };
}

/** Milliseconds to wait before another try; null: another try would end the same. */
function waitAfter(error: unknown, pauseMs: number): number | null {
  if (!(error instanceof AntigraphError)) return null;
  const { retryAfterMs } = error.details;
  if (typeof retryAfterMs === 'number') return Math.min(retryAfterMs, longestPauseMs);
  return error.kind === 'TransientError' ? Math.min(pauseMs, longestPauseMs) : null;
}

/** What to do about it for whoever uses the command, where the service speaks of requests. */
const fixHere: Readonly<Record<string, string>> = {
  UNAUTHENTICATED:
    "Set ANTIGRAPH_API_KEY to a key of this service; its operator makes one by 'antigraph keys create'.",
  RUN_UNKNOWN: "'antigraph status' lists the runs that the key may see.",
  RUN_NOT_COMPLETE: "'antigraph status RUN --wait' waits for it.",
};

/** What the service said as an error of ours. A proxy in front of it speaks otherwise, and then its status has to do. */
async function problemOf(answer: IncomingMessage, url: URL, signal: AbortSignal): Promise<AntigraphError> {
  const status = answer.statusCode ?? 0;
  const retryAfterMs = Number(answer.headers['retry-after'] ?? Number.NaN) * 1000;
  const isPassing = status === 429 || status >= 502;
  const details = isPassing && Number.isFinite(retryAfterMs) ? { status, retryAfterMs } : { status };
  const problem = problemSchema.safeParse(parseOrNull(await textOf(answer, url, signal)));
  if (!problem.success) {
    if (!isPassing) return unreadable(url, `HTTP ${status}`);
    return new AntigraphError('SERVER_UNREACHABLE', `${url.origin} cannot answer now (HTTP ${status})`, {
      fix: 'Run the same command again later: what is done is not repeated.',
      details,
    });
  }
  const { code, detail, at, requestId } = problem.data;
  const fix = fixHere[code] ?? problem.data.fix;
  const words = `${detail} (${url.origin}, request ${requestId})`;
  return new AntigraphError(isErrorCode(code) ? code : 'SERVER_ANSWER_UNREADABLE', words, {
    ...(fix === null ? {} : { fix }),
    ...(at === null ? {} : { at: known(at) }),
    details,
  });
}

/** Without the members that are undefined. */
function known(at: z.infer<typeof problemSchema>['at'] & object) {
  const { file, line, column, field } = at;
  return {
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ...(field === undefined ? {} : { field }),
  };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
