/** From what was handed in to the request that is planned, hashed and kept: the same for the command line and the service. */
import type { ParameterLayer } from '../../pipeline/parameters.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import type { ArtifactRef, RunRequest } from '../../schemas/tasks.js';
import { panelOf } from '../../stages/predict-binding/index.js';
import { checkPredictorClass } from '../local/open-predictor.js';
import { checkedParameters } from './check-parameters.js';

/** The predictor can score every allele. @throws USAGE, HLA_UNSUPPORTED */
export function checkAlleles(predictor: PeptideMhcPredictor, alleles: readonly string[]): void {
  checkPredictorClass(predictor, 'I');
  panelOf(predictor, alleles);
}

/** The request, every parameter checked. @throws PARAMETER_INVALID */
export function runRequestOf(given: {
  readonly inputs: Readonly<Record<string, ArtifactRef>>;
  readonly layers: readonly ParameterLayer[];
  /** Digest; null: none. */
  readonly reference: string | null;
  /** Digest. */
  readonly predictor: string;
}): RunRequest {
  return {
    inputs: given.inputs,
    params: checkedParameters(given.layers),
    resources: { reference: given.reference, predictor: given.predictor },
  };
}
