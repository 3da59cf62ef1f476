/** A service over the toy graph: its store, its queue and a worker in this process, whose tasks a test can hold, fail and count. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Control, openControl } from '../../infra/queue/control.js';
import { memoryServiceStore } from '../../infra/stores/service-store.js';
import type { GraphNode } from '../../pipeline/graph-node.js';
import { graphDigest } from '../../pipeline/planner.js';
import type { ServiceStore, TenantStore } from '../../pipeline/ports.js';
import { AntigraphError } from '../../schemas/errors.js';
import { type RunVerdict, type TenantId, tenantIdSchema } from '../../schemas/service.js';
import {
  type ArtifactRef,
  type Manifest,
  type RunId,
  type RunRequest,
  runIdOf,
} from '../../schemas/tasks.js';
import { inlineExecutor } from '../../workers/service/inline-executor.js';
import { queueDispatcher } from '../../workers/service/queue-dispatcher.js';
import { runJournal } from '../../workers/service/run-journal.js';
import {
  type QueueName,
  type ServiceWorker,
  startServiceWorker,
} from '../../workers/service/service-worker.js';
import type { SweepSettings } from '../../workers/service/sweep.js';
import type { TaskExecutor } from '../../workers/service/task-worker.js';
import { toyGraph } from './toy-graph.js';

export const lab: TenantId = tenantIdSchema.parse('lab');
export const clinic: TenantId = tenantIdSchema.parse('clinic');

const bothQueues: readonly QueueName[] = ['runs', 'tasks'];

/** What happens around a task before it is run. */
export type Around = (stage: string, signal: AbortSignal) => Promise<void>;

export interface ToyService {
  readonly control: Control;
  readonly store: ServiceStore;
  readonly dispatcher: ReturnType<typeof queueDispatcher>;
  /** Stages that ran, in order. */
  readonly ran: string[];
  worker(options?: {
    readonly around?: Around;
    readonly jobs?: number;
    readonly queues?: readonly QueueName[];
    readonly sweep?: SweepSettings;
    readonly maxLostWorkers?: number;
  }): Promise<ServiceWorker>;
  /** Puts the text, hands the run in and tells the queue. */
  submit(text: string, options?: SubmitOptions): Promise<RunId>;
  verdict(
    run: RunId,
    options?: { readonly tenant?: TenantId; readonly limitMs?: number; readonly everyMs?: number },
  ): Promise<RunVerdict>;
  /** Stage → digests of its outputs, from the manifests of the run's record. */
  outputs(run: RunId, tenant?: TenantId): Promise<Readonly<Record<string, readonly string[]>>>;
  close(): Promise<void>;
}

export interface SubmitOptions {
  readonly tenant?: TenantId;
  readonly priority?: number;
  readonly params?: RunRequest['params'];
  /** The store has it, and nobody tells the queue. */
  readonly isUntold?: boolean;
}

export function toyService(
  redisUrl: string,
  options: {
    readonly store?: ServiceStore;
    readonly graph?: (ran: string[]) => readonly GraphNode[];
    readonly secrets?: { readonly caFile?: string; readonly passwordFile?: string };
  } = {},
): ToyService {
  const ran: string[] = [];
  const graph = options.graph?.(ran) ?? toyGraph({ counts: { ran } });
  const store = options.store ?? memoryServiceStore();
  const settings = {
    url: redisUrl,
    prefix: '{antigraph}',
    caFile: null,
    passwordFile: null,
    ...options.secrets,
  };
  const control = openControl(settings, 'worker');
  const dispatcher = queueDispatcher(control);
  const workers: ServiceWorker[] = [];
  return {
    control,
    store,
    dispatcher,
    ran,
    async worker({ around, jobs = 4, queues = bothQueues, ...settings } = {}) {
      const inline = inlineExecutor(graph, {
        open: async () => ({ reference: null, predictor: null, classTwoPredictor: null }),
      });
      const worker = await startServiceWorker({
        control,
        store,
        graph,
        executor: around === undefined ? inline : executorAround(inline, around),
        queues,
        jobs,
        ...settings,
      });
      workers.push(worker);
      return worker;
    },
    async submit(text, { tenant = lab, priority = 5, params = {}, isUntold = false } = {}) {
      const place = store.tenant(tenant);
      const request = await toyRequest(place, text, params);
      const id = runIdOf(request);
      await runJournal(tenant, place).submit(
        { schema: 'antigraph.run/1', id, request, labels: { text: 'text.txt' }, tasks: [] },
        {
          submittedAtMs: Date.now(),
          submittedBy: 'test',
          priority,
          webhook: null,
          graph: graphDigest(graph),
        },
      );
      if (!isUntold) await dispatcher.submit(tenant, id);
      return id;
    },
    async verdict(run, { tenant = lab, limitMs = 40_000, everyMs = 20 } = {}) {
      const journal = runJournal(tenant, store.tenant(tenant));
      const until = Date.now() + limitMs;
      while (Date.now() < until) {
        const verdict = (await journal.latest(run))?.verdict ?? null;
        if (verdict !== null) return verdict;
        await sleep(everyMs);
      }
      throw new Error(`${run} has no verdict after ${limitMs} ms; ran: ${ran.join(' ')}`);
    },
    async outputs(run, tenant = lab) {
      const { artifacts } = store.tenant(tenant);
      const digests: Record<string, string[]> = {};
      for (const { stage, key } of (await artifacts.getRun(run))?.tasks ?? []) {
        const manifest = await artifacts.getManifest(key);
        digests[stage] = [...(digests[stage] ?? []), ...digestsOf(manifest)];
      }
      return digests;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.drain(0)));
      await control.close();
    },
  };
}

/** The request that a text is, with its input in the store. */
export async function toyRequest(
  { artifacts }: Pick<TenantStore, 'artifacts'>,
  text: string,
  params: RunRequest['params'] = {},
): Promise<RunRequest> {
  const writer = await artifacts.createObject();
  writer.write(Buffer.from(text));
  const input: ArtifactRef = { parts: [{ ...(await writer.commit()), rowCount: null }] };
  return { inputs: { text: input }, params, resources: { predictor: 'p1', reference: null } };
}

export function digestsOf(manifest: Manifest | null): readonly string[] {
  return Object.entries(manifest?.outputs ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { parts }]) => parts.map(({ sha256 }) => `${name} ${sha256}`));
}

function executorAround(inner: TaskExecutor, around: Around): TaskExecutor {
  return {
    async run(context, task, signal) {
      await around(task.spec.stage, signal);
      return inner.run(context, task, signal);
    },
    close: () => inner.close(),
  };
}

/** Waits as a task at work does that a thread's end would end. */
export async function busy(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {
    throw new AntigraphError('CANCELLED', 'the task was stopped');
  });
}
