/** Signatures of Standard Webhooks (https://www.standardwebhooks.com, specification 1.0, "Signature scheme", symmetric). */
import { createHmac, randomBytes } from 'node:crypto';

/** The specification asks for 24 to 64 random bytes. */
const secretBytes = 32;
const prefix = 'whsec_';

/** A secret for a receiver to check signatures with. */
export function newWebhookSecret(): string {
  return `${prefix}${randomBytes(secretBytes).toString('base64')}`;
}

/**
 * The headers of one sending: `body` as its bytes go out, a signature for each secret (receivers accept any one of them, which is how
 * secrets are changed without a gap). `atMs` is the time of this sending, so that a receiver can refuse old ones.
 */
export function webhookHeaders(message: {
  readonly id: string;
  readonly atMs: number;
  readonly body: string;
  readonly secrets: readonly string[];
}): Record<string, string> {
  const timestamp = String(Math.floor(message.atMs / 1000));
  const signatures = message.secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    const hmac = createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`);
    return `v1,${hmac.digest('base64')}`;
  });
  return {
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
