/** Paths of the service that the client uses. */
import type { Sha256 } from '../../schemas/canonical.js';
import type { RunId } from '../../schemas/tasks.js';

const root = '/api/v1';

export const routes = {
  presignUpload: `${root}/uploads/presigned`,
  completeUpload: (id: Sha256) => `${root}/uploads/${id}/complete`,
  runs: `${root}/runs`,
  run: (id: RunId) => `${root}/runs/${id}`,
  events: (id: RunId) => `${root}/runs/${id}/events`,
  results: (id: RunId) => `${root}/runs/${id}/results`,
  cancel: (id: RunId) => `${root}/runs/${id}/cancel`,
} as const;
