import { expect, test, vi } from 'vitest';
import { memoryStore } from '../../../infra/stores/memory-store.js';
import {
  advanceRun,
  planTask,
  type RunMemory,
  type RunProgress,
  runMemory,
} from '../../../pipeline/advance-run.js';
import { executeTask } from '../../../pipeline/execute-task.js';
import type { PlannedTask } from '../../../pipeline/planner.js';
import type { ArtifactStore } from '../../../pipeline/ports.js';
import type { RunRequest, TaskKey } from '../../../schemas/tasks.js';
import { toyGraph } from '../../support/toy-graph.js';

const graph = toyGraph({ counts: { ran: [] } });
const resources = { open: async () => ({ reference: null, predictor: null, classTwoPredictor: null }) };

async function request(store: ArtifactStore, text: string): Promise<RunRequest> {
  const writer = await store.createObject();
  writer.write(Buffer.from(text));
  return {
    inputs: { text: { parts: [{ ...(await writer.commit()), rowCount: null }] } },
    params: {},
    resources: { predictor: 'p1', reference: null },
  };
}

async function run(store: ArtifactStore, { spec, key }: PlannedTask): Promise<void> {
  const stage = graph.find((node) => node.stage.name === spec.stage)?.stage;
  if (stage === undefined) throw new Error(spec.stage);
  await executeTask({ stage, spec, key, store, resources, labels: {} });
}

async function open(text = 'one two three four five') {
  const store = memoryStore();
  const asked = await request(store, text);
  const look = (memory: RunMemory = runMemory(), atWork: readonly string[] = []) =>
    advanceRun({ graph, request: asked, store, memory, atWork: new Set(atWork) });
  const plan = (key: TaskKey, memory: RunMemory = runMemory()) =>
    planTask({ graph, request: asked, store, memory }, key);
  return { store, look, plan };
}

function ready(progress: RunProgress) {
  if (progress.kind === 'complete') return 'complete';
  return progress.ready.map(({ stage, taskCount, missing }) => `${stage} ${missing.length}/${taskCount}`);
}

function missing(progress: RunProgress): readonly PlannedTask[] {
  return progress.kind === 'complete' ? [] : progress.ready.flatMap((stage) => stage.missing);
}

test('of a run that has done nothing only the first stage is ready', async () => {
  const { look } = await open();
  expect(ready(await look())).toEqual(['split 1/1']);
});

test('a stage whose input is there is ready with a task for every shard', async () => {
  const { store, look } = await open();
  for (const task of missing(await look())) await run(store, task);
  expect(ready(await look())).toEqual(['measure 3/3']);
});

test('a stage with some shards done is ready with the others, in shard order', async () => {
  const { store, look } = await open();
  for (const task of missing(await look())) await run(store, task);
  const [, second] = missing(await look());
  if (second === undefined) throw new Error('no second shard');
  await run(store, second);
  const left = missing(await look());
  expect(left.map(({ spec }) => spec.slice?.startRow)).toEqual([0, 4]);
});

test('a run whose tasks are all done is complete, with its nodes in graph order', async () => {
  const { store, look } = await open();
  for (;;) {
    const progress = await look();
    if (progress.kind === 'complete') {
      expect(progress.nodes.map(({ stage, tasks }) => `${stage} ${tasks.length}`)).toEqual([
        'split 1',
        'measure 3',
        'summarise 1',
      ]);
      return;
    }
    for (const task of missing(progress)) await run(store, task);
  }
});

test('an object that is gone makes its task ready again, where nothing was seen before', async () => {
  const { store, look } = await open();
  for (const task of missing(await look())) await run(store, task);
  const broken = { ...store, verifyObject: async () => false };
  const asked = await request(store, 'one two three four five');
  const progress = await advanceRun({
    graph,
    request: asked,
    store: Object.assign(Object.create(store), broken),
    memory: runMemory(),
    atWork: new Set(),
  });
  expect(ready(progress)).toEqual(['split 1/1']);
});

test('what was seen is neither planned nor looked up again', async () => {
  const { store, look } = await open();
  const memory = runMemory();
  for (const task of missing(await look(memory))) await run(store, task);
  await look(memory);
  const lookups: string[] = [];
  const getManifest = store.getManifest.bind(store);
  store.getManifest = (key) => {
    lookups.push(key);
    return getManifest(key);
  };
  const left = missing(await look(memory));
  expect(left.map(({ spec }) => spec.stage)).toEqual(['measure', 'measure', 'measure']);
  expect(lookups).toEqual(left.map(({ key }) => key));
});

test('a stage known to be at work is not looked at', async () => {
  const { store, look } = await open();
  for (const task of missing(await look())) await run(store, task);
  expect(ready(await look(runMemory(), ['measure']))).toEqual([]);
});

test('the same request asks for the same tasks, whoever looks', async () => {
  const [one, other] = [await open(), await open()];
  const keys = async ({ look }: typeof one) => missing(await look()).map(({ key }) => key);
  expect(await keys(one)).toEqual(await keys(other));
});

test('one task is planned without a look at the objects of those before it, which are then known as done', async () => {
  const { store, look, plan } = await open();
  for (const task of missing(await look())) await run(store, task);
  const [first] = missing(await look());
  if (first === undefined) throw new Error('no shard');
  const memory = runMemory();
  const verify = vi.spyOn(store, 'verifyObject');
  const planned = await plan(first.key, memory);
  expect(planned).toEqual({ stage: 'measure', task: first });
  expect(verify).not.toHaveBeenCalled();
  expect(ready(await look(memory))).toEqual(['measure 3/3']);
  expect([...memory.done.keys()]).toEqual(['split']);
});

test('a stage that the planned task does not read is not believed to be done', async () => {
  const { store, look, plan } = await open();
  for (const stage of ['split', 'measure', 'summarise']) {
    const tasks = missing(await look());
    for (const task of tasks) expect(task.spec.stage).toBe(stage);
    for (const task of tasks) await run(store, task);
  }
  const progress = await look();
  if (progress.kind !== 'complete') throw new Error('not complete');
  const [split, measure] = progress.nodes;
  const [first] = split?.tasks ?? [];
  const [shard] = measure?.tasks ?? [];
  if (first === undefined || shard === undefined) throw new Error('no tasks');
  const memory = runMemory();
  expect((await plan(first.key, memory))?.stage).toBe('split');
  expect([...memory.done.keys()]).toEqual([]);
  expect((await plan(shard.key, memory))?.stage).toBe('measure');
  expect([...memory.done.keys()]).toEqual(['split']);
});

test('a task that the run does not ask for yet is not planned', async () => {
  const { store, look, plan } = await open();
  const [first] = missing(await look());
  if (first === undefined) throw new Error('no task');
  await run(store, first);
  const [shard] = missing(await look());
  if (shard === undefined) throw new Error('no shard');
  const other = await open('other words');
  expect(await other.plan(shard.key)).toBeNull();
  expect((await plan(shard.key))?.stage).toBe('measure');
});
