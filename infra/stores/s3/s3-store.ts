/** The stores in a bucket: <prefix>/{objects,tasks,runs,documents} for commands, <prefix>/tenants/<tenant>/… for a service. */
import type { ArtifactStore, ServiceStore } from '../../../pipeline/ports.js';
import { artifactStore } from '../artifact-store.js';
import { documentStore } from '../documents.js';
import type { S3Location } from '../s3-location.js';
import { serviceStoreOf } from '../service-store.js';
import { connectS3, type S3Connection } from './connection.js';
import { S3Shelf } from './s3-shelf.js';
import { s3Texts } from './s3-texts.js';

/** ArtifactStore on S3: AWS, or a server that speaks the same and honours conditional puts. */
export function s3ArtifactStore(location: S3Location): ArtifactStore {
  return storeAt(connectS3(location), keyPrefix(location.prefix));
}

/** ServiceStore on S3: the tenants share the connections and nothing else. */
export function s3ServiceStore(location: S3Location): ServiceStore {
  const connection = connectS3(location);
  const prefix = keyPrefix(location.prefix);
  return serviceStoreOf({
    root: s3Texts(connection, prefix),
    openTenant: (folder) => {
      const place = `${prefix}${folder}/`;
      return {
        artifacts: storeAt(connection, place),
        documents: documentStore(s3Texts(connection, place)),
      };
    },
  });
}

function storeAt(connection: S3Connection, prefix: string): ArtifactStore {
  return artifactStore(new S3Shelf(connection, prefix), s3Texts(connection, prefix));
}

/** '' or ending in '/'. */
export function keyPrefix(prefix: string): string {
  return prefix === '' ? '' : `${prefix}/`;
}
