/** One POST to an address that a submitter named. */
import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { AntigraphError } from '../../schemas/errors.js';
import {
  checkWebhookUrl,
  hostOf,
  isCallable,
  networks,
  type WebhookPolicy,
  webhookRefused,
} from './address-guard.js';

export interface WebhookMessage {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type PostWebhook = (message: WebhookMessage) => Promise<{ readonly status: number }>;

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** From the first packet to the last. Standard Webhooks asks senders for 15 to 30 s. */
const timeLimitMs = 15_000;
/** Nothing of the answer is used but its status; what a receiver talks beyond this is cut off. */
const largestAnswerBytes = 65_536;

/**
 * Resolves the name once, refuses if any of its addresses is not public, and connects to the one that was checked: a name that resolves
 * to something else a moment later (DNS rebinding) gains nothing. Follows no redirect, uses no proxy and keeps no connection.
 * The promise fails with WEBHOOK_REFUSED, or SERVER_UNREACHABLE.
 */
export function webhookPost(
  policy: WebhookPolicy,
  options: {
    readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>;
    readonly timeLimitMs?: number;
  } = {},
): PostWebhook {
  const resolve = options.resolve ?? ((host) => lookup(host, { all: true, verbatim: true }));
  const allowed = networks(policy.allowedNetworks);
  return async ({ url: text, headers, body }) => {
    const url = checkWebhookUrl(text, policy);
    const signal = AbortSignal.timeout(options.timeLimitMs ?? timeLimitMs);
    const address = await checkedAddress(hostOf(url), signal);
    return send({ url, address, headers, body, signal });
  };

  async function checkedAddress(host: string, signal: AbortSignal): Promise<ResolvedAddress> {
    const family = isIP(host);
    const found = family !== 0 ? [{ address: host, family }] : await within(signal, resolve(host));
    const [first] = found;
    if (first === undefined || !found.every(({ address }) => isCallable(address, allowed)))
      throw webhookRefused('the webhook leads to an address that is not public');
    return first;
  }
}

/** The operating system's resolver cannot be interrupted, only left alone. */
function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => reject(unreachable(cause));
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
    work.then(resolve, fail);
  });
}

interface Sending {
  readonly url: URL;
  readonly address: ResolvedAddress;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

function send({ url, address, headers, body, signal }: Sending): Promise<{ readonly status: number }> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        agent: false,
        signal,
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        // Node asks for the address here, and for the certificate still by the name.
        lookup: (_host, { all }, answer) => {
          if (all === true) answer(null, [{ ...address }]);
          else answer(null, address.address, address.family);
        },
      },
      (incoming) => {
        // The status is all that is asked for. What follows is read a little, so that no receiver sees its answer cut off.
        resolve({ status: incoming.statusCode ?? 0 });
        let sizeBytes = 0;
        incoming.on('data', (chunk: Buffer) => {
          sizeBytes += chunk.byteLength;
          if (sizeBytes > largestAnswerBytes) incoming.destroy();
        });
        incoming.on('error', () => {});
      },
    );
    outgoing.on('error', (cause) => reject(unreachable(cause)));
    outgoing.end(body);
  });
}

function unreachable(cause: unknown): AntigraphError {
  return new AntigraphError('SERVER_UNREACHABLE', 'the webhook could not be delivered', { cause });
}
