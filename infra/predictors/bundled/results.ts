import type { Predictions } from '../../../schemas/predictor.js';
import { knotPosition, valueAt } from './calibration.js';

const LOG_50000 = Math.log(50_000);

/** Predictions of a number of pairs, NaN where nothing was written. */
export class Results {
  readonly predictions: Predictions;
  readonly #logPercentiles: Float64Array;

  /** @param logPercentiles logarithms of the percentiles that the knots stand for */
  constructor(size: number, logPercentiles: Float64Array) {
    const nothing = () => new Float32Array(size).fill(Number.NaN);
    this.predictions = { affinityNm: nothing(), percentileRank: nothing(), presentationScore: nothing() };
    this.#logPercentiles = logPercentiles;
  }

  /**
   * Writes a pair's predictions. Affinity in nM is 50000^(1 − σ(a)) (Nielsen et al. 2003, doi:10.1110/ps.0239403), the presentation
   * score σ(l + the log odds of the allele's gene), of the affinity and ligand logit a and l; the rank is the share (in %) of natural peptides
   * that score at least as high on the same allele, whose logits at the percentiles are `knots`; its logarithm is linear between knots.
   */
  write(at: number, a: number, l: number, knots: Float32Array, logOdds = 0): void {
    this.#write(at, a, l, knotPosition(l, knots), logOdds);
  }

  /**
   * The same of a ligand logit on another scale, whose knots are `ownKnots`: it is taken to be the logit of the same percentile, so that
   * of two peptides on an allele the one with the higher presentation score never has the worse rank, whoever scored them.
   */
  writeRescaled(
    at: number,
    a: number,
    l: number,
    ownKnots: Float32Array,
    knots: Float32Array,
    logOdds: number,
  ): void {
    const position = knotPosition(l, ownKnots);
    this.#write(at, a, valueAt(position, knots), position, logOdds);
  }

  #write(at: number, a: number, l: number, position: number, logOdds: number): void {
    const { affinityNm, percentileRank, presentationScore } = this.predictions;
    affinityNm[at] = Math.exp(LOG_50000 * (1 - logistic(a)));
    presentationScore[at] = logistic(l + logOdds);
    percentileRank[at] = Math.exp(valueAt(position, this.#logPercentiles));
  }
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
