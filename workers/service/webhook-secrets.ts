/** A tenant's webhook secrets. They are kept as they are, since a signature needs the secret itself: the store must be encrypted at rest. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { DocumentStore } from '../../pipeline/ports.js';
import { AntigraphError } from '../../schemas/errors.js';
import { newWebhookSecret } from './webhook-signature.js';

const secretSchema = z.object({
  schema: z.literal('antigraph.webhook-secret/1'),
  id: z.string().regex(/^[0-9a-f]{12}$/),
  secret: z.string().startsWith('whsec_'),
  createdAtMs: z.number().int().nonnegative(),
});
export type WebhookSecret = z.infer<typeof secretSchema>;

const endSchema = z.object({ endsAtMs: z.number().int().nonnegative() });

/** A secret with the time from which it signs no more. */
export interface WebhookSecretState {
  readonly secret: WebhookSecret;
  readonly endsAtMs: number | null;
}

export interface WebhookSecrets {
  /** A new secret; those before it go on signing for `overlapMs`. Shown once to the tenant. */
  create(overlapMs: number): Promise<WebhookSecret>;
  /** Newest first. */
  list(): Promise<readonly WebhookSecretState[]>;
  /** Those that sign now, newest first. */
  active(): Promise<readonly WebhookSecret[]>;
  /** The one that signs messages of runs handed in now. @throws WEBHOOK_REFUSED where there is none */
  current(): Promise<WebhookSecret>;
  /** Signs no more, at once; false: there is none of that id. */
  revoke(id: string): Promise<boolean>;
}

const folder = 'webhooks/secrets/';

export function webhookSecrets(documents: DocumentStore, now: () => number = Date.now): WebhookSecrets {
  const read = async (id: string): Promise<WebhookSecretState | null> => {
    const [secret, overlap, revoked] = await Promise.all([
      documents.get(`${folder}${id}/secret.json`),
      documents.get(`${folder}${id}/ends.json`),
      documents.get(`${folder}${id}/revoked.json`),
    ]);
    if (secret === null) return null;
    const ends = [overlap, revoked].flatMap((text) =>
      text === null ? [] : [endSchema.parse(JSON.parse(text)).endsAtMs],
    );
    return {
      secret: secretSchema.parse(JSON.parse(secret)),
      endsAtMs: ends.length === 0 ? null : Math.min(...ends),
    };
  };

  const list = async (): Promise<readonly WebhookSecretState[]> => {
    const names = await documents.list(folder);
    const ids = names.flatMap((name) => {
      const [, id] = /^webhooks\/secrets\/([0-9a-f]{12})\/secret\.json$/.exec(name) ?? [];
      return id === undefined ? [] : [id];
    });
    const states = await Promise.all(ids.map(read));
    return states
      .flatMap((state) => (state === null ? [] : [state]))
      .sort((a, b) => b.secret.createdAtMs - a.secret.createdAtMs);
  };

  const active = async (): Promise<readonly WebhookSecret[]> => {
    const nowMs = now();
    return (await list()).flatMap(({ secret, endsAtMs }) =>
      endsAtMs === null || endsAtMs > nowMs ? [secret] : [],
    );
  };

  return {
    list,
    active,
    create: async (overlapMs) => {
      const before = (await list()).filter(({ endsAtMs }) => endsAtMs === null);
      const secret: WebhookSecret = {
        schema: 'antigraph.webhook-secret/1',
        id: randomBytes(6).toString('hex'),
        secret: newWebhookSecret(),
        createdAtMs: now(),
      };
      await documents.put(`${folder}${secret.id}/secret.json`, JSON.stringify(secret));
      const end = JSON.stringify({ endsAtMs: now() + overlapMs });
      for (const old of before) await documents.put(`${folder}${old.secret.id}/ends.json`, end);
      return secret;
    },
    current: async () => {
      const [newest] = await active();
      if (newest !== undefined) return newest;
      throw new AntigraphError('WEBHOOK_REFUSED', 'there is no secret to sign the webhook with', {
        fix: "Make one by POST /api/v1/webhook-secrets or 'antigraph webhooks create', and give it to the receiver.",
      });
    },
    revoke: async (id) => {
      if (!/^[0-9a-f]{12}$/.test(id) || (await read(id)) === null) return false;
      await documents.put(`${folder}${id}/revoked.json`, JSON.stringify({ endsAtMs: now() }));
      return true;
    },
  };
}
