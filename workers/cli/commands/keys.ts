import type { ApiKeyView } from '../../../schemas/api.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { type Role, roleSchema, type TenantId, tenantIdSchema } from '../../../schemas/service.js';
import { keyAdministration } from '../../auth/key-administration.js';
import { keyRegistry } from '../../auth/key-registry.js';
import { auditLog } from '../../service/audit-log.js';
import { commandLineActor, serviceStoreFor } from '../open-service-store.js';
import { wholeNumber } from '../options.js';
import { printable } from '../printable.js';

interface StoreOptions {
  readonly store?: string;
  readonly json?: boolean;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;

async function open(options: StoreOptions) {
  const { documents } = await serviceStoreFor(options);
  return { keys: keyAdministration(keyRegistry(documents)), audit: auditLog(documents) };
}

/** `antigraph keys create`: the key on stdout, this once. */
export async function create(
  options: StoreOptions & {
    readonly tenant?: string;
    readonly role: string;
    readonly label: string;
    readonly days: string;
  },
): Promise<void> {
  const { keys, audit } = await open(options);
  const { key, secret } = await keys.create({
    tenant: options.tenant === undefined ? null : parseTenant(options.tenant),
    roles: parseRoles(options.role),
    label: options.label,
    expiresAtMs:
      options.days === 'never' ? null : Date.now() + wholeNumber(options.days, '--days', 1, 3650) * dayMs,
    by: commandLineActor,
  });
  await audit.append({
    actor: commandLineActor,
    tenant: key.tenant,
    action: 'key-created',
    subject: key.id,
  });
  print(key, secret, options);
}

/** `antigraph keys list`. */
export async function list(options: StoreOptions): Promise<void> {
  const { keys } = await open(options);
  for (const key of await keys.list())
    process.stdout.write(`${options.json === true ? JSON.stringify(key) : row(key)}\n`);
}

/** `antigraph keys revoke`. */
export async function revoke(id: string, options: StoreOptions): Promise<void> {
  const { keys, audit } = await open(options);
  await keys.revoke(id, commandLineActor);
  await audit.append({ actor: commandLineActor, tenant: null, action: 'key-revoked', subject: id });
  process.stderr.write(`revoked ${id}: servers that are running refuse it within 3 seconds\n`);
}

/** `antigraph keys rotate`: the new key on stdout, this once. */
export async function rotate(
  id: string,
  options: StoreOptions & { readonly overlapHours: string },
): Promise<void> {
  const { keys, audit } = await open(options);
  const hours = wholeNumber(options.overlapHours, '--overlap-hours', 0, 720);
  const { key, secret } = await keys.rotate(id, { overlapMs: hours * hourMs, by: commandLineActor });
  await audit.append({ actor: commandLineActor, tenant: key.tenant, action: 'key-rotated', subject: id });
  print(key, secret, options);
  if (options.json !== true) process.stderr.write(`${id} is accepted for ${hours} more hours\n`);
}

function print(key: ApiKeyView, secret: string, options: StoreOptions): void {
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ key, secret })}\n`);
    return;
  }
  process.stderr.write(`${row(key)}\nthe key is shown this once; keep it like a password\n`);
  process.stdout.write(`${secret}\n`);
}

function row(key: ApiKeyView): string {
  const ends = key.endsAtMs === null ? 'never' : new Date(key.endsAtMs).toISOString();
  return [key.id, key.status, key.tenant ?? '-', key.roles.join(','), `ends ${ends}`, printable(key.label)]
    .join('\t')
    .trimEnd();
}

/** @throws USAGE */
export function parseTenant(text: string): TenantId {
  const parsed = tenantIdSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new AntigraphError('USAGE', `--tenant: '${text}' is not the name of a tenant`, {
    fix: 'Use 1 to 40 lower-case letters, digits and hyphens, such as clinic-1.',
  });
}

function parseRoles(text: string): readonly Role[] {
  return text.split(',').map((name) => {
    const parsed = roleSchema.safeParse(name.trim());
    if (parsed.success) return parsed.data;
    throw new AntigraphError('USAGE', `--role: there is no role '${name}'`, {
      fix: 'Roles are submit (hand in and see runs), read (see them) and operate (run the service); several with commas.',
    });
  });
}
