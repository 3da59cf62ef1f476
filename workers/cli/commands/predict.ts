import type { ConsensusMethod } from '../../../infra/predictors/external/index.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { panelOf } from '../../../stages/predict-binding/index.js';
import { checkPredictorClass, isBundled, openPredictor, predictorFor } from '../../local/open-predictor.js';
import { predictFile } from '../../predict/predict-file.js';
import { givenAlleles } from '../given-alleles.js';
import { checkFile, settingsOf } from '../options.js';
import { countPeptides, peptideBatches } from '../read-peptides.js';
import { writeToStdout } from '../stdout.js';

/** `antigraph predict`: one row per peptide × allele, peptides in file order, alleles as given. */
export async function predict(options: {
  readonly alleles: string;
  readonly peptides: string;
  readonly class: 'I' | 'II';
  readonly predictor?: string;
  readonly consensus?: ConsensusMethod;
  readonly cores?: boolean;
  readonly jobs?: string;
}): Promise<void> {
  checkFile(options.peptides, '--peptides');
  if (options.cores === true && options.class === 'I')
    throw new AntigraphError('USAGE', '--cores: class I peptides bind as a whole, there is no core to name', {
      fix: 'Leave --cores out, or give --class II.',
    });
  const request = predictorFor(options, options.class);
  if (!isBundled(request) || options.consensus !== undefined) {
    const { predictExternal } = await import('../predict-external.js');
    return predictExternal(options, request);
  }
  const alleles = givenAlleles(options.alleles, options.class);
  const predictor = await openPredictor(request);
  checkPredictorClass(predictor, options.class);
  panelOf(predictor, alleles);
  // Read twice: what can be wrong with the file is found before anything is printed, and it never is in memory as a whole.
  const peptideCount = await countPeptides(options.peptides);
  const { jobs } = settingsOf({
    execution: options.jobs === undefined ? {} : { jobs: options.jobs },
    paramsFile: undefined,
    assignments: [],
    flags: {},
  });
  process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(130));
  await predictFile({
    predictor,
    alleles,
    withCores: options.cores === true,
    peptideCount,
    batches: (size) => peptideBatches(options.peptides, size),
    jobs,
    write: writeToStdout,
  });
}
