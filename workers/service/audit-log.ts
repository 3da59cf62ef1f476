/**
 * Append-only log of who did what to which run. Every process writes a chain of its own, since two cannot append to one chain of a store
 * that only knows "put if absent" without waiting for each other; chains see each other's heads now and then, which ties them together.
 */
import { randomBytes } from 'node:crypto';
import type { DocumentStore } from '../../pipeline/ports.js';
import { canonicalJson, type Sha256, sha256 } from '../../schemas/canonical.js';
import { defect } from '../../schemas/errors.js';
import {
  type AuditBlock,
  type AuditEntry,
  type AuditHead,
  auditRoot,
  type BlockPlace,
  blockName,
  dayOf,
  placeOf,
} from './audit-record.js';

export type AuditWish = Omit<AuditEntry, 'atMs' | 'run' | 'subject'> &
  Partial<Pick<AuditEntry, 'run' | 'subject'>>;

export interface AuditLog {
  /** Resolves when the entry is in the store; answer nobody before. @throws STORE_UNAVAILABLE */
  append(entry: AuditWish): Promise<void>;
}

const dayMs = 86_400_000;
/** Between two looks at the others' heads: what is cut off a chain within this time is not missed by them. A look lists two days of blocks. */
const witnessEveryMs = 300_000;
/** A block larger than this would make an append wait for others' text. */
const mostEntriesPerBlock = 500;

interface Waiting {
  readonly entry: AuditEntry;
  readonly done: () => void;
  readonly failed: (cause: unknown) => void;
}

interface Chain {
  readonly head: { readonly sequence: number; readonly hash: Sha256 | null };
  /** A put of which it is not known whether it reached the store. */
  readonly uncertain: AuditBlock | null;
}

/** The log of one process. Entries that come while one block is on its way go together into the next. */
export function auditLog(documents: DocumentStore, now: () => number = Date.now): AuditLog {
  const writer = `${String(now()).padStart(13, '0')}-${randomBytes(8).toString('hex')}`;
  let chain: Chain = { head: { sequence: 0, hash: null }, uncertain: null };
  let lookedAtMs: number | null = null;
  let seen: readonly AuditHead[] = [];
  let waiting: Waiting[] = [];
  let isWriting = false;

  const put = async (block: AuditBlock): Promise<void> => {
    const text = canonicalJson(block);
    chain = { ...chain, uncertain: block };
    const outcome = await documents.put(blockName(block), text);
    // Ours, if an earlier answer to the same put was lost on its way.
    if (outcome === 'exists' && (await documents.get(blockName(block))) !== text)
      throw defect('another writer used this audit chain', { writer });
    chain = { ...chain, uncertain: null, head: { sequence: block.sequence, hash: sha256(text) } };
  };

  const look = async (): Promise<void> => {
    seen = await headsOfOthers(documents, writer, now());
  };

  /** The first block waits for the look, so that even a process that writes one block bears witness; later ones take what is there. */
  const witness = async (): Promise<readonly AuditHead[]> => {
    const isDue = lookedAtMs === null || now() - lookedAtMs >= witnessEveryMs;
    if (lookedAtMs === null) await look();
    else if (isDue)
      // The log goes on without: the next look is as good.
      look().catch(() => {});
    if (isDue) lookedAtMs = now();
    const heads = seen;
    seen = [];
    return heads;
  };

  const writeBlock = async (entries: readonly AuditEntry[]): Promise<void> => {
    if (chain.uncertain !== null) await put(chain.uncertain);
    const witnessed = await witness();
    await put({
      schema: 'antigraph.audit/1',
      writer,
      sequence: chain.head.sequence + 1,
      previous: chain.head.hash,
      atMs: now(),
      entries: [...entries],
      witnessed: [...witnessed],
    });
  };

  const drain = async (): Promise<void> => {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostEntriesPerBlock);
      waiting = waiting.slice(batch.length);
      try {
        await writeBlock(batch.map(({ entry }) => entry));
        for (const { done } of batch) done();
      } catch (cause) {
        for (const { failed } of batch) failed(cause);
      }
    }
    isWriting = false;
  };

  return {
    append: ({ run = null, subject = null, ...rest }) =>
      new Promise((done, failed) => {
        waiting.push({ entry: { atMs: now(), ...rest, run, subject }, done, failed });
        void drain();
      }),
  };
}

/** Of those that wrote yesterday or today: older ones were witnessed by these. */
async function headsOfOthers(
  documents: DocumentStore,
  writer: string,
  nowMs: number,
): Promise<readonly AuditHead[]> {
  const names = await documents.list(auditRoot, { after: `${auditRoot}${dayOf(nowMs - dayMs)}/` });
  const last = new Map<string, BlockPlace>();
  for (const name of names) {
    const place = placeOf(name);
    if (place === null || place.writer === writer) continue;
    const known = last.get(place.writer);
    if (known === undefined || known.sequence < place.sequence) last.set(place.writer, place);
  }
  const heads: AuditHead[] = [];
  for (const place of last.values()) {
    const text = await documents.get(place.name);
    if (text !== null) heads.push({ writer: place.writer, sequence: place.sequence, hash: sha256(text) });
  }
  return heads;
}
