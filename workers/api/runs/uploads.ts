/** Files that a tenant has sent, by the digest of their content. The document says so; the content is an object of the store. */
import { z } from 'zod';
import type { TenantStore } from '../../../pipeline/ports.js';
import { type FileRef, fileLabelSchema, type Upload, uploadSchema } from '../../../schemas/api.js';
import type { Sha256 } from '../../../schemas/canonical.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { type ArtifactRef, runIdOf } from '../../../schemas/tasks.js';

const recordSchema = z.object({
  schema: z.literal('antigraph.upload/1'),
  ...uploadSchema.shape,
  name: fileLabelSchema,
  uploadedAtMs: z.number().int(),
  uploadedBy: z.string(),
});

function nameOf(id: Sha256): string {
  return `uploads/${id}.json`;
}

/** Notes a file whose content is in the store; of equal content sent twice the first name stays. */
export async function recordUpload(
  { documents }: TenantStore,
  upload: Upload & { readonly uploadedAtMs: number; readonly uploadedBy: string },
): Promise<void> {
  await documents.put(nameOf(upload.id), JSON.stringify({ schema: 'antigraph.upload/1', ...upload }));
}

/** null: never sent, or deleted since. */
export async function findUpload(store: TenantStore, id: Sha256): Promise<Upload | null> {
  const text = await store.documents.get(nameOf(id));
  if (text === null || !(await store.artifacts.verifyObject(id))) return null;
  const { name, sizeBytes } = recordSchema.parse(JSON.parse(text));
  return { id, name, sizeBytes };
}

/** Forgets those whose content is gone, as after a run's deletion. */
export async function forgetMissing(store: TenantStore, ids: readonly Sha256[]): Promise<void> {
  for (const id of ids)
    if (!(await store.artifacts.verifyObject(id))) await store.documents.remove(nameOf(id));
}

/** Removes a file unless a run still needs its content. @throws UPLOAD_UNKNOWN */
export async function deleteUpload(store: TenantStore, id: Sha256): Promise<void> {
  const upload = await findUpload(store, id);
  if (upload === null) throw unknownUpload(id);
  // The store removes by what no run reaches: a run of this file alone, put and deleted, takes the content along unless another has it.
  const request = { ...inputOf(upload), params: {}, resources: {} };
  const run = runIdOf(request);
  await store.artifacts.putRun({ schema: 'antigraph.run/1', id: run, request, labels: {}, tasks: [] });
  await store.artifacts.deleteRun(run);
  await store.documents.remove(nameOf(id));
}

function inputOf({ id, sizeBytes }: Upload): { inputs: Record<string, ArtifactRef> } {
  return { inputs: { upload: { parts: [{ sha256: id, sizeBytes, rowCount: null }] } } };
}

/** The submitted files as inputs of the graph, with what people call them. @throws UPLOAD_UNKNOWN */
export async function inputsOf(
  store: TenantStore,
  files: Readonly<Record<string, FileRef>>,
): Promise<{ readonly inputs: Record<string, ArtifactRef>; readonly labels: Record<string, string> }> {
  const found = await Promise.all(
    Object.entries(files).map(async ([input, { upload: id, name }]) => {
      const upload = await findUpload(store, id);
      if (upload === null) throw unknownUpload(id, input);
      const ref = { parts: [{ sha256: id, sizeBytes: upload.sizeBytes, rowCount: null }] };
      return { input, ref, label: name ?? upload.name };
    }),
  );
  return {
    inputs: Object.fromEntries(found.map(({ input, ref }) => [input, ref])),
    labels: Object.fromEntries(found.map(({ input, label }) => [input, label])),
  };
}

export function unknownUpload(id: string, field?: string): AntigraphError {
  return new AntigraphError('UPLOAD_UNKNOWN', `there is no uploaded file ${id}`, {
    ...(field === undefined ? {} : { at: { field } }),
    fix: 'Send it by POST /api/v1/uploads and name it by the id in the answer. It goes with the last run that reads it.',
  });
}
