/** What is said of a patient beside the files, as parameters of stages. */
import type { ParameterLayer } from '../../pipeline/parameters.js';

export interface PatientFacts {
  readonly useCsq?: boolean | undefined;
  readonly tumorSample?: string | undefined;
  readonly normalSample?: string | undefined;
  /** Fraction of tumour cells, above 0 up to 1. */
  readonly purity?: number | undefined;
}

/** Facts as values of a layer; `alleles` null where nothing is predicted. */
export function factParameters(
  { useCsq, tumorSample, normalSample, purity }: PatientFacts,
  alleles: readonly string[] | null,
): ParameterLayer['values'] {
  return {
    'parse-variants': {
      ...(tumorSample === undefined ? {} : { tumorSample }),
      ...(normalSample === undefined ? {} : { normalSample }),
    },
    'annotate-consequences': useCsq === true ? { annotationSource: 'csq' } : {},
    'collect-evidence': purity === undefined ? {} : { purity },
    'predict-binding': alleles === null ? {} : { alleles },
    'rank-candidates': purity === undefined ? {} : { purity },
  };
}

/** What the report calls file and patient: the weakest layers, so that a parameter given by hand may say otherwise. */
export function namingLayers(names: {
  readonly vcf: string;
  readonly patient: string | null;
  /** Where the patient's name is from. */
  readonly source: string;
}): readonly ParameterLayer[] {
  const { vcf, patient, source } = names;
  return [
    { source: 'file name', values: { 'render-report': { inputName: vcf } } },
    ...(patient === null ? [] : [{ source, values: { 'render-report': { patient } } }]),
  ];
}
