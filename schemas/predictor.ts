/** The predictor port: what a stage needs of a peptide-MHC predictor. Adapters live in infra/predictors. */

/** Row-major: peptide index × alleles.length + allele index. NaN = not predicted (never 0). */
export interface PredictionBlock {
  readonly affinityNm: Float32Array;
  /** 0-100, lower is stronger. */
  readonly percentileRank: Float32Array;
  /** 0-1, higher is better presented. */
  readonly presentationScore: Float32Array;
}

export type AlleleSupport =
  | {
      readonly kind: 'supported';
      readonly trainingLigands: number;
      readonly trainingAffinities: number;
      readonly nearestTrained: string;
      readonly distanceToTrained: number;
      readonly confidence: 'high' | 'medium' | 'low';
    }
  | { readonly kind: 'unsupported'; readonly nearest: readonly string[] };

export interface PeptideMhcPredictor {
  readonly name: string;
  readonly version: string;
  /** SHA-256 over the model files: part of the task key. */
  readonly digest: string;
  readonly mhcClass: 'I' | 'II';
  readonly minLength: number;
  readonly maxLength: number;
  /** `allele` in canonical form, e.g. HLA-A*02:01. */
  supportFor(allele: string): AlleleSupport;
  predict(
    peptides: readonly string[],
    alleles: readonly string[],
  ): PredictionBlock | Promise<PredictionBlock>;
}
