/** A service whose processes a test starts and kills: where its store and its Redis are, what was accepted, and whether all of it ended well. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Control, openControl } from '../../../infra/queue/control.js';
import {
  openServiceStore,
  parseStoreLocation,
  type StoreLocation,
} from '../../../infra/stores/store-location.js';
import { graph } from '../../../pipeline/graph.js';
import { graphDigest } from '../../../pipeline/planner.js';
import type { ServiceStore } from '../../../pipeline/ports.js';
import { type TenantId, tenantIdSchema } from '../../../schemas/service.js';
import type { RunId } from '../../../schemas/tasks.js';
import type { Dispatcher } from '../../../workers/service/dispatcher.js';
import { queueDispatcher } from '../../../workers/service/queue-dispatcher.js';
import { type AttemptRequest, runJournal } from '../../../workers/service/run-journal.js';
import type { Patient, Undisturbed } from './patients.js';
import { type ProcessSettings, type ServiceProcess, startProcess } from './service-process.js';

/** Where the ward's store is, as its processes are told. */
export interface Place {
  readonly text: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Admitted {
  readonly tenant: TenantId;
  readonly patient: Patient;
}

export interface Ward {
  readonly undisturbed: Undisturbed;
  readonly location: StoreLocation;
  readonly control: Control;
  readonly dispatcher: Dispatcher;
  readonly store: ServiceStore;
  /** Every run that was accepted. */
  readonly admitted: readonly Admitted[];
  /** Puts the patient's files, hands the run in and tells the queue, unless `isUntold`. */
  admit(patient: Patient, tenant?: TenantId, options?: { readonly isUntold?: boolean }): Promise<void>;
  /** For runs that were accepted through the API. */
  note(patient: Patient, tenant: TenantId): void;
  /** Leaves a tenant's runs out of what is looked at. */
  forget(tenant: TenantId): void;
  /** Those that have no verdict yet. */
  open(): Promise<readonly Admitted[]>;
  /** Resolves when no more than so many runs have no verdict. */
  untilOpen(count: number, limitMs: number): Promise<void>;
  /** Starts a command of the service; it is killed at the end if it still runs. */
  start(args: readonly string[], changes?: Partial<ProcessSettings>): ServiceProcess;
  /** Starts `antigraph work` with two tasks at once, and waits until it takes work. */
  worker(changes?: Partial<ProcessSettings>): Promise<ServiceProcess>;
  /** How many lines with these words its processes have logged. */
  logged(words: string): number;
  /** Kills what runs and closes the connections. */
  close(): Promise<void>;
}

export const firstTenant = tenantIdSchema.parse('ward');

export async function openWard(options: {
  readonly undisturbed: Undisturbed;
  readonly redisUrl: string;
  readonly place: Place;
}): Promise<Ward> {
  const { undisturbed, redisUrl, place } = options;
  const location = parseStoreLocation(place.text, place.environment);
  const store = await openServiceStore(location);
  const control = openControl(
    { url: redisUrl, prefix: '{antigraph}', caFile: null, passwordFile: null },
    'worker',
  );
  const dispatcher = queueDispatcher(control);
  let admitted: Admitted[] = [];
  const ended = new Set<Admitted>();
  const processes = new Set<ServiceProcess>();
  const environment = {
    ...place.environment,
    ANTIGRAPH_STORE: place.text,
    ANTIGRAPH_REDIS_URL: redisUrl,
    ANTIGRAPH_REFERENCES: undisturbed.references,
    ANTIGRAPH_JOBS: '2',
    ANTIGRAPH_DRAIN_SECONDS: '20',
    ANTIGRAPH_REQUESTS_PER_MINUTE: '100000',
    TMPDIR: undisturbed.sandbox.path('tmp'),
  };
  const start: Ward['start'] = (args, changes = {}) => {
    const started = startProcess(args, {
      ...changes,
      environment: { ...environment, ...changes.environment },
    });
    processes.add(started);
    return started;
  };
  const isEnded = async (run: Admitted): Promise<boolean> => {
    if (ended.has(run)) return true;
    const journal = runJournal(run.tenant, store.tenant(run.tenant));
    const verdict = (await journal.latest(run.patient.record.id))?.verdict ?? null;
    if (verdict !== null) ended.add(run);
    return verdict !== null;
  };
  const open: Ward['open'] = async () => {
    const isOver = await Promise.all(admitted.map(isEnded));
    return admitted.filter((_, index) => isOver[index] === false);
  };
  return {
    undisturbed,
    location,
    control,
    dispatcher,
    store,
    get admitted() {
      return admitted;
    },
    open,
    start,
    note: (patient, tenant) => admitted.push({ patient, tenant }),
    forget: (tenant) => {
      admitted = admitted.filter((run) => run.tenant !== tenant);
    },
    async admit(patient, tenant = firstTenant, { isUntold = false } = {}) {
      const { artifacts, documents } = store.tenant(tenant);
      for (const { parts } of Object.values(patient.record.request.inputs)) {
        for (const { sha256 } of parts) {
          const content = await undisturbed.store.openObject(sha256);
          const writer = await artifacts.createObject();
          for (const chunk of content.chunks()) writer.write(chunk);
          await writer.commit();
        }
      }
      const journal = runJournal(tenant, { artifacts, documents });
      await journal.submit({ ...patient.record, tasks: [] }, attemptNow());
      admitted.push({ tenant, patient });
      if (!isUntold) await dispatcher.submit(tenant, patient.record.id);
    },
    async untilOpen(count, limitMs) {
      const until = Date.now() + limitMs;
      for (;;) {
        const left = await open();
        if (left.length <= count) return;
        if (Date.now() > until) throw new Error(await whatIsLeft(dispatcher, left.map(idOf), processes));
        await sleep(100);
      }
    },
    async worker(changes) {
      const worker = start(['work'], changes);
      await worker.said(/worker takes work/);
      return worker;
    },
    logged: (words) =>
      [...processes].flatMap(({ lines }) => lines).filter((line) => line.includes(words)).length,
    async close() {
      await Promise.all([...processes].filter(({ hasEnded }) => !hasEnded).map((one) => one.kill()));
      await control.close();
    },
  };
}

/** An attempt as a submitter wants it who hands in now. */
export function attemptNow(): AttemptRequest {
  return {
    submittedAtMs: Date.now(),
    submittedBy: 'chaos',
    priority: 5,
    webhook: null,
    graph: graphDigest(graph),
  };
}

function idOf({ patient }: Admitted): RunId {
  return patient.record.id;
}

/** For the message of a test that waits in vain. */
async function whatIsLeft(
  dispatcher: Dispatcher,
  runs: readonly RunId[],
  processes: ReadonlySet<ServiceProcess>,
): Promise<string> {
  const figures = await dispatcher.figures();
  const failed = await dispatcher.failedTasks({ from: 0, limit: 5 });
  const logs = [...processes]
    .filter(({ hasEnded }) => !hasEnded)
    .map(({ pid, lines }) => `${pid}:\n${lines.slice(-8).join('\n')}`);
  return [`no verdict: ${runs.join(' ')}`, JSON.stringify(figures), JSON.stringify(failed), ...logs].join(
    '\n',
  );
}
