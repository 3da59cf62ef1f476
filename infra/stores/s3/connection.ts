import { GetBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Location } from '../s3-location.js';
import { CacheFolder } from './cache-folder.js';
import { s3Error, statusOf } from './s3-errors.js';

/** What everything of one store shares: the client with its connections, and the local cache. */
export interface S3Connection {
  readonly client: S3Client;
  readonly location: S3Location;
  readonly cache: CacheFolder;
  /** Members of every request that writes an object. */
  readonly encryption: EncryptionHeaders;
  /** Does the work; what it throws becomes STORE_UNAVAILABLE with what to do about it. */
  attempt<T>(work: () => Promise<T>): Promise<T>;
  /** True if the bucket keeps, or once kept, earlier versions of objects; asked anew each time, as it can be changed. */
  keepsVersions(): Promise<boolean>;
}

interface EncryptionHeaders {
  readonly ServerSideEncryption?: 'AES256' | 'aws:kms';
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
}

/** A server that does not take a connection in this time is not there. */
const connectionTimeoutMs = 5_000;
/** A connection on which nothing moves for this long is dead. */
const socketTimeoutMs = 30_000;
/** Connections at once: a process's threads each have their own client. */
const maxSockets = 64;

/** Opens nothing yet: the first request does. */
export function connectS3(location: S3Location): S3Connection {
  // Which version of Node.js a later client will want is no business of whoever runs a patient.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const client = new S3Client({
    ...(location.endpoint === null ? {} : { endpoint: location.endpoint }),
    ...(location.region === null ? {} : { region: location.region }),
    forcePathStyle: location.isPathStyle,
    maxAttempts: location.maxAttempts,
    retryMode: 'standard',
    // Every object is put with the SHA-256 that is its name and checked against it when read: a second checksum adds nothing, and
    // servers other than AWS often refuse the trailers it comes in.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      socketTimeout: socketTimeoutMs,
      httpAgent: { keepAlive: true, maxSockets },
      httpsAgent: { keepAlive: true, maxSockets },
    },
  });
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw s3Error(error, location);
    }
  };
  return {
    client,
    location,
    cache: new CacheFolder(location.cache),
    encryption: encryptionHeaders(location),
    attempt,
    keepsVersions: () => attempt(() => askVersioning(client, location.bucket)),
  };
}

async function askVersioning(client: S3Client, bucket: string): Promise<boolean> {
  try {
    const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket: bucket }));
    return Status === 'Enabled' || Status === 'Suspended';
  } catch (error) {
    // A server that does not know the question keeps no versions.
    if (statusOf(error) === 501 || statusOf(error) === 405) return false;
    throw error;
  }
}

function encryptionHeaders({ encryption }: S3Location): EncryptionHeaders {
  if (encryption === null) return {};
  if (encryption.kind === 'AES256') return { ServerSideEncryption: 'AES256' };
  return {
    ServerSideEncryption: 'aws:kms',
    ...(encryption.keyId === null ? {} : { SSEKMSKeyId: encryption.keyId }),
    // One data key for many objects: the key service is asked (and paid) far less often.
    BucketKeyEnabled: true,
  };
}
