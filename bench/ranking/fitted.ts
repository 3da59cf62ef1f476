import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../infra/package-root.js';
import type { Policy } from '../../stages/rank-candidates/policies/policy.js';
import { resolvePolicy } from '../../stages/rank-candidates/policies/resolve.js';

const metricsSchema = z.object({
  fits: z.record(z.string(), z.object({ weights: z.record(z.string(), z.number()) })),
});

/** The default policy with the weights that training/ranking fitted on one set; null: nothing was fitted yet. */
export function fittedOn(source: string): Policy | null {
  const path = join(packageRoot(), 'training', 'results', 'ranking-metrics.json');
  if (!existsSync(path)) return null;
  const { fits } = metricsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const fit = fits[source];
  return fit === undefined
    ? null
    : resolvePolicy({ name: 'fitted', extends: 'antigraph', weights: fit.weights });
}
