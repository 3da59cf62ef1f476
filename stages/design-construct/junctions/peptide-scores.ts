/** What the predictors say of junction peptides; every peptide is scored once, in bulk. */
import type { PeptideMhcPredictor } from '../../../schemas/predictor.js';

/** A predictor with the alleles and lengths it is asked for. */
export interface JunctionScorer {
  readonly predictor: PeptideMhcPredictor;
  readonly alleles: readonly string[];
  readonly lengths: readonly number[];
  /** Percentile rank up to which a peptide is a strong binder. */
  readonly strongRank: number;
  readonly strongAffinityNm: number | null;
}

export interface Binder {
  readonly peptide: string;
  readonly allele: string;
  readonly mhcClass: 'I' | 'II';
  readonly percentileRank: number | null;
  readonly affinityNm: number | null;
  /** 1000 × limit / value, rounded: 1000 and above is a strong binder, half of it twice as weak as the limit. */
  readonly risk: number;
}

export interface PeptideScore {
  /** Alleles it binds strongly. */
  readonly strong: number;
  /** Alleles for which there is no number: unknown is not weak. */
  readonly unknown: number;
  /** null: no number for any allele. */
  readonly worst: Binder | null;
  /** Class II, where the predictor tells the binding cores: every allele's, by which a seam sees whether the core is its own. */
  readonly cores: readonly CoreBinder[] | null;
}

interface CoreBinder extends Binder {
  /** 0-based, in the peptide; −1: not told. */
  readonly coreOffset: number;
}

/** Residues of a class II binding core. */
const coreLength = 9;

/**
 * A score as the seam sees it. A class II peptide whose core lies within one neighbour presents that neighbour: the seam adds flanks, no
 * epitope (the groove holds nine residues, which the T cell reads; Stern 1994, doi:10.1038/368215a0). Only cores with residues of both
 * neighbours or of the spacer count.
 * @param place of the peptide: its offset from the end of the left neighbour, and the spacer's length
 */
export function acrossSeam(
  score: PeptideScore,
  { offset, spacerLength }: { readonly offset: number; readonly spacerLength: number },
): PeptideScore {
  if (score.cores === null) return score;
  const cores = score.cores.filter(({ coreOffset }) => {
    const start = offset + coreOffset;
    return coreOffset < 0 || (start + coreLength > 0 && start < spacerLength);
  });
  let worst: Binder | null = null;
  for (const core of cores) if (worst === null || core.risk > worst.risk) worst = core;
  return { ...score, cores, worst, strong: cores.filter(({ risk }) => risk >= strongRisk).length };
}

export const strongRisk = 1000;
const largestRisk = 1_000_000;
const batchSize = 4096;

export interface PeptideScores {
  /** Scores those that have not been scored. */
  add(peptides: Iterable<string>): Promise<void>;
  of(peptide: string): PeptideScore;
  readonly count: number;
}

const nothing: PeptideScore = { strong: 0, unknown: 0, worst: null, cores: null };

export function createPeptideScores(scorers: readonly JunctionScorer[]): PeptideScores {
  const scores = new Map<string, PeptideScore>();
  return {
    get count() {
      return scores.size;
    },
    of: (peptide) => scores.get(peptide) ?? nothing,
    async add(peptides) {
      const fresh = [...new Set(peptides)].filter((peptide) => !scores.has(peptide));
      for (const scorer of scorers) {
        const own = fresh.filter((peptide) => scorer.lengths.includes(peptide.length));
        const size = scorer.predictor.batchSize ?? batchSize;
        for (let start = 0; start < own.length; start += size) {
          await scoreBatch(scorer, own.slice(start, start + size), scores);
        }
      }
    },
  };
}

async function scoreBatch(
  { predictor, alleles, strongRank, strongAffinityNm }: JunctionScorer,
  peptides: readonly string[],
  scores: Map<string, PeptideScore>,
): Promise<void> {
  const block = await predictor.predict(peptides, alleles);
  for (const [index, peptide] of peptides.entries()) {
    let { strong, unknown, worst } = scores.get(peptide) ?? nothing;
    const cores: CoreBinder[] | null = block.coreOffset === undefined ? null : [];
    for (const [place, allele] of alleles.entries()) {
      const at = index * alleles.length + place;
      const percentileRank = known(block.percentileRank[at]);
      const affinityNm = known(block.affinityNm[at]);
      const risk = Math.max(
        riskOf(percentileRank, strongRank),
        strongAffinityNm === null ? -1 : riskOf(affinityNm, strongAffinityNm),
      );
      if (risk < 0) unknown += 1;
      else {
        const { mhcClass } = predictor;
        const binder = { peptide, allele, mhcClass, percentileRank, affinityNm, risk };
        if (risk >= strongRisk) strong += 1;
        if (worst === null || risk > worst.risk) worst = binder;
        cores?.push({ ...binder, coreOffset: block.coreOffset?.[at] ?? -1 });
      }
    }
    scores.set(peptide, { strong, unknown, worst, cores });
  }
}

/** Five significant digits, as predict-binding stores them: the last bit of a float never decides. */
function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : Number(value.toPrecision(5));
}

/** −1: unknown. A value up to the limit always is 1000 or more, one above it always less. */
function riskOf(value: number | null, limit: number): number {
  if (value === null) return -1;
  if (value <= limit)
    return Math.min(
      largestRisk,
      Math.max(strongRisk, Math.round((strongRisk * limit) / Math.max(value, 1e-9))),
    );
  return Math.min(strongRisk - 1, Math.round((strongRisk * limit) / value));
}
