import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { S3Connection } from './connection.js';

export interface ListedKey {
  /** Ends in '/' where a flat listing stands for all that is below. */
  readonly key: string;
  readonly modifiedAtMs: number | null;
}

/** Every key that begins with `prefix`, page by page, in the order of the keys' bytes. @throws STORE_UNAVAILABLE */
export async function* listKeys(
  connection: S3Connection,
  prefix: string,
  options: { readonly isFlat?: boolean; readonly after?: string; readonly pageSize?: number } = {},
): AsyncIterable<ListedKey> {
  const { client, location } = connection;
  let token: string | undefined;
  do {
    const page = await connection.attempt(() =>
      client.send(
        new ListObjectsV2Command({
          Bucket: location.bucket,
          Prefix: prefix,
          ...(options.isFlat === true ? { Delimiter: '/' } : {}),
          ...(options.after === undefined ? {} : { StartAfter: options.after }),
          ...(options.pageSize === undefined ? {} : { MaxKeys: Math.min(1000, options.pageSize) }),
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      ),
    );
    for (const { Key, LastModified } of page.Contents ?? [])
      if (Key !== undefined) yield { key: Key, modifiedAtMs: LastModified?.getTime() ?? null };
    for (const { Prefix } of page.CommonPrefixes ?? [])
      if (Prefix !== undefined) yield { key: Prefix, modifiedAtMs: null };
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}
