import { createHash } from 'node:crypto';
import { z } from 'zod';

export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand('Sha256');
/** Lower-case hex SHA-256. */
export type Sha256 = z.infer<typeof sha256Schema>;

export function sha256(content: string | Uint8Array): Sha256 {
  return sha256Schema.parse(createHash('sha256').update(content).digest('hex'));
}

/**
 * JSON with object keys sorted and no blanks: equal values give equal bytes (the subset of RFC 8785 that our values use;
 * numbers are printed by ECMAScript's own rule, as there). undefined members are dropped.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (member === null || typeof member !== 'object' || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}
