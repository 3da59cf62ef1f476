import { join } from 'node:path';
import type { ServiceStore, TenantStore } from '../../pipeline/ports.js';
import { type TenantId, tenantIdSchema } from '../../schemas/service.js';
import { artifactStore } from './artifact-store.js';
import { documentStore } from './documents.js';
import { filesystemStore } from './filesystem-store.js';
import { folderTexts } from './folder-texts.js';
import { memoryShelf } from './memory-store.js';
import { memoryTexts } from './memory-texts.js';
import { type TextFiles, textsBelow } from './text-files.js';

/**
 * In a service, how old an object must be to count as left behind when nothing names it: longer than any task takes between its
 * outputs and its manifest, and long enough for somebody to upload a file today and hand in the run tomorrow.
 */
export const settledAfterMs = 24 * 60 * 60 * 1000;

const tenantsFolder = 'tenants';

/** Where a tenant's corner lies below a store's root. */
export function tenantFolder(id: TenantId): string {
  return `${tenantsFolder}/${id}`;
}

/** ServiceStore whose tenants each have a place of their own, opened when first asked for and then kept. */
export function serviceStoreOf(options: {
  /** Of the store's root, which the tenants' places lie below. */
  readonly root: TextFiles;
  readonly openTenant: (folder: string) => TenantStore;
}): ServiceStore {
  const opened = new Map<TenantId, TenantStore>();
  return {
    documents: documentStore(options.root),
    tenant(id) {
      const known = opened.get(id);
      if (known !== undefined) return known;
      const store = options.openTenant(tenantFolder(id));
      opened.set(id, store);
      return store;
    },
    async listTenants() {
      const ids = (await options.root.children(tenantsFolder)).map((name) => tenantIdSchema.safeParse(name));
      return ids.flatMap((id) => (id.success ? [id.data] : []));
    },
  };
}

/** ServiceStore in a folder. */
export function folderServiceStore(root: string): ServiceStore {
  return serviceStoreOf({
    root: folderTexts(root),
    openTenant: (folder) => {
      const place = join(root, folder);
      return {
        artifacts: filesystemStore(place, { settledAfterMs }),
        documents: documentStore(folderTexts(place)),
      };
    },
  });
}

/** ServiceStore in memory: for tests. */
export function memoryServiceStore(): ServiceStore {
  const root = memoryTexts();
  return serviceStoreOf({
    root,
    openTenant: (folder) => {
      const texts = textsBelow(root, folder);
      return { artifacts: artifactStore(memoryShelf(), texts), documents: documentStore(texts) };
    },
  });
}
