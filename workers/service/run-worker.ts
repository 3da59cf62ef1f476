import { Worker } from 'bullmq';
import type { Control } from '../../infra/queue/control.js';
import { runsQueue, workerSettings } from '../../infra/queue/queues.js';
import type { RunPayload } from '../../infra/queue/task-id.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { Advancer } from './advance.js';
import { causeOf, type ServiceLog } from './service-log.js';

/** Steps at work at once: they wait for the store most of the time. */
const stepsAtOnce = 16;

/** A step is short and the sweep asks for it again: it is never given up for long. */
const stepsLost = 100;

export interface RunWorker {
  drain(): Promise<void>;
}

/** Takes advance jobs: a run was submitted, cancelled, or found by the sweep. */
export function runWorker(control: Control, advancer: Advancer, log: ServiceLog): RunWorker {
  const worker = new Worker<RunPayload>(
    runsQueue,
    async ({ data, name }) => {
      await advancer.advance(data, { kind: name === 'repair' ? 'repair' : 'asked' });
    },
    {
      ...workerSettings,
      connection: control.client,
      prefix: control.prefix,
      concurrency: stepsAtOnce,
      maxStalledCount: stepsLost,
    },
  );
  worker.on('error', (error) => log.warn({ queue: runsQueue, cause: causeOf(error) }, 'queue'));
  worker.on('failed', (job, error) =>
    log.warn({ ...job?.data, code: error instanceof AntigraphError ? error.code : null }, 'step failed'),
  );
  return { drain: () => worker.close() };
}
