/**
 * Reads the audit log back and tells whether it is as it was written. Found: a block edited, removed, inserted or moved; the end of a
 * chain, or a whole chain, removed after another writer had seen it (they look every five minutes, and as they start) or after its head was noted
 * elsewhere. Not found without such a note: the newest blocks cut off before anybody saw them, and a store that is rewritten as a
 * whole, all hashes anew, by whoever can write to it.
 */
import type { DocumentStore } from '../../pipeline/ports.js';
import { type Sha256, sha256 } from '../../schemas/canonical.js';
import {
  type AuditBlock,
  type AuditEntry,
  type AuditHead,
  auditBlockSchema,
  auditRoot,
  type BlockPlace,
  blockName,
  placeOf,
} from './audit-record.js';

export interface AuditProblem {
  /** Name of the document, or the writer where one is missing. */
  readonly where: string;
  readonly problem: string;
}

export interface AuditReport {
  readonly blocks: number;
  readonly entries: number;
  /** The last block of every writer: noted elsewhere, they prove later that nothing before them changed. */
  readonly heads: readonly AuditHead[];
  readonly problems: readonly AuditProblem[];
}

/** Blocks asked for at once: a store far away answers many in the time of one. */
const readAtOnce = 32;

/** Checks every chain against itself, against what other chains saw of it, and against heads noted elsewhere. */
export async function verifyAuditLog(
  documents: DocumentStore,
  noted: readonly AuditHead[] = [],
): Promise<AuditReport> {
  const problems: AuditProblem[] = [];
  const { chains, strangers } = await chainsOf(documents);
  for (const name of strangers) problems.push({ where: name, problem: 'is no block of the log' });
  const hashes = new Map<string, readonly Sha256[]>();
  const claims: { readonly by: string; readonly head: AuditHead }[] = noted.map((head) => ({
    by: 'a note kept elsewhere',
    head,
  }));
  let [blocks, entries] = [0, 0];
  for (const [writer, places] of chains) {
    const chain = chainCheck();
    for await (const { place, text } of texts(documents, places)) {
      const { block, problem } = chain.next(place, text);
      if (problem !== null) problems.push({ where: place.name, problem });
      if (block === null) continue;
      blocks += 1;
      entries += block.entries.length;
      claims.push(...block.witnessed.map((head) => ({ by: place.name, head })));
    }
    hashes.set(writer, chain.hashes());
  }
  for (const { by, head } of claims) {
    const found = hashes.get(head.writer)?.[head.sequence - 1];
    if (found === head.hash) continue;
    const fate = found === undefined ? 'is missing' : 'is another than the one that was seen';
    problems.push({ where: head.writer, problem: `block ${head.sequence}, seen by ${by}, ${fate}` });
  }
  return { blocks, entries, heads: headsOf(hashes), problems };
}

/** All entries in order of time; those of one instant by writer. */
export async function auditEntries(
  documents: DocumentStore,
  isWanted: (entry: AuditEntry) => boolean,
): Promise<readonly AuditEntry[]> {
  const { chains } = await chainsOf(documents);
  const found: AuditEntry[] = [];
  for (const [, places] of chains)
    for await (const { text } of texts(documents, places))
      found.push(...(parse(text)?.entries ?? []).filter(isWanted));
  // Stable: what one writer wrote stays in its order.
  return found.sort((a, b) => a.atMs - b.atMs);
}

async function chainsOf(documents: DocumentStore) {
  const chains = new Map<string, BlockPlace[]>();
  const strangers: string[] = [];
  for (const name of await documents.list(auditRoot)) {
    const place = placeOf(name);
    if (place === null) {
      strangers.push(name);
      continue;
    }
    const places = chains.get(place.writer);
    if (places === undefined) chains.set(place.writer, [place]);
    else places.push(place);
  }
  const sorted = [...chains].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, places] of sorted) places.sort((a, b) => a.sequence - b.sequence);
  return { chains: sorted, strangers };
}

async function* texts(documents: DocumentStore, places: readonly BlockPlace[]) {
  for (let start = 0; start < places.length; start += readAtOnce) {
    const batch = places.slice(start, start + readAtOnce);
    const read = await Promise.all(
      batch.map(async (place) => ({ place, text: await documents.get(place.name) })),
    );
    yield* read;
  }
}

function parse(text: string | null): AuditBlock | null {
  if (text === null) return null;
  try {
    return auditBlockSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Follows one chain from its first block. */
function chainCheck() {
  const hashes: Sha256[] = [];
  let previous: Sha256 | null = null;
  let expected = 1;
  return {
    hashes: () => hashes,
    next: (place: BlockPlace, text: string | null) => {
      const block = parse(text);
      const problem = problemOf({ place, text, block, expected, previous });
      previous = text === null ? null : sha256(text);
      if (previous !== null) hashes[place.sequence - 1] = previous;
      expected = place.sequence + 1;
      return { block, problem };
    },
  };
}

function problemOf(link: {
  readonly place: BlockPlace;
  readonly text: string | null;
  readonly block: AuditBlock | null;
  readonly expected: number;
  readonly previous: Sha256 | null;
}): string | null {
  const { place, text, block, expected, previous } = link;
  if (text === null) return 'was removed while it was read';
  if (block === null) return 'cannot be read as a block';
  if (place.sequence > expected)
    return `follows block ${expected - 1}: ${place.sequence - expected} between them are missing`;
  if (place.sequence < expected) return 'stands there twice';
  if (blockName(block) !== place.name) return 'was moved: it says of itself that it is another block';
  if (block.previous !== previous)
    return 'does not follow from the block before it: one of the two was edited';
  return null;
}

function headsOf(hashes: ReadonlyMap<string, readonly Sha256[]>): readonly AuditHead[] {
  return [...hashes].flatMap(([writer, chain]) => {
    const hash = chain.at(-1);
    return hash === undefined ? [] : [{ writer, sequence: chain.length, hash }];
  });
}
