import { describe, expect, it } from 'vitest';
import type { ArtifactStore } from '../../pipeline/ports.js';
import { type Sha256, sha256 } from '../../schemas/canonical.js';
import { AntigraphError } from '../../schemas/errors.js';
import {
  type ArtifactRef,
  type Manifest,
  type RunRecord,
  runIdSchema,
  type TaskSpec,
  taskKeyOf,
} from '../../schemas/tasks.js';

/** One suite for every ArtifactStore. `damage` breaks the stored bytes of an object behind the store's back; null where nothing can. */
export function artifactStoreConformance(
  name: string,
  make: () => Promise<{
    readonly store: ArtifactStore;
    readonly damage: ((digest: Sha256) => Promise<void>) | null;
  }>,
): void {
  describe(`ArtifactStore: ${name}`, () => {
    it('gives back what was written, under its SHA-256', async () => {
      const { store } = await make();
      const ref = await put(store, 'hello');
      expect(ref.parts[0]?.sha256).toBe(sha256('hello'));
      expect(await read(store, sha256('hello'))).toBe('hello');
    });

    it('shows nothing before commit and nothing after discard', async () => {
      const { store } = await make();
      const writer = await store.createObject();
      writer.write(Buffer.from('never'));
      expect(await store.verifyObject(sha256('never'))).toBe(false);
      await writer.discard();
      expect(await store.verifyObject(sha256('never'))).toBe(false);
    });

    it('keeps equal content once and lets it be written again', async () => {
      const { store } = await make();
      expect(await put(store, 'twice')).toEqual(await put(store, 'twice'));
      expect(await read(store, sha256('twice'))).toBe('twice');
    });

    it('lets content be read more than once from one source', async () => {
      const { store } = await make();
      await put(store, 'again');
      const source = await store.openObject(sha256('again'));
      expect([...source.chunks()].length).toBe([...source.chunks()].length);
      expect(source.sizeBytes).toBe(5);
    });

    it('keeps large content byte by byte', async () => {
      const { store } = await make();
      const text = 'ACGT'.repeat(300_000);
      await put(store, text);
      expect(await read(store, sha256(text))).toBe(text);
    });

    it('says STORE_OBJECT_MISSING for what is not there', async () => {
      const { store } = await make();
      await expect(store.openObject(sha256('absent'))).rejects.toMatchObject({
        code: 'STORE_OBJECT_MISSING',
      });
    });

    it('keeps the first manifest of a key', async () => {
      const { store } = await make();
      const first = manifest('a', await put(store, 'one'));
      expect(await store.putManifest(first)).toBe('created');
      expect(await store.putManifest({ ...first, outputs: { out: await put(store, 'two') } })).toBe('exists');
      expect(await store.getManifest(first.key)).toEqual(first);
    });

    it('has no manifest for an unknown key', async () => {
      const { store } = await make();
      expect(await store.getManifest(taskKeyOf(spec('unknown')))).toBeNull();
    });

    it('lists runs sorted, and keeps a record with tasks until other tasks were made of the request', async () => {
      const { store } = await make();
      const key = taskKeyOf(spec('x'));
      await store.putRun(record('2', 'b', []));
      await store.putRun(record('1', 'a', []));
      await store.putRun({ ...record('1', 'a', []), tasks: [{ stage: 'x', key }] });
      await store.putRun(record('1', 'a', []));
      expect(await store.listRuns()).toEqual([runId('1'), runId('2')]);
      expect((await store.getRun(runId('1')))?.tasks).toEqual([{ stage: 'x', key }]);
      const newer = [{ stage: 'x', key: taskKeyOf({ ...spec('x'), stageVersion: '2' }) }];
      await store.putRun({ ...record('1', 'a', []), tasks: newer });
      expect((await store.getRun(runId('1')))?.tasks).toEqual(newer);
    });

    it('keeps the event logs of attempts side by side', async () => {
      const { store } = await make();
      await store.putRun(record('3', 'c', []));
      await store.putRunEvents(runId('3'), 'b', 'second\n');
      await store.putRunEvents(runId('3'), 'a', 'first\n');
      expect(await store.listRunEvents(runId('3'))).toEqual([
        { attempt: 'a', events: 'first\n' },
        { attempt: 'b', events: 'second\n' },
      ]);
    });

    it('deletes a run with all that no other run reaches', async () => {
      const { store } = await make();
      const shared = await put(store, 'shared output');
      const own = await put(store, 'own output');
      const sharedTask = { ...manifest('shared', shared) };
      const ownTask = manifest('own', own);
      await store.putManifest(sharedTask);
      await store.putManifest(ownTask);
      await store.putRun({
        ...(await recordWithInput(store, '4', 'patient 4')),
        tasks: [sharedTask, ownTask].map(({ key, spec: { stage } }) => ({ stage, key })),
      });
      await store.putRun({
        ...(await recordWithInput(store, '5', 'patient 5')),
        tasks: [{ stage: 'shared', key: sharedTask.key }],
      });
      expect(await store.deleteRun(runId('4'))).toMatchObject({ taskCount: 1, objectCount: 2 });
      expect(await store.verifyObject(sha256('own output'))).toBe(false);
      expect(await store.verifyObject(sha256('patient 4'))).toBe(false);
      expect(await store.getManifest(ownTask.key)).toBeNull();
      expect(await store.verifyObject(sha256('shared output'))).toBe(true);
      expect(await store.getManifest(sharedTask.key)).toEqual(sharedTask);
      expect(await store.listRuns()).toEqual([runId('5')]);
    });

    it('deletes what a killed run made of its inputs, though its record names no task', async () => {
      const { store } = await make();
      const run = await recordWithInput(store, '6', 'patient 6');
      const made = manifest('half', await put(store, 'made by half a run'), run.request.inputs);
      await store.putManifest(made);
      await store.putRun(run);
      await store.deleteRun(run.id);
      expect(await store.getManifest(made.key)).toBeNull();
      expect(await store.verifyObject(sha256('made by half a run'))).toBe(false);
      expect(await store.verifyObject(sha256('patient 6'))).toBe(false);
    });

    it('answers null for the deletion of an unknown run', async () => {
      const { store } = await make();
      expect(await store.deleteRun(runId('9'))).toBeNull();
    });

    it('finds damaged content and takes it anew', async () => {
      const { store, damage } = await make();
      if (damage === null) return;
      await put(store, 'precious');
      await damage(sha256('precious'));
      expect(await store.verifyObject(sha256('precious'))).toBe(false);
      await expect(store.openObject(sha256('precious'))).rejects.toBeInstanceOf(AntigraphError);
      await put(store, 'precious');
      expect(await read(store, sha256('precious'))).toBe('precious');
    });
  });
}

async function put(store: ArtifactStore, text: string): Promise<ArtifactRef> {
  const writer = await store.createObject();
  for (let start = 0; start < text.length; start += 100_000)
    writer.write(Buffer.from(text.slice(start, start + 100_000)));
  return { parts: [{ ...(await writer.commit()), rowCount: null }] };
}

async function read(store: ArtifactStore, digest: Sha256): Promise<string> {
  return Buffer.concat([...(await store.openObject(digest)).chunks()]).toString();
}

function spec(stage: string, inputs: TaskSpec['inputs'] = {}): TaskSpec {
  return { stage, stageVersion: '1', params: {}, inputs, slice: null, resources: {} };
}

function manifest(stage: string, out: ArtifactRef, inputs: TaskSpec['inputs'] = {}): Manifest {
  const task = spec(stage, inputs);
  return { schema: 'antigraph.task/1', key: taskKeyOf(task), spec: task, outputs: { out } };
}

function runId(digit: string) {
  return runIdSchema.parse(`run-${digit.repeat(16)}`);
}

function record(digit: string, label: string, tasks: RunRecord['tasks']): RunRecord {
  return {
    schema: 'antigraph.run/1',
    id: runId(digit),
    request: { inputs: {}, params: {}, resources: {} },
    labels: { vcf: label },
    tasks,
  };
}

async function recordWithInput(store: ArtifactStore, digit: string, content: string): Promise<RunRecord> {
  return {
    ...record(digit, content, []),
    request: { inputs: { vcf: await put(store, content) }, params: {}, resources: {} },
  };
}
