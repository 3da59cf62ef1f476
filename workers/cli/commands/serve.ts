import { drainMs, queueSettings, referencesFolder } from '../../../infra/config.js';
import { openControl } from '../../../infra/queue/control.js';
import { clearScratch, openServiceStore, type StoreLocation } from '../../../infra/stores/store-location.js';
import { webhookPolicy } from '../../../infra/webhooks/address-guard.js';
import { graph } from '../../../pipeline/graph.js';
import type { ServiceStore } from '../../../pipeline/ports.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { tenantIdSchema } from '../../../schemas/service.js';
import { serviceLogger } from '../../api/logging.js';
import { keyRegistry } from '../../auth/key-registry.js';
import { type PredictorRequests, predictorsFor } from '../../local/open-predictor.js';
import { startApiServer } from '../../service/api-server.js';
import { type EmbeddedRedis, embeddedFolder, startEmbeddedRedis } from '../../service/embedded-redis.js';
import { referenceShelf } from '../../service/references.js';
import { startServiceWorker } from '../../service/service-worker.js';
import { threadExecutor } from '../../service/thread-executor.js';
import { commandLineActor } from '../open-service-store.js';
import { settingsOf, wholeNumber } from '../options.js';

interface ServeOptions {
  readonly port?: string;
  readonly host?: string;
  readonly store?: string;
  readonly jobs?: string;
  readonly references?: string;
  readonly predictor?: string;
  readonly embedded?: boolean;
}

/** The tenant of a lab that runs the service for itself alone. */
const firstTenant = tenantIdSchema.parse('lab');

/** `antigraph serve`: the HTTP API; with --embedded a worker and a Redis beside it, for a lab without any infrastructure. */
export async function serve(options: ServeOptions): Promise<void> {
  const { location, jobs } = settingsOf({
    execution: options,
    paramsFile: undefined,
    assignments: [],
    flags: {},
  });
  const { env: environment } = process;
  const isEmbedded = options.embedded === true;
  const address = {
    host: options.host ?? (environment['ANTIGRAPH_HOST'] || '127.0.0.1'),
    port: wholeNumber(options.port ?? (environment['ANTIGRAPH_PORT'] || '8080'), '--port', 0, 65_535),
  };
  const references = referenceShelf(options.references ?? referencesFolder(environment));
  const logger = serviceLogger({
    level: environment['ANTIGRAPH_LOG_LEVEL'] || (isEmbedded ? 'warn' : 'info'),
    name: 'antigraph-serve',
  });
  for (const { path, error } of references.refused())
    logger.warn({ path, code: error.code }, 'no reference bundle');
  const ended = untilEnded();
  const redis = isEmbedded ? await startRedisFor(location) : null;
  const settings = queueSettings(environment);
  const control = openControl(
    redis === null ? settings : { ...settings, url: redis.url, passwordFile: null },
    'caller',
  );
  const store = await openServiceStore(location);
  const predictors = await predictorsFor({ predictor: options.predictor });
  const shared = { location, store, references, predictors, logger };
  try {
    const api = await startApiServer({ ...shared, control, address, environment });
    const endWorker = redis === null ? null : await startWorkerBeside({ ...shared, url: redis.url, jobs });
    if (redis !== null) await tellEmbedded({ url: api.url, redis, location, store, jobs });
    logger.info({ url: api.url }, 'API listens');
    await ended;
    await api.close();
    await endWorker?.();
  } finally {
    await control.close();
    await redis?.stop();
  }
  await clearScratch(location);
  // A connection that was being made anew would hold the process open.
  process.exit(0);
}

function startRedisFor(location: StoreLocation): Promise<EmbeddedRedis> {
  if (location.kind === 'folder') return startEmbeddedRedis(embeddedFolder(location.path));
  throw new AntigraphError('USAGE', '--embedded keeps everything in a folder of this machine', {
    fix: 'Name a folder by --store, or leave --embedded out and start antigraph work beside the API.',
  });
}

/** A worker in this process: its tasks run in threads, so that the API goes on answering. */
async function startWorkerBeside(parts: {
  readonly location: StoreLocation;
  readonly store: ServiceStore;
  readonly references: ReturnType<typeof referenceShelf>;
  readonly predictors: PredictorRequests;
  readonly logger: ReturnType<typeof serviceLogger>;
  readonly url: string;
  readonly jobs: number;
}): Promise<() => Promise<void>> {
  const { location, store, references, predictors, logger, url, jobs } = parts;
  // A connection of its own: a worker waits for Redis as long as it takes, a caller of the API does not.
  const control = openControl({ ...queueSettings(process.env), url, passwordFile: null }, 'worker');
  const worker = await startServiceWorker({
    control,
    store,
    graph,
    executor: threadExecutor({ store: location, predictors, references }),
    queues: ['runs', 'tasks'],
    jobs,
    webhooks: webhookPolicy(process.env),
    log: logger,
  });
  return async () => {
    await worker.drain(drainMs(process.env));
    await control.close();
  };
}

/** Says what was started and where, and the first keys: this once, as only their hashes are kept. */
async function tellEmbedded(started: {
  readonly url: string;
  readonly redis: EmbeddedRedis;
  readonly location: StoreLocation;
  readonly store: ServiceStore;
  readonly jobs: number;
}): Promise<void> {
  const { url, redis, location, store, jobs } = started;
  process.stderr.write(
    [
      `antigraph service at ${url}`,
      `  API and worker (${jobs} tasks at once) in this process`,
      `  store   ${location.kind === 'folder' ? location.path : ''}`,
      `  queue   ${redis.description}, on 127.0.0.1 for this service alone; it ends with it`,
      `  pages   ${url}/operator/ · ${url}/openapi.json`,
      '',
    ].join('\n'),
  );
  const keys = keyRegistry(store.documents);
  if ((await keys.list()).length > 0) return;
  const wish = { expiresAtMs: null, by: commandLineActor };
  const operator = await keys.create({
    ...wish,
    tenant: null,
    roles: ['operate'],
    label: 'first operator key',
  });
  const submitter = await keys.create({
    ...wish,
    tenant: firstTenant,
    roles: ['submit'],
    label: 'first key',
  });
  process.stderr.write('first keys, shown this once (antigraph keys makes others and revokes these):\n');
  process.stdout.write(`operate\t${operator.key}\nsubmit (tenant ${firstTenant})\t${submitter.key}\n`);
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. */
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
