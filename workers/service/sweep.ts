/** Looks over the runs that the store says are not ended, so that whatever is lost on the way is found: a wake-up, or all of Redis. */
import type { Control } from '../../infra/queue/control.js';
import { endFarDelays } from '../../infra/queue/far-delays.js';
import { claimSweep, idleRuns } from '../../infra/queue/sweep-claims.js';
import type { ServiceStore } from '../../pipeline/ports.js';
import type { TenantId } from '../../schemas/service.js';
import { type PendingRun, runJournal } from './run-journal.js';
import { causeOf, type ServiceLog } from './service-log.js';
import { queueWebhook } from './webhook-queue.js';

export interface SweepSettings {
  /** Between two looks, of all workers together. */
  readonly everyMs: number;
  /** A run that nobody stepped for so long is stepped. */
  readonly idleMs: number;
}

export const sweepSettings: SweepSettings = { everyMs: 5000, idleMs: 20_000 };

/** Runs a sweep puts in the queue: each costs a look at its open tasks' manifests, and the next sweep takes the others. */
const runsPerSweep = 200;

export interface Sweep {
  close(): Promise<void>;
}

interface SweepParts {
  readonly control: Control;
  readonly store: ServiceStore;
  readonly settings: SweepSettings;
  readonly log: ServiceLog;
}

/** Sweeps until closed; of several processes one does it at a time. */
export function startSweep(parts: SweepParts): Sweep {
  let isClosed = false;
  let timer: NodeJS.Timeout | null = null;
  const round = async (): Promise<void> => {
    if (!(await claimSweep(parts.control, parts.settings.everyMs))) return;
    const late = await endFarDelays(parts.control);
    if (late > 0) parts.log.warn({ jobs: late }, "a worker's clock is ahead: its jobs are not waited for");
    const found = await sweepOnce(parts);
    if (found > 0) parts.log.info({ runs: found }, 'sweep found idle runs');
  };
  const next = async (): Promise<void> => {
    // What goes wrong in one round (Redis or the store away) is the next one's.
    await round().catch((error: unknown) => parts.log.warn({ cause: causeOf(error) }, 'sweep failed'));
    if (isClosed) return;
    timer = setTimeout(() => {
      running = next();
    }, parts.settings.everyMs / 2);
  };
  let running = next();
  return {
    async close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}

/** One look: gives the number of runs put in the queue. */
async function sweepOnce({ control, store, settings }: SweepParts): Promise<number> {
  const pending = await pendingRuns(store);
  const idle = await idleRuns(control, pending, settings.idleMs);
  let queued = 0;
  for (const run of idle) {
    if (queued === runsPerSweep) break;
    if (!(await isAtWork(store, run))) continue;
    await control.queues.addRun(run, 'repair');
    queued += 1;
  }
  return queued;
}

/** A run that the store says is not ended. */
export interface TenantRun extends PendingRun {
  readonly tenant: TenantId;
}

/** Of all tenants. */
export async function pendingRuns(store: ServiceStore): Promise<readonly TenantRun[]> {
  const found: TenantRun[] = [];
  for (const tenant of await store.listTenants()) {
    for (const pending of await runJournal(tenant, store.tenant(tenant)).pending())
      found.push({ tenant, ...pending });
  }
  return found;
}

/** Whether the marker stands for work; if not, what was begun with it is finished and it is taken away. */
export async function isAtWork(store: ServiceStore, { tenant, ...pending }: TenantRun): Promise<boolean> {
  const place = store.tenant(tenant);
  const journal = runJournal(tenant, place);
  const latest = await journal.latest(pending.run);
  if (latest === null || latest.attempt < pending.attempt) return journal.recover(pending);
  if (latest.attempt === pending.attempt && latest.verdict === null) return true;
  if (latest.attempt === pending.attempt && latest.verdict !== null)
    await queueWebhook(place.documents, latest.submission, latest.verdict);
  await journal.clear(pending);
  return false;
}
