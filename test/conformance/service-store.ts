import { describe, expect, it } from 'vitest';
import type { ArtifactStore, ServiceStore } from '../../pipeline/ports.js';
import { sha256 } from '../../schemas/canonical.js';
import { tenantIdSchema } from '../../schemas/service.js';
import { type Manifest, type RunRecord, runIdOf, taskKeyOf } from '../../schemas/tasks.js';

const ward = tenantIdSchema.parse('ward-1');
const clinic = tenantIdSchema.parse('clinic');

/** One suite for every ServiceStore. */
export function serviceStoreConformance(name: string, make: () => Promise<ServiceStore>): void {
  describe(`ServiceStore: ${name}`, () => {
    it("shows nothing of one tenant's to another, and lists those that have stored anything", async () => {
      const store = await make();
      expect(await store.listTenants()).toEqual([]);
      const { artifacts, documents } = store.tenant(ward);
      await put(artifacts, 'a genome');
      const record = recordOf('a genome');
      await artifacts.putRun(record);
      const manifest = manifestOf('stage');
      await artifacts.putManifest(manifest);
      await documents.put('pending/1', 'x');
      await store.documents.put('keys/1', 'of the service');

      const other = store.tenant(clinic);
      expect(await other.artifacts.verifyObject(sha256('a genome'))).toBe(false);
      await expect(other.artifacts.openObject(sha256('a genome'))).rejects.toMatchObject({
        code: 'STORE_OBJECT_MISSING',
      });
      expect(await other.artifacts.getManifest(manifest.key)).toBeNull();
      expect(await other.artifacts.listRuns()).toEqual([]);
      expect(await other.documents.get('pending/1')).toBeNull();
      expect(await documents.get('keys/1')).toBeNull();
      expect(await store.listTenants()).toEqual([ward]);
      await other.documents.put('pending/2', 'y');
      expect(await store.listTenants()).toEqual([clinic, ward]);
    });

    it("deletes a run with its documents, and leaves the tenant's others", async () => {
      const store = await make();
      const { artifacts, documents } = store.tenant(ward);
      const [record, other] = [recordOf('first'), recordOf('second')];
      for (const { id } of [record, other]) {
        await documents.put(`runs/${id}/attempts/1.json`, 'submitted');
        await documents.put(`runs/${id}/attempts/1.verdict.json`, 'complete');
      }
      await put(artifacts, 'first');
      await put(artifacts, 'second');
      await artifacts.putRun(record);
      await artifacts.putRun(other);
      await artifacts.putRunEvents(record.id, 'a', 'events\n');
      await artifacts.deleteRun(record.id);
      expect(await documents.list(`runs/${record.id}/`)).toEqual([]);
      expect(await artifacts.listRunEvents(record.id)).toEqual([]);
      expect(await artifacts.getRun(record.id)).toBeNull();
      expect(await artifacts.verifyObject(sha256('first'))).toBe(false);
      expect(await documents.list('runs/')).toHaveLength(2);
      expect(await artifacts.verifyObject(sha256('second'))).toBe(true);
    });

    it('leaves what was uploaded for a run that is still to come', async () => {
      const { artifacts } = (await make()).tenant(ward);
      const record = recordOf('first');
      await put(artifacts, 'first');
      await artifacts.putRun(record);
      await put(artifacts, 'uploaded a moment ago');
      await artifacts.deleteRun(record.id);
      expect(await artifacts.verifyObject(sha256('uploaded a moment ago'))).toBe(true);
    });
  });
}

async function put(store: ArtifactStore, text: string): Promise<void> {
  const writer = await store.createObject();
  writer.write(Buffer.from(text));
  await writer.commit();
}

function recordOf(input: string): RunRecord {
  const vcf = { parts: [{ sha256: sha256(input), sizeBytes: input.length, rowCount: null }] };
  const request = { inputs: { vcf }, params: {}, resources: {} };
  return { schema: 'antigraph.run/1', id: runIdOf(request), request, labels: {}, tasks: [] };
}

function manifestOf(stage: string): Manifest {
  const spec = { stage, stageVersion: '1', params: {}, inputs: {}, slice: null, resources: {} };
  return { schema: 'antigraph.task/1', key: taskKeyOf(spec), spec, outputs: {} };
}
