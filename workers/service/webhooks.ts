/** Sends what is due of the webhooks. Any number of workers may do so at once: a try belongs to whoever claims it first. */
import type { PostWebhook } from '../../infra/webhooks/post.js';
import type { DocumentStore, ServiceStore } from '../../pipeline/ports.js';
import { sha256 } from '../../schemas/canonical.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { TenantId } from '../../schemas/service.js';
import {
  claimFolder,
  claimName,
  type DueWebhook,
  dueName,
  dueWebhooks,
  endName,
  type WebhookNotice,
  webhookNoticeSchema,
} from './webhook-queue.js';
import { webhookSecrets } from './webhook-secrets.js';
import { webhookHeaders } from './webhook-signature.js';

/** Seconds from one try to the next: quick at first for a receiver that restarts, then up to a day in all (86,435 s) for one that is down. */
const delaysSeconds = [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 21_600, 37_080];

/** A claim older than this was left by a worker that died: several times what a try may take. */
const claimLifeMs = 60_000;
/** Of one tenant in one pass, so that one with many does not hold up the others. */
const mostPerPass = 50;
const sentAtOnce = 8;

export interface WebhookOptions {
  readonly post: PostWebhook;
  readonly now?: () => number;
  /** 0 to 1; spreads retries of many runs that ended together. */
  readonly random?: () => number;
  /** Aborted: what is being sent is finished, and nothing else is begun. */
  readonly signal?: AbortSignal;
}

export interface WebhookFigures {
  readonly delivered: number;
  readonly retried: number;
  readonly givenUp: number;
}

type Fate = 'delivered' | 'retried' | 'givenUp' | 'left';

/** One pass over all tenants: sends what is due, and puts what failed back for later. @throws STORE_UNAVAILABLE */
export async function deliverWebhooks(
  service: ServiceStore,
  options: WebhookOptions,
): Promise<WebhookFigures> {
  const fates: Fate[] = [];
  for (const tenant of await service.listTenants()) {
    const { documents } = service.tenant(tenant);
    const due = await dueWebhooks(documents, (options.now ?? Date.now)(), mostPerPass);
    const rest = due.values();
    const lane = async (): Promise<void> => {
      for (const webhook of rest) {
        if (options.signal?.aborted === true) return;
        fates.push(await deliverOne({ tenant, documents, webhook, options }));
      }
    };
    await Promise.all(Array.from({ length: Math.min(sentAtOnce, due.length) }, lane));
  }
  const count = (fate: Fate) => fates.filter((other) => other === fate).length;
  return { delivered: count('delivered'), retried: count('retried'), givenUp: count('givenUp') };
}

interface Delivery {
  readonly tenant: TenantId;
  readonly documents: DocumentStore;
  readonly webhook: DueWebhook;
  readonly options: WebhookOptions;
}

async function deliverOne(delivery: Delivery): Promise<Fate> {
  const { documents, webhook, options } = delivery;
  const now = options.now ?? Date.now;
  const text = await documents.get(webhook.name);
  if (text === null) return 'left';
  // A second marker of the same try is left where a worker died between putting one and taking the other away.
  if ((await documents.get(endName(webhook.delivery))) !== null) {
    await documents.remove(webhook.name);
    return 'left';
  }
  const notice = webhookNoticeSchema.parse(JSON.parse(text));
  const startedAtMs = now();
  const claim = JSON.stringify({ atMs: startedAtMs });
  if ((await documents.put(claimName(webhook), claim)) === 'exists') return takeOver(delivery, text);
  const outcome = await sendOnce(delivery, notice);
  if (outcome.isDone) {
    await end(delivery, { outcome: outcome.isDelivered ? 'delivered' : 'given up', reason: outcome.reason });
    return outcome.isDelivered ? 'delivered' : 'givenUp';
  }
  const spread = 0.9 + 0.2 * (options.random ?? Math.random)();
  return later(delivery, { text, fromMs: now(), spread, reason: outcome.reason });
}

/** Another worker has the try. If it never came back, the next try is due as if this one had failed. */
async function takeOver(delivery: Delivery, text: string): Promise<Fate> {
  const { documents, webhook, options } = delivery;
  const claimed = await documents.get(claimName(webhook));
  const now = (options.now ?? Date.now)();
  const atMs = claimed === null ? now : Number(JSON.parse(claimed).atMs);
  if (now - atMs < claimLifeMs) return 'left';
  // Without spread: whoever finds it puts the same document.
  return later(delivery, { text, fromMs: atMs, spread: 1, reason: 'the worker that sent it was lost' });
}

async function later(
  delivery: Delivery,
  next: {
    readonly text: string;
    readonly fromMs: number;
    readonly spread: number;
    readonly reason: string;
  },
): Promise<Fate> {
  const { documents, webhook } = delivery;
  const delay = delaysSeconds[webhook.tryNumber - 1];
  if (delay === undefined) {
    await end(delivery, { outcome: 'given up', reason: next.reason });
    return 'givenUp';
  }
  const dueAtMs = Math.round(next.fromMs + delay * 1000 * next.spread);
  const due = { dueAtMs, delivery: webhook.delivery, tryNumber: webhook.tryNumber + 1 };
  await documents.put(dueName(due), next.text);
  await documents.remove(webhook.name);
  return 'retried';
}

async function end(
  { documents, webhook, options }: Delivery,
  { outcome, reason }: { readonly outcome: 'delivered' | 'given up'; readonly reason: string },
): Promise<void> {
  const atMs = (options.now ?? Date.now)();
  const summary = { outcome, reason, tries: webhook.tryNumber, atMs };
  await documents.put(endName(webhook.delivery), JSON.stringify(summary));
  await documents.remove(webhook.name);
  for (const claim of await documents.list(claimFolder(webhook.delivery))) await documents.remove(claim);
}

interface SendOutcome {
  /** No further try is made. */
  readonly isDone: boolean;
  readonly isDelivered: boolean;
  readonly reason: string;
}

async function sendOnce(
  { tenant, documents, webhook, options }: Delivery,
  notice: WebhookNotice,
): Promise<SendOutcome> {
  const now = options.now ?? Date.now;
  const secrets = (await webhookSecrets(documents, now).active()).map(({ secret }) => secret);
  // Unsigned it would be worth nothing, and teach receivers not to check.
  if (secrets.length === 0) return failed('no secret to sign with');
  const body = webhookBody(notice);
  // The same at every try, so that a receiver can tell a repetition.
  const id = `msg_${sha256(`${tenant}.${webhook.delivery}`).slice(0, 32)}`;
  try {
    const headers = webhookHeaders({ id, atMs: now(), body, secrets });
    const { status } = await options.post({ url: notice.url, headers, body });
    const reason = `HTTP ${status}`;
    if (status >= 200 && status < 300) return { isDone: true, isDelivered: true, reason };
    // 410 is how a receiver says that it wants no more (Standard Webhooks, "Deliverability").
    return { isDone: status === 410, isDelivered: false, reason };
  } catch (error) {
    if (!(error instanceof AntigraphError)) throw error;
    return failed(error.code);
  }
}

function failed(reason: string): SendOutcome {
  return { isDone: false, isDelivered: false, reason };
}

/** What is sent; the fields of Standard Webhooks ("Payload structure") with what we say in `data`. */
export function webhookBody({ run, attempt, state, code, endedAtMs }: WebhookNotice): string {
  return JSON.stringify({
    type: `run.${state}`,
    timestamp: new Date(endedAtMs).toISOString(),
    data: { run, attempt, state, code },
  });
}
