/** Ways to a tenant's objects that go round the store's port: parts of an object, and addresses for clients. */
import type { Readable } from 'node:stream';
import type { Sha256 } from '../../schemas/canonical.js';
import type { TenantId } from '../../schemas/service.js';

/** Bytes [start, end) of an object. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ObjectAccess {
  /**
   * A part of an object as it lies there: its digest cannot be checked by a part of it. null: there is no such object.
   * @throws STORE_UNAVAILABLE
   */
  readRange(tenant: TenantId, sha256: Sha256, range: ByteRange): Promise<Readable | null>;
  /** null: the store is a folder, which has no addresses. */
  readonly presigner: Presigner | null;
}

/** Addresses at which the store itself takes and gives an object for a while. */
export interface Presigner {
  /**
   * A PUT of exactly this content with exactly these headers, at most 5 GiB: the server refuses bytes with another SHA-256, and answers
   * 412 where the content is there already, which is as good as done.
   */
  put(
    tenant: TenantId,
    content: { readonly sha256: Sha256; readonly sizeBytes: number },
    expiresInSeconds: number,
  ): Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>;
  /** A GET that a browser saves under the name. */
  get(
    tenant: TenantId,
    content: { readonly sha256: Sha256; readonly name: string },
    expiresInSeconds: number,
  ): Promise<string>;
}
