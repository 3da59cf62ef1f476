import type { ApiKeyView } from '../../schemas/api.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { KeyAdministration } from '../api/dependencies.js';
import { type KeyId, type KeyState, keyIdSchema, statusOf } from './api-key.js';
import type { IssuedKey, KeyRegistry } from './key-registry.js';

/** The registry with keys as they are shown: without their hashes. */
export function keyAdministration(keys: KeyRegistry, now: () => number = Date.now): KeyAdministration {
  const shown = ({ record, key }: IssuedKey) => ({
    key: viewOf({ record, revokedAtMs: null, replacedBy: null, endsAtMs: record.expiresAtMs }, now()),
    secret: key,
  });
  return {
    list: async () => (await keys.list()).map((state) => viewOf(state, now())),
    create: async (wish) => shown(await keys.create(wish)),
    revoke: async (id, by) => keys.revoke(parseId(id), by),
    rotate: async (id, wish) => shown(await keys.rotate(parseId(id), wish)),
  };
}

/** A whole key in place of its id is refused without being repeated in the message. */
function parseId(text: string): KeyId {
  const id = keyIdSchema.safeParse(text);
  if (id.success) return id.data;
  throw new AntigraphError('KEY_UNKNOWN', 'this is not the id of a key', {
    fix: "Give the id, the 12 characters after 'ag_'; 'antigraph keys list' shows them.",
  });
}

function viewOf(state: KeyState, nowMs: number): ApiKeyView {
  const { id, tenant, roles, label, createdAtMs } = state.record;
  return {
    id,
    tenant,
    roles,
    label,
    status: statusOf(state, nowMs),
    createdAtMs,
    endsAtMs: state.endsAtMs,
    revokedAtMs: state.revokedAtMs,
    replacedBy: state.replacedBy,
  };
}
