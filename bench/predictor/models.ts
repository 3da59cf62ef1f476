import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { packageRoot } from '../../infra/package-root.js';
import type { MhcClass } from '../../schemas/hla.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import { bundledPredictors, openPredictor } from '../../workers/local/open-predictor.js';

const cardSchema = z.object({ name: z.string(), version: z.string(), variant: z.string().optional() });

export interface OpenedModel {
  readonly predictor: PeptideMhcPredictor;
  /** Reading and checking the files, in a process that has the code loaded. */
  readonly loadMs: number;
  /** Which training rows it saw (training/class1/dataset.py); null where its card tells of none. */
  readonly variant: string | null;
}

/** Opens the bundled predictor of a class as the product does; null if there is none, or models/ does not have its files. */
export async function openModel(mhcClass: MhcClass): Promise<OpenedModel | null> {
  const models = join(packageRoot(), 'models');
  const cards = readdirSync(models).map((folder) =>
    cardSchema.parse(JSON.parse(readFileSync(join(models, folder, 'card.json'), 'utf8'))),
  );
  const name = Object.keys(bundledPredictors).find((each) => bundledPredictors[each] === mhcClass);
  if (name === undefined || !cards.some((card) => card.name === name)) return null;
  // The code is loaded beforehand, so that its compilation does not count.
  await import('../../infra/predictors/bundled/index.js');
  const started = performance.now();
  const predictor = await openPredictor({ predictor: name });
  const loadMs = performance.now() - started;
  const card = cards.find((each) => each.name === predictor.name && each.version === predictor.version);
  if (card === undefined) throw new Error(`models/ has no card of ${predictor.name} ${predictor.version}`);
  return { predictor, loadMs, variant: card.variant ?? null };
}
