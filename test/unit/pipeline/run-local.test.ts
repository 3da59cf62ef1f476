import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../../infra/stores/memory-store.js';
import { executeTask } from '../../../pipeline/execute-task.js';
import type { GraphNode } from '../../../pipeline/graph-node.js';
import type { ArtifactStore, TaskRunner } from '../../../pipeline/ports.js';
import { previewRun } from '../../../pipeline/preview.js';
import { runLocal } from '../../../pipeline/run-local.js';
import { AntigraphError, defect } from '../../../schemas/errors.js';
import type { RunEvent } from '../../../schemas/events.js';
import type { ArtifactRef, RunRequest, TaskSpec } from '../../../schemas/tasks.js';
import { type ToyCounts, toyGraph } from '../../support/toy-graph.js';

const noResources = { open: async () => ({ reference: null, predictor: null, classTwoPredictor: null }) };

function runnerOf(graph: readonly GraphNode[], store: ArtifactStore): TaskRunner {
  return {
    run: (spec, key) => {
      const stage = graph.find((node) => node.stage.name === spec.stage)?.stage;
      if (stage === undefined) throw defect('no such stage');
      return executeTask({ stage, spec, key, store, resources: noResources, labels: {} });
    },
  };
}

async function put(store: ArtifactStore, text: string): Promise<ArtifactRef> {
  const writer = await store.createObject();
  writer.write(Buffer.from(text));
  return { parts: [{ ...(await writer.commit()), rowCount: null }] };
}

interface RunOptions {
  readonly store: ArtifactStore;
  readonly text?: string;
  readonly extra?: string;
  readonly params?: RunRequest['params'];
  readonly predictor?: string;
  readonly measureVersion?: string;
  readonly ignoreCache?: boolean;
  readonly fail?: boolean;
  readonly signal?: AbortSignal;
  readonly jobs?: number;
}

async function run(options: RunOptions) {
  const { store } = options;
  const counts: ToyCounts = { ran: [] };
  const graph = toyGraph({
    counts,
    measureVersion: options.measureVersion ?? '1',
    fail: options.fail ?? false,
  });
  const events: RunEvent[] = [];
  const request: RunRequest = {
    inputs: {
      text: await put(store, options.text ?? 'one two three four five'),
      ...(options.extra === undefined ? {} : { extra: await put(store, options.extra) }),
    },
    params: options.params ?? {},
    resources: { predictor: options.predictor ?? 'p1', reference: null },
  };
  const outcome = await runLocal({
    graph,
    request,
    store,
    runner: runnerOf(graph, store),
    jobs: options.jobs ?? 2,
    ignoreCache: options.ignoreCache ?? false,
    signal: options.signal ?? new AbortController().signal,
    onEvent: (event) => events.push(event),
    now: () => 0,
  });
  const summary = outcome.nodes.find((node) => node.stage === 'summarise')?.outputs['summary']?.parts[0];
  if (summary === undefined) throw defect('no summary');
  const text = Buffer.concat([...(await store.openObject(summary.sha256)).chunks()]).toString();
  return { text, ran: [...counts.ran].sort(), outcome, events, graph, request };
}

describe('runLocal', () => {
  it('runs every stage, a sharded one once per shard, and joins the shards in order', async () => {
    const { text, ran, outcome } = await run({ store: memoryStore() });
    expect(text).toBe('5 words, 19 letters\n');
    expect(ran).toEqual(['measure', 'measure', 'measure', 'split', 'summarise']);
    expect(
      outcome.nodes
        .find((node) => node.stage === 'measure')
        ?.outputs['lengths']?.parts.map((part) => part.rowCount),
    ).toEqual([2, 2, 1]);
  });

  it('runs no task the second time', async () => {
    const store = memoryStore();
    const first = await run({ store });
    const second = await run({ store });
    expect(second.ran).toEqual([]);
    expect(second.outcome.tasksRun).toBe(0);
    expect(second.outcome.nodes).toEqual(first.outcome.nodes);
  });

  it.each<[string, Partial<RunOptions>, readonly string[]]>([
    ['a parameter of the last stage', { params: { summarise: { unit: 'characters' } } }, ['summarise']],
    [
      'a parameter of the first stage that changes nothing it gives',
      { params: { split: { skip: 'absent' } } },
      ['split'],
    ],
    [
      'a parameter of the first stage',
      { params: { split: { skip: 'one' } } },
      ['measure', 'measure', 'split', 'summarise'],
    ],
    ['an optional input', { extra: 'hello ' }, ['summarise']],
    ['the version of a stage', { measureVersion: '2' }, ['measure', 'measure', 'measure']],
    ['the model', { predictor: 'p2' }, ['measure', 'measure', 'measure']],
  ])('runs again exactly what %s touches', async (_name, change, expected) => {
    const store = memoryStore();
    await run({ store });
    expect((await run({ store, ...change })).ran).toEqual(expected);
  });

  it('gives equal digests when everything is run anew', async () => {
    const store = memoryStore();
    const first = await run({ store });
    const second = await run({ store, ignoreCache: true, jobs: 1 });
    expect(second.ran.length).toBe(5);
    expect(second.outcome.nodes).toEqual(first.outcome.nodes);
  });

  it('stops with the error of the stage that failed, and resumes with what was done before', async () => {
    const store = memoryStore();
    await expect(run({ store, fail: true })).rejects.toThrow('measure is broken');
    expect((await run({ store })).ran).toEqual(['measure', 'measure', 'measure', 'summarise']);
  });

  it('stops with CANCELLED when told to', async () => {
    const controller = new AbortController();
    controller.abort(new AntigraphError('CANCELLED', 'interrupted'));
    await expect(run({ store: memoryStore(), signal: controller.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
      exitCode: 130,
    });
  });

  it('tells of every stage and task', async () => {
    const { events } = await run({ store: memoryStore() });
    expect(events[0]?.event).toBe('run-started');
    expect(events.at(-1)).toMatchObject({ event: 'run-finished', tasksRun: 5, tasksCached: 0 });
    expect(events.filter((event) => event.event === 'stage-finished').map((event) => event.stage)).toEqual([
      'split',
      'measure',
      'summarise',
    ]);
  });

  it('refuses a parameter of the wrong type, naming it', async () => {
    await expect(run({ store: memoryStore(), params: { summarise: { unit: 7 } } })).rejects.toMatchObject({
      code: 'PARAMETER_INVALID',
      at: { field: 'summarise.unit' },
    });
  });
});

describe('previewRun', () => {
  it('says what is cached, what would run and why, and what waits', async () => {
    const store = memoryStore();
    const { graph, request, outcome } = await run({ store });
    const earlier = new Map<string, TaskSpec>(
      outcome.nodes.flatMap((node) =>
        node.tasks[0] === undefined ? [] : [[node.stage, node.tasks[0].spec] as const],
      ),
    );
    const same = await previewRun({ graph, request, store, ignoreCache: false, earlier });
    expect(same.map((node) => node.state)).toEqual(['cached', 'cached', 'cached']);
    const changed = await previewRun({
      graph,
      request: { ...request, params: { split: { skip: 'two' } } },
      store,
      ignoreCache: false,
      earlier,
    });
    expect(changed.map((node) => node.state)).toEqual(['will run', 'waits', 'waits']);
    expect(changed[0]?.reasons).toEqual(['parameter skip: "" → "two"']);
    expect(changed[1]?.reasons).toEqual(['reads split']);
  });
});
