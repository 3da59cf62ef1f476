import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { filesystemStore } from '../../../../infra/stores/filesystem-store.js';
import { memoryStore } from '../../../../infra/stores/memory-store.js';
import { folderServiceStore, memoryServiceStore } from '../../../../infra/stores/service-store.js';
import type { ArtifactStore } from '../../../../pipeline/ports.js';
import { sha256 } from '../../../../schemas/canonical.js';
import { type ArtifactRef, type Manifest, runIdOf, taskKeyOf } from '../../../../schemas/tasks.js';
import { artifactStoreConformance } from '../../../conformance/artifact-store.js';
import { documentStoreConformance } from '../../../conformance/document-store.js';
import { serviceStoreConformance } from '../../../conformance/service-store.js';

const folders: string[] = [];

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'antigraph-store-'));
  folders.push(folder);
  return folder;
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

artifactStoreConformance('memory', async () => ({ store: memoryStore(), damage: null }));

artifactStoreConformance('filesystem', async () => {
  const root = await freshFolder();
  return {
    store: filesystemStore(root),
    damage: async (digest) => writeFile(join(root, 'objects', digest.slice(0, 2), digest), 'bad'),
  };
});

documentStoreConformance('memory', async () => {
  const { documents } = memoryServiceStore();
  return [documents, documents];
});

documentStoreConformance('folder', async () => {
  const root = await freshFolder();
  return [folderServiceStore(root).documents, folderServiceStore(root).documents];
});

serviceStoreConformance('memory', async () => memoryServiceStore());

serviceStoreConformance('folder', async () => folderServiceStore(await freshFolder()));

const spec = { stage: 's', stageVersion: '1', params: {}, inputs: {}, slice: null, resources: {} };
const manifest: Manifest = { schema: 'antigraph.task/1', key: taskKeyOf(spec), spec, outputs: {} };

async function put(store: ArtifactStore, text: string): Promise<ArtifactRef> {
  const writer = await store.createObject();
  writer.write(Buffer.from(text));
  return { parts: [{ ...(await writer.commit()), rowCount: null }] };
}

describe('filesystem store', () => {
  it('puts documents into a folder that others are emptying, which removes it', async () => {
    const root = await freshFolder();
    const views = [1, 2, 3].map(() => folderServiceStore(root).documents);
    const answers = await Promise.all(
      views.flatMap((documents, view) =>
        Array.from({ length: 60 }, async (_, index) => {
          const name = `pending/deep/${view}-${index}`;
          const answer = await documents.put(name, '');
          await documents.remove(name);
          return answer;
        }),
      ),
    );
    expect(new Set(answers)).toEqual(new Set(['created']));
    expect(await readdir(root)).toEqual(['tmp']);
  });

  it('takes a manifest anew where a torn one lies', async () => {
    const root = await freshFolder();
    const store = filesystemStore(root);
    await store.putManifest(manifest);
    await writeFile(join(root, 'tasks', `${manifest.key}.json`), '{"schema":"antigr');
    expect(await store.getManifest(manifest.key)).toBeNull();
    expect(await store.putManifest(manifest)).toBe('created');
    expect(await store.getManifest(manifest.key)).toEqual(manifest);
  });

  it('writes the same manifest bytes however often a task runs', async () => {
    const roots = await Promise.all([1, 2].map(() => freshFolder()));
    const texts = [];
    for (const root of roots) {
      await filesystemStore(root).putManifest(manifest);
      texts.push(await readFile(join(root, 'tasks', `${manifest.key}.json`), 'utf8'));
    }
    expect(texts[0]).toBe(texts[1]);
  });

  it('removes what a dead process of this machine left half written, and nothing else', async () => {
    const root = await freshFolder();
    // Above the kernel's largest process id: nobody alive has it.
    const dead = `${hostname()}.4194999`;
    for (const folder of [dead, 'elsewhere.77', `${hostname()}.${process.ppid}`])
      await mkdir(join(root, 'tmp', folder), { recursive: true });
    const writer = await filesystemStore(root).createObject();
    const left = await readdir(join(root, 'tmp'));
    await writer.discard();
    expect(left).not.toContain(dead);
    expect(left).toEqual(expect.arrayContaining(['elsewhere.77', `${hostname()}.${process.ppid}`]));
  });

  it.each([
    ['removes objects that a killed run left unnamed', false, false],
    ['keeps them while another process writes, whose newest objects are unnamed yet', true, true],
  ])('with a run deleted, %s', async (_name, isAnotherWriting, isKept) => {
    const root = await freshFolder();
    const store = filesystemStore(root);
    const input = await put(store, 'input');
    const request = { inputs: { vcf: input }, params: {}, resources: {} };
    const id = runIdOf(request);
    await store.putRun({ schema: 'antigraph.run/1', id, request, labels: {}, tasks: [] });
    await put(store, 'written, then killed before the manifest');
    if (isAnotherWriting) await mkdir(join(root, 'tmp', `${hostname()}.${process.ppid}`));
    await store.deleteRun(id);
    expect(await store.verifyObject(sha256('input'))).toBe(false);
    expect(await store.verifyObject(sha256('written, then killed before the manifest'))).toBe(isKept);
  });

  it('says STORE_UNAVAILABLE with a fix where the folder cannot be written', async () => {
    const root = await freshFolder();
    await writeFile(join(root, 'file'), '');
    await expect(filesystemStore(join(root, 'file')).createObject()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      fix: expect.stringContaining('--store'),
    });
  });

  it('notices an object that vanished after it was checked', async () => {
    const root = await freshFolder();
    const store = filesystemStore(root);
    const writer = await store.createObject();
    writer.write(Buffer.from('gone'));
    await writer.commit();
    await rm(join(root, 'objects'), { recursive: true });
    expect(await store.verifyObject(sha256('gone'))).toBe(false);
  });
});
