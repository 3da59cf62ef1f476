import type { DocumentStore } from '../../pipeline/ports.js';
import { defect } from '../../schemas/errors.js';
import type { TextFiles } from './text-files.js';

/** Folder of the documents below a store's root: a name can never be that of a record or an object. */
const folder = 'documents';

/** DocumentStore on any TextFiles. */
export function documentStore(texts: TextFiles): DocumentStore {
  const pathOf = (name: string): string => `${folder}/${checkedName(name)}`;
  return {
    put: async (name, text) => texts.putOnce(pathOf(name), text, () => true),
    get: async (name) => texts.get(pathOf(name)),
    async list(prefix, { after, limit } = {}) {
      if (!prefix.endsWith('/')) throw defect(`'${prefix}' names no folder of documents`);
      const below = pathOf(prefix.slice(0, -1));
      const paths = await texts.list(below, {
        ...(after === undefined ? {} : { after: `${folder}/${after}` }),
        ...(limit === undefined ? {} : { limit }),
      });
      return paths.map((path) => path.slice(folder.length + 1));
    },
    remove: async (name) => texts.remove(pathOf(name)),
  };
}

/** Below the store's root: where a run's documents lie, which go with it. */
export function runDocumentsFolder(run: string): string {
  return `${folder}/runs/${run}`;
}

/** Letters, digits, '.', '-', '_' in each part, and no part of dots alone: a name can lead nowhere else. */
function checkedName(name: string): string {
  if (name.split('/').every((part) => /^[A-Za-z0-9._-]+$/.test(part) && !/^\.+$/.test(part))) return name;
  throw defect('a name of a document has parts that are not letters, digits, dots, - and _');
}
