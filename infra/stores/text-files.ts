/** What records, manifests and documents are kept in: small texts by path below a store's root, whole or not there at all. */
export interface TextFiles {
  /**
   * Conditional put: the text that is there stays, unless `isAcceptable` refuses it; then it is replaced.
   * @throws STORE_UNAVAILABLE
   */
  putOnce(
    path: string,
    text: string,
    isAcceptable: (existing: string) => boolean,
  ): Promise<'created' | 'exists'>;
  get(path: string): Promise<string | null>;
  /** Names of what lies directly in a folder, texts and folders alike, sorted. */
  children(folder: string): Promise<readonly string[]>;
  /** Paths of all texts below a folder however deep, sorted by code units: at most `limit`, after the path `after`. */
  list(folder: string, page?: Page): Promise<readonly string[]>;
  remove(path: string): Promise<void>;
  /** Removes texts for good: with every earlier version that the storage keeps. */
  erase(paths: readonly string[]): Promise<void>;
}

export interface Page {
  readonly after?: string;
  readonly limit?: number;
}

/** The page of a whole sorted listing. */
export function pageOf(sorted: readonly string[], page: Page): readonly string[] {
  const { after, limit = Number.POSITIVE_INFINITY } = page;
  return sorted.filter((path) => after === undefined || path > after).slice(0, limit);
}

/** Names directly below a folder, from all paths below it. */
export function childrenOf(folder: string, paths: Iterable<string>): readonly string[] {
  const start = folder.length + 1;
  const names = new Set<string>();
  for (const path of paths) {
    if (!path.startsWith(`${folder}/`)) continue;
    const end = path.indexOf('/', start);
    names.add(end === -1 ? path.slice(start) : path.slice(start, end));
  }
  return [...names].sort();
}

/** The texts of one folder as a place of their own. */
export function textsBelow(texts: TextFiles, folder: string): TextFiles {
  const below = (path: string): string => `${folder}/${path}`;
  return {
    putOnce: (path, text, isAcceptable) => texts.putOnce(below(path), text, isAcceptable),
    get: (path) => texts.get(below(path)),
    children: (path) => texts.children(below(path)),
    async list(path, { after, limit } = {}) {
      const paths = await texts.list(below(path), {
        ...(after === undefined ? {} : { after: below(after) }),
        ...(limit === undefined ? {} : { limit }),
      });
      return paths.map((found) => found.slice(folder.length + 1));
    },
    remove: (path) => texts.remove(below(path)),
    erase: (paths) => texts.erase(paths.map(below)),
  };
}
