import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { AntigraphError } from '../../../schemas/errors.js';
import type { TextFiles } from '../text-files.js';
import type { S3Connection } from './connection.js';
import { eraseForGood } from './erase.js';
import { listKeys } from './list-keys.js';
import { isAbsent, isConditionFailed } from './s3-errors.js';

/** How often a put looks again at what is there while others write and remove it. */
const rounds = 8;
const pauseMs = 20;

interface StoredText {
  readonly text: string;
  readonly etag: string | undefined;
  readonly writer: string | undefined;
}

/** TextFiles under a prefix ('' or ending in '/') of a bucket. */
export function s3Texts(connection: S3Connection, prefix: string): TextFiles {
  return new S3Texts(connection, prefix);
}

class S3Texts implements TextFiles {
  readonly #connection: S3Connection;
  readonly #prefix: string;

  constructor(connection: S3Connection, prefix: string) {
    this.#connection = connection;
    this.#prefix = prefix;
  }

  async putOnce(
    path: string,
    text: string,
    isAcceptable: (existing: string) => boolean,
  ): Promise<'created' | 'exists'> {
    // Tells our own put, whose answer was lost and which the client sent again, from somebody else's.
    const writer = randomUUID();
    for (let round = 1; round <= rounds; round += 1) {
      if (await this.#put(path, text, writer, { IfNoneMatch: '*' })) return 'created';
      const existing = await this.#read(path);
      if (existing !== null) {
        if (existing.writer === writer) return 'created';
        if (isAcceptable(existing.text)) return 'exists';
        const condition = existing.etag === undefined ? {} : { IfMatch: existing.etag };
        if (await this.#put(path, text, writer, condition)) return 'created';
      }
      await sleep(round * pauseMs * Math.random());
    }
    throw new AntigraphError('STORE_UNAVAILABLE', 'too many processes write the same record at once', {
      fix: 'Run again; if it happens twice, check that the server honours If-None-Match: antigraph doctor.',
    });
  }

  async get(path: string): Promise<string | null> {
    return (await this.#read(path))?.text ?? null;
  }

  async children(folder: string): Promise<readonly string[]> {
    const start = `${this.#prefix}${folder}/`;
    const found: string[] = [];
    for await (const { key } of listKeys(this.#connection, start, { isFlat: true }))
      found.push(key.slice(start.length).replace(/\/$/, ''));
    return found.sort();
  }

  async list(
    folder: string,
    page: { readonly after?: string; readonly limit?: number } = {},
  ): Promise<readonly string[]> {
    const { after, limit = Number.POSITIVE_INFINITY } = page;
    const paths: string[] = [];
    const options = {
      ...(after === undefined ? {} : { after: `${this.#prefix}${after}` }),
      ...(Number.isFinite(limit) ? { pageSize: limit } : {}),
    };
    if (limit <= 0) return paths;
    for await (const { key } of listKeys(this.#connection, `${this.#prefix}${folder}/`, options)) {
      paths.push(key.slice(this.#prefix.length));
      if (paths.length >= limit) break;
    }
    return paths;
  }

  async remove(path: string): Promise<void> {
    const { client, location } = this.#connection;
    await this.#connection.attempt(() =>
      client.send(new DeleteObjectCommand({ Bucket: location.bucket, Key: this.#key(path) })),
    );
  }

  async erase(paths: readonly string[]): Promise<void> {
    await eraseForGood(
      this.#connection,
      paths.map((path) => this.#key(path)),
    );
  }

  /** False: the condition did not hold. */
  #put(
    path: string,
    text: string,
    writer: string,
    condition: { readonly IfNoneMatch?: string; readonly IfMatch?: string },
  ): Promise<boolean> {
    const { client, location, encryption } = this.#connection;
    return this.#connection.attempt(async () => {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: location.bucket,
            Key: this.#key(path),
            Body: Buffer.from(text),
            ChecksumAlgorithm: 'SHA256',
            ContentType: 'application/json',
            Metadata: { writer },
            ...encryption,
            ...condition,
          }),
        );
        return true;
      } catch (error) {
        // If-Match of what has been removed meanwhile is answered with 404.
        if (isConditionFailed(error) || isAbsent(error)) return false;
        throw error;
      }
    });
  }

  #read(path: string): Promise<StoredText | null> {
    const { client, location } = this.#connection;
    return this.#connection.attempt(async () => {
      try {
        const answer = await client.send(
          new GetObjectCommand({ Bucket: location.bucket, Key: this.#key(path) }),
        );
        const text = (await answer.Body?.transformToString()) ?? '';
        return { text, etag: answer.ETag, writer: answer.Metadata?.['writer'] };
      } catch (error) {
        if (isAbsent(error)) return null;
        throw error;
      }
    });
  }

  #key(path: string): string {
    return `${this.#prefix}${path}`;
  }
}
