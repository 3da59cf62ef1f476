/** Small file-system steps of the store: what is absent is an answer, everything else an error. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { AntigraphError } from '../../schemas/errors.js';

/** What changes when a file is written to; null: there is no such file. */
export async function fingerprint(path: string): Promise<string | null> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return `${size}:${mtimeMs}:${ino}`;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  }
}

/** The error of a store that the file system refuses. */
export function unavailable(root: string, cause: unknown): AntigraphError {
  return new AntigraphError(
    'STORE_UNAVAILABLE',
    `the store at ${root} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      fix: 'Name a folder you may write to with --store DIR or ANTIGRAPH_STORE, and check the free space there.',
      cause,
    },
  );
}

export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** What a folder holds, [] where there is none. */
export async function entries(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return [];
    throw error;
  }
}
