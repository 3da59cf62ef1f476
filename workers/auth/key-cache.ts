import type { KeyId, KeyState } from './api-key.js';

/** How long a revoked key may still open: the price of not reading the store at every request. */
const lifeMs = 3000;
/** Ids of strangers fill it as well; beyond this the oldest are forgotten. */
const mostEntries = 10_000;

interface Entry {
  readonly state: Promise<KeyState | null>;
  readonly readAtMs: number;
}

/** Remembers what was found for a few seconds; several requests at once read once, and a failed read is not remembered. */
export function cachedLookup(
  find: (id: KeyId) => Promise<KeyState | null>,
  now: () => number,
): (id: KeyId) => Promise<KeyState | null> {
  const entries = new Map<KeyId, Entry>();
  return (id) => {
    const known = entries.get(id);
    if (known !== undefined && now() - known.readAtMs < lifeMs) return known.state;
    const entry = { state: find(id), readAtMs: now() };
    // Deleted first, so that the map's order is that of the reads.
    entries.delete(id);
    entries.set(id, entry);
    entry.state.catch(() => {
      if (entries.get(id) === entry) entries.delete(id);
    });
    const [oldest] = entries.keys();
    if (entries.size > mostEntries && oldest !== undefined) entries.delete(oldest);
    return entry.state;
  };
}
