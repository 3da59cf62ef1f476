import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  type S3Client,
} from '@aws-sdk/client-s3';
import { AntigraphError } from '../../../schemas/errors.js';
import { inParallel } from '../in-parallel.js';
import type { S3Connection } from './connection.js';

/** What one request may name. */
const batchSize = 1000;

/** Removes objects and, where the bucket keeps them, all their versions: a deleted patient leaves nothing. @throws STORE_UNAVAILABLE */
export async function eraseForGood(connection: S3Connection, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const { client, location } = connection;
  const doomed = (await connection.keepsVersions())
    ? (
        await inParallel(keys, (key) => connection.attempt(() => versionsOf(client, location.bucket, key)))
      ).flat()
    : keys.map((key) => ({ Key: key }));
  for (let start = 0; start < doomed.length; start += batchSize) {
    const batch = doomed.slice(start, start + batchSize);
    await connection.attempt(() => deleteBatch(client, location.bucket, batch));
  }
}

async function versionsOf(client: S3Client, bucket: string, key: string): Promise<ObjectIdentifier[]> {
  const versions: ObjectIdentifier[] = [];
  let marker: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } | null = {};
  while (marker !== null) {
    const page: Awaited<ReturnType<typeof listVersions>> = await listVersions(client, bucket, key, marker);
    for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])])
      if (Key === key) versions.push({ Key, ...(VersionId === undefined ? {} : { VersionId }) });
    marker =
      page.IsTruncated === true && page.NextKeyMarker !== undefined
        ? {
            KeyMarker: page.NextKeyMarker,
            ...(page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker }),
          }
        : null;
  }
  return versions;
}

function listVersions(
  client: S3Client,
  bucket: string,
  key: string,
  marker: { readonly KeyMarker?: string; readonly VersionIdMarker?: string },
) {
  return client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...marker }));
}

async function deleteBatch(client: S3Client, bucket: string, batch: ObjectIdentifier[]): Promise<void> {
  const { Errors: refused = [] } = await client.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: batch, Quiet: true } }),
  );
  const [first] = refused.filter(({ Code }) => Code !== 'NoSuchKey' && Code !== 'NoSuchVersion');
  if (first === undefined) return;
  throw new AntigraphError(
    'STORE_UNAVAILABLE',
    `${refused.length} objects could not be deleted: ${first.Code ?? ''} ${first.Message ?? ''}`.trim(),
    {
      fix: 'Allow s3:DeleteObject and s3:DeleteObjectVersion, and check that no object lock holds them; then delete again.',
    },
  );
}
