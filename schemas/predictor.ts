/** The predictor port: what a stage needs of a peptide-MHC predictor. Adapters live in infra/predictors. */

/** Row-major: peptide index × alleles.length + allele index. NaN = not predicted (never 0). */
export interface Predictions {
  readonly affinityNm: Float32Array;
  /** 0-100, lower is stronger. */
  readonly percentileRank: Float32Array;
  /** 0-1, higher is better presented. */
  readonly presentationScore: Float32Array;
  /** Half-life of the complex, where a predictor of stability gives it. */
  readonly halfLifeHours?: Float32Array;
}

export interface PredictionBlock extends Predictions {
  /** Class II: offset of the 9-residue binding core in the peptide; −1 = not predicted. */
  readonly coreOffset?: Int8Array;
  /** What each predictor of a consensus said, in the order it was asked for. */
  readonly members?: readonly (Predictions & { readonly name: string; readonly version: string })[];
}

/** What is known of how a predictor came to know an allele; null where the predictor does not say. */
export type AlleleSupport =
  | {
      readonly kind: 'supported';
      readonly trainingLigands: number | null;
      readonly trainingAffinities: number | null;
      readonly nearestTrained: string | null;
      readonly distanceToTrained: number | null;
      readonly confidence: 'high' | 'medium' | 'low' | 'unknown';
      /** The residues of the molecule that touch a peptide, one letter each (the pseudosequence); absent where the predictor does not hold them. */
      readonly contactResidues?: string | undefined;
    }
  | {
      readonly kind: 'unsupported';
      readonly nearest: readonly string[];
      /** What to do, where it is not to check the spelling. */
      readonly fix?: string;
    };

export interface PeptideMhcPredictor {
  readonly name: string;
  readonly version: string;
  /** SHA-256 over what can change a prediction (model files, saved output, tool version): part of the task key. */
  readonly digest: string;
  readonly mhcClass: 'I' | 'II';
  readonly minLength: number;
  readonly maxLength: number;
  /** True where its blocks have half-lives. */
  readonly givesHalfLife?: boolean;
  /** False for saved output: it has numbers for the pairs of its file alone, and none for the peptides that a construct's seams make. */
  readonly scoresAnyPeptide?: false;
  /** Peptides it wants in one call where starting costs much; a caller may give fewer. */
  readonly batchSize?: number;
  /** `allele` in canonical form, e.g. HLA-A*02:01. */
  supportFor(allele: string): AlleleSupport;
  predict(
    peptides: readonly string[],
    alleles: readonly string[],
  ): PredictionBlock | Promise<PredictionBlock>;
}
