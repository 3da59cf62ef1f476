/** How unlike a peptide is to everything the healthy body makes (Richman 2019, doi:10.1016/j.cels.2019.08.009). */
import { type SelfProtein, textOfStretches } from '../../shared/proteome-index/index.js';
import { bestUngapped, residueCodes } from '../neoantigen-scores/blosum62.js';
import { type RecognitionModel, selfRecognition } from '../neoantigen-scores/recognition.js';
import { boundary, residueText } from './residue-text.js';
import { ungappedSearch } from './ungapped-search.js';

/** A stretch of one less adds 2.7e-11 to the sum: ten thousand of them would not show in the digits that are given. */
const scoreOfHit = 28;
/** Stretches of this score settle most peptides, and are found with far fewer words. */
const scoreOfTwin = 34;
const digits = 4;
/** From this sum on, 1 / (1 + sum) is 0 in those digits, and no further stretch need be looked for. */
const settledSum = 2 * 10 ** digits;

/**
 * Gives of a peptide 1 − R over the proteome, to four decimals: 0, like self; 1, unlike. R sums over the distinct stretches of the peptide's
 * length, each by its best ungapped alignment: a stretch that isoforms or paralogues share counts once. The wild type, if given, changes
 * nothing but the time: most mutants are settled by being like it, once it is found in the proteome.
 */
export function dissimilarityToSelf(
  proteins: Iterable<SelfProtein>,
  { midpoint, steepness }: RecognitionModel = selfRecognition,
): (peptide: string, wildtype: string | null) => number {
  const text = residueText(textOfStretches(proteins));
  const search = ungappedSearch(text);
  const weightOf = (score: number): number => Math.exp(-steepness * (midpoint - score));
  const isLikeSelf = (peptide: string, wildtype: string): boolean => {
    const codes = residueCodes(wildtype);
    if (weightOf(bestUngapped(residueCodes(peptide), codes)) < settledSum) return false;
    let isFound = false;
    // No other stretch scores as much against a peptide as the peptide itself.
    search.windowsLike(wildtype, bestUngapped(codes, codes), () => {
      isFound = true;
      return true;
    });
    return isFound;
  };
  const sumOver = (peptide: string, threshold: number): number => {
    const seen = new Set<string>();
    let sum = 0;
    search.windowsLike(peptide, threshold, (start, score) => {
      if (start < 0 || start + peptide.length > text.length) return false;
      const window = text.subarray(start, start + peptide.length);
      if (window.includes(boundary)) return false;
      const key = String.fromCharCode(...window);
      if (seen.has(key)) return false;
      seen.add(key);
      sum += weightOf(score);
      return sum >= settledSum;
    });
    return sum;
  };
  return (peptide, wildtype) => {
    if (wildtype !== null && wildtype.length === peptide.length && isLikeSelf(peptide, wildtype)) return 0;
    if (sumOver(peptide, scoreOfTwin) >= settledSum) return 0;
    return Number((1 / (1 + sumOver(peptide, scoreOfHit))).toFixed(digits));
  };
}
