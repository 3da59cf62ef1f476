import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeScratch } from './scratch.js';
import { entries, isErrno, unavailable } from './store-files.js';
import { pageOf, type TextFiles } from './text-files.js';

/**
 * TextFiles in a folder. A text is written under tmp/ and linked into place, which fails if one is there: the conditional put.
 * `scratch` gives the folder for what is being written.
 */
export function folderTexts(root: string, scratch: () => Promise<string> = scratchOf(root)): TextFiles {
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw unavailable(root, error);
    }
  };
  const get = async (path: string): Promise<string | null> => {
    try {
      return await readFile(join(root, path), 'utf8');
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return null;
      throw unavailable(root, error);
    }
  };
  return {
    async putOnce(path, text, isAcceptable) {
      const target = join(root, path);
      const temporary = join(await scratch(), randomBytes(12).toString('hex'));
      return attempt(async () => {
        try {
          await writeFile(temporary, text);
          return await place(temporary, target, async () => isAcceptable((await get(path)) ?? ''));
        } finally {
          await rm(temporary, { force: true });
        }
      });
    },
    get,
    children: (folder) =>
      attempt(async () => (await entries(join(root, folder))).map(({ name }) => name).sort()),
    list: (folder, page = {}) => attempt(async () => pageOf((await pathsBelow(root, folder)).sort(), page)),
    remove: (path) => attempt(() => removeFile(root, path)),
    erase: (paths) =>
      attempt(async () => {
        for (const path of paths) await removeFile(root, path);
      }),
  };
}

/** The folder for what a process is writing, made when it is first asked for. */
export function scratchOf(root: string): () => Promise<string> {
  let scratch: Promise<string> | null = null;
  return () => {
    scratch ??= makeScratch(root);
    return scratch;
  };
}

/** How often a folder may vanish between being made and being used: each time another process has removed its last file. */
const folderAttempts = 20;

async function place(
  temporary: string,
  target: string,
  isAcceptable: () => Promise<boolean>,
): Promise<'created' | 'exists'> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await mkdir(dirname(target), { recursive: true });
      await link(temporary, target);
      return 'created';
    } catch (error) {
      if (isErrno(error, 'ENOENT') && attempt < folderAttempts) continue;
      if (!isErrno(error, 'EEXIST')) throw error;
      if (await isAcceptable()) return 'exists';
      await rename(temporary, target);
      return 'created';
    }
  }
}

async function pathsBelow(root: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await entries(join(root, folder))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) paths.push(...(await pathsBelow(root, path)));
    else paths.push(path);
  }
  return paths;
}

/** Removes the file and the folders that are empty then: an empty folder would look like a run or a tenant. */
async function removeFile(root: string, path: string): Promise<void> {
  await rm(join(root, path), { force: true });
  try {
    for (let folder = dirname(path); folder !== '.' && folder !== '/'; folder = dirname(folder))
      await rmdir(join(root, folder));
  } catch {
    // Not empty, or gone already: both are as wanted.
  }
}
