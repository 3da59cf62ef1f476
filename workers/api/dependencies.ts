/** What the API is made of: interfaces, so that it is tested without Redis, S3 or a clock. */
import type { Queue } from 'bullmq';
import type { Logger } from 'pino';
import type { Presigner } from '../../infra/stores/object-access.js';
import type { ServiceStore } from '../../pipeline/ports.js';
import type { ApiKeyView } from '../../schemas/api.js';
import type { MhcClass } from '../../schemas/hla.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import type { Role, RunSubmission, TenantId } from '../../schemas/service.js';
import type { AuditLog } from '../service/audit-log.js';
import type { Dispatcher } from '../service/dispatcher.js';
import type { ReferenceShelf } from '../service/references.js';
import type { Authenticator } from './auth.js';

/** API keys as the routes of the operator see them. */
export interface KeyAdministration {
  list(): Promise<readonly ApiKeyView[]>;
  create(wish: {
    readonly tenant: TenantId | null;
    readonly roles: readonly Role[];
    readonly label: string;
    readonly expiresAtMs: number | null;
    readonly by: string;
  }): Promise<{ readonly key: ApiKeyView; readonly secret: string }>;
  /** @throws KEY_UNKNOWN */
  revoke(id: string, by: string): Promise<void>;
  /** @throws KEY_UNKNOWN, PARAMETER_INVALID */
  rotate(
    id: string,
    wish: { readonly overlapMs: number; readonly by: string },
  ): Promise<{ readonly key: ApiKeyView; readonly secret: string }>;
}

/** Addresses to call at the end of a run. */
export interface WebhookTargets {
  /** Checks the address and names the tenant's signing secret. @throws WEBHOOK_REFUSED */
  accept(tenant: TenantId, url: string): Promise<NonNullable<RunSubmission['webhook']>>;
}

export interface ApiLimits {
  /** Bytes of a JSON body. */
  readonly bodyBytes: number;
  /** Bytes of one uploaded file. */
  readonly uploadBytes: number;
  /** Requests of one key (without a key: of one address) in a minute, at this process. */
  readonly requestsPerMinute: number;
}

export const defaultLimits: ApiLimits = {
  bodyBytes: 1_048_576,
  uploadBytes: 21_474_836_480,
  requestsPerMinute: 1200,
};

export interface ApiDependencies {
  readonly store: ServiceStore;
  readonly dispatcher: Dispatcher;
  readonly authenticator: Authenticator;
  readonly keys: KeyAdministration;
  /** null: runs are polled. */
  readonly webhooks: WebhookTargets | null;
  readonly audit: AuditLog;
  readonly references: ReferenceShelf;
  /** That of the class. */
  readonly predictor: (mhcClass: MhcClass) => Promise<PeptideMhcPredictor>;
  /** null: uploads and downloads go through the API. */
  readonly presigner: Presigner | null;
  /** For the board of queues; empty where there is none to show. */
  readonly boardQueues: readonly Queue[];
  readonly version: string;
  readonly limits: ApiLimits;
  readonly logger: Logger;
  readonly now: () => number;
}
