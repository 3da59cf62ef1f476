import { queueSettings } from '../../../infra/config.js';
import { openControl } from '../../../infra/queue/control.js';
import { reachingQueue } from '../../../infra/queue/queue-error.js';
import { graph } from '../../../pipeline/graph.js';
import { type Reconciled, reconcileRuns } from '../../service/reconcile.js';
import { serviceStoreFor } from '../open-service-store.js';

/** `antigraph runs reconcile`: one line a run that is not ended, with what was found and done. */
export async function reconcile(options: {
  readonly store?: string;
  readonly json?: boolean;
}): Promise<void> {
  const store = await serviceStoreFor(options);
  const control = openControl(queueSettings(process.env), 'caller');
  let count = 0;
  try {
    await reachingQueue(() => control.client.ping());
    for await (const found of reconcileRuns({ control, store, graph })) {
      count += 1;
      const { tenant, run, attempt, step } = found;
      const line = options.json === true ? JSON.stringify({ tenant, run, attempt, step }) : told(found);
      process.stdout.write(`${line}\n`);
    }
  } finally {
    await control.close();
  }
  if (options.json !== true) process.stdout.write(`${count} unfinished runs\n`);
}

function told({ tenant, run, attempt, step }: Reconciled): string {
  return [tenant, run, `attempt ${attempt}`, found(step)].join('\t');
}

function found(step: Reconciled['step']): string {
  if (step === null) return 'had ended: marker removed';
  switch (step.kind) {
    case 'nothing':
      return 'had ended';
    case 'ended':
      return `ended now: ${step.verdict.outcome.kind}`;
    case 'working':
      return `${step.doneStages} stages done, ${step.queued} tasks put back in the queue`;
  }
}
