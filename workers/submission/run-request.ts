/** From what was handed in to the request that is planned, hashed and kept: the same for the command line and the service. */
import type { ParameterLayer } from '../../pipeline/parameters.js';
import type { MhcClass } from '../../schemas/hla.js';
import type { PeptideMhcPredictor } from '../../schemas/predictor.js';
import type { ArtifactRef, RunRequest } from '../../schemas/tasks.js';
import { panelOf } from '../../stages/predict-binding/index.js';
import { checkPredictorClass } from '../local/open-predictor.js';
import { checkedParameters } from './check-parameters.js';
import type { Genotype } from './genotype.js';

/** The predictors of a run; null: no allele of the class is scored. */
export interface RunPredictors {
  readonly predictor: PeptideMhcPredictor | null;
  readonly classTwoPredictor: PeptideMhcPredictor | null;
}

/** Opens the predictor of each class that the genotype has alleles of; it can score all of them. @throws USAGE, HLA_UNSUPPORTED, and what opening throws */
export async function predictorsOf(
  { alleles, classTwoAlleles }: Pick<Genotype, 'alleles' | 'classTwoAlleles'>,
  open: (mhcClass: MhcClass) => Promise<PeptideMhcPredictor>,
): Promise<RunPredictors> {
  const openFor = async (mhcClass: MhcClass, own: readonly string[]) => {
    if (own.length === 0) return null;
    const predictor = await open(mhcClass);
    checkPredictorClass(predictor, mhcClass);
    panelOf(predictor, own);
    return predictor;
  };
  return {
    predictor: await openFor('I', alleles),
    classTwoPredictor: await openFor('II', classTwoAlleles),
  };
}

/** The request, every parameter checked. @throws PARAMETER_INVALID */
export function runRequestOf(given: {
  readonly inputs: Readonly<Record<string, ArtifactRef>>;
  readonly layers: readonly ParameterLayer[];
  /** Digest; null: none. */
  readonly reference: string | null;
  readonly predictors: RunPredictors;
}): RunRequest {
  const { predictor, classTwoPredictor } = given.predictors;
  return {
    inputs: given.inputs,
    params: checkedParameters(given.layers),
    resources: {
      reference: given.reference,
      predictor: predictor?.digest ?? null,
      classTwoPredictor: classTwoPredictor?.digest ?? null,
    },
  };
}
