import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { mkdir, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sha256 } from '../../../schemas/canonical.js';
import type { ByteSource } from '../../../schemas/stage.js';
import { isErrno } from '../store-files.js';
import type { CacheFolder } from './cache-folder.js';

const chunkBytes = 1 << 18;

/** An open file: it can be read to its end though another process makes room and removes it. */
interface OpenFile {
  readonly descriptor: number;
  readonly sizeBytes: number;
}

/** A source has no end that somebody tells: its file is closed when nothing refers to it any more. */
const closing = new FinalizationRegistry((descriptor: number) => closeSync(descriptor));

/** Content of one store (a prefix of a bucket) on the local disk, by digest. Stores see nothing of each other. */
export class ObjectCache {
  readonly #cache: CacheFolder;
  readonly #folder: string;
  readonly #open = new Map<Sha256, WeakRef<OpenFile>>();
  /** Digests checked by this thread → size, time and inode then: unchanged by these, a file is not hashed again. */
  readonly #verified = new Map<Sha256, string>();

  /** `store` names the store apart from every other. */
  constructor(cache: CacheFolder, store: string) {
    this.#cache = cache;
    const name = createHash('sha256').update(store).digest('hex').slice(0, 16);
    this.#folder = join(cache.folder, 'objects', name);
  }

  /** null: it is not here, or is not what its name says and has been removed. */
  async open(digest: Sha256): Promise<ByteSource | null> {
    const held = this.#open.get(digest)?.deref();
    if (held !== undefined) return sourceOf(held, digest);
    const path = this.#path(digest);
    const file = this.#openFile(path);
    if (file === null) return null;
    const found = fstatSync(file.descriptor);
    const state = `${found.size}:${found.mtimeMs}:${found.ino}`;
    if (this.#verified.get(digest) !== state) {
      if ((await digestOf(file.descriptor)) !== digest) {
        await this.drop(digest);
        return null;
      }
      this.#verified.set(digest, state);
    }
    this.#open.set(digest, new WeakRef(file));
    // Its time of use decides how long it stays; its time of change is left, which tells that it is the file that was checked.
    await utimes(path, new Date(), found.mtime).catch(() => undefined);
    return sourceOf(file, digest);
  }

  /** Takes in a file that is known to have this digest; it is moved away from `path`. */
  async adopt(path: string, digest: Sha256): Promise<void> {
    const target = this.#path(digest);
    try {
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(path, target);
    } catch (error) {
      throw this.#cache.unavailable(error);
    }
    const file = this.#openFile(target);
    if (file === null) return;
    const found = fstatSync(file.descriptor);
    this.#verified.set(digest, `${found.size}:${found.mtimeMs}:${found.ino}`);
    await this.#cache.added(file.sizeBytes);
  }

  async drop(digest: Sha256): Promise<void> {
    this.#open.delete(digest);
    this.#verified.delete(digest);
    await rm(this.#path(digest), { force: true });
  }

  #openFile(path: string): OpenFile | null {
    try {
      const descriptor = openSync(path, 'r');
      const file = { descriptor, sizeBytes: fstatSync(descriptor).size };
      closing.register(file, descriptor);
      return file;
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return null;
      throw this.#cache.unavailable(error);
    }
  }

  #path(digest: Sha256): string {
    return join(this.#folder, digest);
  }
}

function sourceOf(file: OpenFile, name: string): ByteSource {
  return {
    name,
    sizeBytes: file.sizeBytes,
    *chunks() {
      for (let position = 0; ; ) {
        const chunk = Buffer.allocUnsafe(chunkBytes);
        const length = readSync(file.descriptor, chunk, 0, chunkBytes, position);
        if (length === 0) return;
        position += length;
        yield length === chunkBytes ? chunk : chunk.subarray(0, length);
      }
    },
  };
}

async function digestOf(descriptor: number): Promise<string> {
  const hash = createHash('sha256');
  const stream = createReadStream('', { fd: descriptor, autoClose: false, start: 0, highWaterMark: 1 << 20 });
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest('hex');
}
