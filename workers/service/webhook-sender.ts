/** What a worker process does for webhooks: sends what is due. They are queued with the verdict (webhook-queue.ts). */
import type { WebhookPolicy } from '../../infra/webhooks/address-guard.js';
import { webhookPost } from '../../infra/webhooks/post.js';
import type { ServiceStore } from '../../pipeline/ports.js';
import { deliverWebhooks, type WebhookFigures } from './webhooks.js';

/** Between two looks at what is due, of all processes together; a first try waits so long at most. */
export const webhooksEveryMs = 5000;

export interface WebhookSender {
  /** Ends when what is being sent is sent, or its time is over. */
  close(): Promise<void>;
}

/** Sends until closed. Several processes may: a try belongs to whoever claims it first. */
export function startWebhookSender(options: {
  readonly store: ServiceStore;
  readonly policy: WebhookPolicy;
  readonly onPass?: (figures: WebhookFigures) => void;
  /** Of a pass, as when the store is away; the next one tries again. */
  readonly onError?: (cause: unknown) => void;
  /** Whether this process is to look now; left out: always. */
  readonly isOurTurn?: () => Promise<boolean>;
  readonly everyMs?: number;
}): WebhookSender {
  const { store, policy, onPass, onError, isOurTurn, everyMs = webhooksEveryMs } = options;
  const post = webhookPost(policy);
  const stopping = new AbortController();
  const { signal } = stopping;
  let wake = () => {};
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, everyMs / 2);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const running = (async () => {
    while (!signal.aborted) {
      try {
        if (isOurTurn === undefined || (await untilAborted(isOurTurn(), signal)) === true) {
          const figures = await deliverWebhooks(store, { post, signal });
          onPass?.(figures);
        }
      } catch (cause) {
        onError?.(cause);
      }
      if (!signal.aborted) await rest();
    }
  })();
  return {
    close: async () => {
      stopping.abort();
      wake();
      await running;
    },
  };
}

/** null once the signal is aborted: a queue that is away may leave a question open for long. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(null);
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
