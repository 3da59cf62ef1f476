import type { StoreLocation } from '../../infra/stores/store-location.js';
import type { TenantId } from '../../schemas/service.js';
import type { Manifest, TaskKey, TaskSpec } from '../../schemas/tasks.js';
import type { ResourceLocations } from './resources.js';
import type { ThreadFailure } from './thread-failure.js';

export interface ThreadSetup {
  readonly store: StoreLocation;
  readonly locations: ResourceLocations;
}

export interface TaskMessage {
  readonly spec: TaskSpec;
  readonly key: TaskKey;
  /** Whose corner of the store the task is in; null: the store of the command line. */
  readonly tenant: TenantId | null;
  /** Path of the reference bundle; null: the one that the threads were set up with. */
  readonly reference: string | null;
  /** Input name → name shown in messages. */
  readonly labels: Readonly<Record<string, string>>;
}

export type TaskReply =
  | { readonly kind: 'done'; readonly manifest: Manifest }
  | { readonly kind: 'failed'; readonly failure: ThreadFailure };
