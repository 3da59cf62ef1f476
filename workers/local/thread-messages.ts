import type { Manifest, TaskKey, TaskSpec } from '../../schemas/tasks.js';
import type { ResourceLocations } from './resources.js';
import type { ThreadFailure } from './thread-failure.js';

export interface ThreadSetup {
  readonly storeRoot: string;
  readonly locations: ResourceLocations;
}

export interface TaskMessage {
  readonly spec: TaskSpec;
  readonly key: TaskKey;
  /** Input name → name shown in messages. */
  readonly labels: Readonly<Record<string, string>>;
}

export type TaskReply =
  | { readonly kind: 'done'; readonly manifest: Manifest }
  | { readonly kind: 'failed'; readonly failure: ThreadFailure };
