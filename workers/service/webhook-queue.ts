/**
 * Webhooks that wait to be sent, as documents of a tenant: `webhooks/due/<time>.<run>.<attempt>.<try>.json`. Names sort by time, so one
 * listing tells what is due; nothing is held in a process, so nothing is lost with one.
 */
import { z } from 'zod';
import type { DocumentStore } from '../../pipeline/ports.js';
import type { RunSubmission, RunVerdict } from '../../schemas/service.js';
import { runIdSchema } from '../../schemas/tasks.js';

/** What a receiver is told: that a run ended and how, never why in words, which may quote a patient's file. */
export const webhookNoticeSchema = z.object({
  schema: z.literal('antigraph.webhook/1'),
  url: z.string(),
  run: runIdSchema,
  attempt: z.number().int().positive(),
  state: z.literal(['complete', 'failed', 'cancelled']),
  /** Of a failed run; see docs/errors.md. */
  code: z.string().nullable(),
  endedAtMs: z.number().int().nonnegative(),
});
export type WebhookNotice = z.infer<typeof webhookNoticeSchema>;

export interface DueWebhook {
  readonly name: string;
  readonly dueAtMs: number;
  /** From 1. */
  readonly tryNumber: number;
  /** Run and attempt: the same for every try. */
  readonly delivery: string;
}

const dueFolder = 'webhooks/due/';

export function dueName(due: Omit<DueWebhook, 'name'>): string {
  const time = String(due.dueAtMs).padStart(13, '0');
  return `${dueFolder}${time}.${due.delivery}.${due.tryNumber}.json`;
}

/** Documents under which tries of one delivery are claimed. */
export function claimFolder(delivery: string): string {
  return `webhooks/claims/${delivery}/`;
}

export function claimName({ delivery, tryNumber }: Pick<DueWebhook, 'delivery' | 'tryNumber'>): string {
  return `${claimFolder(delivery)}${tryNumber}.json`;
}

/** How a delivery ended, for the operator. */
export function endName(delivery: string): string {
  return `webhooks/ended/${delivery}.json`;
}

/** The earliest that are due, at most `limit`. */
export async function dueWebhooks(
  documents: DocumentStore,
  nowMs: number,
  limit: number,
): Promise<readonly DueWebhook[]> {
  const names = await documents.list(dueFolder, { limit });
  return names.flatMap((name) => {
    const [, time, delivery, tryNumber] =
      /^webhooks\/due\/(\d{13})\.(run-[0-9a-f]{16}\.\d+)\.(\d+)\.json$/.exec(name) ?? [];
    if (delivery === undefined || Number(time) > nowMs) return [];
    return [{ name, dueAtMs: Number(time), tryNumber: Number(tryNumber), delivery }];
  });
}

/**
 * Has the submitter told of the verdict, if the submission asks for it. Harmless to repeat; call it after the verdict is put and before
 * the run's pending marker is taken away, so that a crash between them repeats it.
 */
export async function queueWebhook(
  documents: DocumentStore,
  submission: Pick<RunSubmission, 'run' | 'attempt' | 'webhook'>,
  verdict: Pick<RunVerdict, 'outcome' | 'endedAtMs'>,
): Promise<void> {
  if (submission.webhook === null) return;
  const delivery = `${submission.run}.${submission.attempt}`;
  const queued = `webhooks/queued/${delivery}.json`;
  // Else a repetition would begin again what was delivered in between.
  if ((await documents.get(queued)) !== null) return;
  const notice: WebhookNotice = {
    schema: 'antigraph.webhook/1',
    url: submission.webhook.url,
    run: submission.run,
    attempt: submission.attempt,
    state: verdict.outcome.kind,
    code: verdict.outcome.kind === 'failed' ? verdict.outcome.failure.code : null,
    endedAtMs: verdict.endedAtMs,
  };
  const due = { dueAtMs: verdict.endedAtMs, delivery, tryNumber: 1 };
  await documents.put(dueName(due), JSON.stringify(notice));
  await documents.put(queued, '{}');
}
