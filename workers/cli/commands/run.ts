import type { ParameterLayer } from '../../../pipeline/parameters.js';
import { AntigraphError } from '../../../schemas/errors.js';
import { dryRun } from '../dry-run.js';
import { finish } from '../finish.js';
import { readGenotype } from '../genotype.js';
import { checkFile, type ExecutionOptions, labelOf, settingsOf, type VariantOptions } from '../options.js';
import { type PatientRun, runPatient } from '../patient-run.js';

export interface RunOptions extends VariantOptions, ExecutionOptions {
  readonly hla?: string;
  readonly hlaFile?: string;
  readonly out: string;
  readonly expression?: string;
  readonly purity?: string;
  readonly class: 'I' | 'II' | 'both';
  readonly predictor: string;
  readonly dryRun?: boolean;
}

/** `antigraph run`: one patient, VCF + genotype → outputs under --out. */
export async function run(options: RunOptions): Promise<void> {
  const patient = patientOf(options);
  if (options.dryRun === true) return dryRun(patient);
  const outcome = await runPatient(patient);
  await finish(patient, outcome);
}

function patientOf(options: RunOptions): PatientRun {
  checkFile(options.vcf, '--vcf');
  if (options.expression !== undefined) checkFile(options.expression, '--expression');
  checkAnnotationSource(options);
  if (options.class !== 'I') {
    throw new AntigraphError(
      'PREDICTOR_UNKNOWN',
      `--class ${options.class}: there is no bundled class II predictor yet`,
      { fix: 'Run with --class I.' },
    );
  }
  const genotype = readGenotype(options);
  const inputs = {
    vcf: options.vcf,
    ...(options.expression === undefined ? {} : { expression: options.expression }),
  };
  const settings = settingsOf({
    execution: options,
    paramsFile: options.params,
    assignments: options.set,
    flags: flagParameters(options, genotype.alleles),
  });
  return {
    inputs,
    labels: Object.fromEntries(Object.entries(inputs).map(([name, path]) => [name, labelOf(path)])),
    locations: { reference: options.reference ?? null, predictor: options.predictor },
    alleles: genotype.alleles,
    layers: [nameOfInput(inputs.vcf), ...settings.layers],
    storeRoot: settings.store,
    jobs: settings.jobs,
    out: options.out,
    ignoreCache: !options.cache,
    isJson: options.json === true,
    warnings: genotype.warnings,
  };
}

/** The report names the file it is about; the weakest layer, so that --set may say otherwise. */
export function nameOfInput(vcf: string): ParameterLayer {
  return { source: 'file name', values: { 'render-report': { inputName: labelOf(vcf) } } };
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
      fix: "Give --reference BUNDLE (made once by 'antigraph reference build'), or --use-csq if the VCF is annotated by VEP.",
    },
  );
}

/** Flags that are parameters of stages. */
export function flagParameters(
  options: Pick<RunOptions, 'useCsq' | 'tumorSample' | 'normalSample'> & { readonly purity?: string },
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
