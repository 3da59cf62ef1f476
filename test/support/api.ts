/** The HTTP API on a store in memory, with a dispatcher that either lets runs wait or works them off at once. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { memoryServiceStore } from '../../infra/stores/service-store.js';
import { graph } from '../../pipeline/graph.js';
import type { ServiceStore } from '../../pipeline/ports.js';
import { runLocal } from '../../pipeline/run-local.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { RunEvent } from '../../schemas/events.js';
import { type Role, type TenantId, tenantIdSchema } from '../../schemas/service.js';
import type { RunId } from '../../schemas/tasks.js';
import { buildApi } from '../../workers/api/build-api.js';
import { type ApiDependencies, defaultLimits } from '../../workers/api/dependencies.js';
import { authenticator } from '../../workers/auth/authenticator.js';
import { keyAdministration } from '../../workers/auth/key-administration.js';
import { type IssuedKey, keyRegistry } from '../../workers/auth/key-registry.js';
import { inlineRunner } from '../../workers/local/inline-runner.js';
import { bundledRequests, openPredictor } from '../../workers/local/open-predictor.js';
import { resourceProvider } from '../../workers/local/resources.js';
import { buildReferenceFile } from '../../workers/reference/build-reference.js';
import { auditLog } from '../../workers/service/audit-log.js';
import type { Dispatcher, PublishedEvent } from '../../workers/service/dispatcher.js';
import { type ReferenceShelf, referenceShelf } from '../../workers/service/references.js';
import { runJournal } from '../../workers/service/run-journal.js';
import { example } from './example-patient.js';

export const lab = tenantIdSchema.parse('lab-a');
export const otherLab = tenantIdSchema.parse('lab-b');

export interface TestApi {
  readonly app: FastifyInstance;
  readonly store: ServiceStore;
  readonly dependencies: ApiDependencies;
  readonly dispatcher: FakeDispatcher;
  /** A key of the tenant with the roles, as an Authorization header. */
  key(
    tenant: TenantId | null,
    ...roles: Role[]
  ): Promise<IssuedKey & { readonly headers: { authorization: string } }>;
  close(): Promise<void>;
}

/** `works`: runs end before the answer to their submission. */
export async function startApi(
  changes: Partial<ApiDependencies> & { readonly works?: boolean } = {},
): Promise<TestApi> {
  const folder = mkdtempSync(join(tmpdir(), 'api-'));
  await buildReferenceFile({
    annotations: [example.gtf],
    fastas: [example.fasta],
    name: 'antigraph-example',
    build: 'example-1',
    out: join(folder, 'example.reference'),
  });
  const references = referenceShelf(folder);
  const store = changes.store ?? memoryServiceStore();
  const now = changes.now ?? Date.now;
  const keys = keyRegistry(store.documents, now);
  const dispatcher = fakeDispatcher({ store, references, works: changes.works ?? false });
  const dependencies: ApiDependencies = {
    store,
    dispatcher,
    authenticator: authenticator({ keys, verifyToken: null, now }),
    keys: keyAdministration(keys, now),
    webhooks: null,
    audit: auditLog(store.documents),
    references,
    predictor: (mhcClass) => openPredictor(bundledRequests[mhcClass]),
    presigner: null,
    boardQueues: [],
    version: '0.0.0-test',
    limits: defaultLimits,
    logger: pino({ level: 'silent' }),
    now,
    ...changes,
  };
  const { app } = await buildApi(dependencies, { trustProxy: false, isSecure: false });
  return {
    app,
    store,
    dependencies,
    dispatcher,
    async key(tenant, ...roles) {
      const issued = await keys.create({ tenant, roles, label: 'test', expiresAtMs: null, by: 'test' });
      return { ...issued, headers: { authorization: `Bearer ${issued.key}` } };
    },
    async close() {
      await app.close();
      await rm(folder, { recursive: true });
    },
  };
}

export interface FakeDispatcher extends Dispatcher {
  readonly calls: string[];
  /** Says an event of a run, as a worker does. */
  publish(run: RunId, event: RunEvent): void;
  isDown: boolean;
}

export function fakeDispatcher(options: {
  readonly store: ServiceStore;
  readonly references: ReferenceShelf;
  readonly works: boolean;
}): FakeDispatcher {
  const { store, references, works } = options;
  const calls: string[] = [];
  const streams = new Map<RunId, PublishedEvent[]>();
  const listeners = new Map<RunId, Set<(event: PublishedEvent) => void>>();
  const fake: FakeDispatcher = {
    calls,
    isDown: false,
    publish(run, event) {
      const stream = streams.get(run) ?? [];
      streams.set(run, stream);
      const published = { id: `${stream.length + 1}-0`, event };
      stream.push(published);
      for (const tell of listeners.get(run) ?? []) tell(published);
    },
    async submit(tenant, run) {
      if (fake.isDown) throw new AntigraphError('STORE_UNAVAILABLE', 'Redis does not answer');
      calls.push(`submit ${tenant} ${run}`);
      if (works)
        await workOff({ store, references, tenant, run, onEvent: (event) => fake.publish(run, event) });
    },
    async cancel(tenant, run) {
      calls.push(`cancel ${tenant} ${run}`);
    },
    async forget(tenant, run) {
      calls.push(`forget ${tenant} ${run}`);
    },
    async subscribe({ run, after }, onEvent) {
      const stream = streams.get(run) ?? [];
      const from = after === null ? 0 : stream.findIndex(({ id }) => id === after) + 1;
      for (const event of stream.slice(from)) onEvent(event);
      const heard = listeners.get(run) ?? new Set();
      listeners.set(run, heard);
      heard.add(onEvent);
      return async () => {
        heard.delete(onEvent);
      };
    },
    async figures() {
      if (fake.isDown) throw new AntigraphError('STORE_UNAVAILABLE', 'Redis does not answer');
      const none = { waiting: 0, active: 0, delayed: 0, failed: 0 };
      return {
        tasks: { ...none, waiting: 7, failed: 1 },
        runs: none,
        oldestWaitingMs: 1500,
        isPaused: calls.includes('pause'),
        workers: 2,
        endedRuns: { complete: 3, failed: 1, cancelled: 0 },
        memory: { usedBytes: 1000, maxBytes: null },
      };
    },
    async failedTasks({ from }) {
      if (from > 0 || calls.some((call) => call.startsWith('retry'))) return [];
      return [failedTask];
    },
    async retry(id) {
      calls.push(`retry ${id}`);
      return true;
    },
    async pause() {
      calls.push('pause');
    },
    async resume() {
      calls.push('resume');
    },
    async drain() {
      calls.push('drain');
      return 0;
    },
    async stageFigures() {
      return [
        { stage: 'parse-variants', outcome: 'done', countByBound: [0, 0, 10], sumMs: 1800 },
        { stage: 'predict-binding', outcome: 'TOOL_FAILED', countByBound: [1], sumMs: 20 },
      ];
    },
    async health() {
      return { isReachable: !fake.isDown, roundTripMs: fake.isDown ? null : 1 };
    },
    async close() {},
  };
  return fake;
}

const failedTask = {
  id: 'lab-a~0000',
  tenant: lab,
  run: 'run-0123456789abcdef' as RunId,
  key: '00' as never,
  stage: 'parse-variants',
  code: 'VCF_NOT_VCF',
  message: 'patient words',
  starts: 1,
  failedAtMs: 1_700_000_000_000,
};

/** Does what workers do for a run, in this thread. */
async function workOff(work: {
  readonly store: ServiceStore;
  readonly references: ReferenceShelf;
  readonly tenant: TenantId;
  readonly run: RunId;
  readonly onEvent: (event: RunEvent) => void;
}): Promise<void> {
  const { references, tenant, run, onEvent } = work;
  const corner = work.store.tenant(tenant);
  const journal = runJournal(tenant, corner);
  const [record, latest] = [await corner.artifacts.getRun(run), await journal.latest(run)];
  if (record === null || latest === null || latest.verdict !== null) return;
  const { reference } = record.request.resources;
  const resources = resourceProvider({
    predictors: bundledRequests,
    reference: reference === null || reference === undefined ? null : references.find(reference).path,
  });
  const end = (outcome: Parameters<typeof journal.end>[1]['outcome']) =>
    journal.end({ run, attempt: latest.attempt }, { outcome, endedAtMs: Date.now() });
  try {
    const outcome = await runLocal({
      graph,
      request: record.request,
      store: corner.artifacts,
      runner: inlineRunner({ store: corner.artifacts, resources, labels: record.labels }),
      jobs: 1,
      ignoreCache: false,
      signal: new AbortController().signal,
      onEvent,
      now: () => performance.now(),
    });
    const tasks = outcome.nodes.flatMap((node) => node.tasks.map(({ key }) => ({ stage: node.stage, key })));
    await corner.artifacts.putRun({ ...record, tasks });
    await end({ kind: 'complete' });
  } catch (error) {
    if (!(error instanceof AntigraphError)) throw error;
    const { code, message, fix } = error;
    await end({ kind: 'failed', stage: null, failure: { code, message, fix } });
  }
}
