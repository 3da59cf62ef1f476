import { checkWebhookUrl, type WebhookPolicy } from '../../infra/webhooks/address-guard.js';
import type { ServiceStore } from '../../pipeline/ports.js';
import type { WebhookTargets } from '../api/dependencies.js';
import { webhookSecrets } from './webhook-secrets.js';

/** Takes addresses that the policy allows, of tenants that have a secret to sign with. */
export function webhookTargets(
  store: ServiceStore,
  policy: WebhookPolicy,
  now: () => number = Date.now,
): WebhookTargets {
  return {
    accept: async (tenant, url) => {
      checkWebhookUrl(url, policy);
      const { id } = await webhookSecrets(store.tenant(tenant).documents, now).current();
      return { url, secretId: id };
    },
  };
}
