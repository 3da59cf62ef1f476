/** A worker process of the service: what `antigraph work` starts, and the embedded service beside its API. */
import type { Control } from '../../infra/queue/control.js';
import { keepPresence } from '../../infra/queue/presence.js';
import { maxLostWorkers as defaultMaxLostWorkers } from '../../infra/queue/queues.js';
import { claimWebhooks } from '../../infra/queue/sweep-claims.js';
import type { WebhookPolicy } from '../../infra/webhooks/address-guard.js';
import type { GraphNode } from '../../pipeline/graph-node.js';
import type { ServiceStore } from '../../pipeline/ports.js';
import { advancer } from './advance.js';
import { runEnds } from './end-run.js';
import { runContexts } from './run-contexts.js';
import { runWorker } from './run-worker.js';
import { causeOf, type ServiceLog, silentLog } from './service-log.js';
import { type SweepSettings, startSweep, sweepSettings } from './sweep.js';
import { type TaskExecutor, type TaskWorker, taskWorker } from './task-worker.js';
import { startWebhookSender, webhooksEveryMs } from './webhook-sender.js';

export type QueueName = 'runs' | 'tasks';

interface ServiceWorkerParts {
  readonly control: Control;
  readonly store: ServiceStore;
  readonly graph: readonly GraphNode[];
  readonly executor: TaskExecutor;
  /** Which queues it takes from; whoever takes runs also sweeps. */
  readonly queues: readonly QueueName[];
  /** Tasks at work at once. */
  readonly jobs: number;
  readonly sweep?: SweepSettings;
  /** Whoever takes runs also sends their webhooks; left out: nobody here does. */
  readonly webhooks?: WebhookPolicy;
  readonly log?: ServiceLog;
  /** How often a task may lose its worker before it is given up. */
  readonly maxLostWorkers?: number;
}

export interface ServiceWorker {
  readonly activeCount: number;
  /** Takes nothing more, waits for what is at work, gives back what is not done in time, and closes. The connection is the caller's. */
  drain(graceMs: number): Promise<void>;
}

/** Starts to take work at once. */
export async function startServiceWorker(parts: ServiceWorkerParts): Promise<ServiceWorker> {
  const { control, store, graph, executor, queues, jobs, log = silentLog } = parts;
  const now = () => Date.now();
  const contexts = runContexts(store, graph);
  const steps = advancer({ control, contexts, graph, ends: runEnds({ control, now }) });
  const takes = (queue: QueueName) => queues.includes(queue);
  let tasks: TaskWorker | null = null;
  // Heard before the first task is taken, so that none can be asked to stop unheard.
  await control.onSignal((signal) => {
    if (signal.kind === 'stop') tasks?.stop(signal.tasks);
    else contexts.forget(signal.tenant, signal.run);
  });
  const presence = keepPresence(control);
  const runs = takes('runs') ? runWorker(control, steps, log) : null;
  const sweep = takes('runs')
    ? startSweep({ control, store, settings: parts.sweep ?? sweepSettings, log })
    : null;
  const webhooks =
    takes('runs') && parts.webhooks !== undefined
      ? startWebhookSender({
          store,
          policy: parts.webhooks,
          isOurTurn: () => claimWebhooks(control, webhooksEveryMs),
          onError: (cause) => log.warn({ cause: causeOf(cause) }, 'webhooks wait'),
        })
      : null;
  if (takes('tasks'))
    tasks = taskWorker({
      maxLostWorkers: parts.maxLostWorkers ?? defaultMaxLostWorkers,
      control,
      contexts,
      advancer: steps,
      executor,
      jobs,
      now,
      random: Math.random,
      log,
    });
  return {
    get activeCount() {
      return tasks?.activeCount ?? 0;
    },
    async drain(graceMs) {
      await Promise.all([sweep?.close(), webhooks?.close(), runs?.drain(), tasks?.drain(graceMs)]);
      await presence.end();
      await executor.close();
    },
  };
}
