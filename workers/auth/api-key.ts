/** API keys: `ag_<id>_<secret>`. The store holds the id and a hash, so that whoever reads the store cannot call the service. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Sha256, sha256Schema } from '../../schemas/canonical.js';
import { roleSchema, tenantIdSchema } from '../../schemas/service.js';

export const keyIdSchema = z
  .string()
  .regex(/^[0-9a-f]{12}$/)
  .brand('KeyId');
export type KeyId = z.infer<typeof keyIdSchema>;

/** Put once when a key is made; what becomes of it later stands in documents beside it. */
export const keyRecordSchema = z.object({
  schema: z.literal('antigraph.api-key/1'),
  id: keyIdSchema,
  secretHash: sha256Schema,
  /** null: of the service, role operate only. */
  tenant: tenantIdSchema.nullable(),
  roles: z.array(roleSchema).min(1),
  /** For people: which system or person uses it. */
  label: z.string().max(200),
  createdAtMs: z.number().int().nonnegative(),
  createdBy: z.string(),
  expiresAtMs: z.number().int().nonnegative().nullable(),
  /** The key that this one takes the place of. */
  replaces: keyIdSchema.nullable(),
});
export type KeyRecord = z.infer<typeof keyRecordSchema>;

export const keyRevocationSchema = z.object({
  schema: z.literal('antigraph.api-key-revocation/1'),
  atMs: z.number().int().nonnegative(),
  by: z.string(),
});

/** A newer key has taken the place of this one, which goes on being accepted until `endsAtMs`. */
export const keyRotationSchema = z.object({
  schema: z.literal('antigraph.api-key-rotation/1'),
  replacedBy: keyIdSchema,
  endsAtMs: z.number().int().nonnegative(),
});

/** A key with what became of it. */
export interface KeyState {
  readonly record: KeyRecord;
  readonly revokedAtMs: number | null;
  readonly replacedBy: KeyId | null;
  /** The earlier of its expiry and the end of a rotation's overlap; null: neither. */
  readonly endsAtMs: number | null;
}

export type KeyStatus = 'active' | 'rotated' | 'expired' | 'revoked';

/** Whether a key is accepted ('active', 'rotated') at a time. */
export function statusOf(state: KeyState, nowMs: number): KeyStatus {
  if (state.revokedAtMs !== null) return 'revoked';
  if (state.endsAtMs !== null && state.endsAtMs <= nowMs) return 'expired';
  return state.replacedBy === null ? 'active' : 'rotated';
}

/** 256 random bits: nobody guesses them, so the hash needs no salt and no slowness (those protect what people choose). */
const secretBytes = 32;

export interface NewSecret {
  readonly id: KeyId;
  /** Shown once. */
  readonly key: string;
  readonly secretHash: Sha256;
}

/** A key that nobody has. */
export function mintKey(): NewSecret {
  const id = keyIdSchema.parse(randomBytes(6).toString('hex'));
  const secret = randomBytes(secretBytes).toString('hex');
  return { id, key: `ag_${id}_${secret}`, secretHash: hashOf(id, secret) };
}

export interface PresentedKey {
  readonly id: KeyId;
  readonly secretHash: Sha256;
}

/** null: not of our form, so no key of ours. */
export function parseKey(text: string): PresentedKey | null {
  const [, id, secret] = /^ag_([0-9a-f]{12})_([0-9a-f]{64})$/.exec(text) ?? [];
  if (id === undefined || secret === undefined) return null;
  const keyId = keyIdSchema.parse(id);
  return { id: keyId, secretHash: hashOf(keyId, secret) };
}

/** True if the secret is that of the record; takes equally long wherever they differ. */
export function isSameSecret(presented: Sha256, kept: Sha256): boolean {
  return timingSafeEqual(Buffer.from(presented, 'hex'), Buffer.from(kept, 'hex'));
}

/** The id is hashed with it, so that a record's hash cannot be moved under another id. */
function hashOf(id: KeyId, secret: string): Sha256 {
  return sha256Schema.parse(createHash('sha256').update(`antigraph.api-key/1:${id}:${secret}`).digest('hex'));
}
