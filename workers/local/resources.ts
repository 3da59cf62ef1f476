import type { ResourceProvider } from '../../pipeline/ports.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { TaskSpec } from '../../schemas/tasks.js';
import { openPredictor, type PredictorRequest } from './open-predictor.js';

/** Where a run's resources are; plain data, so that a worker thread can be told. */
export interface ResourceLocations extends PredictorRequest {
  readonly reference: string | null;
}

/** Opens resources once per thread, when the first task needs them, and checks that they are the ones the task was planned with. */
export function resourceProvider(locations: ResourceLocations): ResourceProvider {
  return sharedResources(locations)(locations.reference);
}

/** Resources of runs with the same predictor and different references: gives the provider of those with the reference at a path. */
export function sharedResources(request: PredictorRequest): (reference: string | null) => ResourceProvider {
  let predictor: Promise<PeptideMhcPredictor> | null = null;
  const openOnce = () => {
    predictor ??= openPredictor(request);
    return predictor;
  };
  const providers = new Map<string | null, ResourceProvider>();
  return (reference) => {
    const provider = providers.get(reference) ?? providerOf(reference, openOnce);
    providers.set(reference, provider);
    return provider;
  };
}

function providerOf(path: string | null, openOnce: () => Promise<PeptideMhcPredictor>): ResourceProvider {
  let reference: Promise<ReferenceBundle> | null = null;
  return {
    async open(spec: TaskSpec) {
      const opened = {
        reference: null as ReferenceBundle | null,
        predictor: null as PeptideMhcPredictor | null,
      };
      const wanted = spec.resources;
      if (wanted['reference'] && path !== null) {
        reference ??= openReference(path);
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
        opened.predictor = await openOnce();
        if (opened.predictor.digest !== wanted['predictor']) {
          throw new AntigraphError(
            'MODEL_DIGEST_MISMATCH',
            'the predictor was replaced while the run was at work',
            { fix: 'Run the same command again.' },
          );
        }
      }
      return opened;
    },
  };
}

export async function openReference(path: string): Promise<ReferenceBundle> {
  const { openReferenceFile } = await import('../reference/open-reference.js');
  return openReferenceFile(path);
}
