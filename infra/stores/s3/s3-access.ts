import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Sha256 } from '../../../schemas/canonical.js';
import type { TenantId } from '../../../schemas/service.js';
import type { ObjectAccess, Presigner } from '../object-access.js';
import { objectPath } from '../object-names.js';
import type { S3Location } from '../s3-location.js';
import { tenantFolder } from '../service-store.js';
import { connectS3, type S3Connection } from './connection.js';
import { isAbsent, statusOf } from './s3-errors.js';
import { keyPrefix } from './s3-store.js';
import { checksumOf, contentMetadata } from './upload.js';

/** ObjectAccess on S3. */
export function s3ObjectAccess(location: S3Location): ObjectAccess {
  const connection = connectS3(location);
  const { client } = connection;
  return {
    presigner: s3Presigner(location),
    readRange: (tenant, sha256, { start, end }) =>
      connection.attempt(async () => {
        try {
          const { Body } = await client.send(
            new GetObjectCommand({
              ...target(connection, tenant, sha256),
              Range: `bytes=${start}-${end - 1}`,
            }),
          );
          return Body instanceof Readable ? Body : Readable.from([]);
        } catch (error) {
          if (isAbsent(error)) return null;
          // The range begins behind the end.
          if (statusOf(error) === 416) return Readable.from([]);
          throw error;
        }
      }),
  };
}

function s3Presigner(location: S3Location): Presigner {
  // An address is signed with the name of its host: the one clients know the server by.
  const connection = connectS3({ ...location, endpoint: location.publicEndpoint ?? location.endpoint });
  const { client, encryption } = connection;
  return {
    put: (tenant, content, expiresIn) =>
      connection.attempt(async () => {
        const headers = {
          'if-none-match': '*',
          'x-amz-checksum-sha256': checksumOf(content.sha256),
          ...prefixed('x-amz-meta-', contentMetadata(content)),
          ...encryptionHeaders(encryption),
        };
        const command = new PutObjectCommand({
          ...target(connection, tenant, content.sha256),
          IfNoneMatch: '*',
          ChecksumSHA256: checksumOf(content.sha256),
          Metadata: contentMetadata(content),
          ...encryption,
        });
        // Headers, not members of the address: only so are they sent with the bytes and checked against them.
        const names = new Set(Object.keys(headers));
        const url = await getSignedUrl(client, command, {
          expiresIn,
          unhoistableHeaders: names,
          signableHeaders: new Set([...names, 'host']),
        });
        return { url, headers };
      }),
    get: (tenant, { sha256, name }, expiresIn) =>
      connection.attempt(() =>
        getSignedUrl(
          client,
          new GetObjectCommand({
            ...target(connection, tenant, sha256),
            ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
          }),
          { expiresIn },
        ),
      ),
  };
}

function target({ location }: S3Connection, tenant: TenantId, sha256: Sha256) {
  const key = `${keyPrefix(location.prefix)}${tenantFolder(tenant)}/${objectPath(sha256)}`;
  return { Bucket: location.bucket, Key: key };
}

function prefixed(prefix: string, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value]));
}

function encryptionHeaders(encryption: S3Connection['encryption']): Record<string, string> {
  const { ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled } = encryption;
  return {
    ...(ServerSideEncryption === undefined ? {} : { 'x-amz-server-side-encryption': ServerSideEncryption }),
    ...(SSEKMSKeyId === undefined ? {} : { 'x-amz-server-side-encryption-aws-kms-key-id': SSEKMSKeyId }),
    ...(BucketKeyEnabled === undefined
      ? {}
      : { 'x-amz-server-side-encryption-bucket-key-enabled': String(BucketKeyEnabled) }),
  };
}
