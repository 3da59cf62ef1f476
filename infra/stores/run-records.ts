/** Manifests, run records and event logs on any TextFiles: tasks/<key>.json, runs/<id>/record.json, runs/<id>/events/<attempt>.ndjson. */
import type { ArtifactStore } from '../../pipeline/ports.js';
import { canonicalJson } from '../../schemas/canonical.js';
import {
  type Manifest,
  manifestSchema,
  type RunId,
  type RunRecord,
  runIdSchema,
  runRecordSchema,
  type TaskKey,
  taskKeySchema,
} from '../../schemas/tasks.js';
import { inParallel } from './in-parallel.js';
import type { TextFiles } from './text-files.js';

export interface RunRecords
  extends Pick<
    ArtifactStore,
    'putManifest' | 'getManifest' | 'putRun' | 'getRun' | 'listRuns' | 'putRunEvents' | 'listRunEvents'
  > {
  /** Every manifest that can be read. */
  listManifests(): Promise<readonly Manifest[]>;
}

export function manifestPath(key: TaskKey): string {
  return `tasks/${key}.json`;
}

export function runFolder(id: RunId): string {
  return `runs/${id}`;
}

export function recordPath(id: RunId): string {
  return `${runFolder(id)}/record.json`;
}

/** The records of a store. */
export function runRecords(texts: TextFiles): RunRecords {
  const getManifest = async (key: TaskKey) => parseManifest(key, await texts.get(manifestPath(key)));
  const eventsFolder = (id: RunId) => `${runFolder(id)}/events`;
  return {
    putManifest: (manifest) =>
      texts.putOnce(
        manifestPath(manifest.key),
        canonicalJson(manifest),
        (existing) => parseManifest(manifest.key, existing) !== null,
      ),
    getManifest,
    async putRun(record) {
      await texts.putOnce(recordPath(record.id), canonicalJson(record), (existing) =>
        isAsComplete(parseRecord(existing), record),
      );
    },
    getRun: async (id) => parseRecord(await texts.get(recordPath(id))),
    async listRuns() {
      const ids = (await texts.children('runs')).map((name) => runIdSchema.safeParse(name));
      return ids.flatMap((id) => (id.success ? [id.data] : []));
    },
    async putRunEvents(id, attempt, events) {
      await texts.putOnce(`${eventsFolder(id)}/${attempt}.ndjson`, events, () => true);
    },
    async listRunEvents(id) {
      const names = await texts.children(eventsFolder(id));
      const logs = await inParallel(names, async (name) => ({
        attempt: name.replace(/\.ndjson$/, ''),
        events: await texts.get(`${eventsFolder(id)}/${name}`),
      }));
      return logs.flatMap(({ attempt, events }) => (events === null ? [] : [{ attempt, events }]));
    },
    async listManifests() {
      const keys = (await texts.children('tasks')).map((name) =>
        taskKeySchema.safeParse(name.replace(/\.json$/, '')),
      );
      const manifests = await inParallel(keys, async (key) =>
        key.success ? await getManifest(key.data) : null,
      );
      return manifests.flatMap((manifest) => (manifest === null ? [] : [manifest]));
    },
  };
}

function parseManifest(key: TaskKey, text: string | null): Manifest | null {
  const parsed = manifestSchema.safeParse(parseJson(text));
  return parsed.success && parsed.data.key === key ? parsed.data : null;
}

function parseRecord(text: string | null): RunRecord | null {
  const parsed = runRecordSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

/** A record with tasks stays, unless other versions of the stages have made other tasks of the same request. */
function isAsComplete(existing: RunRecord | null, record: RunRecord): boolean {
  if (existing === null || record.tasks.length === 0) return existing !== null;
  return canonicalJson(existing.tasks) === canonicalJson(record.tasks);
}

/** undefined: none, or not JSON (a torn write). */
function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
