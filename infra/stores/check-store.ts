import { randomUUID } from 'node:crypto';
import { AntigraphError } from '../../schemas/errors.js';
import { locationText, openArtifactStore, openServiceStore, type StoreLocation } from './store-location.js';

/**
 * Does once what a run does to a store: prepares an object, puts a record that may be put only once, reads and removes it. Leaves
 * nothing; gives the number of runs there. @throws STORE_UNAVAILABLE
 */
export async function checkStore(location: StoreLocation): Promise<number> {
  const store = await openArtifactStore(location);
  const writer = await store.createObject();
  writer.write(Buffer.from('antigraph doctor'));
  await writer.discard();
  const { documents } = await openServiceStore(location);
  const name = `doctor/${randomUUID()}`;
  try {
    const answers = [await documents.put(name, 'first'), await documents.put(name, 'second')];
    if (answers.join() !== 'created,exists' || (await documents.get(name)) !== 'first') throw unfit(location);
  } finally {
    await documents.remove(name);
  }
  return (await store.listRuns()).length;
}

function unfit(location: StoreLocation): AntigraphError {
  return new AntigraphError(
    'STORE_UNAVAILABLE',
    `the server of ${locationText(location)} overwrites what may be put only once: two workers could undo each other's work`,
    {
      fix: 'Use AWS S3 or a server that honours If-None-Match: * on puts; some need a newer version or a setting for it.',
    },
  );
}
