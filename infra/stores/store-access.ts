import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { ObjectAccess } from './object-access.js';
import { objectPath } from './object-names.js';
import { tenantFolder } from './service-store.js';
import { isErrno, unavailable } from './store-files.js';
import type { StoreLocation } from './store-location.js';

/** For a service's store at a location. */
export async function openObjectAccess(location: StoreLocation): Promise<ObjectAccess> {
  if (location.kind === 's3') {
    const { s3ObjectAccess } = await import('./s3/s3-access.js');
    return s3ObjectAccess(location);
  }
  return {
    presigner: null,
    readRange: (tenant, sha256, { start, end }) =>
      new Promise((resolve, reject) => {
        const path = join(location.path, tenantFolder(tenant), objectPath(sha256));
        // 'end' of the stream is the last byte itself.
        const stream = createReadStream(path, { start, end: end - 1 });
        stream.once('open', () => resolve(stream));
        stream.once('error', (error) => {
          if (isErrno(error, 'ENOENT')) resolve(null);
          else reject(unavailable(location.path, error));
        });
      }),
  };
}
