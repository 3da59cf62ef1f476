import type { ErrorCode, InputLocation } from '../../schemas/errors.js';
import type { Manifest, TaskKey, TaskSpec } from '../../schemas/tasks.js';
import type { ResourceLocations } from './resources.js';

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

/** Errors cross the thread as plain data and are made anew on the other side. */
export type TaskReply =
  | { readonly kind: 'done'; readonly manifest: Manifest }
  | {
      readonly kind: 'failed';
      readonly failure: {
        readonly code: ErrorCode;
        readonly message: string;
        readonly fix: string | null;
        readonly at: InputLocation | null;
        readonly details: Readonly<Record<string, unknown>>;
        readonly stack: string | null;
      };
    };
