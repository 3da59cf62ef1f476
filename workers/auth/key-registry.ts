/** The service's API keys, kept as documents that are put once: `keys/<id>/{key,rotated,revoked}.json`. */
import type { z } from 'zod';
import type { DocumentStore } from '../../pipeline/ports.js';
import { AntigraphError, defect } from '../../schemas/errors.js';
import type { Role, TenantId } from '../../schemas/service.js';
import {
  type KeyId,
  type KeyRecord,
  type KeyState,
  keyIdSchema,
  keyRecordSchema,
  keyRevocationSchema,
  keyRotationSchema,
  mintKey,
  statusOf,
} from './api-key.js';

export interface KeyWish {
  readonly tenant: TenantId | null;
  readonly roles: readonly Role[];
  readonly label: string;
  readonly expiresAtMs: number | null;
  /** Who makes it: a key id, or 'command line'. */
  readonly by: string;
}

/** A key with its secret: the only time that it is known. */
export interface IssuedKey {
  readonly key: string;
  readonly record: KeyRecord;
}

export interface KeyRegistry {
  /** @throws PARAMETER_INVALID where tenant and roles do not go together */
  create(wish: KeyWish): Promise<IssuedKey>;
  /** null: there is none of that id. */
  find(id: KeyId): Promise<KeyState | null>;
  /** Oldest first. */
  list(): Promise<readonly KeyState[]>;
  /** At once; harmless if it is revoked already. @throws KEY_UNKNOWN */
  revoke(id: KeyId, by: string): Promise<void>;
  /** A new key of the same tenant, roles and lifetime; the old one is accepted for `overlapMs` more. @throws KEY_UNKNOWN, PARAMETER_INVALID */
  rotate(id: KeyId, wish: { readonly overlapMs: number; readonly by: string }): Promise<IssuedKey>;
}

const root = 'keys/';

export function keyRegistry(documents: DocumentStore, now: () => number = Date.now): KeyRegistry {
  const read = async <T>(id: KeyId, name: string, schema: z.ZodType<T>): Promise<T | null> => {
    const text = await documents.get(`${root}${id}/${name}.json`);
    return text === null ? null : schema.parse(JSON.parse(text));
  };
  const put = (id: KeyId, name: string, value: unknown) =>
    documents.put(`${root}${id}/${name}.json`, JSON.stringify(value));

  const issue = async (
    wish: KeyWish,
    replaces: KeyId | null,
    minted: ReturnType<typeof mintKey>,
  ): Promise<IssuedKey> => {
    const record = keyRecordSchema.parse({
      schema: 'antigraph.api-key/1',
      id: minted.id,
      secretHash: minted.secretHash,
      tenant: wish.tenant,
      roles: [...new Set(wish.roles)].sort(),
      label: wish.label,
      createdAtMs: now(),
      createdBy: wish.by,
      expiresAtMs: wish.expiresAtMs,
      replaces,
    });
    if ((await put(minted.id, 'key', record)) === 'exists') throw defect('two keys were given one id');
    return { key: minted.key, record };
  };

  const find = async (id: KeyId): Promise<KeyState | null> => {
    const [record, revocation, rotation] = await Promise.all([
      read(id, 'key', keyRecordSchema),
      read(id, 'revoked', keyRevocationSchema),
      read(id, 'rotated', keyRotationSchema),
    ]);
    if (record === null) return null;
    return {
      record,
      revokedAtMs: revocation?.atMs ?? null,
      replacedBy: rotation?.replacedBy ?? null,
      endsAtMs: earliest(record.expiresAtMs, rotation?.endsAtMs ?? null),
    };
  };

  const existing = async (id: KeyId): Promise<KeyState> => {
    const state = await find(id);
    if (state !== null) return state;
    throw new AntigraphError('KEY_UNKNOWN', `there is no key ${id}`, {
      fix: "'antigraph keys list' shows those there are; give the id, the 12 characters after 'ag_'.",
    });
  };

  return {
    find,
    create: async (wish) => {
      checkWish(wish, now());
      return issue(wish, null, mintKey());
    },
    list: async () => {
      const names = await documents.list(root);
      const ids = names.flatMap((name) => {
        const [, id] = /^keys\/([0-9a-f]{12})\/key\.json$/.exec(name) ?? [];
        return id === undefined ? [] : [keyIdSchema.parse(id)];
      });
      const states = await Promise.all(ids.map(find));
      return states
        .flatMap((state) => (state === null ? [] : [state]))
        .sort((a, b) => a.record.createdAtMs - b.record.createdAtMs);
    },
    revoke: async (id, by) => {
      await existing(id);
      await put(id, 'revoked', { schema: 'antigraph.api-key-revocation/1', atMs: now(), by });
    },
    rotate: async (id, { overlapMs, by }) => {
      const old = await existing(id);
      const status = statusOf(old, now());
      if (status !== 'active') throw notRotatable(old, status);
      const { tenant, roles, label, expiresAtMs, createdAtMs } = old.record;
      const lifetimeMs = expiresAtMs === null ? null : expiresAtMs - createdAtMs;
      const wish = {
        tenant,
        roles,
        label,
        expiresAtMs: lifetimeMs === null ? null : now() + lifetimeMs,
        by,
      };
      const minted = mintKey();
      const rotation = {
        schema: 'antigraph.api-key-rotation/1',
        replacedBy: minted.id,
        endsAtMs: now() + overlapMs,
      };
      // The new key first: if this stops half-way, the old one still opens, and the new one was shown to nobody.
      const issued = await issue(wish, id, minted);
      if ((await put(id, 'rotated', rotation)) === 'created') return issued;
      await put(minted.id, 'revoked', { schema: 'antigraph.api-key-revocation/1', atMs: now(), by });
      throw notRotatable(await existing(id), 'rotated');
    },
  };
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function checkWish({ tenant, roles, expiresAtMs }: KeyWish, nowMs: number): void {
  const isOfPatients = roles.some((role) => role !== 'operate');
  if (isOfPatients && tenant === null) {
    throw new AntigraphError('PARAMETER_INVALID', `role ${roles.join(', ')} needs a tenant`, {
      at: { field: 'tenant' },
      fix: 'Name the tenant whose patients the key may see, or give role operate alone.',
    });
  }
  if (expiresAtMs !== null && expiresAtMs <= nowMs) {
    throw new AntigraphError('PARAMETER_INVALID', 'the key would have expired already', {
      at: { field: 'expires' },
      fix: 'Give a time in the future.',
    });
  }
}

function notRotatable({ record, replacedBy }: KeyState, status: string): AntigraphError {
  const by = replacedBy === null ? '' : ` by ${replacedBy}`;
  return new AntigraphError('PARAMETER_INVALID', `key ${record.id} is ${status}${by}`, {
    at: { field: 'id' },
    fix:
      replacedBy === null
        ? 'Make a new key.'
        : `Rotate ${replacedBy}, or revoke it and make a new key if its secret is lost.`,
  });
}
