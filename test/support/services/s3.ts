/** A real S3 server for tests: VersityGW, which checks checksums, honours If-None-Match and keeps versions. */
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { versitygwVersion } from '../../../scripts/services.mjs';
import { type Server, startServer } from './server.js';

// Which version of Node.js a later client will want is no business of a test's output.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const accessKeyId = 'antigraph-test';
const secretAccessKey = 'antigraph-test-secret';
const region = 'us-east-1';

export interface S3Server extends Server {
  readonly endpoint: string;
  /** There from the start, empty. */
  readonly bucket: string;
  /** The store location for `--store` and ANTIGRAPH_STORE. */
  readonly location: string;
  /** What an adapter or a child process needs to reach it; by another address where a proxy stands between. */
  environment(endpoint?: string): Readonly<Record<string, string>>;
  /** A client for looking into it, and for damaging it. The caller destroys it. */
  client(): S3Client;
  /** One more empty bucket, of any name that S3 allows. */
  createBucket(name: string): Promise<void>;
}

/** Starts it with one empty bucket. */
export async function startS3(bucket = 'antigraph'): Promise<S3Server> {
  const server = await startServer({
    name: 's3',
    // Any answer will do: without a signature it is 403.
    isReady: (port) =>
      fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2000) }).then(
        () => true,
        () => false,
      ),
    environment: { ROOT_ACCESS_KEY_ID: accessKeyId, ROOT_SECRET_ACCESS_KEY: secretAccessKey },
    // Buckets are folders; versions lie beside them. Objects keep their metadata in extended attributes of the file system.
    local: (folder, port, { versitygw }) => [
      'sh',
      '-c',
      'mkdir -p "$1/buckets" "$1/versions" && exec "$2" --quiet --keep-alive --port "127.0.0.1:$3" posix --versioning-dir "$1/versions" "$1/buckets"',
      'sh',
      folder,
      versitygw,
      String(port),
    ],
    container: {
      image: `versity/versitygw:${versitygwVersion}`,
      port: 7070,
      command: [
        ...['--quiet', '--keep-alive', '--port', ':7070'],
        ...['posix', '--versioning-dir', '/var/tmp', '/srv'],
      ],
    },
  });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const client = () =>
    new S3Client({
      endpoint,
      region,
      forcePathStyle: true,
      credentials: { accessKeyId, secretAccessKey },
    });
  const createBucket = async (name: string) => {
    const creator = client();
    await creator.send(new CreateBucketCommand({ Bucket: name }));
    creator.destroy();
  };
  await createBucket(bucket);
  return {
    ...server,
    endpoint,
    bucket,
    location: `s3://${bucket}`,
    client,
    createBucket,
    environment: (reachedAt = endpoint) => ({
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: region,
      ANTIGRAPH_S3_ENDPOINT: reachedAt,
      ANTIGRAPH_S3_FORCE_PATH_STYLE: 'true',
    }),
  };
}
