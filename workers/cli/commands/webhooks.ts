import { AntigraphError } from '../../../schemas/errors.js';
import { auditLog } from '../../service/audit-log.js';
import { webhookSecrets } from '../../service/webhook-secrets.js';
import { commandLineActor, serviceStoreFor } from '../open-service-store.js';
import { wholeNumber } from '../options.js';
import { parseTenant } from './keys.js';

interface WebhookOptions {
  readonly store?: string;
  readonly tenant: string;
}

async function open(options: WebhookOptions) {
  const store = await serviceStoreFor(options);
  const tenant = parseTenant(options.tenant);
  return {
    tenant,
    secrets: webhookSecrets(store.tenant(tenant).documents),
    audit: auditLog(store.documents),
  };
}

/** `antigraph webhooks create`: a signing secret on stdout, this once; the one before signs along for the overlap. */
export async function create(options: WebhookOptions & { readonly overlapHours: string }): Promise<void> {
  const { tenant, secrets, audit } = await open(options);
  const hours = wholeNumber(options.overlapHours, '--overlap-hours', 0, 720);
  const { id, secret } = await secrets.create(hours * 3_600_000);
  await audit.append({ actor: commandLineActor, tenant, action: 'webhook-secret-created', subject: id });
  process.stderr.write(
    `secret ${id} of ${tenant}; give it to the receiver, which checks signatures with it\n`,
  );
  process.stdout.write(`${secret}\n`);
}

/** `antigraph webhooks list`: the secrets' ids and times, never the secrets. */
export async function list(options: WebhookOptions): Promise<void> {
  const { secrets } = await open(options);
  for (const { secret, endsAtMs } of await secrets.list()) {
    const ends = endsAtMs === null ? 'never' : new Date(endsAtMs).toISOString();
    process.stdout.write(`${secret.id}\t${new Date(secret.createdAtMs).toISOString()}\tends ${ends}\n`);
  }
}

/** `antigraph webhooks revoke`. @throws KEY_UNKNOWN */
export async function revoke(id: string, options: WebhookOptions): Promise<void> {
  const { tenant, secrets, audit } = await open(options);
  if (!(await secrets.revoke(id))) {
    throw new AntigraphError('KEY_UNKNOWN', `${tenant} has no webhook secret of this id`, {
      fix: `'antigraph webhooks list --tenant ${tenant}' shows them.`,
    });
  }
  await audit.append({ actor: commandLineActor, tenant, action: 'webhook-secret-revoked', subject: id });
  process.stderr.write(`secret ${id} signs no more\n`);
}
