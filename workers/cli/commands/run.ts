import type { ConsensusMethod } from '../../../infra/predictors/external/index.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { checkNamedPredictors, predictorsFor } from '../../local/open-predictor.js';
import { openWorkbench } from '../../local/workbench.js';
import type { ClassChoice } from '../../submission/genotype.js';
import { dryRun } from '../dry-run.js';
import { finish } from '../finish.js';
import { readGenotype } from '../genotype.js';
import { checkFile } from '../options.js';
import { checkOtherFiles } from '../patient-files.js';
import {
  checkAnnotationSource,
  type PatientRequest,
  patientRun,
  type SharedOptions,
} from '../patient-options.js';
import { runPatient, withInterrupt } from '../patient-run.js';

export interface RunOptions extends SharedOptions, Omit<PatientRequest, 'sample' | 'vcf' | 'genotype'> {
  readonly vcf?: string;
  readonly samplesheet?: string;
  readonly reference?: string;
  readonly hla?: string;
  readonly hlaFile?: string;
  readonly class?: ClassChoice;
  readonly predictor?: string;
  readonly consensus?: ConsensusMethod;
  readonly dryRun?: boolean;
}

/** `antigraph run`: one patient, VCF + genotype → outputs under --out; or the patients of --samplesheet, one folder each. */
export async function run(options: RunOptions): Promise<void> {
  const { vcf, samplesheet } = options;
  if (vcf !== undefined && samplesheet === undefined) return runOne({ ...options, vcf });
  if (vcf === undefined && samplesheet !== undefined) {
    const { runSamplesheet } = await import('../samplesheet/run-samplesheet.js');
    return runSamplesheet({ ...options, samplesheet });
  }
  throw new AntigraphError('USAGE', 'give --vcf for one patient or --samplesheet for many, one of the two', {
    fix: 'For example --vcf tumor.vcf --hla HLA-A*02:01,HLA-B*07:02, or --samplesheet patients.csv.',
  });
}

async function runOne(options: RunOptions & { readonly vcf: string }): Promise<void> {
  checkFile(options.vcf, '--vcf');
  checkOtherFiles(options);
  checkAnnotationSource(options);
  const genotype = readGenotype(options);
  await checkNamedPredictors(options.predictor, genotype);
  const patient = { ...options, sample: null, genotype };
  const { run, settings } = patientRun(patient, options);
  const workbench = await openWorkbench({
    store: settings.location,
    locations: { reference: options.reference ?? null, predictors: await predictorsFor(options) },
  });
  if (options.dryRun === true) return dryRun(run, workbench);
  await finish(run, await withInterrupt(workbench, (signal) => runPatient(run, workbench, signal)));
}
