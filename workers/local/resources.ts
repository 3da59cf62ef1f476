import type { ResourceProvider } from '../../pipeline/ports.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { TaskSpec } from '../../schemas/tasks.js';
import { openPredictor, type PredictorRequest, type PredictorRequests } from './open-predictor.js';

/** Where a run's resources are; plain data, so that a worker thread can be told. */
export interface ResourceLocations {
  readonly reference: string | null;
  readonly predictors: PredictorRequests;
}

/** Opens resources once per thread, when the first task needs them, and checks that they are the ones the task was planned with. */
export function resourceProvider(locations: ResourceLocations): ResourceProvider {
  return sharedResources(locations.predictors)(locations.reference);
}

/** Resources of runs with the same predictors and different references: gives the provider of those with the reference at a path. */
export function sharedResources(requests: PredictorRequests): (reference: string | null) => ResourceProvider {
  const predictors = {
    predictor: predictorOnce(requests.I),
    classTwoPredictor: predictorOnce(requests.II),
  };
  const providers = new Map<string | null, ResourceProvider>();
  return (reference) => {
    const provider = providers.get(reference) ?? providerOf(reference, predictors);
    providers.set(reference, provider);
    return provider;
  };
}

/** Gives the predictor of the digest; null where none is wanted, and then none is opened. */
type PredictorOnce = (wanted: string | null | undefined) => Promise<PeptideMhcPredictor | null>;

function predictorOnce(request: PredictorRequest): PredictorOnce {
  let opening: Promise<PeptideMhcPredictor> | null = null;
  return async (wanted) => {
    if (!wanted) return null;
    opening ??= openPredictor(request);
    const opened = await opening;
    if (opened.digest === wanted) return opened;
    throw new AntigraphError(
      'MODEL_DIGEST_MISMATCH',
      'the predictor was replaced while the run was at work',
      { fix: 'Run the same command again.' },
    );
  };
}

function providerOf(
  path: string | null,
  predictors: Readonly<Record<'predictor' | 'classTwoPredictor', PredictorOnce>>,
): ResourceProvider {
  let opening: Promise<ReferenceBundle> | null = null;
  const reference = async (wanted: string | null | undefined): Promise<ReferenceBundle | null> => {
    if (!wanted || path === null) return null;
    opening ??= openReference(path);
    const opened = await opening;
    if (opened.digest === wanted) return opened;
    throw new AntigraphError(
      'REFERENCE_DIGEST_MISMATCH',
      'the reference was replaced while the run was at work',
      { fix: 'Run the same command again.' },
    );
  };
  return {
    async open({ resources }: TaskSpec) {
      return {
        reference: await reference(resources['reference']),
        predictor: await predictors.predictor(resources['predictor']),
        classTwoPredictor: await predictors.classTwoPredictor(resources['classTwoPredictor']),
      };
    },
  };
}

export async function openReference(path: string): Promise<ReferenceBundle> {
  const { openReferenceFile } = await import('../reference/open-reference.js');
  return openReferenceFile(path);
}
