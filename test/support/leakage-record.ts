import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../infra/package-root.js';

const setSchema = z.object({
  file: z.string(),
  sha256: z.string(),
  peptides: z.number(),
  mhcClass: z.enum(['I', 'II']),
});

const recordSchema = z.object({
  trainingSets: z.record(
    z.string(),
    setSchema.extend({ decoys: z.object({ peptides: z.number(), sha256OfList: z.string() }) }),
  ),
  testSets: z.record(z.string(), setSchema.extend({ rows: z.number() })),
  comparisons: z.array(
    z.object({
      training: z.string(),
      test: z.string(),
      exact: z.number(),
      exactDecoys: z.number(),
      exactUnlabelled: z.number(),
      coreLength: z.number(),
      sharesCore: z.number(),
      rowsWithoutSharedCore: z.number(),
    }),
  ),
});

const folder = join(packageRoot(), 'training', 'results', 'leakage');

/** What training/leakage/prove.py found. */
export function readLeakageRecord(): z.infer<typeof recordSchema> {
  return recordSchema.parse(JSON.parse(readFileSync(join(folder, 'leakage.json'), 'utf8')));
}

export function readSetFile(file: string): Buffer {
  return readFileSync(join(folder, file));
}
