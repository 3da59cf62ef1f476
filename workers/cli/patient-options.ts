/** What a patient's flags, or a samplesheet's cells, ask of the pipeline. */
import type { ParameterLayer } from '../../pipeline/parameters.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { Genotype } from './genotype.js';
import { type ExecutionOptions, labelOf, type Settings, settingsOf } from './options.js';
import { type OtherFiles, otherInputs } from './patient-files.js';
import type { PatientRun } from './patient-run.js';

/** What differs between patients. */
export interface PatientRequest extends OtherFiles {
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
}

/** The run of one patient, and the settings it was given. @throws USAGE, PARAMETER_INVALID */
export function patientRun(
  patient: PatientRequest,
  options: SharedOptions,
): { readonly run: PatientRun; readonly settings: Settings } {
  const { genotype, sample } = patient;
  const inputs = { vcf: patient.vcf, ...otherInputs(patient) };
  const settings = settingsOf({
    execution: options,
    paramsFile: options.params,
    assignments: options.set,
    flags: flagParameters(patient, genotype.alleles),
  });
  const run = {
    sample,
    inputs,
    labels: Object.fromEntries(Object.entries(inputs).map(([name, path]) => [name, labelOf(path)])),
    alleles: genotype.alleles,
    layers: [
      nameOfInput(inputs.vcf),
      ...(sample === null ? [] : [nameOfPatient(sample)]),
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

/** The report names the file it is about; the weakest layer, so that --set may say otherwise. */
function nameOfInput(vcf: string): ParameterLayer {
  return { source: 'file name', values: { 'render-report': { inputName: labelOf(vcf) } } };
}

function nameOfPatient(sample: string): ParameterLayer {
  return { source: 'samplesheet', values: { 'render-report': { patient: sample } } };
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

/** Only class I can be predicted. @throws PREDICTOR_UNKNOWN */
export function checkClass(mhcClass: string, where: string): void {
  if (mhcClass === 'I') return;
  throw new AntigraphError(
    'PREDICTOR_UNKNOWN',
    `${where} ${mhcClass}: there is no bundled class II predictor yet`,
    { fix: 'Run with --class I.' },
  );
}

/** Flags that are parameters of stages. */
export function flagParameters(
  options: Pick<PatientRequest, 'useCsq' | 'tumorSample' | 'normalSample' | 'purity'>,
  alleles: readonly string[] | null,
): ParameterLayer['values'] {
  const purity = options.purity === undefined ? undefined : readPurity(options.purity);
  return {
    'parse-variants': {
      ...(options.tumorSample === undefined ? {} : { tumorSample: options.tumorSample }),
      ...(options.normalSample === undefined ? {} : { normalSample: options.normalSample }),
    },
    'annotate-consequences': options.useCsq === true ? { annotationSource: 'csq' } : {},
    'collect-evidence': purity === undefined ? {} : { purity },
    'predict-binding': alleles === null ? {} : { alleles },
    'rank-candidates': purity === undefined ? {} : { purity },
  };
}

function readPurity(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new AntigraphError('USAGE', `--purity takes a number above 0 up to 1, found '${text}'`, {
    fix: 'Give the fraction of tumour cells, e.g. --purity 0.7 for 70 %; leave it out where it is not known.',
  });
}
