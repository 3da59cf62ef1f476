/** How much one caller may ask. Counted in each process: with n of them behind a balancer a caller gets up to n times as much. */
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { sha256 } from '../../schemas/canonical.js';
import { AntigraphError } from '../../schemas/errors.js';

const minuteMs = 60_000;

/** Limits every route by key, or by address where there is none; routes that machines ask for all the time may say otherwise. */
export async function registerRateLimit(app: FastifyInstance, requestsPerMinute: number): Promise<void> {
  await app.register(rateLimit, {
    // After the hook that says who calls, which is the whole instance's and runs before those of routes.
    hook: 'onRequest',
    max: requestsPerMinute,
    timeWindow: minuteMs,
    keyGenerator: (request) => request.caller?.keyId ?? request.ip,
    errorResponseBuilder: (_request, { ttl }) => rateLimited(ttl),
  });
}

function rateLimited(waitMs: number): AntigraphError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new AntigraphError('RATE_LIMITED', 'this caller has sent too many requests', {
    fix: `Go on in ${seconds} s; to follow a run read its events in place of polling.`,
    details: { waitMs },
  });
}

/** Wrong keys that one address may send in a minute: more is somebody trying them, and each costs a look into the store. */
const failuresPerMinute = 60;
const mostKept = 10_000;

export interface FailureGate {
  /** Lets a header pass that opened lately, whoever else is behind the same address. @throws RATE_LIMITED */
  check(address: string, header: string): void;
  opened(header: string): void;
  failed(address: string): void;
}

/** Slows down whoever sends wrong keys. */
export function failureGate(now: () => number): FailureGate {
  const windows = new Map<string, { failures: number; readonly endsAtMs: number }>();
  const good = new Set<string>();
  const current = (address: string) => {
    const window = windows.get(address);
    if (window !== undefined && window.endsAtMs > now()) return window;
    windows.delete(address);
    return null;
  };
  return {
    check(address, header) {
      const window = current(address);
      if (window === null || window.failures < failuresPerMinute || good.has(sha256(header))) return;
      throw rateLimited(window.endsAtMs - now());
    },
    opened(header) {
      good.add(sha256(header));
      dropOldest(good);
    },
    failed(address) {
      const window = current(address) ?? { failures: 0, endsAtMs: now() + minuteMs };
      window.failures += 1;
      windows.set(address, window);
      dropOldest(windows);
    },
  };
}

function dropOldest(kept: Map<string, unknown> | Set<string>): void {
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
}
