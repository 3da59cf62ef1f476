import type { ArtifactStore } from '../../pipeline/ports.js';
import type { RunRecord } from '../../schemas/tasks.js';
import { runDocumentsFolder } from './documents.js';
import { inParallel } from './in-parallel.js';
import type { ObjectShelf } from './object-shelf.js';
import { deletable, namedBy } from './reachability.js';
import { manifestPath, type RunRecords, recordPath, runFolder, runRecords } from './run-records.js';
import type { TextFiles } from './text-files.js';

/** ArtifactStore of content and of records, each kept as the storage at hand keeps it. */
export function artifactStore(objects: ObjectShelf, texts: TextFiles): ArtifactStore {
  const records = runRecords(texts);
  return {
    createObject: () => objects.createObject(),
    verifyObject: (digest) => objects.verifyObject(digest),
    openObject: (digest) => objects.openObject(digest),
    putManifest: (manifest) => records.putManifest(manifest),
    getManifest: (key) => records.getManifest(key),
    putRun: (record) => records.putRun(record),
    getRun: (id) => records.getRun(id),
    listRuns: () => records.listRuns(),
    putRunEvents: (id, attempt, events) => records.putRunEvents(id, attempt, events),
    listRunEvents: (id) => records.listRunEvents(id),
    async deleteRun(id) {
      const record = await records.getRun(id);
      return record === null ? null : deleteRun(record, { objects, texts, records });
    },
  };
}

async function deleteRun(
  record: RunRecord,
  {
    objects,
    texts,
    records,
  }: { readonly objects: ObjectShelf; readonly texts: TextFiles; readonly records: RunRecords },
): Promise<{ taskCount: number; objectCount: number; sizeBytes: number }> {
  // Before the manifests are read: an object listed here and named by none of them was not waiting for its manifest.
  const settled = await objects.listSettled();
  const otherIds = (await records.listRuns()).filter((id) => id !== record.id);
  const others = (await inParallel(otherIds, (id) => records.getRun(id))).flatMap((other) => other ?? []);
  const manifests = await records.listManifests();
  const { tasks, objects: own } = deletable(record, others, manifests);
  const named = namedBy(others, manifests);
  // What no manifest and no other run names: what a killed run wrote before it could say so.
  const doomed = [...new Set([...own, ...settled.filter((digest) => !named.has(digest))])];
  await texts.erase(tasks.map(manifestPath));
  const sizeBytes = await objects.erase(doomed);
  const last = recordPath(record.id);
  const paths = [
    ...(await texts.list(runDocumentsFolder(record.id))),
    ...(await texts.list(runFolder(record.id))),
  ];
  await texts.erase(paths.filter((path) => path !== last));
  // The record goes last: a deletion that is cut short can be asked for again.
  await texts.erase([last]);
  return { taskCount: tasks.length, objectCount: doomed.length, sizeBytes };
}
