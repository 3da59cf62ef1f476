import type { ResourceProvider } from '../../pipeline/ports.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { TaskSpec } from '../../schemas/tasks.js';

/** Where a run's resources are; plain data, so that a worker thread can be told. */
export interface ResourceLocations {
  readonly reference: string | null;
  readonly predictor: string;
}

/** Opens resources once per thread, when the first task needs them, and checks that they are the ones the task was planned with. */
export function resourceProvider(locations: ResourceLocations): ResourceProvider {
  let reference: Promise<ReferenceBundle> | null = null;
  let predictor: Promise<PeptideMhcPredictor> | null = null;
  return {
    async open(spec: TaskSpec) {
      const opened = {
        reference: null as ReferenceBundle | null,
        predictor: null as PeptideMhcPredictor | null,
      };
      const wanted = spec.resources;
      if (wanted['reference'] && locations.reference !== null) {
        reference ??= openReference(locations.reference);
        opened.reference = await reference;
        if (opened.reference.digest !== wanted['reference']) {
          throw new AntigraphError(
            'REFERENCE_DIGEST_MISMATCH',
            'the reference was replaced while the run was at work',
            {
              fix: 'Run the same command again.',
            },
          );
        }
      }
      if (wanted['predictor']) {
        predictor ??= openPredictor(locations.predictor);
        opened.predictor = await predictor;
      }
      return opened;
    },
  };
}

export async function openReference(path: string): Promise<ReferenceBundle> {
  const { openReferenceFile } = await import('../reference/open-reference.js');
  return openReferenceFile(path);
}

export const bundledPredictor = 'antigraph-class1';

/** @throws PREDICTOR_UNKNOWN */
export async function openPredictor(name: string): Promise<PeptideMhcPredictor> {
  if (name !== bundledPredictor) {
    throw new AntigraphError('PREDICTOR_UNKNOWN', `there is no predictor '${name}'`, {
      fix: `Known: ${bundledPredictor}.`,
    });
  }
  const { openBundledPredictor } = await import('../../infra/predictors/bundled/index.js');
  return openBundledPredictor();
}
