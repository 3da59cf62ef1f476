import { childrenOf, pageOf, type TextFiles } from './text-files.js';

/** TextFiles in memory. */
export function memoryTexts(): TextFiles {
  const texts = new Map<string, string>();
  return {
    async putOnce(path, text, isAcceptable) {
      const existing = texts.get(path);
      if (existing !== undefined && isAcceptable(existing)) return 'exists';
      texts.set(path, text);
      return 'created';
    },
    get: async (path) => texts.get(path) ?? null,
    children: async (folder) => childrenOf(folder, texts.keys()),
    async list(folder, page = {}) {
      const below = [...texts.keys()].filter((path) => path.startsWith(`${folder}/`));
      return pageOf(below.sort(), page);
    },
    async remove(path) {
      texts.delete(path);
    },
    async erase(paths) {
      for (const path of paths) texts.delete(path);
    },
  };
}
