/** The folder that holds what was downloaded: how much of it is kept, and where it is written before it is whole. */
import { randomBytes } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AntigraphError } from '../../../schemas/errors.js';
import { makeScratch } from '../scratch.js';
import { entries } from '../store-files.js';

/** Room is made down to this share of the bound, so that it is not made for every object. */
const keptShare = 0.9;
/** The folder is looked through again once this share of the bound has been added. */
const addedShare = 0.05;
/** What nobody has read for this long goes, however little it is: a patient deleted from another machine must not lie here for ever. */
const unusedMs = 24 * 60 * 60 * 1000;
/** What is being written is whole long before this; else its writer is dead, on a machine we cannot ask. */
const abandonedMs = 24 * 60 * 60 * 1000;

interface CachedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly usedAtMs: number;
}

/** Shared by all stores of a machine and by all processes: each may remove any file at any time, and readers hold theirs open. */
export class CacheFolder {
  readonly folder: string;
  readonly #sizeBytes: number;
  #scratch: Promise<string> | null = null;
  #addedBytes = Number.POSITIVE_INFINITY;
  #sweeping: Promise<void> | null = null;

  constructor(options: { readonly folder: string; readonly sizeBytes: number }) {
    this.folder = options.folder;
    this.#sizeBytes = options.sizeBytes;
  }

  /** A path in the folder that no other process writes to. @throws STORE_UNAVAILABLE */
  async temporaryPath(): Promise<string> {
    this.#scratch ??= this.#makeScratch();
    return join(await this.#scratch, randomBytes(12).toString('hex'));
  }

  /** Said of every file that was added; makes room when there is too little. */
  async added(sizeBytes: number): Promise<void> {
    this.#addedBytes += sizeBytes;
    if (this.#addedBytes < this.#sizeBytes * addedShare) return;
    this.#addedBytes = 0;
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = null;
    });
    await this.#sweeping;
  }

  /** What the cache's file system refuses. */
  unavailable(cause: unknown): AntigraphError {
    if (cause instanceof AntigraphError) return cause;
    return new AntigraphError(
      'STORE_UNAVAILABLE',
      `the local cache of the store at ${this.folder} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        fix: 'Name a folder you may write to with ANTIGRAPH_S3_CACHE, and check the free space there; ANTIGRAPH_S3_CACHE_MB bounds it.',
        details: { reason: 'cache' },
        cause,
      },
    );
  }

  async #makeScratch(): Promise<string> {
    try {
      // Patients' content: nobody else on the machine is to read it.
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      return await makeScratch(this.folder);
    } catch (cause) {
      this.#scratch = null;
      throw this.unavailable(cause instanceof AntigraphError ? cause.cause : cause);
    }
  }

  /** Least recently used first, until the bound is kept. */
  async #sweep(): Promise<void> {
    const now = Date.now();
    const files = (await this.#files('objects')).sort((a, b) => a.usedAtMs - b.usedAtMs);
    let total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const bound = total > this.#sizeBytes ? this.#sizeBytes * keptShare : this.#sizeBytes;
    for (const { path, sizeBytes, usedAtMs } of files) {
      if (total <= bound && now - usedAtMs < unusedMs) break;
      await rm(path, { force: true });
      total -= sizeBytes;
    }
    for (const { path, usedAtMs } of await this.#files('tmp'))
      if (now - usedAtMs > abandonedMs) await rm(path, { force: true });
  }

  /** Files two folders below: objects/<store>/<sha256>, tmp/<process>/<name>. */
  async #files(kind: 'objects' | 'tmp'): Promise<CachedFile[]> {
    const files: CachedFile[] = [];
    const top = join(this.folder, kind);
    for (const group of await entries(top)) {
      for (const { name } of await entries(join(top, group.name))) {
        const path = join(top, group.name, name);
        // Another process may just have removed it.
        const found = await stat(path).catch(() => null);
        if (found?.isFile()) {
          const usedAtMs = Math.max(found.atimeMs, found.mtimeMs);
          files.push({ path, sizeBytes: found.size, usedAtMs });
        }
      }
    }
    return files;
  }
}
