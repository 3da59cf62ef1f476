import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Location } from '../../infra/stores/s3-location.js';
import { parseStoreLocation } from '../../infra/stores/store-location.js';
import type { S3Server } from './services/s3.js';

export interface S3Place {
  readonly location: S3Location;
  /** Folder of the local cache, of this place alone. */
  readonly cache: string;
  /** What a process needs to use it. */
  readonly environment: Readonly<Record<string, string>>;
  /** As --store takes it. */
  readonly text: string;
}

const caches: string[] = [];
process.once('exit', () => {
  for (const cache of caches) rmSync(cache, { recursive: true, force: true });
});

/** A place in the server's bucket that no other test uses, by a proxy's address where one stands between. */
export async function freshS3Place(server: S3Server, endpoint: string = server.endpoint): Promise<S3Place> {
  const cache = mkdtempSync(join(tmpdir(), 'antigraph-s3-cache-'));
  caches.push(cache);
  const environment = { ...server.environment(endpoint), ANTIGRAPH_S3_CACHE: cache };
  // The client takes its credentials from there.
  for (const [name, value] of Object.entries(environment))
    if (name.startsWith('AWS_')) process.env[name] = value;
  const text = `${server.location}/place-${caches.length}`;
  const location = parseStoreLocation(text, environment);
  if (location.kind !== 's3') throw new Error(`${text} is no place on S3`);
  return { location, cache, environment, text };
}
