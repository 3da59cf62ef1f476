/** Ids of jobs. BullMQ keeps ':' to itself, so parts are joined by '~', which neither tenants, runs, stages nor digests contain. */
import { type TenantId, tenantIdSchema } from '../../schemas/service.js';
import { type RunId, runIdSchema, type TaskKey, taskKeySchema } from '../../schemas/tasks.js';

/** What a task job carries: ids and nothing else (DESIGN §5). */
export interface TaskPayload {
  readonly tenant: TenantId;
  /** The run that asked first; others may wait for it as well. */
  readonly run: RunId;
  readonly key: TaskKey;
}

/** What an advance job carries. */
export interface RunPayload {
  readonly tenant: TenantId;
  readonly run: RunId;
}

/** Equal tasks of one tenant are one job. */
export function taskId({ tenant, key }: Pick<TaskPayload, 'tenant' | 'key'>): string {
  return `${tenant}~${key}`;
}

export function runJobId({ tenant, run }: RunPayload): string {
  return `${tenant}~${run}`;
}

/** The parts of a task's id. */
export function parseTaskId(id: string): Pick<TaskPayload, 'tenant' | 'key'> {
  const [tenant, key] = id.split('~');
  return { tenant: tenantIdSchema.parse(tenant), key: taskKeySchema.parse(key) };
}

/** A run and the stage for which it waits, as kept among a task's waiters. */
export interface Waiter {
  readonly run: RunId;
  readonly stage: string;
}

export function parseWaiter(text: string): Waiter {
  const [run, stage = ''] = text.split('~');
  return { run: runIdSchema.parse(run), stage };
}
