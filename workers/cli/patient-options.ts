/** What a patient's flags, or a samplesheet's cells, ask of the pipeline. */
import type { ParameterLayer } from '../../pipeline/parameters.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { Genotype } from '../submission/genotype.js';
import { type OtherFiles, patientInputs } from '../submission/patient-files.js';
import { classLayers, factParameters, namingLayers } from '../submission/patient-parameters.js';
import { type ExecutionOptions, labelOf, type Settings, settingsOf } from './options.js';
import type { PatientRun } from './patient-run.js';
import { policyOf } from './rank/policy-option.js';

/** What differs between patients. */
export interface PatientRequest extends OtherFiles<string> {
  readonly sample: string | null;
  readonly vcf: string;
  readonly genotype: Genotype;
  readonly out: string;
  readonly purity?: string;
  readonly tumorSample?: string;
  readonly normalSample?: string;
  readonly useCsq?: boolean;
}

/** What the patients of one command share. */
export interface SharedOptions extends ExecutionOptions {
  readonly params?: string;
  readonly set: readonly string[];
  /** How candidates are ranked: a preset's name or a file. */
  readonly policy?: string;
}

/** The run of one patient, and the settings it was given. @throws USAGE, PARAMETER_INVALID */
export function patientRun(
  patient: PatientRequest,
  options: SharedOptions,
): { readonly run: PatientRun; readonly settings: Settings } {
  const { genotype, sample } = patient;
  const inputs = patientInputs(patient);
  const settings = settingsOf({
    execution: options,
    paramsFile: options.params,
    assignments: options.set,
    flags: runParameters(patient, options, genotype),
  });
  const run = {
    sample,
    inputs,
    labels: Object.fromEntries(Object.entries(inputs).map(([name, path]) => [name, labelOf(path)])),
    genotype,
    layers: [
      ...classLayers(genotype),
      ...namingLayers({ vcf: labelOf(patient.vcf), patient: sample, source: 'samplesheet' }),
      ...settings.layers,
    ],
    jobs: settings.jobs,
    out: patient.out,
    ignoreCache: !options.cache,
    isJson: options.json === true,
    warnings: genotype.warnings,
  };
  return { run, settings };
}

/** Without a reference only the file's own annotation can tell consequences, and that must be asked for. @throws USAGE */
export function checkAnnotationSource(options: {
  readonly reference?: string;
  readonly useCsq?: boolean;
}): void {
  if (options.reference !== undefined || options.useCsq === true) return;
  throw new AntigraphError(
    'USAGE',
    'neither --reference nor --use-csq is given: nothing tells what the variants do to proteins',
    {
      fix: "Give --reference BUNDLE (made once by 'antigraph reference build'), or --use-csq if the VCF is annotated by VEP (CSQ) with the wild-type proteins.",
    },
  );
}

/** Flags of a whole run that are parameters of stages. @throws USAGE, PARAMETER_INVALID */
export function runParameters(
  patient: Parameters<typeof flagParameters>[0],
  { policy }: Pick<SharedOptions, 'policy'>,
  genotype: Genotype | null,
): ParameterLayer['values'] {
  const values = flagParameters(patient, genotype);
  if (policy === undefined) return values;
  return { ...values, 'rank-candidates': { ...values['rank-candidates'], policy: policyOf(policy) } };
}

/** Flags that are parameters of stages. */
export function flagParameters(
  options: Pick<PatientRequest, 'useCsq' | 'tumorSample' | 'normalSample' | 'purity'>,
  genotype: Genotype | null,
): ParameterLayer['values'] {
  const purity = options.purity === undefined ? undefined : readPurity(options.purity);
  return factParameters({ ...options, purity }, genotype);
}

function readPurity(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new AntigraphError('USAGE', `--purity takes a number above 0 up to 1, found '${text}'`, {
    fix: 'Give the fraction of tumour cells, e.g. --purity 0.7 for 70 %; leave it out where it is not known.',
  });
}
