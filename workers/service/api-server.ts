/** The API of a service with its real parts, listening. */

import { oidcSettings } from '../../infra/auth/oidc-settings.js';
import { oidcVerifier } from '../../infra/auth/oidc-verifier.js';
import { packageVersion } from '../../infra/package-version.js';
import type { Control } from '../../infra/queue/control.js';
import { openObjectAccess } from '../../infra/stores/store-access.js';
import type { StoreLocation } from '../../infra/stores/store-location.js';
import { webhookPolicy } from '../../infra/webhooks/address-guard.js';
import type { ServiceStore } from '../../pipeline/ports.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import { buildApi } from '../api/build-api.js';
import { type ApiDependencies, defaultLimits } from '../api/dependencies.js';
import { authenticator } from '../auth/authenticator.js';
import { keyAdministration } from '../auth/key-administration.js';
import { keyRegistry } from '../auth/key-registry.js';
import { openPredictor, type PredictorRequests } from '../local/open-predictor.js';
import { auditLog } from './audit-log.js';
import { type MetricsServer, startMetricsServer } from './metrics-server.js';
import { queueDispatcher } from './queue-dispatcher.js';
import type { ReferenceShelf } from './references.js';
import { webhookTargets } from './webhook-targets.js';

export interface ApiServer {
  /** As a browser reaches it from here. */
  readonly url: string;
  close(): Promise<void>;
}

/** @throws PARAMETER_INVALID where the address cannot be had, or a setting is wrong */
export async function startApiServer(options: {
  readonly location: StoreLocation;
  readonly store: ServiceStore;
  readonly control: Control;
  readonly references: ReferenceShelf;
  readonly predictors: PredictorRequests;
  readonly logger: ApiDependencies['logger'];
  readonly address: { readonly host: string; readonly port: number };
  readonly environment: NodeJS.ProcessEnv;
}): Promise<ApiServer> {
  const { location, store, control, references, logger, address, environment } = options;
  const keys = keyRegistry(store.documents);
  const tokens = oidcSettings(environment);
  const dispatcher = queueDispatcher(control);
  const predictors = {
    I: once(() => openPredictor(options.predictors.I)),
    II: once(() => openPredictor(options.predictors.II)),
  };
  const dependencies: ApiDependencies = {
    store,
    dispatcher,
    authenticator: authenticator({ keys, verifyToken: tokens === null ? null : oidcVerifier(tokens) }),
    keys: keyAdministration(keys),
    webhooks: webhookTargets(store, webhookPolicy(environment)),
    audit: auditLog(store.documents),
    references,
    predictor: (mhcClass) => predictors[mhcClass](),
    presigner: (await openObjectAccess(location)).presigner,
    boardQueues: [control.queues.tasks, control.queues.runs],
    version: packageVersion(),
    limits: limitsOf(environment),
    logger,
    now: Date.now,
  };
  const { app, metrics } = await buildApi(dependencies, {
    trustProxy: isOn(environment['ANTIGRAPH_TRUST_PROXY']),
    isSecure: isOn(environment['ANTIGRAPH_HTTPS']),
  });
  // Now: what is wrong with them is wrong for every submission.
  await predictors.I();
  await predictors.II();
  const url = await listen(() => app.listen(address), address);
  const platform = await platformPort(
    environment,
    async () => (await dispatcher.health()).isReachable,
    metrics,
  );
  return {
    url,
    async close() {
      await platform?.close();
      await app.close();
    },
  };
}

function platformPort(
  environment: NodeJS.ProcessEnv,
  isReady: () => Promise<boolean>,
  metrics: Awaited<ReturnType<typeof buildApi>>['metrics'],
): Promise<MetricsServer> | null {
  const port = environment['ANTIGRAPH_METRICS_PORT'];
  return port ? startMetricsServer({ host: '0.0.0.0', port: Number(port), metrics, isReady }) : null;
}

async function listen(
  start: () => Promise<string>,
  { host, port }: { host: string; port: number },
): Promise<string> {
  try {
    return await start();
  } catch (cause) {
    throw new AntigraphError(
      'PARAMETER_INVALID',
      `cannot listen on ${host}:${port}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { fix: 'Name a free port by --port, and an address of this machine by --host.', cause },
    );
  }
}

/** @throws PARAMETER_INVALID */
function limitsOf(environment: NodeJS.ProcessEnv): ApiDependencies['limits'] {
  const { bodyBytes, uploadBytes, requestsPerMinute } = defaultLimits;
  return {
    bodyBytes,
    uploadBytes: positive(environment, 'ANTIGRAPH_UPLOAD_MB', uploadBytes / 2 ** 20) * 2 ** 20,
    requestsPerMinute: positive(environment, 'ANTIGRAPH_REQUESTS_PER_MINUTE', requestsPerMinute),
  };
}

function positive(environment: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const value = Number(environment[name] || otherwise);
  if (Number.isInteger(value) && value > 0) return value;
  throw new AntigraphError('PARAMETER_INVALID', `${name} is no whole number above 0`, {
    at: { field: name },
    fix: `For example ${name}=${otherwise}.`,
  });
}

function isOn(value: string | undefined): boolean {
  return value === 'true' || value === '1';
}

/** A failed opening is tried again at the next call. */
function once(open: () => Promise<PeptideMhcPredictor>): () => Promise<PeptideMhcPredictor> {
  let opened: Promise<PeptideMhcPredictor> | null = null;
  return () => {
    opened ??= open();
    opened.catch(() => {
      opened = null;
    });
    return opened;
  };
}
