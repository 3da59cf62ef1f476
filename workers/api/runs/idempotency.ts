/** Idempotency keys: the first submission under a key is kept, so that one that is sent again does not start another run. */
import { z } from 'zod';
import type { DocumentStore } from '../../../pipeline/ports.js';
import { sha256, sha256Schema } from '../../../schemas/canonical.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { runIdSchema } from '../../../schemas/tasks.js';

const claimSchema = z.object({
  schema: z.literal('antigraph.idempotency/1'),
  bodyHash: sha256Schema,
  run: runIdSchema,
  /** Attempts that the run had before: a later one is this submission's. */
  attemptsBefore: z.number().int().nonnegative(),
});
export type Claim = Omit<z.infer<typeof claimSchema>, 'schema'>;

/** Visible ASCII, as the draft's structured string holds (draft-ietf-httpapi-idempotency-key-header-07 §2.1), with or without its quotes. */
export const idempotencyKeySchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x21-\x7e]+$/);

/** null: the key is new. @throws IDEMPOTENCY_KEY_REUSED where the same key came with another body */
export async function claimOf(
  documents: DocumentStore,
  key: string,
  bodyHash: string,
): Promise<Claim | null> {
  const text = await documents.get(nameOf(key));
  if (text === null) return null;
  const claim = claimSchema.parse(JSON.parse(text));
  if (claim.bodyHash === bodyHash) return claim;
  throw new AntigraphError(
    'IDEMPOTENCY_KEY_REUSED',
    'this Idempotency-Key was used before, with another body',
    { fix: 'Make a new key for each submission; send the same key only with the very same body.' },
  );
}

/** Claims the key; gives the claim that stands. @throws IDEMPOTENCY_KEY_REUSED */
export async function claim(documents: DocumentStore, key: string, wanted: Claim): Promise<Claim> {
  const text = JSON.stringify({ schema: 'antigraph.idempotency/1', ...wanted });
  if ((await documents.put(nameOf(key), text)) === 'created') return wanted;
  return (await claimOf(documents, key, wanted.bodyHash)) ?? wanted;
}

/** Hashed, because a key may hold any character, and whatever its maker put into it. */
function nameOf(key: string): string {
  return `idempotency/${sha256(key)}.json`;
}
