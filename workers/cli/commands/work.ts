import { drainMs, queueSettings, referencesFolder } from '../../../infra/config.js';
import { openControl } from '../../../infra/queue/control.js';
import { clearScratch, openServiceStore } from '../../../infra/stores/store-location.js';
import { webhookPolicy } from '../../../infra/webhooks/address-guard.js';
import { graph } from '../../../pipeline/graph.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { serviceLogger } from '../../api/logging.js';
import { predictorsFor } from '../../local/open-predictor.js';
import { startMetricsServer } from '../../service/metrics-server.js';
import { queueDispatcher } from '../../service/queue-dispatcher.js';
import { referenceShelf } from '../../service/references.js';
import { type QueueName, startServiceWorker } from '../../service/service-worker.js';
import { threadExecutor } from '../../service/thread-executor.js';
import { settingsOf } from '../options.js';

interface WorkOptions {
  readonly queues: string;
  readonly jobs?: string;
  readonly store?: string;
  readonly references?: string;
  readonly predictor?: string;
}

/** `antigraph work`: takes work until it is told to end (SIGTERM, Ctrl-C), then finishes or gives back what it has. */
export async function work(options: WorkOptions): Promise<void> {
  const { location, jobs } = settingsOf({
    execution: options,
    paramsFile: undefined,
    assignments: [],
    flags: {},
  });
  const queues = parseQueues(options.queues);
  const references = referenceShelf(options.references ?? referencesFolder(process.env));
  const log = serviceLogger({ level: process.env['ANTIGRAPH_LOG_LEVEL'] ?? 'info', name: 'antigraph-work' });
  const control = openControl(queueSettings(process.env), 'worker');
  const ended = untilEnded();
  const metrics = await serveMetrics(queueDispatcher(control));
  const worker = await startServiceWorker({
    control,
    store: await openServiceStore(location),
    graph,
    executor: threadExecutor({
      store: location,
      predictors: await predictorsFor({ predictor: options.predictor }),
      references,
    }),
    queues,
    jobs,
    webhooks: webhookPolicy(process.env),
    log,
  });
  log.info({ queues, jobs }, 'worker takes work');
  await ended;
  log.info({ active: worker.activeCount }, 'worker drains');
  await worker.drain(drainMs(process.env));
  await metrics?.close();
  await control.close();
  await clearScratch(location);
  log.info({}, 'worker ended');
  // A connection that was being made anew, or a tool's leavings, would hold the process open: all that counts is done.
  process.exit(0);
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once, as its tasks are then taken by others. */
function untilEnded(): Promise<void> {
  return new Promise((resolve) => {
    let isAsked = false;
    const onSignal = () => {
      if (isAsked) process.exit(130);
      isAsked = true;
      resolve();
    };
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  });
}

async function serveMetrics(dispatcher: ReturnType<typeof queueDispatcher>) {
  const port = process.env['ANTIGRAPH_METRICS_PORT'];
  if (port === undefined || port === '') return null;
  return startMetricsServer({
    host: '0.0.0.0',
    port: Number(port),
    metrics: null,
    isReady: async () => (await dispatcher.health()).isReachable,
  });
}

/** @throws USAGE */
function parseQueues(text: string): readonly QueueName[] {
  return text.split(',').map((name) => {
    if (name === 'runs' || name === 'tasks') return name;
    throw new AntigraphError('USAGE', `--queues: there is no queue '${name}'`, {
      fix: 'Name runs, tasks, or both with a comma.',
    });
  });
}
