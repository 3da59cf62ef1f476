/** The tenant's runs by the time they were handed in, latest first: `index/<9999999999999 - ms>.<run>`. It only points at runs. */
import type { DocumentStore } from '../../../pipeline/ports.js';
import { type RunId, runIdSchema } from '../../../schemas/tasks.js';

const folder = 'index/';
/** Sorts the latest first; enough digits for the year 2286. */
const largestMs = 9_999_999_999_999;
export const placePattern = /^index\/\d{13}\.run-[0-9a-f]{16}$/;

export interface IndexEntry {
  readonly name: string;
  readonly run: RunId;
  readonly submittedAtMs: number;
}

function nameOf(run: RunId, submittedAtMs: number): string {
  return `${folder}${String(largestMs - submittedAtMs).padStart(13, '0')}.${run}`;
}

/** Put before the journal is: an entry of a run that was never accepted is passed over, a run without an entry would not be found. */
export async function addToIndex(documents: DocumentStore, run: RunId, submittedAtMs: number): Promise<void> {
  await documents.put(nameOf(run, submittedAtMs), '{}');
}

/** Takes an attempt's entry away. */
export async function removeFromIndex(
  documents: DocumentStore,
  run: RunId,
  submittedAtMs: number,
): Promise<void> {
  await documents.remove(nameOf(run, submittedAtMs));
}

/** Entries after a place, latest submission first. */
export async function indexPage(
  documents: DocumentStore,
  page: { readonly after?: string; readonly limit: number },
): Promise<readonly IndexEntry[]> {
  const names = await documents.list(folder, page);
  return names.flatMap((name) => {
    const [, time, run] = /^index\/(\d{13})\.(run-[0-9a-f]{16})$/.exec(name) ?? [];
    if (time === undefined) return [];
    return [{ name, run: runIdSchema.parse(run), submittedAtMs: largestMs - Number(time) }];
  });
}
