import { defect } from '../../../schemas/errors.js';
import type { PeptideMhcPredictor } from '../../../schemas/predictor.js';

/** Percentile rank of a self stretch on an allele; null: not known. */
export type RankOf = (match: string, allele: string) => number | null;

/** Five significant digits, as predictions have them. */
const rankDigits = 5;

/** Asks the run's predictor once for all stretches and alleles; one that scores only the pairs of its file is not asked. */
export async function rankMatches(
  pairs: readonly { readonly match: string; readonly allele: string }[],
  predictor: PeptideMhcPredictor | null,
): Promise<RankOf> {
  const known = new Map<string, number>();
  const matches = [...new Set(pairs.map(({ match }) => match))].sort();
  const alleles = [...new Set(pairs.map(({ allele }) => allele))].sort();
  if (predictor === null || predictor.scoresAnyPeptide === false || matches.length === 0) return () => null;
  const { percentileRank } = await predictor.predict(matches, alleles);
  if (percentileRank.length !== matches.length * alleles.length)
    throw defect(`${predictor.name} gave ${percentileRank.length} ranks for ${matches.length} peptides`);
  for (const [row, match] of matches.entries()) {
    for (const [column, allele] of alleles.entries()) {
      const rank = percentileRank[row * alleles.length + column] ?? Number.NaN;
      if (!Number.isNaN(rank)) known.set(`${match}\t${allele}`, Number(rank.toPrecision(rankDigits)));
    }
  }
  return (match, allele) => known.get(`${match}\t${allele}`) ?? null;
}
