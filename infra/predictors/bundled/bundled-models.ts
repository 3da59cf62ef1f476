import { join } from 'node:path';
import { defect } from '../../../schemas/errors.js';
import type { PeptideMhcPredictor } from '../../../schemas/predictor.js';
import { packageRoot } from '../../package-root.js';
import { openClass1Predictor } from './class1-predictor.js';
import { openClass2Predictor } from './class2-predictor.js';

/** The class I model in models/. */
export const BUNDLED_CLASS1_MODEL = 'antigraph-class1-2';
const BUNDLED_CLASS2_MODEL = 'antigraph-class2-1';

const openers: Readonly<Record<string, () => PeptideMhcPredictor>> = {
  'antigraph-class1': () => openClass1Predictor(join(packageRoot(), 'models', BUNDLED_CLASS1_MODEL)),
  'antigraph-class2': () => openClass2Predictor(join(packageRoot(), 'models', BUNDLED_CLASS2_MODEL)),
};

const opened = new Map<string, PeptideMhcPredictor>();

/** The bundled predictor of this name; each is read from disk on its first call (bench/predictor.ts has the time), then shared. */
export function openBundledPredictor(name = 'antigraph-class1'): PeptideMhcPredictor {
  const open = openers[name];
  if (open === undefined) throw defect('no bundled predictor has this name', { name });
  const predictor = opened.get(name) ?? open();
  opened.set(name, predictor);
  return predictor;
}
