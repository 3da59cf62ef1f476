import { rm } from 'node:fs/promises';
import { DeleteObjectCommand, HeadObjectCommand, type HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ObjectWriter } from '../../../pipeline/ports.js';
import { type Sha256, sha256Schema } from '../../../schemas/canonical.js';
import type { ByteSource } from '../../../schemas/stage.js';
import { fileWriter } from '../file-content.js';
import { inParallel } from '../in-parallel.js';
import { objectCorrupt, objectMissing, objectPath } from '../object-names.js';
import type { ObjectShelf } from '../object-shelf.js';
import { settledAfterMs } from '../service-store.js';
import type { S3Connection } from './connection.js';
import { downloadTo } from './download.js';
import { eraseForGood } from './erase.js';
import { listKeys } from './list-keys.js';
import { ObjectCache } from './object-cache.js';
import { isAbsent, isConditionFailed, statusOf } from './s3-errors.js';
import { checksumOf, partBytes, type StoredFile, uploadFile } from './upload.js';

/** Damaged on the way looks like damaged at rest: only what arrives wrong twice is. */
const downloads = 2;

/** Content under a prefix ('' or ending in '/') of a bucket; read and written through the local cache. */
export class S3Shelf implements ObjectShelf {
  readonly #connection: S3Connection;
  readonly #prefix: string;
  readonly #cache: ObjectCache;
  readonly #downloading = new Map<Sha256, Promise<void>>();

  constructor(connection: S3Connection, prefix: string) {
    this.#connection = connection;
    this.#prefix = prefix;
    const { endpoint, bucket } = connection.location;
    this.#cache = new ObjectCache(connection.cache, JSON.stringify([endpoint, bucket, prefix]));
  }

  async createObject(): Promise<ObjectWriter> {
    const path = await this.#connection.cache.temporaryPath();
    const refused = (cause: unknown) => this.#connection.cache.unavailable(cause);
    return fileWriter(path, refused, async (content) => {
      await this.#put({ path, key: this.#key(content.sha256), ...content });
      // What one task writes the next one reads, mostly on the same machine.
      await this.#cache.adopt(path, content.sha256);
    });
  }

  async verifyObject(digest: Sha256): Promise<boolean> {
    const head = await this.#head(digest);
    return head !== null && (await this.#isSound(head, digest));
  }

  async openObject(digest: Sha256): Promise<ByteSource> {
    const cached = await this.#cache.open(digest);
    if (cached !== null) return cached;
    // A second file under way for the same object would only fill the disk.
    const downloading =
      this.#downloading.get(digest) ?? this.#download(digest).finally(() => this.#downloading.delete(digest));
    this.#downloading.set(digest, downloading);
    await downloading;
    const downloaded = await this.#cache.open(digest);
    if (downloaded !== null) return downloaded;
    // Another process made room between the two steps; the bound is too small for what is read at once.
    await this.#download(digest);
    const again = await this.#cache.open(digest);
    if (again === null)
      throw this.#connection.cache.unavailable(new Error('files vanish as they are written'));
    return again;
  }

  async listSettled(): Promise<readonly Sha256[]> {
    const settled: Sha256[] = [];
    const before = Date.now() - settledAfterMs;
    for await (const { key, modifiedAtMs } of listKeys(this.#connection, `${this.#prefix}objects/`)) {
      const digest = sha256Schema.safeParse(key.slice(key.lastIndexOf('/') + 1));
      if (digest.success && modifiedAtMs !== null && modifiedAtMs < before) settled.push(digest.data);
    }
    return settled;
  }

  async erase(digests: readonly Sha256[]): Promise<number> {
    const sizes = await inParallel(digests, async (digest) => (await this.#head(digest))?.ContentLength ?? 0);
    await eraseForGood(
      this.#connection,
      digests.map((digest) => this.#key(digest)),
    );
    for (const digest of digests) await this.#cache.drop(digest);
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** Puts the file unless sound content is there. @throws STORE_UNAVAILABLE */
  async #put(file: StoredFile): Promise<void> {
    // A large object that is there already is not sent to be refused.
    if (file.sizeBytes > partBytes && (await this.verifyObject(file.sha256))) return;
    if (await this.#upload(file, { IfNoneMatch: '*' })) return;
    const head = await this.#head(file.sha256);
    if (head !== null && (await this.#isSound(head, file.sha256))) return;
    const condition = head?.ETag === undefined ? {} : { IfMatch: head.ETag };
    await this.#upload(file, condition);
    // Not stored by us: then by somebody else just now, and the same.
    if (await this.verifyObject(file.sha256)) return;
    throw objectCorrupt(file.sha256);
  }

  /** False: the condition did not hold, or parts that were put a second time are gone because the first time had worked. */
  #upload(
    file: StoredFile,
    condition: { readonly IfNoneMatch?: string; readonly IfMatch?: string },
  ): Promise<boolean> {
    return this.#connection.attempt(async () => {
      try {
        await uploadFile(this.#connection, file, condition);
        return true;
      } catch (error) {
        if (isConditionFailed(error) || isAbsent(error)) return false;
        throw error;
      }
    });
  }

  /**
   * By what the server keeps beside the content: the SHA-256 it checked when it was put, or, where it keeps none of the whole (parts,
   * older servers), ours with the size. Where there is neither the content itself is read.
   */
  async #isSound(head: HeadObjectCommandOutput, digest: Sha256): Promise<boolean> {
    const checksum = head.ChecksumSHA256;
    const isWhole = checksum !== undefined && !checksum.includes('-');
    if (isWhole && checksum !== checksumOf(digest)) return false;
    const { sha256, size } = head.Metadata ?? {};
    if (sha256 !== undefined && size !== undefined)
      return sha256 === digest && size === String(head.ContentLength);
    return isWhole || (await this.#isReadable(digest));
  }

  async #isReadable(digest: Sha256): Promise<boolean> {
    const path = await this.#connection.cache.temporaryPath();
    try {
      return (await this.#fetch(digest, path)).sha256 === digest;
    } finally {
      await rm(path, { force: true });
    }
  }

  /** @throws STORE_OBJECT_MISSING, STORE_OBJECT_CORRUPT, STORE_UNAVAILABLE */
  async #download(digest: Sha256): Promise<void> {
    let etag: string | undefined;
    for (let round = 1; round <= downloads; round += 1) {
      const path = await this.#connection.cache.temporaryPath();
      try {
        const found = await this.#fetch(digest, path);
        if (found.sha256 === digest) {
          await this.#cache.adopt(path, digest);
          return;
        }
        etag = found.etag;
      } finally {
        await rm(path, { force: true });
      }
    }
    await this.#discardDamaged(digest, etag);
    throw objectCorrupt(digest);
  }

  #fetch(digest: Sha256, path: string) {
    return this.#connection.attempt(async () => {
      try {
        return await downloadTo(this.#connection, this.#key(digest), path);
      } catch (error) {
        if (isAbsent(error)) throw objectMissing(digest);
        throw error;
      }
    });
  }

  /** What is not what its name says would be believed for ever, by the checksum of what it once was: without it the task runs again. */
  #discardDamaged(digest: Sha256, etag: string | undefined): Promise<void> {
    const { client, location } = this.#connection;
    const target = { Bucket: location.bucket, Key: this.#key(digest) };
    return this.#connection.attempt(async () => {
      try {
        // Only this version: somebody may have put it right meanwhile.
        await client.send(
          new DeleteObjectCommand({ ...target, ...(etag === undefined ? {} : { IfMatch: etag }) }),
        );
      } catch (error) {
        if (isConditionFailed(error) || isAbsent(error)) return;
        if (statusOf(error) !== 501) throw error;
        await client.send(new DeleteObjectCommand(target));
      }
    });
  }

  #head(digest: Sha256): Promise<HeadObjectCommandOutput | null> {
    const { client, location } = this.#connection;
    return this.#connection.attempt(async () => {
      try {
        return await client.send(
          new HeadObjectCommand({ Bucket: location.bucket, Key: this.#key(digest), ChecksumMode: 'ENABLED' }),
        );
      } catch (error) {
        if (isAbsent(error)) return null;
        throw error;
      }
    });
  }

  #key(digest: Sha256): string {
    return `${this.#prefix}${objectPath(digest)}`;
  }
}
