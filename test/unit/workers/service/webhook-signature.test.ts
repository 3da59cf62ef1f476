import { describe, expect, it } from 'vitest';
import { newWebhookSecret, webhookHeaders } from '../../../../workers/service/webhook-signature.js';

describe('the signature of a webhook', () => {
  // The example that the reference libraries of Standard Webhooks are tested with (libraries/*/tests, "sign function works").
  const example = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    atMs: 1_614_265_330_000,
    body: '{"test": 2432232314}',
    secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  };

  it('is that of the reference libraries', () => {
    expect(webhookHeaders(example)).toMatchObject({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('stands there once for every secret, with blanks between them', () => {
    const other = newWebhookSecret();
    const { 'webhook-signature': both } = webhookHeaders({
      ...example,
      secrets: [...example.secrets, other],
    });
    const { 'webhook-signature': one } = webhookHeaders({ ...example, secrets: [other] });
    expect(both).toBe(`v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= ${one}`);
  });

  it('has secrets of 24 to 64 bytes in base64 behind whsec_', () => {
    const secret = newWebhookSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]+=*$/);
    expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
  });
});
