/** What is said of a patient beside the files, as parameters of stages. */
import type { ParameterLayer } from '../../pipeline/parameters.js';
import type { Genotype } from './genotype.js';

export interface PatientFacts {
  readonly useCsq?: boolean | undefined;
  readonly tumorSample?: string | undefined;
  readonly normalSample?: string | undefined;
  /** Fraction of tumour cells, above 0 up to 1. */
  readonly purity?: number | undefined;
}

/** Facts as values of a layer; the genotype is null where nothing is predicted. */
export function factParameters(
  { useCsq, tumorSample, normalSample, purity }: PatientFacts,
  genotype: Pick<Genotype, 'alleles' | 'classTwoAlleles'> | null,
): ParameterLayer['values'] {
  return {
    'parse-variants': {
      ...(tumorSample === undefined ? {} : { tumorSample }),
      ...(normalSample === undefined ? {} : { normalSample }),
    },
    'annotate-consequences': useCsq === true ? { annotationSource: 'csq' } : {},
    'collect-evidence': purity === undefined ? {} : { purity },
    ...(genotype === null
      ? {}
      : {
          'predict-binding': { alleles: genotype.alleles },
          'predict-class-two': { alleles: genotype.classTwoAlleles },
        }),
    'rank-candidates': purity === undefined ? {} : { purity },
  };
}

/** Length of class II peptides where the genotype asks for class II: near the middle of those eluted (12-25; Chicz 1992, doi:10.1038/358764a0), and that most affinities are measured at. */
const classTwoLengths: readonly number[] = [15];

/** The lengths of peptides that the classes scored need: a weak layer, so that lengths given by hand win. */
export function classLayers({
  alleles,
  classTwoAlleles,
}: Pick<Genotype, 'alleles' | 'classTwoAlleles'>): readonly ParameterLayer[] {
  if (classTwoAlleles.length === 0) return [];
  const classIILengths = classTwoLengths;
  const lengths = alleles.length === 0 ? { classILengths: [], classIILengths } : { classIILengths };
  return [{ source: 'class II alleles', values: { 'generate-peptides': lengths } }];
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
